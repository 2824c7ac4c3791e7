"""Where meetings stand in a month, in a year and beside each other: plain values for pages to show.

No meeting is dropped: what has no day stands with its month, what has no month with its year.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from iscm.domain.meetings import Entry


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting on one of its days. ``begins``: here its name is told; ``goes_on``: the day after is its too."""

    entry: Entry
    begins: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month's sheet; ``outside``: of the month before or after, there to fill the week."""

    date: dt.date
    outside: bool
    today: bool
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday; ``loose`` are meetings of which the month is known, and no day."""

    first: dt.date
    weeks: tuple[tuple[Day, ...], ...]
    loose: tuple[Entry, ...]

    @property
    def number(self) -> int:
        """How many records stand on its sheet or beside it, each once."""
        days = {one.entry.id for week in self.weeks for day in week if not day.outside for one in day.shown}
        return len(days) + len(self.loose)


def month(year: int, number: int, entries: Iterable[Entry], today: dt.date) -> Month:
    """The sheet of a month."""
    first = dt.date(year, number, 1)
    last = first.replace(day=calendar.monthrange(year, number)[1])
    by_day: dict[dt.date, list[Shown]] = {}
    loose = []
    for entry in entries:
        if entry.days:
            _lay(entry, first, last, by_day)
        elif entry.precision == "month" and _touches(entry, first, last):
            loose.append(entry)
    weeks = [
        tuple(Day(date, date.month != number, date == today, tuple(by_day.get(date, ()))) for date in week)
        for week in _weeks(first, last)
    ]
    return Month(first, tuple(weeks), tuple(loose))


def _weeks(first: dt.date, last: dt.date) -> list[list[dt.date]]:
    monday = first - dt.timedelta(days=first.weekday())
    number = -(-((last - monday).days + 1) // 7)
    return [[monday + dt.timedelta(days=7 * week + day) for day in range(7)] for week in range(number)]


def _lay(entry: Entry, first: dt.date, last: dt.date, by_day: dict[dt.date, list[Shown]]) -> None:
    """Put a meeting on each of its days in the month; its name is told again where a week begins."""
    if entry.days is None:
        return
    begin, end = max(entry.days[0], first), min(entry.days[1], last)
    for number in range((end - begin).days + 1):
        date = begin + dt.timedelta(days=number)
        begins = date == begin or date.weekday() == 0
        by_day.setdefault(date, []).append(Shown(entry, begins, date < entry.days[1]))


def _touches(entry: Entry, first: dt.date, last: dt.date) -> bool:
    return (entry.first or dt.date.min) <= last and (entry.last or dt.date.max) >= first


def yearly(entries: Iterable[Entry]) -> list[Entry]:
    """Those of which no month is known."""
    return [entry for entry in entries if entry.precision in ("year", "")]


def year(number: int, entries: Sequence[Entry], today: dt.date) -> list[Month]:
    """The twelve sheets of a year."""
    months: list[Month] = []
    for one in range(1, 13):
        first = dt.date(number, one, 1)
        last = first.replace(day=calendar.monthrange(number, one)[1])
        months.append(month(number, one, [e for e in entries if _touches(e, first, last)], today))
    return months


@dataclass(frozen=True, slots=True)
class Bar:
    """A meeting in a row of the timeline: days from the first of January, how many, and the lane where it lies over
    nothing else. ``sure``: its days are known; else it stands for its month. ``clash``: others meet on its days."""

    entry: Entry
    start: int
    length: int
    lane: int
    sure: bool
    clash: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A mechanism's year; ``loose`` are its meetings of which no month is known."""

    mechanism: str
    bars: tuple[Bar, ...] = ()
    loose: tuple[Entry, ...] = ()

    @property
    def lanes(self) -> int:
        return max((bar.lane + 1 for bar in self.bars), default=1)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A year of all mechanisms at once; ``busy`` are days on which more than one meets, with how many do."""

    year: int
    rows: tuple[Row, ...]
    busy: dict[dt.date, int] = field(default_factory=dict)

    @property
    def days(self) -> int:
        return 366 if calendar.isleap(self.year) else 365


def timeline(number: int, entries: Sequence[Entry]) -> Timeline:
    """One row for each mechanism that meets in the year, in the order of their slugs."""
    first, last = dt.date(number, 1, 1), dt.date(number, 12, 31)
    meeting: dict[dt.date, set[str]] = {}
    for entry in entries:
        if entry.days:
            for day in _days(entry, first, last):
                meeting.setdefault(day, set()).update(entry.mechanisms)
    busy = {day: len(slugs) for day, slugs in sorted(meeting.items()) if len(slugs) > 1}
    rows: dict[str, list[Entry]] = {}
    for entry in entries:
        for slug in entry.mechanisms:
            rows.setdefault(slug, []).append(entry)
    clashing = {
        entry.id
        for entry in entries
        if any(meeting[day] - set(entry.mechanisms) for day in _days(entry, first, last))
    }
    return Timeline(
        number, tuple(_row(slug, held, first, last, clashing) for slug, held in rows.items()), busy
    )


def _row(slug: str, entries: list[Entry], first: dt.date, last: dt.date, clashing: set[str]) -> Row:
    bars: list[Bar] = []
    free: list[int] = []  # of each lane, the first day on which nothing lies
    drawn = [entry for entry in entries if entry.precision in ("day", "month")]
    for entry in sorted(drawn, key=lambda one: (one.first or first, one.id)):
        start = (max(entry.first or first, first) - first).days
        length = (min(entry.last or last, last) - first).days - start + 1
        lane = next((n for n, day in enumerate(free) if day <= start), len(free))
        free[lane : lane + 1] = [start + length]
        bars.append(Bar(entry, start, length, lane, bool(entry.days), entry.id in clashing))
    return Row(slug, tuple(bars), tuple(yearly(entries)))


def _days(entry: Entry, first: dt.date, last: dt.date) -> list[dt.date]:
    """Its days within a span."""
    if entry.days is None:
        return []
    begin, end = max(entry.days[0], first), min(entry.days[1], last)
    return [begin + dt.timedelta(days=number) for number in range((end - begin).days + 1)]


def busiest(year: Timeline) -> list[tuple[dt.date, int]]:
    """The days on which most mechanisms meet at once, the busiest first; at most ten."""
    return Counter(year.busy).most_common(10)
