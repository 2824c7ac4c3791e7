"""What sources say, in words."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from iscm.harvest.queries import Health
from iscm.registry.templatetags.wording import day, field, mode, value

register = template.Library()


@register.filter
def field_name(name: str) -> str:
    """A field of a meeting."""
    return {
        "status": _("Status"), "country": _("State"), "mode": _("How people meet"), "topic": _("Topic"),
    }.get(name) or field(name)  # fmt: skip


@register.filter
def says(name: str, text: str) -> str:
    """A value of a field, in words; a dash for none."""
    if not text:
        return "–"
    return mode(text) if name == "mode" else value(SimpleNamespace(field=name, value=text))


@register.filter
def moment(at: dt.datetime | None) -> str:
    """A time to the minute, in the hub's own zone."""
    local = localtime(at) if at else None
    return f"{day(local.date())}, {date_format(local, 'H:i')}" if local else "–"


@register.filter
def state_of(health: Health) -> str:
    """How a source fares, in a word."""
    if not health.source.active:
        return _("paused")
    if health.last is None:
        return _("not asked yet")
    if health.source.failures:
        return _("fails")
    return _("in order")
