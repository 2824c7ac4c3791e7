"""Kinds of files, relations of works, and sites, in words."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext

register = template.Library()
_NAMES = (("pdf", "PDF"), ("word", "Word"), ("spreadsheetml", "Excel"), ("presentationml", "PowerPoint"))


@register.filter
def paper(media_type: str) -> str:
    """A type of file as people call it."""
    if media_type == "text/plain":
        return gettext("Text")
    return next((name for mark, name in _NAMES if mark in media_type), "OpenDocument")


@register.filter
def site(address: str) -> str:
    """The site of an address."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@register.filter
def bond(kind: str) -> str:
    """What a work is to another."""
    return {
        "replaces": gettext("Replaces"),
        "part-of": gettext("Part of"),
        "follows": gettext("Follows"),
    }[kind]


@register.filter
def bond_back(kind: str) -> str:
    """The same, seen from the other."""
    return {
        "replaces": gettext("Replaced by"),
        "part-of": gettext("Has as a part"),
        "follows": gettext("Followed by"),
    }[kind]
