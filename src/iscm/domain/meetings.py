"""A meeting as a record, and how meetings are counted without counting any twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from iscm.domain.claims import Claim, Source
from iscm.domain.mechanisms import Subject
from iscm.domain.when import When

CALLED_OFF = ("cancelled", "postponed")  # a meeting that stands so is in nobody's way
NOT_TO_COUNT = (*CALLED_OFF, "announced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A mechanism whose meeting it is, and how that mechanism prints it.

    ``when`` are its own dates where it gives any; ``undated`` is True where it prints the meeting without a date.
    ``counted_in`` is the id of this mechanism's counted record ("24 working group meetings") that includes it.
    """

    mechanism: str
    wording: str = ""
    when: When | None = None
    undated: bool = False
    counted_in: str = ""
    note: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A step in a meeting's life: announced, confirmed, moved, postponed, cancelled, held. ``day`` it was learnt."""

    status: str
    before: When | None = None
    after: When | None = None
    day: dt.date | None = None
    note: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Meetings that follow each other under one name: who comes, who calls them, and their ids in order."""

    slug: str
    name: str
    mechanism: str = ""
    participants: str = ""
    organiser: str = ""
    meetings: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """``id`` is public and permanent. ``count`` None is a plural without a number; ``when`` None is no date at all.

    ``at`` is the larger event it belongs to, ``prepares`` the meeting it prepares (both ids of meetings, where those
    are known), ``series`` the slug of the one it continues. ``figures`` may hold participants, represented, spoke.
    ``closed``: the meeting was not open; that says nothing of the record, whose ``access`` is public, officials,
    secretariats or closed.
    """

    id: str
    title: str
    type: str
    kinds: tuple[str, ...] = ()
    ordinal: int | None = None
    count: int | None = 1
    when: When | None = None
    city: str = ""
    country: str = ""
    mode: str = ""
    status: str = ""
    topic: str = ""
    at: str = ""
    series: str = ""
    prepares: str = ""
    closed: bool = False
    owners: tuple[Owner, ...] = ()
    partners: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    gcm: tuple[int, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    note: str = ""
    claims: tuple[Claim, ...] = ()
    history: tuple[StatusChange, ...] = ()
    sources: tuple[Source, ...] = ()
    access: str = "public"

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Slugs of its owners, in order."""
        return tuple(owner.mechanism for owner in self.owners)

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes of the vocabulary, each once."""
        return tuple(dict.fromkeys(s.theme for s in self.subjects if s.theme))

    @property
    def year(self) -> int | None:
        """The year it began, or ended where only that is known; None where no year is."""
        day = self.when and (self.when.earliest or self.when.latest)
        return day.year if day else None


class Entry(NamedTuple):
    """A meeting as a calendar shows it: little, so that thousands are quick. ``when`` is EDTF text, "" without a date.

    ``first`` and ``last`` bound the days that it may mean. ``part_of`` are ids of what it prepares or belongs to,
    ``follows`` the one before it in its series. ``changed`` is when its record changed, ``sequence`` how often since it
    was first kept; both only where asked for. ``withdrawn``: on no list any more.
    """

    id: str
    title: str
    type: str
    number: int | None
    when: str
    first: dt.date | None
    last: dt.date | None
    city: str
    country: str
    mode: str
    status: str
    topic: str
    mechanisms: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    follows: str = ""
    changed: dt.datetime | None = None
    sequence: int = 0
    withdrawn: bool = False

    @property
    def precision(self) -> str:
        """``day``, ``month`` (seasons too), ``year``, or "" where no year is known: the coarser of its two ends."""
        if self.first is None and self.last is None:
            return ""
        size = min(len(end.rstrip("?~%")) for end in self.when.split("/") if end not in ("", ".."))
        return "day" if size == 10 else "month" if size == 7 else "year"

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """First and last day where both are known to the day, else None."""
        return (self.first, self.last) if self.first and self.last and self.precision == "day" else None


@dataclass(frozen=True, slots=True)
class Total:
    """How many meetings: at least ``meetings``, and exactly that unless ``open`` (a plural without a number)."""

    meetings: int
    dated: int
    open: bool = False


def total(meetings: Iterable[Meeting], mechanism: str | None = None) -> Total:
    """The number of meetings that these records stand for, each counted once.

    A counted record and the dated meetings within it ("24 working group meetings", of which three are known by their
    days) count as the larger of the two. Meetings only announced, cancelled or postponed are not counted.
    ``mechanism`` counts as that mechanism does; without it, a meeting is within a counted record of any owner.
    """
    rows = {m.id: m for m in meetings if m.status not in NOT_TO_COUNT}
    within = Counter[str]()
    apart: list[Meeting] = []
    for meeting in rows.values():
        inside = {o.counted_in for o in meeting.owners if mechanism in (None, o.mechanism)} & rows.keys()
        if inside:
            within[min(inside)] += meeting.count or 2
        else:
            apart.append(meeting)
    dated = sum(m.count or 1 for m in rows.values() if m.when and m.when.days)
    return Total(
        sum(max(m.count or 2, within[m.id]) for m in apart), dated, any(m.count is None for m in apart)
    )
