"""What pages of overlaps say: shares of a hundred, and the days of a clash."""

from __future__ import annotations

from babel.numbers import format_percent
from django import template
from django.urls import reverse

from iscm.analysis.clashes import Clash
from iscm.domain.when import When
from iscm.registry.templatetags.wording import tongue_of_page, when

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
