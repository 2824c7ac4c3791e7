"""Every date of a window, the best first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from iscm.analysis.feasts import Season, feasts, keeps, weeks
from iscm.analysis.hours import across_the_line
from iscm.analysis.known import GLOBAL
from iscm.analysis.planning.reasons import WEIGHTS, Candidate, Held, Reason, Shut
from iscm.analysis.planning.rest import DaysOff
from iscm.analysis.planning.wish import Membership, Table, Wish
from iscm.domain.meetings import CALLED_OFF, Entry

FAST = "ramadan"
USUAL, WEEK = 2, 11  # days that a meeting, and a week that binds all, mostly take
GRAVE = ("own", "clash", "week", "avoid", "held")  # kinds of reasons that make a date a bad one
SUMMITS = ("summit", "annual")  # kinds of meeting of a global process that all States are asked to


def rank(
    wish: Wish,
    table: Table,
    meetings: Iterable[Entry],
    members: Mapping[str, Membership],
    *,
    held: Iterable[Held] = (),
    shut: Iterable[Shut] = (),
) -> tuple[Candidate, ...]:
    """Every date of the window, the best first, and of equals the earliest.

    ``meetings``: all that may touch the window, also the mechanisms' own; ``members`` of every mechanism by its slug.
    """
    way = _Way(wish, table, members)
    way.meet(meetings)
    for one in held:
        way.hold(one)
    for days in shut:
        reason = Reason(
            kind="avoid", weight=WEIGHTS["avoid"], words=days.why, first=days.first, last=days.last
        )
        way.bar(days.first, days.last, reason)
    way.bind()
    found = [way.candidate(start) for start in wish.starts]
    return tuple(sorted(found, key=lambda c: (c.weight, c.first)))


class _Shared(NamedTuple):
    """Own members that a meeting binds, what that weighs, and whether the members of all its owners are ``known``."""

    states: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    weight: float = 0.0
    known: bool = True


_NONE = _Shared()


@dataclass
class _Way:
    """What is in the way, by the first day (ordinal) that a meeting could have."""

    wish: Wish
    table: Table
    members: Mapping[str, Membership]
    everywhere: dict[int, list[Reason]] = field(default_factory=dict)
    on_the_way: dict[int, list[Reason]] = field(default_factory=dict)  # only of a meeting that one travels to
    common: dict[tuple[str, ...], _Shared] = field(default_factory=dict)

    def meet(self, meetings: Iterable[Entry]) -> None:
        """Meetings known to the day stand for themselves; those that are not, together with others of the same time."""
        loose: dict[tuple[dt.date, dt.date], list[Entry]] = {}
        for entry in meetings:
            if entry.status in CALLED_OFF or entry.withdrawn:
                continue
            if entry.days:
                self._sure(entry, *entry.days)
            elif entry.first or entry.last:
                time = (entry.first or self.wish.first, entry.last or self.wish.last)
                loose.setdefault(time, []).append(entry)
        for (first, last), entries in loose.items():
            self._perhaps(first, last, entries)

    def _sure(self, entry: Entry, first: dt.date, last: dt.date) -> None:
        def told(kind: str, weight: float, shared: _Shared = _NONE) -> Reason:
            return Reason(
                kind=kind, weight=weight, states=shared.states, chairs=self._chairs(shared.states),
                number=len(shared.states), inferred=shared.inferred,
                id=entry.id, mechanisms=entry.mechanisms, first=first, last=last, words=entry.title,
            )  # fmt: skip

        if self.table.mechanisms & set(entry.mechanisms):
            self.bar(first, last, told("own", WEIGHTS["own"]))
        elif binds_all(entry):
            self.bar(first, last, told("week", WEIGHTS["week"]))
        else:
            shared = self._shared(entry.mechanisms)
            kind = "clash" if shared.weight else "beside" if shared.known else "unknown"
            self.bar(first, last, told(kind, shared.weight or WEIGHTS[kind], shared))
            if shared.weight and self.margin and (entry.mode != "online" or self.line):
                self._beside(first, last, told("near", shared.weight * WEIGHTS["near"], shared))

    def _perhaps(self, first: dt.date, last: dt.date, entries: Sequence[Entry]) -> None:
        """Meetings of one time, of which no day is known: as likely on one of its days as on another."""
        days = (last - first).days + 1
        states: set[str] = set()
        inferred: set[str] = set()
        mechanisms: dict[str, None] = {}
        weight, number = 0.0, 0
        for entry in entries:
            shared = self._shared(entry.mechanisms)
            own = bool(self.table.mechanisms & set(entry.mechanisms))
            if own or binds_all(entry):
                shared = _Shared(self.everybody, weight=WEIGHTS["own" if own else "week"])
            if shared.weight:
                times = entry.number or 1
                weight += shared.weight * min(1.0, times * self._chance(days))
                number += times
                states |= set(shared.states)
                inferred |= set(shared.inferred)
                mechanisms |= dict.fromkeys(entry.mechanisms)
        if number:
            only = entries[0] if len(entries) == 1 else None
            reason = Reason(
                kind="perhaps", weight=weight, states=self.table.ordered(states), chairs=self._chairs(states),
                number=number, inferred=self.table.ordered(inferred - states),
                id=only.id if only else "", words=only.title if only else "",
                mechanisms=tuple(mechanisms), first=first, last=last, sure=False,
            )  # fmt: skip
            self.bar(first, last, reason)

    def _shared(self, mechanisms: tuple[str, ...]) -> _Shared:
        """Own members that are members of one of these too; a joint meeting binds the members of all its owners."""
        found = self.common.get(mechanisms)
        if found is None:
            rows = [self.members.get(slug, Membership()) for slug in mechanisms]
            read = frozenset[str]().union(*(row.read for row in rows)) & self.table.members
            inferred = frozenset[str]().union(*(row.inferred for row in rows)) & self.table.members - read
            found = self.common[mechanisms] = _Shared(
                self.table.ordered(read),
                self.table.ordered(inferred),
                self.table.weight(read) + WEIGHTS["inferred"] * len(inferred),
                all(row.known for row in rows),
            )
        return found

    def _chairs(self, codes: Collection[str]) -> tuple[str, ...]:
        return tuple(sorted(self.table.chairs & set(codes)))

    def hold(self, held: Held) -> None:
        """As many as are told count as members like others, unless it is told who they are."""
        named = self.table.ordered(held.members or ())
        weight = self.table.weight(named) if named else WEIGHTS["clash"] * held.number
        if not held.sure:
            weight *= self._chance((held.last - held.first).days + 1)
        reason = Reason(
            kind="held", weight=weight, states=named, chairs=self._chairs(named), number=held.number,
            words=held.title or "", place=(held.city or "", held.country or ""),
            mechanisms=held.mechanisms or (), first=held.first, last=held.last, sure=held.sure,
        )  # fmt: skip
        self.bar(held.first, held.last, reason)
        if held.sure and held.mode != "online" and self.margin:
            self._beside(held.first, held.last, replace(reason, weight=weight * WEIGHTS["near"], beside=True))

    def _chance(self, days: int, usual: int = USUAL) -> float:
        """How likely it is that what lies somewhere within so many days, and takes ``usual`` of them, is met."""
        return min(1.0, (self.wish.length + usual - 1) / days)

    def bind(self) -> None:
        """Weeks that bind everybody, feasts and the fasting month."""
        for year in range(self.wish.first.year - 1, self.wish.last.year + 1):
            for week in weeks(year):
                days = (week.last - week.first).days + 1
                # the month is only the usual one: of seven on record, three reached into another
                self._season(week, "week", 1.0 if week.sure else self._chance(days, WEEK) / 2)
            for feast in feasts(year):
                keeping = [c for c in self.table.members if keeps(c, feast.id, feast.first.year)]
                if keeping:
                    kind = "fast" if feast.id == FAST else "feast"
                    self._season(feast, kind, len(keeping), self.table.ordered(keeping))

    def _season(self, season: Season, kind: str, times: float, states: tuple[str, ...] = ()) -> None:
        reason = Reason(
            kind=kind, weight=WEIGHTS[kind] * times, states=states, number=len(states), id=season.id,
            first=season.first, last=season.last, sure=season.sure,
        )  # fmt: skip
        self.bar(season.first, season.last, reason)

    def bar(self, first: dt.date, last: dt.date, reason: Reason) -> None:
        """This speaks against every date that has one of these days."""
        begin = max(first.toordinal() - self.wish.length + 1, self.span.start)
        for start in range(begin, min(last.toordinal() + 1, self.span.stop)):
            self.everywhere.setdefault(start, []).append(reason)

    def _beside(self, first: dt.date, last: dt.date, reason: Reason) -> None:
        """This speaks against dates so near to these days that there is no time to travel, or that they are the same
        days on the other side of the date line."""
        length, travel = self.wish.length, self.margin
        begin, end = first.toordinal(), last.toordinal()
        for start in (
            *range(begin - length + 1 - travel, begin - length + 1),
            *range(end + 1, end + 1 + travel),
        ):
            if start in self.span:
                self.on_the_way.setdefault(start, []).append(reason)

    def candidate(self, start: int) -> Candidate:
        """A date, at the place of those wished where the least speaks against it."""
        first = dt.date.fromordinal(start)
        last = dt.date.fromordinal(start + self.wish.length - 1)
        common = self.everywhere.get(start, [])
        best: Candidate | None = None
        for place in self.wish.places:
            reasons = [*common, *self.days.against(start, place, common)]
            reasons += self._near(start, place)
            weight = round(float(sum(reason.weight for reason in reasons)), 2)
            if best is None or weight < best.weight:
                reasons.sort(key=lambda r: -r.weight)
                best = Candidate(first, last, place, weight, tuple(reasons))
        assert best
        return best

    def _near(self, start: int, place: str) -> list[Reason]:
        """What is too near to travel to; online, across the date line, only what is on the days beside."""
        found = self.on_the_way.get(start, [])
        if place or not found:
            return found if place else []
        last = start + self.wish.length - 1
        return [
            reason
            for reason in found
            if self.line and reason.first and reason.last
            and min(abs(reason.first.toordinal() - last), abs(start - reason.last.toordinal())) == 1
        ]  # fmt: skip

    @cached_property
    def span(self) -> range:
        """From the first day that it could begin to the last."""
        starts = self.wish.starts
        return range(starts[0], starts[-1] + 1)

    @cached_property
    def line(self) -> bool:
        return across_the_line(self.table.members, self.wish.first)

    @property
    def margin(self) -> int:
        return max(self.wish.travel, int(self.line))

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        return self.table.ordered(self.table.members)

    @cached_property
    def days(self) -> DaysOff:
        return DaysOff(self.wish, self.table)


def binds_all(entry: Entry) -> bool:
    """Whether all States are asked to a meeting: a summit, or the yearly meeting, of a global process."""
    return entry.type in SUMMITS and bool((GLOBAL | {"gfmd"}) & set(entry.mechanisms))


def possible(rows: Iterable[Candidate]) -> int:
    """How many dates have nothing grave surely against them."""
    return sum(not any(reason.sure for reason in row.of(*GRAVE)) for row in rows)
