"""What pages of States and themes say: days, regions, and bars beside numbers."""

from __future__ import annotations

import datetime as dt

from django import template

from iscm.domain.states import regions
from iscm.domain.when import When
from iscm.registry.templatetags.wording import lang, when

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
    row = regions().get(code, {})
    return row.get(lang()) or row.get("en", code)
