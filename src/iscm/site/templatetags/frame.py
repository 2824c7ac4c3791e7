"""What the pages' frame needs."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict

from iscm.accounts.queries import latest
from iscm.site import languages
from iscm.site.languages import bare
from iscm.site.look import address

register = template.Library()


@register.simple_tag
def look() -> str:
    """The address of the style sheet, which changes with what it says."""
    return address()


@register.simple_tag
def last_change() -> Any:
    """When a record last changed; None in an empty hub."""
    change = latest()
    return change.at if change else None


@register.simple_tag(takes_context=True)
def here(context: template.Context, *prefixes: str) -> str:
    """Whether the page stands in a part of the hub: its link is marked then."""
    path = bare(context["request"].path_info) if "request" in context else ""
    return "true" if any(path.startswith(prefix) for prefix in prefixes) else ""


@register.simple_tag(takes_context=True)
def with_page(context: template.Context, number: int) -> str:
    """The address of another page of the same list."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = str(number)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def versions(context: template.Context) -> tuple[languages.Version, ...]:
    """The page in every language."""
    return languages.versions(context["request"]) if "request" in context else ()


@register.simple_tag(takes_context=True)
def whole(context: template.Context, address: str) -> str:
    """An address of the hub with the host it was asked at, as those who point at it from elsewhere need it."""
    made: str = context["request"].build_absolute_uri(address)
    return made
