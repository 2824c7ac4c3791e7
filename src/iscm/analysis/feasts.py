"""Feasts, the fasting month and the big weeks of the year: when they are, and which countries keep them.

The Islamic months are those of the Umm al-Qura calendar, which is published beforehand; where the moon is sighted, a
feast may fall a day earlier or later.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
from hijridate import Gregorian, Hijri

from iscm.analysis.dayoff import holiday_on, named
from iscm.domain.terms import load
from iscm.domain.when import When

_HIJRI_YEARS = range(1925, 2077)  # Gregorian years wholly within the calendar as published


@dataclass(frozen=True, slots=True, order=True)
class Season:
    """A stretch of days: ``id`` of ``vocabulary/feasts.toml`` or ``weeks.toml``. ``sure``: its days are known."""

    first: dt.date
    last: dt.date
    id: str
    sure: bool = True


@cache
def feasts(year: int) -> tuple[Season, ...]:
    """Every feast that begins in a year, by its first day; those of a calendar that ends before are left out."""
    found = []
    for feast, row in load("feasts").items():
        for first, last in _spans(row, year):
            found.append(Season(first, last, feast))
    return tuple(sorted(found))


def _spans(row: dict[str, list[str]], year: int) -> list[tuple[dt.date, dt.date]]:
    if "yearly" in row:
        first, last = (dt.date.fromisoformat(f"{year}-{day}") for day in row["yearly"])
        return [(first, last if last >= first else last.replace(year=year + 1))]
    if "hijri" in row:
        return _hijri(row["hijri"], year) if year in _HIJRI_YEARS else []
    for key, method in (("easter", EASTER_WESTERN), ("orthodox-easter", EASTER_ORTHODOX)):
        if key in row:
            sunday = easter(year, method)
            before, after = (sunday + dt.timedelta(days=int(days)) for days in row[key])
            return [(before, after)]
    country, words = row["holiday"]
    days = named(country, year, words)
    return [(days[0], days[-1])] if days else []


def _hijri(ends: list[str], year: int) -> list[tuple[dt.date, dt.date]]:
    """Its days in every Islamic year in which it begins within the Gregorian one: at times two."""
    (month, first), (until, last) = (map(int, end.split("-")) for end in ends)
    about = Gregorian(year, 1, 1).to_hijri().year
    found = []
    for one in (about, about + 1):
        length = Hijri(one, until, 1).month_length()
        begin = Hijri(one, month, first).to_gregorian()
        end = Hijri(one, until, min(last, length)).to_gregorian()
        if begin.year == year:
            found.append((dt.date(*begin.datetuple()), dt.date(*end.datetuple())))
    return found


@cache
def keeps(country: str, feast: str, year: int) -> bool:
    """Whether a feast is a public holiday of a country (alpha-2): in that year, and in the two on either side.

    A moving feast meets another holiday by chance in one year, hardly in five. A sighted moon is a day's matter.
    """
    rows = load("feasts")
    told = rows[feast].get("kept-by", feast)
    names = tuple(rows[told].get("names", ("",)))
    return all(
        any(
            any(word in name for word in names)
            for day in range(-1, 2 if "hijri" in rows[told] else (season.last - season.first).days + 2)
            if (name := holiday_on(country, season.first + dt.timedelta(days=day)))
        )
        for one in range(year - 2, year + 3)
        for season in feasts(one)
        if season.id == told
    )


@cache
def weeks(year: int) -> tuple[Season, ...]:
    """The big weeks that begin in a year; where only the month is usual, the month, and not ``sure``."""
    found = []
    for week, row in load("weeks").items():
        known = row.get("known", {}).get(str(year))
        if row.get("rule") == "general-debate":
            opening = general_debate(year)
            found.append(Season(opening - dt.timedelta(days=1), opening + dt.timedelta(days=6), week))
        elif known:
            days = When.parse(known).days
            assert days
            found.append(Season(*days, week))
        elif "usual" in row and year > max(map(int, row["known"])):
            month = When.parse(f"{year}-{row['usual']}")
            assert month.earliest
            assert month.latest
            found.append(Season(month.earliest, month.latest, week, sure=False))
    return tuple(sorted(found))


def general_debate(year: int) -> dt.date:
    """The Tuesday on which the general debate of the General Assembly opens: resolution 57/301 of the Assembly."""
    first = dt.date(year, 9, 1)
    monday = first - dt.timedelta(days=first.weekday())
    if first.weekday() >= 5:  # a first of September on a weekend is no working day of its week
        monday += dt.timedelta(days=7)
    return monday + dt.timedelta(days=22)
