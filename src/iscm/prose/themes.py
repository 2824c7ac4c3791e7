"""Themes and objectives of the Global Compact for Migration that the words of a text bear."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from iscm.domain.terms import themes
from iscm.prose.cues import cues
from iscm.prose.scan import Scan
from iscm.prose.words import words_of

_BETWEEN = frozenset("-‑'’")


@cache
def _trie(lang: str) -> dict[str, Any]:
    """Theme words of ``lang`` and English: node -> next word or stem; ``""`` -> theme id."""
    trie: dict[str, Any] = {}
    for tongue in dict.fromkeys(("en", lang)):
        for key, theme in themes().items():
            for phrase in (theme.label.get(tongue, ""), *theme.words.get(tongue, ())):
                node, words = trie, words_of(phrase)
                for word in words:
                    node = node.setdefault(word, {})
                if words:
                    node.setdefault("", key)
    return trie


def themes_in(scan: Scan, first: int, end: int) -> tuple[str, ...]:
    """Ids of the themes whose words stand in tokens ``first`` up to ``end``, in the order met; not in names."""
    trie = _trie(scan.lang)
    found: dict[str, None] = {}
    i = first
    while i < end:
        theme, stop = _longest(trie, scan, i, end)
        edition = scan.edition_at.get(i)
        if theme and not (edition and edition.hit.sense.cat in ("mechanism", "body")):
            found[theme] = None
        i = stop if theme else i + 1
    return tuple(found)


def _longest(trie: dict[str, Any], scan: Scan, at: int, end: int) -> tuple[str | None, int]:
    """The theme of the longest phrase at token ``at``, and where it ends."""
    node, best, stop = trie, None, at + 1
    while at < end:
        word = scan.tokens[at].word
        if word in _BETWEEN and node is not trie:
            at += 1
            continue
        following = node.get(word) or node.get(_stem(scan.lang, word))
        if following is None:
            break
        node, at = following, at + 1
        if "" in node:
            best, stop = node[""], at
    return best, stop


@lru_cache(65536)
def _stem(lang: str, word: str) -> str:
    """The longest stem among the theme words that ``word`` is a form of, else the word."""
    stems = _stems(lang)
    return next((word[:n] + "*" for n in range(len(word), 2, -1) if word[:n] + "*" in stems), word)


@cache
def _stems(lang: str) -> frozenset[str]:
    def walk(node: dict[str, Any]) -> set[str]:
        rest = [walk(child) for key, child in node.items() if key]
        return {key for key in node if key.endswith("*")}.union(*rest)

    return frozenset(walk(_trie(lang)))


def objectives_in(scan: Scan, first: int, end: int) -> tuple[int, ...]:
    """Numbers of the objectives named: "GCM Objectives 5, 6 and 18"."""
    found: dict[int, None] = {}
    i = first
    while i < end:
        if scan.tokens[i].word not in cues("objective"):
            i += 1
            continue
        i += 1
        while i < end:
            token = scan.tokens[i]
            if token.kind == "number" and 1 <= int(token.word) <= 23 and i not in scan.island_at:
                found[int(token.word)] = None
            elif scan.string[i] not in "&,t" and token.word not in ("no", "n", "."):
                break
            i += 1
    return tuple(found)
