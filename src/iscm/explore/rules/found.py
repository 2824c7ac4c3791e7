"""What a question found, as values: hits with their marked words, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from iscm.explore.rules import words

LONGEST = 240  # characters of a text that are shown with a hit
Parts = tuple[tuple[str, bool], ...]  # a text in pieces; True for those that were asked for


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the words stand: the field's name, the language it is in, its text in pieces."""

    field: str
    lang: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found. ``title`` is as recorded, () where the page names it in the reader's language."""

    kind: str
    key: str
    title: Parts
    passages: tuple[Passage, ...]
    facets: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``count`` hits in all, those of one page in ``hits``. ``facets``: values and their numbers of hits.

    ``meant``: the question with its slips mended, "" where there are none. ``some``: no record has all of the words;
    these have most of them. ``unread``: there was no word in the question. ``over``: words beyond those looked for.
    """

    count: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    meant: str = ""
    some: bool = False
    unread: bool = False
    over: int = 0
    asked: frozenset[str] = frozenset()

    def marked(self, text: str, lang: str = "") -> Parts:
        return marked(text, lang, self.asked)


def matches(token: words.Token, asked: frozenset[str]) -> bool:
    return not asked.isdisjoint(token.terms)


def marked(text: str, lang: str, asked: frozenset[str]) -> Parts:
    """A text in pieces, its asked words apart."""
    return _pieces(text, spans(text, lang, asked))


def spans(text: str, lang: str, asked: frozenset[str]) -> list[tuple[int, int]]:
    """From where to where the asked words stand, in order, none over another."""
    found: list[tuple[int, int]] = []
    if asked.isdisjoint(words.vocabulary(text, lang)):
        return found
    for token in sorted(words.tokens(text, lang), key=lambda t: t.start):
        if matches(token, asked):
            if found and not text[found[-1][1] : token.start].strip():  # one mark over words side by side
                found[-1] = (found[-1][0], max(found[-1][1], token.end))
            else:
                found.append((token.start, token.end))
    return found


def _pieces(text: str, found: Iterable[tuple[int, int]]) -> Parts:
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in found:
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(part for part in (*parts, (text[at:], False)) if part[0])


def passage(name: str, lang: str, text: str, asked: frozenset[str]) -> Passage:
    """A field around the first of its asked words, whole words only."""
    found = spans(text, lang, asked)
    if len(text) <= LONGEST:
        return Passage(name, lang, _pieces(text, found))
    middle = found[0][0] if found else 0
    start = text.rfind(" ", 0, max(0, middle - LONGEST // 3)) + 1
    end = start + LONGEST
    end = len(text) if end >= len(text) else max(text.rfind(" ", start, end), found[0][1] if found else 0)
    inside = [(a - start, b - start) for a, b in found if a >= start and b <= end]
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    parts = _pieces(text[start:end], inside)
    return Passage(name, lang, tuple(p for p in ((before, False), *parts, (after, False)) if p[0]))
