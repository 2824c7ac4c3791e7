"""An item as its source says it: nothing is guessed, and what was not understood is told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from iscm.domain.when import FIRST_YEAR, LAST_YEAR, ImpossibleDate, Point, When
from iscm.papers.paper import PaperError

CALENDAR, FEED, MARKUP, INDICO, TABLE, PAGE = KINDS = (
    "calendar", "feed", "markup", "indico", "table", "page",
)  # fmt: skip
WHOLE = (CALENDAR, MARKUP, INDICO, TABLE, PAGE)  # what they no longer show is gone; a feed only forgets
MOST_ITEMS = 5_000
LONGEST = 2_000  # characters of a text that is kept

_ISO = re.compile(r"\s*(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?=$|[T\s])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``key`` is the source's own name for it, "" where it gives none; ``when`` as exactly as said.

    ``text`` are further words, ``status`` cancelled, postponed or "", ``mode`` online, hybrid or "". ``unread`` are
    sentences on what was said and not understood.
    """

    key: str = ""
    title: str = ""
    when: When | None = None
    place: str = ""
    city: str = ""
    country: str = ""
    mode: str = ""
    status: str = ""
    address: str = ""
    language: str = ""
    text: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Everything that one address offers. ``whole``: what is no longer in it is gone. ``notes`` on how it was read."""

    items: tuple[Item, ...]
    whole: bool = True
    notes: tuple[str, ...] = ()


def tidy(said: object, longest: int = LONGEST) -> str:
    """Words on one line, without signs that no database keeps: zeros, and halves of pairs that JSON may spell."""
    plain = str(said or "").replace("\0", "").encode("utf-8", "ignore").decode()
    return " ".join(plain.split())[:longest]


def iso(said: object) -> Point | None:
    """The date at the head of ISO 8601, as exactly as said; None for anything else. ``ImpossibleDate`` in words."""
    match = _ISO.match(str(said or ""))
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    return Point(year, month, day)


def span(first: Point | None, last: Point | None) -> tuple[When | None, tuple[str, ...]]:
    """Days from two ends, and what is odd about them: dates of others may lie."""
    if first is None:
        return None, ()
    if first.year is None or not FIRST_YEAR <= first.year <= LAST_YEAR:
        return None, (f"it says the year {first.year}",)
    try:
        return When(first, last or first), ()
    except (ImpossibleDate, ValueError) as fault:
        return When(first, first), (str(fault),)


def keyed(items: Iterable[Item]) -> tuple[Item, ...]:
    """The same with a key each: of its title where the source gives none; alike ones are numbered."""
    return tuple(_keyed(items))


def _keyed(items: Iterable[Item]) -> Iterator[Item]:
    seen: dict[str, int] = {}
    for number, item in enumerate(items):
        if number >= MOST_ITEMS:
            raise too_many("It")
        key = item.key[:300] or "=" + hashlib.sha256(item.title.casefold().encode()).hexdigest()[:24]
        seen[key] = seen.get(key, 0) + 1
        yield replace(item, key=key if seen[key] == 1 else f"{key}#{seen[key]}")


def too_many(name: str) -> PaperError:
    return PaperError(f"{name} has more than {MOST_ITEMS} items. Offer the coming ones alone.")
