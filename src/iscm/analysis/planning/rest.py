"""Weekends and public holidays of members and hosts, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from iscm.analysis.dayoff import holidays_of, weekend_of
from iscm.analysis.planning.reasons import WEIGHTS, Reason
from iscm.analysis.planning.wish import Table, Wish


class DaysOff:
    """Weekends and public holidays of members and hosts, day by day."""

    def __init__(self, wish: Wish, table: Table) -> None:
        self.wish, self.table = wish, table
        years = range(wish.first.year, wish.last.year + 1)
        self.holidays: dict[int, list[str]] = {}
        for code in table.members:
            for year in years:
                for day in holidays_of(code, year):
                    self.holidays.setdefault(day, []).append(code)
        self.weekends: dict[int, dict[frozenset[int], list[str]]] = {}
        for year in years:
            by_days = self.weekends.setdefault(year, {})
            for code in table.members:
                by_days.setdefault(weekend_of(code, year), []).append(code)

    def against(self, start: int, place: str, known: Sequence[Reason]) -> Iterator[Reason]:
        """What weekends and holidays say against a date; who keeps a ``known`` feast on it is not told twice."""
        days = range(start, start + self.wish.length)
        yield from self._weekends(days, place) if place else self._weekends_of_all(days)
        if place:
            yield from self._of_host(days, place)
        yield from self._of_members(days, place, known)

    def _weekends(self, days: range, place: str) -> Iterator[Reason]:
        """Days on which the host rests, and members that rest on days on which it works."""
        host, resting = 0, set[str]()
        for day in days:
            date = dt.date.fromordinal(day)
            if date.weekday() in weekend_of(place, date.year):
                host += 1
            else:
                resting.update(self._resting(date))
        if host:
            yield Reason(kind="weekend", weight=WEIGHTS["weekend"] * host, number=host, states=(place,))
        if resting:
            yield self._told(resting, WEIGHTS["weekends"] * len(resting))

    def _weekends_of_all(self, days: range) -> Iterator[Reason]:
        """Online there is no host: a day on which all members rest weighs as its weekend, less as fewer do."""
        resting = [self._resting(dt.date.fromordinal(day)) for day in days]
        share = sum(map(len, resting)) / len(self.table.members)
        if share:
            yield self._told(set().union(*resting), WEIGHTS["weekend"] * share)

    def _resting(self, date: dt.date) -> list[str]:
        return [
            c
            for weekend, codes in self.weekends[date.year].items()
            if date.weekday() in weekend
            for c in codes
        ]

    def _told(self, codes: set[str], weight: float) -> Reason:
        return Reason(kind="weekends", weight=weight, states=self.table.ordered(codes), number=len(codes))

    def _of_host(self, days: range, place: str) -> Iterator[Reason]:
        for day in days:
            date = dt.date.fromordinal(day)
            name = holidays_of(place, date.year).get(day)
            if name and date.weekday() not in weekend_of(place, date.year):
                weight = WEIGHTS["holiday"]
                yield Reason(
                    kind="holiday", weight=weight, words=name, first=date, last=date, states=(place,)
                )
                return

    def _of_members(self, days: range, place: str, known: Sequence[Reason]) -> Iterator[Reason]:
        keeping = {code for reason in known if reason.kind == "feast" for code in reason.states}
        off: set[str] = set()
        for day in days:
            date = dt.date.fromordinal(day)
            weekday = date.weekday()
            off |= {c for c in self.holidays.get(day, ()) if weekday not in weekend_of(c, date.year)}
        states = self.table.ordered(off - keeping - {place})
        if states:
            yield Reason(
                kind="holidays", weight=WEIGHTS["holidays"] * len(states), states=states, number=len(states)
            )
