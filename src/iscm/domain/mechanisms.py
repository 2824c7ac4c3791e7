"""A consultation mechanism as a record: what it is, who takes part and since when, and what sources say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from iscm.domain.claims import Claim, Source, holds_on
from iscm.domain.when import When

CHAIRS = ("chair", "co-chair")
AT_REST = ("dormant", "ended")  # the silence of one that stands so asks for nothing


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part. ``kind``: state, territory, other, organisation, group or mechanism.

    ``id`` is a State's two letters, an organisation's id or a mechanism's slug; a group of States has its wording.
    """

    kind: str
    id: str

    @property
    def is_place(self) -> bool:
        """Whether it is a State, a territory or a place of another standing."""
        return self.kind in ("state", "territory", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """A party in a role (``vocabulary/roles.toml``), perhaps in a ``capacity`` (origin, destination, permanent).

    ``basis`` is ``read`` in a source or ``inferred`` from a parent bloc: the two are never mixed in a count.
    ``chosen`` is False for what another source says instead.
    """

    party: Party
    role: str
    capacity: str = ""
    since: When | None = None
    until: When | None = None
    basis: str = "read"
    chosen: bool = True
    note: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name: ``kind`` is name, acronym, alias or former."""

    text: str
    kind: str
    lang: str = ""
    since: When | None = None
    until: When | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A part of a mechanism that meets by itself, such as a working group."""

    kind: str
    name: str
    acronym: str = ""
    chair: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind`` is predecessor, successor or parent; ``mechanism`` the other's slug."""

    kind: str
    mechanism: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A theme as printed, and the theme of the vocabulary that it certainly means ("" where none does)."""

    printed: str
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """Values shown are the chosen ones; ``claims`` holds every value that has rivals or sources of its own."""

    slug: str
    level: str
    region: str = ""
    established: When | None = None
    ended: When | None = None
    status: str = ""  # active, dormant, ended; "" where no source says
    website: str = ""
    secretariat: str = ""
    parent: str = ""
    members_complete: bool | None = None
    names: tuple[Name, ...] = ()
    participations: tuple[Participation, ...] = ()
    bodies: tuple[Body, ...] = ()
    relations: tuple[Relation, ...] = ()
    claims: tuple[Claim, ...] = ()
    subjects: tuple[Subject, ...] = ()
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    access: str = "public"

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes of the vocabulary, each once, in printed order."""
        return tuple(dict.fromkeys(s.theme for s in self.subjects if s.theme))

    def in_role(self, *roles: str, basis: str | None = "read") -> tuple[Participation, ...]:
        """Who takes part in these roles; ``basis`` None for read and inferred together."""
        return tuple(
            p for p in self.participations if p.role in roles and p.chosen and basis in (None, p.basis)
        )

    @property
    def members(self) -> tuple[Participation, ...]:
        """Members as read in a source; those only worked out stand in ``in_role("member", basis="inferred")``."""
        return self.in_role("member")

    def claimed(self, name: str) -> tuple[Claim, ...]:
        """Every value of a field, the chosen one first."""
        return tuple(sorted((c for c in self.claims if c.field == name), key=lambda c: not c.chosen))

    def as_of(self, day: dt.date) -> Mechanism:
        """The same as it stood on ``day``: its participations and names of that day.

        Nobody took part before it was founded or after it ended, also where no source says since when they did.
        """
        stood = holds_on(day, self.established, self.ended)
        return replace(
            self,
            participations=tuple(p for p in self.participations if stood and holds_on(day, p.since, p.until)),
            names=tuple(n for n in self.names if holds_on(day, n.since, n.until)),
        )

    def status_on(self, day: dt.date) -> str:
        """``unfounded`` before its beginning, ``ended`` after its end, what a dated claim says; "" where none does."""
        if self.established and self.established.earliest and day < self.established.earliest:
            return "unfounded"
        if self.ended and self.ended.latest and day > self.ended.latest:
            return "ended"
        dated = [c for c in self.claimed("status") if c.since or c.until]
        return next((c.value for c in dated if holds_on(day, c.since, c.until)), "")

    def name_on(self, day: dt.date) -> str:
        """The name it went by on ``day``, where it has another today; "" otherwise."""
        held = (n for n in self.names if n.kind == "former" and n.until and holds_on(day, n.since, n.until))
        return next((n.text for n in held), "")

    def chairs_on(self, day: dt.date) -> tuple[Participation, ...]:
        """Who held the chair on ``day``, as far as known.

        A chair with neither beginning nor end is history without a date, not the present. One whose end is not
        known gives way to a chair that began later, or of which only the end is known, unless it is permanent or
        a co-chair. Where only the end is known and another came to the chair between ``day`` and that end, it began
        after ``day``.
        """
        dated = [p for p in self.in_role(*CHAIRS) if p.since or p.until]
        later = [p.since.earliest for p in dated if p.role == "chair" and p.since and p.since.earliest]
        held = [p for p in dated if holds_on(day, p.since, p.until) and not _began_after(p, day, later)]
        latest = max((_begun(p, day) for p in held), default=day)
        return tuple(
            p
            for p in held
            if p.until or p.role != "chair" or p.capacity == "permanent" or _begun(p, day) == latest
        )


def _began_after(chair: Participation, day: dt.date, begins: list[dt.date]) -> bool:
    """Whether another chair came between ``day`` and this one's end; who follows on its last day or month did not."""
    end = chair.until.earliest if chair.until and not chair.since and chair.role == "chair" else None
    return end is not None and any(day < begun < end for begun in begins)


def _begun(chair: Participation, day: dt.date) -> dt.date:
    return (chair.since.earliest if chair.since else None) or day
