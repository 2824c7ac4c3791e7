"""What pages of States and themes say: days, regions, and bars beside numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django import template
from django.utils.translation import gettext, ngettext

from iscm.analysis.bearing import Cell
from iscm.documents.draft import anchor as placed
from iscm.domain.states import regions
from iscm.domain.terms import load
from iscm.domain.when import When
from iscm.registry.templatetags.wording import alphabetical, called, role, short, state, theme, when

register = template.Library()


@register.filter
def day(date: dt.date) -> str:
    """A day in words: "30 June 2015"."""
    return when(When.on(date))


@register.filter
def edtf(text: str) -> str:
    """A date at rest, in words."""
    return when(When.parse(str(text)))


@register.filter
def m49(code: str) -> str:
    """A region by its M49 code."""
    return called(regions().get(code, {}), code)


@register.filter
def places_named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes of places with their names, in the order of these."""
    return sorted(((code, state(code)) for code in codes), key=lambda pair: alphabetical(pair[1]))


@register.filter
def both_places(both: Mapping[str, tuple[Iterable[str], Iterable[str]]]) -> list[tuple[str, str, str]]:
    """Places that two mechanisms share: code, name, and roles where either is more than a member."""
    said = []
    for code, name in places_named(both):
        here, there = (", ".join(role(key).lower() for key in sorted(roles)) for roles in both[code])
        member = role("member").lower()
        said.append((code, name, "" if here == there == member else f"{here} / {there}"))
    return said


@register.filter
def target(key: str) -> str:
    """A target of the Sustainable Development Goals by its short title."""
    return called(load("sdg").get(key, {}).get("label", {}))


@register.filter
def anchor(said: str) -> str:
    """Where a statement stands in its issue."""
    return placed(said)


@register.filter
def depth(cell: Cell) -> str:
    """How dark a cell of the index is: by its number, in four steps."""
    steps = ((8, "d4"), (4, "d3"), (2, "d2"), (1, "d1"))
    return next((name for least, name in steps if cell.weight >= least), "d0")


@register.simple_tag
def cell_said(of: str, slug: str, cell: Cell) -> str:
    """A cell of the index in words."""
    parts = [f"{theme(of)}, {short(slug)}"]
    if cell.meetings:
        parts.append(
            ngettext("%(n)d meeting", "%(n)d meetings", len(cell.meetings)) % {"n": len(cell.meetings)}
        )
    if cell.statements:
        parts.append(
            ngettext("%(n)d statement", "%(n)d statements", len(cell.statements))
            % {"n": len(cell.statements)}
        )
    if not cell.weight:
        parts.append(gettext("only printed in the index"))
    return ": ".join((parts[0], ", ".join(parts[1:])))
