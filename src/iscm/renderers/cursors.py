"""Where a page of a list ended, as text for an address: lists keep their place while records come and go."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

from iscm.renderers.openapi import Page, Parameter, number

Key = tuple[Any, ...]


def written(key: Sequence[Any]) -> str:
    """The key of the last record sent: text and numbers."""
    text = json.dumps(list(key), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(*kinds: type[Any]) -> Callable[[str], Key]:
    """The reverse, for keys of parts of these kinds; ValueError for what is no such key."""

    def value(said: str) -> Key:
        try:
            key = json.loads(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
        except (ValueError, binascii.Error, RecursionError):
            key = None
        if not isinstance(key, list) or written(key) != said or not _fits(key, kinds):
            raise ValueError("That is no cursor of this list: take it from “next”.")
        return tuple(key)

    return value


def _fits(key: list[Any], kinds: tuple[type[Any], ...]) -> bool:
    return len(key) == len(kinds) and all(map(_part, key, kinds))


def _part(part: Any, kind: type[Any]) -> bool:
    if type(part) is not kind:
        return False
    return bool(part.isprintable() if kind is str else abs(part) < 1_000_000)


LIMIT = number("limit", 1, 200, "How many records at most (50 if not said)")


def cursor(*kinds: type[Any]) -> Parameter:
    return Parameter("cursor", {"type": "string"}, "Where to go on: take it from `next`", read(*kinds))


def page(values: Sequence[Any], key: Callable[[Any], Key], asked: dict[str, Any]) -> Page:
    """A page of values that are all at hand, in the order of their keys."""
    limit = asked.get("limit", 50)
    after = asked.get("cursor")
    rest = [value for value in values if after is None or key(value) > after]
    shown = tuple(rest[:limit])
    return Page(shown, written(key(shown[-1])) if len(rest) > limit else "", len(values))
