"""Who may see what, how people are named, and what to do with a record that comes again: nothing, if it is the same."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]

LINK_LASTS = dt.timedelta(minutes=15)
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # of a handle: none is taken for another when read aloud
OF_MECHANISM = ("secretariat", "chair")
OFFICE = ("compiler", "approver", "administrator")


def sees(parts: Iterable[str]) -> tuple[str, ...]:
    """The marks of records that somebody may read who has these parts (``Access``); nobody in particular: public ones.

    What is closed but their own is asked of the record, not of its mark.
    """
    parts = set(parts)
    if parts & set(OFFICE):
        return ("public", "officials", "secretariats", "closed")
    if parts & set(OF_MECHANISM):
        return ("public", "officials", "secretariats")
    return ("public", "officials") if "focal-point" in parts else ("public",)


def holds(roles: Iterable[tuple[str, str]], parts: Collection[str], scope: str = "") -> bool:
    """Whether one of these roles is one of these parts.

    With a ``scope``, the part of a mechanism or State counts for that one alone; parts of the office count for all.
    """
    return any(part in parts and (not scope or part in OFFICE or of == scope) for part, of in roles)


def handle(numbers: Iterable[int]) -> str:
    """The handle that numbers drawn by chance make: p-7k3f9q."""
    return "p-" + "".join(LETTERS[number % len(LETTERS)] for number in numbers)


def address(said: str) -> str:
    """An e-mail address as it is kept and compared: case means nothing in any mailbox of today."""
    return said.strip().lower()


def sealed(token: str) -> str:
    """What is kept of a token that opens a door. The token is long and drawn by chance: a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


_BROWSERS = (
    ("Edge", r"Edg"), ("Opera", r"OPR/"), ("Samsung Internet", r"SamsungBrowser"), ("Firefox", r"Firefox|FxiOS"),
    ("Chrome", r"Chrome|CriOS|Chromium"), ("Safari", r"Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Android", r"Android"), ("Windows", r"Windows"), ("macOS", r"Mac OS X"),
    ("ChromeOS", r"CrOS"), ("Linux", r"Linux"),
)  # fmt: skip


def device(said: str) -> str:
    """A browser in two words, from what it says of itself: its owner knows it again, and nobody else does."""
    found = [
        next((name for name, mark in names if re.search(mark, said)), "") for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, found))


def digest(*values: object) -> str:
    """A short mark that is the same where the values are."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Coming:
    """Rows that come, sorted out against the digests of those that came before."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def news(self) -> list[Row]:
        """Rows to be kept."""
        return [*self.new, *self.changed]


def sort_out(
    rows: Iterable[Row], key: Callable[[Row], str], known: Mapping[str, str], *with_: object
) -> Coming:
    """Which rows are new, which have changed and which are as known; ``with_`` is whatever else they rest on."""
    coming = Coming()
    for row in rows:
        name = key(row)
        mark = digest(row, *with_)
        coming.marks[name] = mark
        kind = coming.new if name not in known else coming.same if known[name] == mark else coming.changed
        kind.append(row)
    return coming
