"""A question as words, and as the whole names that may be in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from iscm.explore.rules import words
from iscm.explore.rules.cards import FIELD, NAME, PROSE

MOST = 12  # words that are looked for
NAMES = 8  # words that a name in a question may have, the question itself apart


@dataclass(slots=True)
class Word:
    """A word that is looked for. ``also``: the word over its hyphens, ``midsa`` for ``MID`` of ``MID-SA``."""

    start: int
    end: int
    surface: str
    stems: frozenset[str]
    also: list[words.Token] = field(default_factory=list)

    @property
    def terms(self) -> Iterator[str]:
        yield f"={self.surface}"
        for weight in (NAME, FIELD, PROSE):
            yield from (f"{weight}{stem}" for stem in self.every)

    @property
    def every(self) -> frozenset[str]:
        return self.stems.union(*(token.stems for token in self.also))


def read(text: str) -> tuple[list[Word], int]:
    """The words to look for, and how many more there were. Small words count only where there are no others."""
    found: list[Word] = []
    for token in words.tokens(text):
        inside = [
            w for w in found if w.start >= token.start and w.end <= token.end and len(token.surface) > 2
        ]
        if inside and token.surface == "".join(w.surface for w in inside) and len(inside) > 1:
            for word in inside:
                word.also.append(token)
        else:
            found.append(Word(token.start, token.end, token.surface, token.stems))
    telling = [
        w for w in found if w.surface not in words.SMALL and (len(w.surface) > 1 or w.surface.isdigit())
    ]
    kept = list({w.surface: w for w in reversed(telling or found)}.values())[::-1]
    return kept[:MOST], max(0, len(kept) - MOST)


def names(text: str, asked: list[Word]) -> Iterator[tuple[str, int, int]]:
    """Every run of words that may be a whole name: its key, and its first and last word; the longest first."""
    for size in range(len(asked), 0, -1):
        if size > NAMES and size != len(asked):
            continue
        for first in range(len(asked) - size + 1):
            last = first + size - 1
            whole = size == len(asked)
            said = text if whole else text[asked[first].start : asked[last].end]
            if key := words.key(said):
                yield key, first, last
