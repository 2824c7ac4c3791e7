"""How pages of trends word and draw counts, shares and gaps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from iscm.analysis.drift import Telling
from iscm.analysis.trends import Count
from iscm.registry.templatetags.wording import short, theme
from iscm.site.trends import wording

register = template.Library()
for said in (wording.rest, wording.aspect, wording.way, wording.gap, wording.series, wording.stands,
             wording.why):  # fmt: skip
    register.filter(said)
register.simple_tag(wording.class_name)


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
def shares(row: Telling, aspects: Iterable[str]) -> list[tuple[float, str]]:
    """The share of records that tell each aspect, and how dark its cell is."""
    steps = ((0.75, "d4"), (0.5, "d3"), (0.25, "d2"), (0.005, "d1"))
    found = [row.of(key) / row.records if row.records else 0.0 for key in aspects]
    return [(share, next((name for least, name in steps if share >= least), "d0")) for share in found]


@register.simple_tag
def year_cell(key: str, of: str, year: int | None, count: Count) -> str:
    """A cell of a table of years in words."""
    name = (theme(key) if of == "theme" else short(key)) if key else gettext("not stated")
    when = str(year) if year else gettext("Year not known")
    return f"{name}, {when}: {wording.least_said(count)}"
