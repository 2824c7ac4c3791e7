"""A picture within any page: its drawing, its words, its numbers, and the ways to take it along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from iscm.documents.blocks import Inlines
from iscm.documents.pictures.picture import Picture, Specification
from iscm.renderers import charts, html
from iscm.site.pictures.kinds import Reader
from iscm.site.pictures.pages import files

register = template.Library()


@register.inclusion_tag("site/pictures/drawn.html", takes_context=True)
def picture(
    context: template.Context, value: Picture, asked: Mapping[str, Any] | None = None, *, table: bool = True
) -> dict[str, Any]:
    """``asked`` is what the picture was asked for, as its address has it: its links lead to just this one.

    ``table`` False leaves its numbers out, on a page that has them.
    """
    own = dict(asked or {})
    address = Reader.of(context["request"]).address("picture", value.key, **own)
    return {
        "picture": value,
        "address": address,
        "files": files(value.key, own)[:3],
        "linked": True,
        "bare": not table,
    }


@register.inclusion_tag("site/pictures/drawn.html")
def picture_alone(value: Picture, *, table: bool = True) -> dict[str, Any]:
    """The same for a page that is the picture's own; ``table`` False leaves its numbers out."""
    return {"picture": value, "linked": False, "bare": not table}


@register.filter
def drawing(specification: Specification) -> str:
    """SVG in the colours of the page. Its links repeat those of the table, which the keyboard takes."""
    drawn = charts.inline(specification).replace("<a ", '<a tabindex="-1" ')
    return SafeString(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


@register.filter
def still(specification: Specification) -> str:
    """The same to look at only."""
    drawn = charts.inline(specification, still=True)
    return SafeString(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


@register.filter
def inlines(content: Inlines) -> str:
    """Words of a cell with their links."""
    return SafeString(html.inlines(content))
