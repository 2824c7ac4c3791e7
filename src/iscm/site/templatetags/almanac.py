"""How the calendar words and draws what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from django import template
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext, ngettext

from iscm.documents.tongues import tongue
from iscm.domain.meetings import Entry
from iscm.domain.when import Point, When
from iscm.registry.templatetags.wording import listed, tongue_of_page, when
from iscm.site.almanac import Bar, Row

register = template.Library()
LANE = 14  # pixels


@register.filter
def dated(entry: Entry) -> str:
    """Its date in words, as exactly as it is known."""
    return when(When.parse(entry.when) if entry.when else None)


@register.simple_tag
def periods(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Neighbours that begin in the same month, or the same season or year where no more is known; "" in none."""
    return [(name, list(them)) for name, them in groupby(entries, _begins)]


def _begins(entry: Entry) -> str:
    begins = When.parse(entry.when).first if entry.when else None
    if begins is None or begins.year is None:
        return ""
    return tongue_of_page().point(Point(begins.year, None if entry.precision == "year" else begins.month))


@register.filter
def several(entry: Entry) -> str:
    """How many meetings a record stands for; "" for one."""
    if entry.number is None:
        return gettext("several meetings, number not told")
    if entry.number == 1:
        return ""
    return ngettext("%(n)d meeting", "%(n)d meetings", entry.number) % {"n": entry.number}


@register.filter
def who(entry: Entry) -> str:
    """Its mechanisms: "RCM and SACM"."""
    return listed(entry.mechanisms)


@register.filter
def telling(bar: Bar) -> str:
    """A bar in words: English as its title, since an attribute holds one language."""
    date = tongue("en").period(When.parse(bar.entry.when)) if bar.entry.when else ""
    return f"{date}: {bar.entry.title}"


@register.filter
def height(row: Row) -> int:
    """Pixels of a mechanism's row."""
    return row.lanes * LANE


@register.simple_tag
def weekdays() -> list[tuple[str, str]]:
    """Monday to Sunday, short and whole."""

    return [(str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in range(7)]


@register.simple_tag
def months(year: int) -> list[tuple[dt.date, int, int]]:
    """The first of each month, its place among the days of the year, and its number of days."""
    firsts = [dt.date(year, month, 1) for month in range(1, 13)]
    ends = [*firsts[1:], dt.date(year, 12, 31) + dt.timedelta(days=1) if year < 9999 else dt.date.max]
    return [(day, (day - firsts[0]).days, (end - day).days) for day, end in zip(firsts, ends, strict=True)]
