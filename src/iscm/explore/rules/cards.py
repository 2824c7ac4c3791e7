"""A record as a card, and the terms that it is found by.

Terms: ``3reunion`` a stem in a name or title, ``2...`` in what else it tells of itself, ``1...`` in prose;
``=reunion`` a word as printed; ``#...`` a whole name; ``f/year/2022`` a value of a facet; ``a/public`` who may see it;
``r07`` a plane of its rank.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from zlib import crc32

from iscm.explore.rules import bits, words

NAME, FIELD, PROSE = 3, 2, 1
FACETS = ("kind", "mechanism", "year", "type", "country", "theme")
KINDS = ("mechanism", "state", "theme", "meeting", "publication", "statement")  # equal scores in this order
CONCEPTS = {"mechanism": "mechanism", "state": "country", "theme": "theme", "type": "type", "month": "month"}
RANK = 36  # bits of a rank: kind, day, and a mark of the key for what is equal in both

DAY_ZERO = dt.date(1850, 1, 1)
_BRACKETS = re.compile(r"(.*?\S)\s*[(\[]([^()\[\]]+)[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a record says: ``name`` of the field, language ("" not known), text and weight."""

    name: str
    lang: str
    text: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A record that can be found. ``facets``: its values by facet; ``day``: for the order of what is found equally."""

    kind: str
    key: str
    access: str
    fields: tuple[Field, ...]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: dt.date | None = None

    @property
    def rank(self) -> int:
        """Of two records found equally well, the one with the higher rank comes first."""
        kind = len(KINDS) - KINDS.index(self.kind) if self.kind in KINDS else 0
        day = min(max((self.day - DAY_ZERO).days, 0), 2**17 - 1) if self.day else 0
        return kind << 33 | day << 16 | crc32(self.key.encode()) & 0xFFFF


def facet(name: str, value: str) -> str:
    return f"f/{name}/{value}"[:200]


def terms(card: Card) -> dict[str, str]:
    """Every term of a card, with the word as printed where it is one."""
    found: dict[str, str] = {f"a/{card.access}": "", facet("kind", card.kind): ""}
    for name, values in card.facets.items():
        found.update((facet(name, value), "") for value in values)
    found.update((f"r{plane:02}", "") for plane in bits.planes_of(card.rank))
    for said in card.fields:
        for token in words.tokens(said.text, said.lang):
            found[f"={token.surface}"] = said.text[token.start : token.end][:80]
            found.update((f"{said.weight}{stem}", "") for stem in token.stems)
        if said.weight == NAME or said.name == "words":
            found.update((f"#{name}", "") for name in map(words.key, spellings(said.text)) if name)
    return found


def spellings(name: str) -> Iterator[str]:
    """A name, and its two parts where it is "Name (ACR)"."""
    yield name
    if match := _BRACKETS.fullmatch(name):
        yield from match.groups()
