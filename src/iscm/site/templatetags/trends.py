"""How pages of trends word and draw counts, shares and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from iscm.analysis.drift import Drift, Rhythm, Telling
from iscm.analysis.reconciling import Rank
from iscm.analysis.trends import Count
from iscm.meetings.forms import worded
from iscm.meetings.rules import REGIONS
from iscm.registry.templatetags.wording import kind, level, short, theme, tongue_of_page
from iscm.site.trends.figures import WORLD, Class

register = template.Library()
MONTH = 30.44  # days


@register.filter
def least(count: Count | None) -> str | SafeString:
    """How many meetings: "24", or "≥ 24" where a plural without a number is among them; "" for none."""
    if not count or not (count.meetings or count.open):
        return ""
    if not count.open:
        return str(count.meetings)
    said = gettext("at least")
    return format_html(
        '<span aria-hidden="true">≥ </span><span class="unseen">{} </span>{}', said, count.meetings
    )


@register.filter
def least_said(count: Count) -> str:
    """The same as plain words, for attributes."""
    if count.open:
        return ngettext("at least %(n)d meeting", "at least %(n)d meetings", count.meetings) % {
            "n": count.meetings
        }
    return ngettext("%(n)d meeting", "%(n)d meetings", count.meetings) % {"n": count.meetings}


@register.filter
def most(rows: Iterable[Any]) -> int:
    """The largest count of rows: what their bars are measured by."""
    return max((row.count.meetings for row in rows), default=0) or 1


@register.simple_tag
def stack(count: Count, of: int) -> list[tuple[str, float, float]]:
    """Parts of a bar: which, where it begins and how long it is, in hundredths of the longest."""
    parts, at = [], 0.0
    for name in ("dated", "counted", "undated"):
        width = round(100 * getattr(count, name) / of, 2)
        if width:
            parts.append((name, round(at, 2), width))
        at += width
    return parts


@register.filter
def deep(count: Count) -> str:
    """How dark a cell of years is, by its number: the steps of the index of themes, wider apart."""
    steps = ((16, "d4"), (6, "d3"), (3, "d2"), (1, "d1"))
    return next((name for least, name in steps if count.meetings >= least), "d0")


@register.simple_tag
def class_name(row: Class, of: str) -> str:
    """A class by its name: a kind, a level, a region, or several of them."""
    if not row.key:
        return gettext("not stated")
    if row.key == (WORLD,) and of == "region":
        return gettext("worldwide")
    say = {"type": kind, "level": level, "region": lambda key: worded("region", key)}[of]
    names = [str(say(key)) for key in row.key]
    if of == "region" and len(row.key) == len(REGIONS):
        return gettext("all continents")
    return names[0] if len(names) == 1 else tongue_of_page().listed(names)


@register.filter
def rest(rests_on: Mapping[str, int]) -> str:
    """What the records of a year rest on: "issue 91, web pages 1"."""
    named = {
        "newsletter": gettext("issue of the Highlights"), "report": gettext("report of the secretariat"),
        "overview": gettext("overview"), "press": gettext("press"), "page": gettext("web page"),
        "": gettext("no source kept"),
    }  # fmt: skip
    comma = str(tongue_of_page().ways["comma"])
    return comma.join(f"{named[key]} {rests_on[key]}" for key in named if rests_on.get(key))


@register.filter
def aspect(key: str) -> str:
    """What a record may tell."""
    return {
        "days": gettext("Days"), "place": gettext("Place"), "topic": gettext("Topic"),
        "outcome": gettext("Outcome"), "participants": gettext("Participants"),
    }[key]  # fmt: skip


@register.simple_tag
def shares(row: Telling, aspects: Iterable[str]) -> list[tuple[str, int, int, str]]:
    """Of each aspect its key, how many records tell it, in hundredths, and how dark its cell is."""
    found = []
    for key in aspects:
        part = round(100 * row.of(key) / row.records) if row.records else 0
        steps = ((75, "d4"), (50, "d3"), (25, "d2"), (1, "d1"))
        found.append((key, row.of(key), part, next((name for least, name in steps if part >= least), "d0")))
    return found


@register.filter
def percent(share: float) -> str:
    return gettext("%(n)d%%") % {"n": round(100 * share)}


@register.filter
def way(drift: Drift) -> str:
    """What became of an aspect."""
    return {
        "unknown": gettext("too few records to say"), "stopped": gettext("no longer told"),
        "less": gettext("told less"), "more": gettext("told more"), "alike": gettext("as before"),
    }[drift.way]  # fmt: skip


@register.filter
def gap(days: int) -> str:
    """A time between meetings: days, or months where it is two or more."""
    if days < 2 * MONTH:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    months = round(days / MONTH)
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


@register.filter
def series(key: str) -> str:
    """A series of main meetings."""
    return gettext("main meeting") if key == "main" else kind(key)


@register.filter
def stands(row: Rhythm) -> str:
    """Where a series stands by its own rhythm."""
    return {
        "unknown": gettext("rhythm not known"), "rest": gettext("at rest"), "coming": gettext("next one on record"),
        "overdue": gettext("later than usual"), "expected": gettext("within its rhythm"),
    }[row.standing]  # fmt: skip


@register.filter
def why(rank: Rank) -> str:
    """Why a recomputed number differs from the printed one; "" where it does not."""
    parts = []
    if rank.attested:
        parts.append(
            ngettext("%(n)d printed without a statement", "%(n)d printed without a statement", rank.attested)
            % {"n": rank.attested}
        )
    if rank.missed:
        parts.append(
            ngettext("%(n)d told and not printed", "%(n)d told and not printed", rank.missed)
            % {"n": rank.missed}
        )
    return str(tongue_of_page().ways["comma"]).join(parts)


@register.simple_tag
def year_cell(key: str, of: str, year: int | None, count: Count) -> str:
    """A cell of a table of years in words."""
    name = (theme(key) if of == "theme" else short(key)) if key else gettext("not stated")
    when = str(year) if year else gettext("Year not known")
    return f"{name}, {when}: {least_said(count)}"
