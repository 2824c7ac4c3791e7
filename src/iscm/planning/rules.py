"""What is planned, as values, and how much of it somebody may learn: plain work on plain values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from iscm.analysis.planning.reasons import Held
from iscm.domain.when import ImpossibleDate, Point, When

NUMBER, MEMBERS, MECHANISM, ALL = LADDER = ("number", "members", "mechanism", "all")
DAYS, YEARLY, MEETINGS, HOLIDAYS = AVOIDED = ("days", "yearly", "meetings", "holidays")
OWN = "own"
FOLLOWED = ("mechanism", "state", "meeting", OWN)

Members = Mapping[str, frozenset[str]]  # codes of the States and territories that are members, by mechanism
NOBODY: frozenset[str] = frozenset()
PLAIN = ("title", "type", "when", "city", "country", "mode", "shows")  # what is said of a hold
BEARING = frozenset(
    ("when", "status", "access", "withdrawn", "owner", "owners", "how")
)  # fields that make clashes
PARTNERS = 10  # mechanisms that may meet together
LONGEST = 31  # days of a hold: a month at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A hold as its owners see it, whole. ``how`` it ended: "" while it stands.

    ``meeting`` is what became of it, and ``public`` whether everybody sees that. ``waiting``: those of its mechanisms
    whose secretariats have not said yet that they plan with it.
    """

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
    waiting: tuple[str, ...] = ()
    public: bool = False

    def standing(self, today: dt.date) -> bool:
        """Whether it still holds its days: it has not ended, and the days are not over."""
        return not self.how and (self.when.latest is None or self.when.latest >= today)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A meeting or a hold that may clash with another. ``id`` as in ``meeting_id`` and ``hold_id``.

    ``part_of`` are ids of the larger event and of what it prepares; ``access`` the mark of a meeting, "" for a hold.
    """

    id: str
    mechanisms: tuple[str, ...]
    when: When
    title: str
    access: str = ""
    type: str = ""
    city: str = ""
    country: str = ""
    mode: str = ""
    part_of: tuple[str, ...] = ()
    plan: Plan | None = None


def known_part(item: Item, nameable: Collection[str]) -> Item:
    """A meeting without those of its mechanisms that somebody may not know of. A hold is let out by ``let_out``."""
    if item.plan:
        return item
    return replace(item, mechanisms=tuple(slug for slug in item.mechanisms if slug in nameable))


def meeting_id(slug: str) -> str:
    return f"meeting:{slug}"


def hold_id(key: str) -> str:
    return f"hold:{key}"


def together(one: Item, other: Item, members: Members) -> frozenset[str]:
    """Members that would have to be in two places: of the same days, both known to the day.

    Meetings of one mechanism are its own to arrange, and a meeting at the margin of another is meant to be there: those
    are no clash.
    """
    days, theirs = one.when.days, other.when.days
    if not days or not theirs or days[0] > theirs[1] or theirs[0] > days[1]:
        return NOBODY
    if set(one.mechanisms) & set(other.mechanisms) or one.id in other.part_of or other.id in one.part_of:
        return NOBODY
    return joined(one.mechanisms, members) & joined(other.mechanisms, members)


def days_of(one: Item, other: Item) -> str:
    """When both are, as ``Heard.days`` keeps it."""
    return f"{one.when} {other.when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """A person as watching sees them: ``marks`` of access that they may read, mechanisms that they speak for."""

    person: int
    handle: str
    speaks: frozenset[str]
    marks: tuple[str, ...]
    follows: tuple[Followed, ...]

    def sees(self, item: Item) -> bool:
        """Whether they may see it whole: a hold only its owners, a closed meeting too."""
        own = bool(self.speaks & set(item.mechanisms))
        return own if item.plan else item.access in self.marks or (own and item.access == "closed")

    def watches(self, item: Item) -> Followed | None:
        """Why they hear of what comes in the way of it, apart from the States that they follow."""
        if not self.sees(item):
            return None
        for one in self.follows:
            if one.kind == OWN and self.speaks & set(item.mechanisms):
                return one
            if item.plan is None and (
                (one.kind == "mechanism" and one.key in item.mechanisms)
                or (one.kind == "meeting" and item.id == meeting_id(one.key))
            ):
                return one
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two of the same days, as one person may hear of it. ``other`` is None where only ``held`` may be told.

    ``members`` None: only their ``number``. ``why`` they hear of it; of own dates, the members are their own.
    """

    mine: Item
    other_id: str
    days: str
    why: Followed
    number: int
    members: tuple[str, ...] | None
    other: Item | None = None
    held: Held | None = None


def clash_for(
    watcher: Watcher, one: Item, other: Item, members: Members, nameable: Collection[str]
) -> Clash | None:
    """What somebody hears of two that clash: first of their own, then of what they follow; None for nothing.

    ``nameable``: mechanisms that they may know of; the others bind nobody here.
    """
    one, other = known_part(one, nameable), known_part(other, nameable)
    pairs = sorted(((one, other), (other, one)), key=lambda pair: pair[0].id)
    for mine, theirs in pairs:
        why = watcher.watches(mine)
        if why and why.kind == OWN:
            found = _own_clash(watcher, why, mine, theirs, members, nameable)
            if found:
                return found
    if one.plan or other.plan or not (watcher.sees(one) and watcher.sees(other)):
        return None
    common = together(one, other, members)
    for mine, theirs in pairs:
        for why in watcher.follows:
            if why.kind == "state" and why.key in common:
                return _seen_clash(why, mine, theirs, {why.key})
        why = watcher.watches(mine)
        if why and why.kind != OWN:
            return _seen_clash(why, mine, theirs, common)
    return None


def _own_clash(
    watcher: Watcher, why: Followed, mine: Item, other: Item, members: Members, nameable: Collection[str]
) -> Clash | None:
    if watcher.sees(other):
        own = watcher.speaks & set(mine.mechanisms)
        common = joined(own, members) & joined(other.mechanisms, members)
        return _seen_clash(why, mine, other, common) if common else None
    held = let_out(other.plan, watcher.speaks, mine.mechanisms, members, nameable) if other.plan else None
    if held is None:
        return None
    return Clash(
        mine=mine, other_id=other.id, days=days_of(mine, other), why=why, number=held.number, members=held.members,
        held=held,
    )  # fmt: skip


def _seen_clash(why: Followed, mine: Item, other: Item, common: Collection[str]) -> Clash:
    return Clash(
        mine=mine, other_id=other.id, days=days_of(mine, other), why=why, number=len(common),
        members=tuple(sorted(common)), other=other,
    )  # fmt: skip
