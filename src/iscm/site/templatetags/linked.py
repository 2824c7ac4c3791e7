"""Linked data within a page: the record that it shows, in terms of schema.org."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from iscm.accounts.views import hub
from iscm.domain.mechanisms import Mechanism
from iscm.domain.meetings import Meeting
from iscm.meetings.api import open_parts
from iscm.registry.api import closed, open_part
from iscm.renderers.linked.events import event
from iscm.renderers.linked.organizations import organization

register = template.Library()
ESCAPES = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
}  # nothing within can end the element


@register.simple_tag(takes_context=True)
def linked_data(context: template.Context, value: Mechanism | Meeting) -> SafeString:
    """A script element that is data, not a program."""
    here = hub(context["request"])
    row: dict[str, Any]
    if isinstance(value, Mechanism):
        row = organization(open_part(value, closed()), here)
    else:
        row = event(open_parts([value])[0], here)
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - signs of markup are escaped above
