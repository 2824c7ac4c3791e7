"""What is planned, as values, and how much of it somebody may learn: plain work on plain values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from iscm.domain.when import ImpossibleDate, Point, When

NUMBER, MEMBERS, MECHANISM, ALL = LADDER = ("number", "members", "mechanism", "all")
DAYS, YEARLY, MEETINGS, HOLIDAYS = AVOIDED = ("days", "yearly", "meetings", "holidays")
OWN = "own"
FOLLOWED = ("mechanism", "state", "meeting", OWN)
CALLED_OFF = ("cancelled", "postponed")  # a meeting that stands so is in nobody's way

Members = Mapping[str, frozenset[str]]  # codes of the States and territories that are members, by mechanism
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A hold as its owners see it, whole. ``how`` it ended: "" while it stands; ``meeting`` is what became of it."""

    key: str
    mechanisms: tuple[str, ...]
    when: When
    title: str = ""
    type: str = ""
    city: str = ""
    country: str = ""
    mode: str = ""
    shows: str = NUMBER
    by: str = ""
    at: dt.datetime | None = None
    ended: dt.datetime | None = None
    how: str = ""
    meeting: str = ""

    def standing(self, today: dt.date) -> bool:
        """Whether it still holds its days: it has not ended, and the days are not over."""
        return not self.how and (self.when.latest is None or self.when.latest >= today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A hold as somebody may learn of it, who is no owner: nothing here is more than its owners allow.

    ``first`` and ``last`` bound the days that it may mean; ``sure``: it is known to the day. ``number`` of the
    searcher's members that would have to be in two places, at least 1. What is not allowed is None: ``members`` from
    the step ``members`` on, ``mechanisms`` from ``mechanism`` on, ``title``, ``type`` and place at ``all``.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoided:
    """What a mechanism avoids: ``kind`` is days (``said`` EDTF), yearly (MM-DD/MM-DD), meetings (of the mechanism
    ``said``) or holidays (public ones of the State ``said``); ``reason`` in its own words."""

    key: int
    mechanism: str
    kind: str
    said: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What a person wants to hear of: ``kind`` mechanism, state, meeting or own; ``key`` a slug, a code or ""."""

    kind: str
    key: str = ""


def sure(when: When) -> bool:
    """Whether a date is known to the day, and without a doubt."""
    return when.days is not None and not any(point.mark for point in (when.first, when.last) if point)


def joined(mechanisms: Iterable[str], members: Members) -> frozenset[str]:
    """Everybody who is bound by a meeting of these mechanisms: the members of all."""
    return frozenset().union(*(members.get(slug, NOBODY) for slug in mechanisms))


def let_out(
    plan: Plan, own: Collection[str], asked: Collection[str], members: Members, nameable: Collection[str],
    *, whole: bool = False,
) -> Held | None:  # fmt: skip
    """What somebody learns of a hold that is not theirs; None where none of their members is concerned.

    ``own``: mechanisms that they speak for; ``asked``: those that they ask for, which may be more where a meeting is
    joint. As long as it is not told whose hold it is, only their own members count: else asking with one guest after
    the other would tell. ``nameable``: mechanisms that they may know of at all. ``whole``: the office asks.
    """
    step = LADDER.index(ALL if whole else plan.shows)
    first, last = plan.when.earliest, plan.when.latest
    told = step >= LADDER.index(MECHANISM) and (whole or set(plan.mechanisms) <= set(nameable))
    asking = asked if told else set(asked) & set(own)
    common = joined(plan.mechanisms, members) & joined(asking, members)
    if not common or first is None or last is None:
        return None
    open_ = told and step >= LADDER.index(ALL)
    return Held(
        first=first, last=last, sure=sure(plan.when), number=len(common),
        members=tuple(sorted(common)) if step >= LADDER.index(MEMBERS) else None,
        mechanisms=plan.mechanisms if told else None,
        **{name: getattr(plan, name) for name in ("title", "type", "city", "country", "mode")} if open_ else {},
    )  # fmt: skip


_YEARLY = re.compile(r"(\d\d)-(\d\d)/(\d\d)-(\d\d)")


def yearly(said: str) -> tuple[Point, Point]:
    """The two ends of a span of every year, such as 07-15/08-31; it may cross New Year. ValueError in words."""
    match = _YEARLY.fullmatch(said)
    if match is None:
        raise ValueError(f"{said!r} is not a span of every year such as 07-15/08-31")
    numbers = [int(part) for part in match.groups()]
    return Point(None, *numbers[:2]), Point(None, *numbers[2:])


def spans(avoided: Avoided, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Spans of days that a rule of the kinds days and yearly avoids, as far as they touch ``first`` to ``last``."""
    found: list[When] = []
    if avoided.kind == DAYS:
        found = [When.parse(avoided.said)]
    elif avoided.kind == YEARLY:
        found = list(_years(*yearly(avoided.said), first.year - 1, last.year))
    for when in found:
        begins, ends = when.earliest or dt.date.min, when.latest or dt.date.max
        if begins <= last and ends >= first:
            yield begins, ends


def _years(begins: Point, ends: Point, first: int, last: int) -> Iterator[When]:
    """The same span in each year; 29 February is the 28th where the year has none."""
    for year in range(first, last + 1):
        crosses = (ends.month or 0, ends.day or 0) < (begins.month or 0, begins.day or 0)
        yield When(_in(begins, year), _in(ends, year + crosses))


def _in(point: Point, year: int) -> Point:
    try:
        return Point(year, point.month, point.day)
    except ImpossibleDate:
        return Point(year, point.month, 28)
