"""What pages of overlaps say: shares of a hundred, and the days of a clash."""

from __future__ import annotations

from django import template

from iscm.analysis.clashes import Clash
from iscm.domain.when import When
from iscm.registry.templatetags.wording import when
from iscm.site.overlap.pages import beside

register = template.Library()
register.simple_tag(beside)


@register.filter
def shared_days(clash: Clash) -> str:
    """The days that two meetings share."""
    return when(When.on(clash.first, clash.last))
