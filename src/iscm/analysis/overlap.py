"""What two mechanisms, or two States, have in common on a day: by role, and never read and inferred in one count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from iscm.domain.claims import holds_on
from iscm.domain.mechanisms import CHAIRS, Mechanism, Participation

Ends = Mapping[str, frozenset[str]]  # what one is tied to (slugs, or codes of places), each with its roles


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """A place in a role of a mechanism, on some day. ``basis`` as in ``Participation``."""

    place: str
    mechanism: str
    role: str
    basis: str = "read"


@dataclass(frozen=True, slots=True)
class Overlap:
    """``both`` gives the roles of the left and of the right. ``perhaps`` is shared only if what was inferred counts."""

    both: Mapping[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    left: Ends = field(default_factory=dict)
    right: Ends = field(default_factory=dict)
    perhaps: frozenset[str] = frozenset()

    def turned(self) -> Overlap:
        """The same seen from the other side."""
        both = {key: (right, left) for key, (left, right) in self.both.items()}
        return Overlap(both, self.right, self.left, self.perhaps)


def ties(participations: Mapping[str, Iterable[Participation]], day: dt.date) -> frozenset[Tie]:
    """Every place in every role on ``day``, from the participations of mechanisms by their slugs.

    The chair is held by whom ``Mechanism.chairs_on`` names: a chair without a date is history, not the present.
    """
    found: set[Tie] = set()
    for slug, rows in participations.items():
        parts = tuple(rows)
        chairing = Mechanism(slug=slug, level="", participations=parts).chairs_on(day)
        sitting = [p for p in parts if p.chosen and p.role not in CHAIRS and holds_on(day, p.since, p.until)]
        found |= {Tie(p.party.id, slug, p.role, p.basis) for p in (*chairing, *sitting) if p.party.is_place}
    return frozenset(found)


def overlap_of_states(rows: Iterable[Tie], left: str, right: str) -> Overlap:
    """Mechanisms that two places, by their codes, share."""
    known = tuple(rows)
    return _overlap(*([(t.mechanism, t) for t in known if t.place == code] for code in (left, right)))


def overlap_of_mechanisms(rows: Iterable[Tie], left: str, right: str) -> Overlap:
    """States and territories that two mechanisms, by their slugs, share."""
    known = tuple(rows)
    return _overlap(*([(t.place, t) for t in known if t.mechanism == slug] for slug in (left, right)))


def shared_members(rows: Iterable[Tie], mechanism: str) -> dict[str, int]:
    """How many members of a mechanism each other one has too: those with any, the most first, then by slug."""
    members: dict[str, set[str]] = {}
    for tie in rows:
        if tie.role == "member" and tie.basis == "read":
            members.setdefault(tie.mechanism, set()).add(tie.place)
    own = members.pop(mechanism, set())
    counted = [(slug, len(own & theirs)) for slug, theirs in members.items() if own & theirs]
    return dict(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def _overlap(one: list[tuple[str, Tie]], other: list[tuple[str, Tie]]) -> Overlap:
    here, there = _read(one), _read(other)
    both = {key: (here[key], there[key]) for key in here.keys() & there.keys()}
    perhaps = {key for key, _tie in one} & {key for key, _tie in other} - both.keys()
    return Overlap(
        both,
        {key: roles for key, roles in here.items() if key not in both},
        {key: roles for key, roles in there.items() if key not in both},
        frozenset(perhaps),
    )


def _read(ends: Iterable[tuple[str, Tie]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for key, tie in ends:
        if tie.basis == "read":
            found[key] = found.get(key, frozenset()) | {tie.role}
    return found
