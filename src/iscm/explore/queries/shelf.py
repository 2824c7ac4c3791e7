"""The index as a process holds it: what was read of a version serves until the index has another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from iscm.explore.models import Card, Head, Term
from iscm.explore.rules import bits, words
from iscm.explore.rules.cards import CONCEPTS, NAME, RANK, spellings

ROWS = 400  # terms asked for at a time
ROOM = 16_000_000  # bytes of terms that are kept


class NotMade(Exception):
    """The index has not been made yet."""


class Shelf:
    """Terms of one version of the index."""

    def __init__(self, version: str) -> None:
        self.version = version
        self._held: dict[str, int] = {}
        self._size = 0

    def get(self, keys: Collection[str]) -> dict[str, int]:
        """The places of these terms: none for a term that there is not."""
        found = {key: self._held[key] for key in keys if key in self._held}
        missing = [key for key in keys if key not in found]
        for at in range(0, len(missing), ROWS):
            some = missing[at : at + ROWS]
            rows = Term.objects.filter(key__in=some).values_list("key", "bits")
            read = dict.fromkeys(some, 0) | {key: bits.unpack(bytes(packed)) for key, packed in rows}
            found |= read
            if self._size > ROOM:
                self._held, self._size = {}, 0
            self._held |= read
            self._size += sum(value.bit_length() // 8 + 60 for value in read.values())
        return found

    @cached_property
    def facets(self) -> dict[str, dict[str, int]]:
        """Every value of each facet, and the places that have it."""
        found: dict[str, dict[str, int]] = {}
        for key, packed in Term.objects.filter(sort="f").values_list("key", "bits"):
            _, name, value = key.split("/", 2)
            found.setdefault(name, {})[value] = bits.unpack(bytes(packed))
        return found

    @cached_property
    def rank(self) -> list[int]:
        """The planes of the rank, the lowest first."""
        keys = [f"r{plane:02}" for plane in range(RANK)]
        return [row for _, row in sorted(self.get(keys).items())]

    @cached_property
    def concepts(self) -> dict[int, tuple[str, str]]:
        """Places of what lends its names to other records: the facet and the value that it is."""
        rows = Card.objects.filter(kind__in=CONCEPTS).values_list("place", "kind", "key")
        return {place: (CONCEPTS[kind], key) for place, kind, key in rows}

    @cached_property
    def concept_places(self) -> int:
        return bits.of(self.concepts, max(self.concepts, default=0) + 1)

    @cached_property
    def mechanisms(self) -> dict[str, int]:
        """Every name of each mechanism, as ``words.key`` folds it, to the mechanism's place."""
        found: dict[str, int] = {}
        for place, fields in Card.objects.filter(kind="mechanism").values_list("place", "fields"):
            for _name, _lang, text, weight in fields:
                if weight == NAME:
                    for name in spellings(text):
                        found[words.key(name)] = found[words.whole(name)] = place
        return found

    @cached_property
    def vocabulary(self) -> Sequence[str]:
        """Every word as printed, folded, in order."""
        rows = Term.objects.filter(sort="=").values_list("key", flat=True)
        return sorted(key[1:] for key in rows)

    def places_of(self, name: str, values: Iterable[str]) -> int:
        found = 0
        for value in values:
            found |= self.facets.get(name, {}).get(value, 0)
        return found


_latest = Shelf("")


def current() -> Shelf:
    """The index as it is now; costs one look at one row. ``NotMade`` where there is none."""
    global _latest  # noqa: PLW0603 - the one thing that a process remembers
    version = Head.objects.filter(pk=1).exclude(analysis="").values_list("version", flat=True).first()
    if version is None:
        raise NotMade
    shelf = _latest
    if shelf.version != version:
        _latest = shelf = Shelf(version)
    return shelf
