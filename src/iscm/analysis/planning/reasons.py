"""What can speak against a date, and what it weighs.

The weights of a date add up, and the lightest date is the best. ``WEIGHTS`` is the whole of our judgement; the manual
has it too. What is only perhaps in the way (of a meeting the month is known and no day) weighs as much as it is likely,
every day of its time being as likely as another.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

WEIGHTS = {
    "own": 100.0,  # the mechanism itself meets: once
    "avoid": 80.0,  # what a secretariat said to keep clear of: once
    "week": 60.0,  # a week that binds everybody: once
    "holiday": 40.0,  # the host's public holiday: once
    "weekend": 25.0,  # ... weekend: each day
    "chair": 20.0,  # a chair would have to be in two places: each
    "troika": 10.0,  # who chaired before or will next: each
    "clash": 4.0,  # another member: each
    "inferred": 2.0,  # a member whose membership there is not read but inferred from a bloc: each
    "unknown": 2.0,  # a meeting of a mechanism whose members are not known: each
    "beside": 0.0,  # a meeting of a mechanism that has no member in common
    "near": 0.25,  # the same, only on the way from one to the other: this part of it
    "fast": 0.5,  # a member fasts: each
    "feast": 3.0,  # ... keeps a feast: each
    "holidays": 1.5,  # ... has another public holiday: each
    "weekends": 1.0,  # ... has its weekend while the host works: each
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A date that others hold, as far as its owners let it be known: None is what is not told.

    ``first`` and ``last`` bound the days that it may mean; ``sure``: it is known to the day. ``number`` of the own
    members would have to be in two places: ``members``, where their names may be told.
    """

    first: dt.date
    last: dt.date
    sure: bool
    number: int
    members: tuple[str, ...] | None = None
    mechanisms: tuple[str, ...] | None = None
    title: str | None = None
    type: str | None = None
    city: str | None = None
    country: str | None = None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Shut:
    """Days that a secretariat wants to keep clear of, and why."""

    first: dt.date
    last: dt.date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing to know of a date; ``kind`` is a key of ``WEIGHTS``, or ``held`` or ``perhaps``.

    ``states``: own members concerned, chairs and troika first; ``chairs`` those of them that chair; ``number`` of them,
    also where no names are told; of ``perhaps`` that of meetings. ``inferred``: further ones, if what was inferred from
    a bloc holds. ``id`` of the meeting, feast or week. ``first`` and ``last``: when that is.
    ``beside``: what is held is near these days, not on them; ``place`` is its city and country, where they are told.
    ``words``: the name of a holiday, what is to be avoided, the title of what is held. ``sure``: its days are known.
    """

    kind: str
    weight: float
    states: tuple[str, ...] = ()
    chairs: tuple[str, ...] = ()
    number: int = 0
    inferred: tuple[str, ...] = ()
    id: str = ""
    mechanisms: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    words: str = ""
    sure: bool = True
    beside: bool = False
    place: tuple[str, str] = ("", "")

    @property
    def all_year(self) -> bool:
        """Whether it is only known to be in a year, so that it weighs on every day of it alike."""
        return self.kind == "perhaps" and bool(
            self.first and self.last and (self.last - self.first).days >= 364
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date, at the best of the places wished for it; ``reasons`` against it, the gravest first."""

    first: dt.date
    last: dt.date
    place: str
    weight: float
    reasons: tuple[Reason, ...]

    @property
    def telling(self) -> tuple[Reason, ...]:
        """The reasons that tell it from other dates: not what may fall on any day of a whole year."""
        return tuple(reason for reason in self.reasons if not reason.all_year)

    def of(self, *kinds: str) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.kind in kinds)
