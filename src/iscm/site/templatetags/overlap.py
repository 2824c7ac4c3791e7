"""What pages of overlaps say: shares of a hundred, the days of a clash, and a picture with its words."""

from __future__ import annotations

from babel.numbers import format_percent
from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from iscm.analysis.clashes import Clash
from iscm.documents.pictures.picture import Picture, Specification
from iscm.domain.when import When
from iscm.registry.templatetags.wording import tongue_of_page, when
from iscm.renderers import charts

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """A part of one in hundredths: "23%"."""
    return str(format_percent(share, locale=tongue_of_page().locale))


@register.filter
def shared_days(clash: Clash) -> str:
    """The days that two meetings share."""
    return when(When.on(clash.first, clash.last))


@register.simple_tag
def beside(one: str, other: str) -> str:
    """The address of two mechanisms beside each other: in the order of the alphabet."""
    return reverse("overlap-pair", args=sorted((one, other)))


@register.simple_tag
def drawn(picture: Picture) -> str:
    """A picture for a wide and for a narrow screen; what it says stands beside it, so that it is silent itself."""
    return format_html(
        '<div class="drawn wide-only" aria-hidden="true">{}</div>'
        '<div class="drawn narrow-only" aria-hidden="true">{}</div>',
        _svg(picture.specification),
        _svg(picture.narrow or picture.specification),
    )


def _svg(specification: Specification) -> SafeString:
    return mark_safe(charts.svg(specification).replace("<a ", '<a tabindex="-1" '))  # noqa: S308  # drawn by us
