"""The words of a language, looked up in the tokens of a text: kinds of meeting, names, places, events, links.

One trie for each language, made when first needed. A phrase is matched over whole words, whatever its case, accents,
hyphens and apostrophes; a stem (``ministeriel*``) stands for all its forms; a plural is made by the language's rule.
Typing errors of long words, and words that lost a ligature in a PDF ("meeng"), find the word they were meant to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from iscm.domain.states import states
from iscm.domain.terms import bodies, events, load, mechanisms, places, types
from iscm.prose.slips import Mender
from iscm.prose.tokens import Token, fold
from iscm.prose.words import plurals, small_words, words_of

LANGUAGES = ("en", "fr", "es", "ru")
_SKIPPED = frozenset("-‑'’‘ʼ`\"“”«»\n") | {"\r\n"}


class Sense(NamedTuple):
    """What a phrase means: ``cat`` is head, mark, mechanism, body, event, state, city, theme or a class of links.toml.

    ``value`` is its id; ``plural`` is said of heads; ``strict`` asks for capitals ("ADD", "US").
    """

    cat: str
    value: str
    plural: bool = False
    strict: bool = False


class Hit(NamedTuple):
    """A phrase found at tokens ``first`` up to ``end`` (not counted)."""

    first: int
    end: int
    sense: Sense


def _cases(name: str) -> Iterator[str]:
    """A place's name, and in Russian its cases after "в", "на", "из"."""
    yield name
    if name[:1] > "Ѐ" and " " not in name:
        if name.endswith("ия"):
            yield name[:-1] + "и"
        elif name[-1] in "ая":
            yield name[:-1] + "е"
        elif name[-1] == "ь":
            yield name[:-1] + "и"
        elif name[-1] not in "оеиыуэюйё":
            yield from (name + "е", name + "а")


def _inflected(name: str) -> tuple[str, ...]:
    """The stems of a Russian name of several words, which stand for its cases: "с Пражским процессом"."""
    words = words_of(name)
    if len(words) < 2 or not all(word[:1] > "Ѐ" for word in words):
        return ()
    return tuple(word if len(word) < 5 else word.rstrip("аеиоуыэюяйь") + "*" for word in words)


def _strict(name: str) -> bool:
    """Whether a name needs its capitals: short acronyms and words that are also common words."""
    bare = name.replace(" ", "").replace("-", "")
    return len(bare) <= 4 and bare.isupper()


