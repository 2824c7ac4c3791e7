"""A date as exactly as it is known, and no more: the subset of EDTF (ISO 8601-2:2019) that the field needs.

Held: a year ``2018``, a month ``2018-10``, a day ``2018-10-05``; the same without a year (``XXXX-10-05``), as most
newsletters print them; a season ``2018-21`` (21 spring .. 24 autumn/winter); a qualifier ``?`` ``~`` ``%`` at the end;
an interval of two such dates, either end open (``../2019``, ``2019-05/..``). The ``edtf`` package holds far more, at
the price of a parser loaded at every start; see docs/decisions/0003-dates.md.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

_POINT = re.compile(r"(?P<year>\d{4}|XXXX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<mark>[?~%]?)")
FIRST_YEAR, LAST_YEAR = 1900, 2100  # that records may tell of; any other number is no year to a reader
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}


class ImpossibleDate(ValueError):
    """A date that no calendar has, such as 31 June; ``args[0]`` says which, in words."""


@dataclass(frozen=True, slots=True)
class Point:
    """One end of a When: a year (None: not said), perhaps a month or season (21-24), perhaps a day."""

    year: int | None
    month: int | None = None
    day: int | None = None
    mark: str = ""

    def __post_init__(self) -> None:
        if self.year is not None and not 1 <= self.year <= 9999:
            raise ImpossibleDate(f"no year {self.year}")
        if self.year is None and self.month is None:
            raise ImpossibleDate("a date needs a year or a month")
        if self.month is not None and not (1 <= self.month <= 12 or self.month in _SEASON_MONTHS):
            raise ImpossibleDate(f"no month {self.month}")
        if self.day is not None:
            if self.month is None or self.month > 12:
                raise ImpossibleDate("a day needs its month")
            longest = calendar.monthrange(self.year or 2000, self.month)[1]
            if not 1 <= self.day <= longest:
                year = "" if self.year is None else f" {self.year}"
                raise ImpossibleDate(f"{calendar.month_name[self.month]}{year} has no day {self.day}")

    @classmethod
    def parse(cls, text: str) -> Point:
        match = _POINT.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is not a date of the kind 2018, 2018-10, 2018-10-05 or XXXX-10-05")
        year, month, day = match["year"], match["month"], match["day"]
        return cls(
            None if year == "XXXX" else int(year),
            int(month) if month else None,
            int(day) if day else None,
            match["mark"],
        )

    def __str__(self) -> str:
        text = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text + self.mark

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``season`` or ``year``."""
        if self.day is not None:
            return "day"
        if self.month is None:
            return "year"
        return "season" if self.month > 12 else "month"

    def bounds(self) -> tuple[dt.date, dt.date] | None:
        """First and last day it may mean; None without a year. A northern season; winter begins in December."""
        if self.year is None:
            return None
        if self.day is not None:
            day = dt.date(self.year, self.month or 1, self.day)
            return day, day
        if self.month is None:
            return dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)
        start, end = _SEASON_MONTHS.get(self.month, (self.month, self.month))
        end_year, end_month = (self.year + 1, end - 12) if end > 12 else (self.year, end)
        if end_year > 9999:
            end_year, end_month = 9999, 12
        last = calendar.monthrange(end_year, end_month)[1]
        return dt.date(self.year, start, 1), dt.date(end_year, end_month, last)


@dataclass(frozen=True, slots=True)
class When:
    """A point or an interval. ``When.parse("2022-06-30/2022-07-01")``; ``str()`` gives the EDTF back.

    ``first`` None means an open beginning, ``last`` None an open end; a single date has ``first == last``.
    """

    first: Point | None
    last: Point | None

    def __post_init__(self) -> None:
        if self.first is None and self.last is None:
            raise ValueError("an interval open at both ends says nothing")
        if self.first and self.last:
            left, right = self.first.bounds(), self.last.bounds()
            if left and right and right[1] < left[0]:
                raise ImpossibleDate(f"{self.first} to {self.last} ends before it begins")

    @classmethod
    def parse(cls, text: str) -> When:
        """The value of an EDTF string; ValueError in words if it is not one of the kinds above."""
        left, slash, right = text.strip().partition("/")
        if not slash:
            point = Point.parse(left)
            return cls(point, point)
        first = None if left in ("..", "") else Point.parse(left)
        last = None if right in ("..", "") else Point.parse(right)
        return cls(first, last)

    @classmethod
    def on(cls, first: dt.date, last: dt.date | None = None) -> When:
        """The span of whole days from ``first`` to ``last``, both meant."""
        last = last or first
        return cls(Point(first.year, first.month, first.day), Point(last.year, last.month, last.day))

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first)
        return f"{self.first or '..'}/{self.last or '..'}"

    @property
    def precision(self) -> str:
        """The coarser precision of its ends: ``day``, ``month``, ``season`` or ``year``."""
        order = ("day", "month", "season", "year")
        return max((p.precision for p in (self.first, self.last) if p), key=order.index)

    @property
    def has_year(self) -> bool:
        return all(p is None or p.year is not None for p in (self.first, self.last))

    @property
    def earliest(self) -> dt.date | None:
        """The first day it may mean; None where open or without a year."""
        bounds = self.first.bounds() if self.first else None
        return bounds[0] if bounds else None

    @property
    def latest(self) -> dt.date | None:
        """The last day it may mean; None where open or without a year."""
        bounds = self.last.bounds() if self.last else None
        return bounds[1] if bounds else None

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """First and last day where both are known to the day, else None."""
        if self.precision != "day" or self.earliest is None or self.latest is None:
            return None
        return self.earliest, self.latest

    def in_year(self, year: int) -> When:
        """The same with ``year`` where none is said; a span that runs backwards in one year crosses New Year."""
        first = replace(self.first, year=year) if self.first and self.first.year is None else self.first
        last = replace(self.last, year=year) if self.last and self.last.year is None else self.last
        backwards = first and last and (last.month or 1, last.day or 1) < (first.month or 1, first.day or 1)
        if first and last and backwards and self.last and self.last.year is None:
            last = replace(last, year=(first.year or year) + 1)
        return When(first, last)

    def may_meet(self, other: When) -> bool:
        """Whether some day may lie in both; an open end reaches for ever, a missing year meets any."""
        if not (self.has_year and other.has_year):
            return True
        return (self.earliest or dt.date.min) <= (other.latest or dt.date.max) and (
            other.earliest or dt.date.min
        ) <= (self.latest or dt.date.max)
