"""Weekends and public holidays of a country: the home of the ``holidays`` library, which is slow to load."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from functools import cache
from typing import Any

_SATURDAY_SUNDAY = frozenset((5, 6))


def is_weekend(day: dt.date, country: str | None = None) -> bool:
    """Whether ``day`` is of the weekend of ``country`` (alpha-2) in its year; Saturday and Sunday where unknown."""
    calendar = _calendar(country, day.year) if country else None
    if calendar is None:
        return day.weekday() in _SATURDAY_SUNDAY
    return day.weekday() in calendar.weekend


def holiday(first: dt.date, last: dt.date, country: str) -> tuple[str, dt.date]:
    """Name (in English) and day of the first public holiday from ``first`` to ``last``; "" where there is none.

    Holidays that fall on a weekend are left out: the weekend is asked about already.
    """
    day = first
    while day <= last:
        calendar = _calendar(country, day.year)
        if calendar is not None and day.weekday() not in calendar.weekend and day in calendar:
            return str(calendar[day]), day
        day += dt.timedelta(days=1)
    return "", first


def holiday_on(country: str, day: dt.date) -> str:
    """The English name of the public holiday of ``country`` on ``day``, also on a weekend; "" where there is none."""
    calendar = _calendar(country, day.year)
    return "" if calendar is None else str(calendar.get(day) or "")


def named(country: str, year: int, words: str) -> list[dt.date]:
    """The public holidays of a country in a year whose English name has these words, in order."""
    calendar = _calendar(country, year)
    return sorted(day for day, name in calendar.items() if words in name) if calendar is not None else []


@cache
def weekend_of(country: str, year: int) -> frozenset[int]:
    """Days of the week (0 is Monday) on which a country rests in a year; Saturday and Sunday where unknown."""
    calendar = _calendar(country, year)
    return _SATURDAY_SUNDAY if calendar is None else frozenset(calendar.weekend)


@cache
def holidays_of(country: str, year: int) -> Mapping[int, str]:
    """The public holidays of a country in a year: day (``date.toordinal``) to English name; none where unknown."""
    calendar = _calendar(country, year)
    return {} if calendar is None else {day.toordinal(): str(name) for day, name in calendar.items()}


@cache
def _calendar(country: str, year: int) -> Any | None:
    """The public holidays of a country in a year; None for a country that the library does not have."""
    import holidays  # noqa: PLC0415 - a tenth of a second that only this check pays

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of years that it does not know: they are years without holidays here
        return _of_library(holidays, country, year)


def _of_library(holidays: Any, country: str, year: int) -> Any | None:
    try:
        plain = holidays.country_holidays(country, years=year)
        if "en_US" in plain.supported_languages:
            return holidays.country_holidays(country, years=year, language="en_US")
        return plain
    except NotImplementedError:
        return None