class Lexicon:
    """All phrases of one language, with the names that all languages share."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.trie: dict[str, Any] = {}
        self.known: set[str] = set()
        self.stems: set[str] = set()
        self._links()
        self._places()
        self._names()
        if lang != "en":
            self._kinds("en", over=False)
        self._kinds(lang)
        self._mender = Mender(self._mendable(), [stem[:-1] for stem in self.stems])
        self._canons: dict[str, tuple[str, str]] = {}  # every word met, looked up once

    def add(self, phrase: str | tuple[str, ...], sense: Sense, *, over: bool = True) -> None:
        words = phrase if isinstance(phrase, tuple) else words_of(phrase)
        if not words:
            return
        node = self.trie
        for word in words:
            (self.stems if word.endswith("*") else self.known).add(word)
            node = node.setdefault(word, {})
        if over or "" not in node:
            node[""] = sense

    def _places(self) -> None:
        for code, state in states().items():
            for name in (*state.name.values(), *state.also, *state.former, state.short):
                for form in _cases(name) if name else ():
                    self.add(form, Sense("state", code, strict=_strict(name)))
        for code, cities in places().items():
            for spellings in cities:
                for form in (form for name in spellings for form in _cases(name)):
                    self.add(form, Sense("city", f"{code}:{spellings[0]}"))

    def _names(self) -> None:
        for cat, rows in (("body", bodies()), ("mechanism", mechanisms())):
            for slug, row in rows.items():
                for name in (row.acronym or "", *row.name.values(), *row.aliases):
                    for spelling in _spellings(name):
                        if not re.match(r"the |\d+(?:st|nd|rd|th) ", spelling):
                            self.add(spelling, Sense(cat, slug, strict=_strict(spelling)))
                            if inflected := _inflected(spelling):
                                self.add(inflected, Sense(cat, slug))
        for slug, event in events().items():
            for word in event["words"]:
                self.add(word, Sense("event", slug, strict=_strict(word)))

    def _links(self) -> None:
        for cat, words in load("links").items():
            for phrase in words.get(self.lang, ()) if cat != "stop" else ():
                self.add(phrase, Sense(cat, fold(phrase)))
        for phrase in load("words")["many"][self.lang]:
            if " " in phrase:
                self.add(phrase, Sense("many", ""))

    def _kinds(self, lang: str, *, over: bool = True) -> None:
        for key, kind in types().items():
            for word in kind.mark.get(lang, ()):
                self.add(word, Sense("mark", key, strict=len(word) <= 3 and word.isupper()), over=over)
            for word in kind.head.get(lang, ()):
                words = words_of(word)
                self.add(words, Sense("head", key), over=over)
                for plural in plurals(words, lang):
                    if plural != words:
                        self.add(plural, Sense("head", key, plural=True), over=over)

    def _mendable(self) -> set[str]:
        """Words long enough to be known again when mistyped: kinds, their plurals, months."""
        found: set[str] = set()
        for lang in {self.lang, "en"}:
            for kind in types().values():
                for phrase in (*kind.head.get(lang, ()), *kind.mark.get(lang, ())):
                    for words in (words_of(phrase), *plurals(words_of(phrase), lang)):
                        found.update(w for w in words if len(w) >= 5 and not w.endswith("*"))
            for names in load("words")["months"].get(lang, ()):
                found.update(fold(n) for n in names if len(n) >= 5)
        return found

    def canon(self, word: str) -> tuple[str, str]:
        """The word of the trie that ``word`` is or was meant to be, and the stem it is a form of, or ""."""
        known = self._canons.get(word)
        if known is None:
            known = self._canons[word] = self._canon(word)
        return known

    def _canon(self, word: str) -> tuple[str, str]:
        if len(word) < 3:
            return word, ""
        stem = next((s for n in range(len(word), 1, -1) if (s := word[:n] + "*") in self.stems), "")
        if stem or word in self.known or word in small_words(self.lang):
            return word, stem
        mended = self._mender.word(word)
        stem = self._mender.stem(word) if mended == word else ""
        return mended, stem + "*" if stem else ""

    def hits(self, text: str, tokens: list[Token], canons: list[tuple[str, str]]) -> list[Hit]:
        """The longest phrases from left to right, none overlapping. ``canons[i]`` is ``canon`` of ``tokens[i]``."""
        found: list[Hit] = []
        index, count = 0, len(tokens)
        trie = self.trie
        while index < count:
            best: tuple[Sense | None, int] = (None, 0)
            for key in canons[index]:
                if key and key in trie:
                    other = self._longest(trie[key], tokens, canons, index + 1)
                    if other[1] > best[1]:
                        best = other
            sense, end = best
            if sense is None or (
                sense.strict and not text[tokens[index].start : tokens[end - 1].end].isupper()
            ):
                index += 1
                continue
            found.append(Hit(index, end, sense))
            index = end
        return found

    @staticmethod
    def _longest(
        node: dict[str, Any], tokens: list[Token], canons: list[tuple[str, str]], at: int
    ) -> tuple[Sense | None, int]:
        """The sense of the longest phrase that goes on from ``node``, and where it ends."""
        best: tuple[Sense | None, int] = (node[""], at) if "" in node else (None, 0)
        while at < len(tokens):
            if tokens[at].word in _SKIPPED or (tokens[at].word == "." and tokens[at - 1].word == "st"):
                at += 1
                continue
            word, stem = canons[at]
            following = node.get(word) or (node.get(stem) if stem else None)
            if following is None:
                break
            node = following
            at += 1
            if "" in node:
                best = node[""], at
        return best


def _spellings(name: str) -> Iterable[str]:
    """A name, and what stands outside and inside its brackets."""
    match = re.fullmatch(r"(.*?\S)\s*\(([^()]+)\)\s*", name)
    return (name, match[1], match[2]) if match else (name,)


@cache
def lexicon(lang: str) -> Lexicon:
    return Lexicon(lang)
