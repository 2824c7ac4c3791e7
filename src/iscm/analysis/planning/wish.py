"""What is looked for, and who should be able to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from iscm.analysis.planning.reasons import WEIGHTS
from iscm.domain.claims import holds_on
from iscm.domain.mechanisms import Mechanism

LONGEST, WIDEST, FARTHEST, PLACES = 30, 3, 14, 6  # days, years of a window, days of travel, places


class Unplannable(ValueError):
    """What cannot be looked for. ``why``: when, backwards, wide, length, narrow, travel, places, nobody."""

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why, about)
        self.why, self.about = why, about


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A meeting of ``length`` days that lies wholly within one of ``windows``, each a first and a last day.

    ``places``: countries (alpha-2) where it could be, "" for online. ``travel``: whole days that delegations need
    between two meetings at different places.
    """

    length: int
    windows: tuple[tuple[dt.date, dt.date], ...]
    places: tuple[str, ...] = ("",)
    travel: int = 1

    def __post_init__(self) -> None:
        if not self.windows:
            raise Unplannable("when")
        for first, last in self.windows:
            if last < first:
                raise Unplannable("backwards", f"{first}/{last}")
        if (self.last - self.first).days > 366 * WIDEST:
            raise Unplannable("wide")
        if not 1 <= self.length <= LONGEST:
            raise Unplannable("length", str(self.length))
        if not self.starts:
            raise Unplannable("narrow", str(max((last - first).days + 1 for first, last in self.windows)))
        if not 0 <= self.travel <= FARTHEST:
            raise Unplannable("travel", str(self.travel))
        if len(self.places) > PLACES:
            raise Unplannable("places", str(len(self.places)))

    @property
    def first(self) -> dt.date:
        return min(first for first, _last in self.windows)

    @property
    def last(self) -> dt.date:
        return max(last for _first, last in self.windows)

    @property
    def starts(self) -> list[int]:
        """First days that it could have, as ordinals, in order. Windows that meet are one."""
        spans: list[list[int]] = []
        for first, last in sorted(self.windows):
            begin, end = first.toordinal(), last.toordinal()
            if spans and begin <= spans[-1][1] + 1:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([begin, end])
        return [day for begin, end in spans for day in range(begin, end - self.length + 2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Who should be able to come: ``members`` of all mechanisms whose meeting it is, chairs and troika among them."""

    mechanisms: frozenset[str]
    members: frozenset[str]
    chairs: frozenset[str] = frozenset()
    troika: frozenset[str] = frozenset()
    worked_out: frozenset[str] = frozenset()

    def ordered(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Chairs first, then the troika, then the others, each by code."""
        return tuple(sorted(codes, key=lambda c: (c not in self.chairs, c not in self.troika, c)))

    def weight(self, codes: Iterable[str]) -> float:
        """What it weighs that these would have to be in two places."""
        return sum(
            WEIGHTS["chair" if code in self.chairs else "troika" if code in self.troika else "clash"]
            for code in codes
        )


@dataclass(frozen=True, slots=True)
class Membership:
    """States and territories that are members of a mechanism: ``read`` in a source, or only ``inferred`` from a bloc
    that belongs to it. The two are never one count."""

    read: frozenset[str] = frozenset()
    inferred: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """Those read; where none are, those inferred."""
        return self.read or self.inferred


def membership_on(mechanism: Mechanism, day: dt.date) -> Membership:
    """Who is a member on ``day``."""
    stood = mechanism.as_of(day)
    rows = [p for p in stood.in_role("member", basis=None) if p.party.is_place]
    read = frozenset(p.party.id for p in rows if p.basis == "read")
    return Membership(read, frozenset(p.party.id for p in rows) - read)


def table(mechanisms: Iterable[Mechanism], day: dt.date) -> Table:
    """The table of a meeting of these mechanisms together; Unplannable where of one no member is known.

    Of a mechanism whose members are only inferred, these sit at the table; ``worked_out`` says so.
    """
    rows = tuple(mechanisms)
    members: set[str] = set()
    worked_out: set[str] = set()
    chairs: set[str] = set()
    troika: set[str] = set()
    for row in rows:
        known = membership_on(row, day)
        own = known.known
        if not own:
            raise Unplannable("nobody", row.slug)
        if not known.read:
            worked_out.add(row.slug)
        held = {p.party.id for p in row.chairs_on(day) if p.party.is_place}
        beside = row.in_role("incoming-chair", "outgoing-chair")
        members |= own | held
        chairs |= held
        troika |= {p.party.id for p in beside if p.party.is_place and holds_on(day, p.since, p.until)}
    return Table(
        mechanisms=frozenset(row.slug for row in rows),
        members=frozenset(members),
        chairs=frozenset(chairs),
        troika=frozenset(troika & members - chairs),
        worked_out=frozenset(worked_out),
    )
