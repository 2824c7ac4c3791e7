"""The words of a language, looked up in the tokens of a text: kinds of meeting, names, places, events, links.

One trie for each language, made when first needed. A phrase is matched over whole words, whatever its case, accents,
hyphens and apostrophes; a stem (``ministeriel*``) stands for all its forms; a plural is made by the language's rule.
Typing errors of long words, and words that lost a ligature in a PDF ("meeng"), find the word they were meant to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from iscm.domain.states import states
from iscm.domain.terms import bodies, events, load, mechanisms, places, types
from iscm.prose.tokens import Token, cut, fold

LANGUAGES = ("en", "fr", "es", "ru")
_SKIPPED = frozenset("-‑'’‘ʼ`\"“”«»")
_ROMAN = re.compile(r"(?=[ivxlc])(?:x[cl]|l?x{0,4})(?:i[xv]|v?i{0,4})(?:[eª°º]|e?me|eme|er|ere|nde?|o|a)?")
_LOST = ("ti", "tt", "ft", "fi", "ff", "fl", "ffi")


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


def words_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase; a star stays with its stem, a plus is a word."""
    parts = []
    for token in cut(phrase):
        if token.kind in ("word", "number", "ordinal"):
            parts.append(token.word)
        elif token.word == "+":
            parts.append("+")
    stems = {fold(w[:-1]) for w in phrase.split() if w.endswith("*")}
    return tuple(p + "*" if p in stems else p for p in parts)


def _plural(word: str, lang: str) -> str:
    if lang == "ru" or word.endswith(("*", "x")) or (word.endswith("s") and lang != "en"):
        return word
    if word.endswith("s"):
        return word + "es" if word.endswith("ss") else word
    if lang == "en":
        if word.endswith("y") and word[-2:-1] not in "aeiou":
            return word[:-1] + "ies"
        return word + "s"
    if lang == "fr":
        return word + "s"
    if word.endswith("z"):
        return word[:-1] + "ces"
    return word + ("s" if word[-1] in "aeiou" else "es")


_INVARIABLE = frozenset(
    "de del d la le los las en of sobre sur du a ad hoc web linea ligne trabajo travail estudio etude".split()
)


def _plurals(words: tuple[str, ...], lang: str) -> Iterator[tuple[str, ...]]:
    """Plural forms of a head: the last word in English, the noun and its adjectives in French and Spanish."""
    if lang == "en":
        yield (*words[:-1], _plural(words[-1], lang))
        if len(words) > 1 and words[1] in ("of", "visit"):
            yield (_plural(words[0], lang), *words[1:])
    elif lang in ("fr", "es"):
        yield tuple(w if w in _INVARIABLE else _plural(w, lang) for w in words)
        if len(words) > 1:
            yield (_plural(words[0], lang), *words[1:])


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
        self._fill()
        self._keys = self._key_words()

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

    def _fill(self) -> None:
        lang = self.lang
        self._links(lang)
        for code, state in states().items():
            for name in (*state.name.values(), *state.also, *state.former, state.short):
                for form in _cases(name) if name else ():
                    self.add(form, Sense("state", code, strict=_strict(name)))
        for code, cities in places().items():
            for spellings in cities:
                for name in spellings:
                    for form in _cases(name):
                        self.add(form, Sense("city", f"{code}:{spellings[0]}"))
        for cat, rows in (("body", bodies()), ("mechanism", mechanisms())):
            for slug, row in rows.items():
                for name in (row.acronym or "", *row.name.values(), *row.aliases):
                    for spelling in _spellings(name):
                        if not re.match(r"the |\d+(?:st|nd|rd|th) ", spelling):
                            self.add(spelling, Sense(cat, slug, strict=_strict(spelling)))
        for slug, event in events().items():
            for word in event["words"]:
                self.add(word, Sense("event", slug, strict=_strict(word)))
        if lang != "en":
            self._kinds("en", over=False)
        self._kinds(lang)

    def _links(self, lang: str) -> None:
        for cat, words in load("links").items():
            if cat != "stop":
                for phrase in words.get(lang, ()):
                    self.add(phrase, Sense(cat, fold(phrase)))
        rows = load("words")
        for phrase in rows["many"][lang]:
            if " " in phrase:
                self.add(phrase, Sense("many", ""))

    def _kinds(self, lang: str, *, over: bool = True) -> None:
        for key, kind in types().items():
            for word in kind.mark.get(lang, ()):
                self.add(word, Sense("mark", key, strict=len(word) <= 3 and word.isupper()), over=over)
            for word in kind.head.get(lang, ()):
                words = words_of(word)
                self.add(words, Sense("head", key), over=over)
                for plural in _plurals(words, lang):
                    if plural != words:
                        self.add(plural, Sense("head", key, plural=True), over=over)

    def _key_words(self) -> dict[str, str]:
        """Long words worth mending, and their forms without a ligature, to the right word."""
        mended: dict[str, str] = {}
        for word in self._worth_mending():
            for lost in _LOST:
                if lost in word:
                    mended.setdefault(word.replace(lost, "", 1), word)
        return mended

    @cache
    def _worth_mending(self) -> tuple[str, ...]:
        found: set[str] = set()
        for lang in {self.lang, "en"}:
            for kind in types().values():
                for phrase in (*kind.head.get(lang, ()), *kind.mark.get(lang, ())):
                    words = words_of(phrase)
                    found.update(w for w in words if len(w) >= 5 and not w.endswith("*"))
                    for plural in _plurals(words, lang):
                        found.update(w for w in plural if len(w) >= 6 and not w.endswith("*"))
            for names in load("words")["months"].get(lang, ()):
                found.update(fold(n) for n in names if len(n) >= 5)
        return tuple(sorted(found))

    @cache
    def canon(self, word: str) -> tuple[str, str]:
        """The word of the trie that ``word`` is or was meant to be, and the stem it is a form of, or ""."""
        if len(word) < 3:
            return word, ""
        stem = next((s for n in range(len(word), 1, -1) if (s := word[:n] + "*") in self.stems), "")
        if stem or word in self.known or len(word) < 5 or word in small_words(self.lang):
            return word, stem
        mended = self._keys.get(word) or self._mend(word)
        return mended, self._mended_stem(word) if mended == word and len(word) > 7 else ""

    def _mended_stem(self, word: str) -> str:
        """The stem that the beginning of a long word is one slip away from: "совещние"."""
        for stem in self.stems:
            size = len(stem) - 1
            if size >= 6 and stem[0] == word[0] and size - 1 <= len(word):
                if (
                    any(distance(word[: size + k], stem[:-1], 1) <= 1 for k in (-1, 0))
                    and word[:3] == stem[:3]
                ):
                    return stem
        return ""

    def _mend(self, word: str) -> str:
        """One slip in a long word, two in a very long one; nothing where the slip is in its first letter."""
        if len(word) < 5 or word in _REAL_WORDS or word.endswith(("ly", "ed")):
            return word
        allowed = 1 if len(word) < 9 else 2
        best, nearest = word, allowed + 1
        for candidate in self._worth_mending():
            if candidate[0] == word[0] and abs(len(candidate) - len(word)) <= allowed:
                d = distance(word, candidate, nearest - 1)
                if d < nearest:
                    best, nearest = candidate, d
        return best

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
            if tokens[at].word in _SKIPPED:
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


# real words one slip away from a key word
_REAL_WORDS = frozenset(
    """forms format formal formats former forum foreign reform summits meaning meaningful seating eating
    thematics mintier augusts marches parch experts expect export exports penal channel channels session cession
    sections section mission missions passion tables stable capable boarding national rational seminal
    ministries ministry minister ministre ministerio ministerios conferences confidence reference preference
    review reviews preview network networks confer planning plans manning training raining trainers trainees
    general regional panels vessel exchange exchanged visits events prevents eventually retreat treat hearing
    heating dialogues consultant consultants workshops congresses summers simmer joined jointly tecnicas
    forma formas foros talleres pilots pilot boards bored course courses court courts ordinal coordinary reunion reuniones reunir reunis reunies forte forts tableau tourisme
    encuentra encuentran encuentros secciones seccion sesiones mision misiones cursos evento eventos""".split()
)


def distance(a: str, b: str, limit: int) -> int:
    """Edits between two words, a swap of neighbours counted once; ``limit + 1`` where there are more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before_last, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _spellings(name: str) -> Iterable[str]:
    """A name, and what stands outside and inside its brackets."""
    match = re.fullmatch(r"(.*?\S)\s*\(([^()]+)\)\s*", name)
    return (name, match[1], match[2]) if match else (name,)


@cache
def lexicon(lang: str) -> Lexicon:
    return Lexicon(lang)


@cache
def small_words(lang: str) -> frozenset[str]:
    """Words that end a name on its left: articles, prepositions, verbs of being."""
    return frozenset(fold(w) for w in load("links")["stop"].get(lang, ()))


@cache
def _votes() -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, dict[str, int]] = {}
    for lang in ("en", "fr", "es"):
        for word in small_words(lang):
            found.setdefault(word, {})[lang] = 2
        for kind in types().values():
            for phrase in kind.head.get(lang, ()):
                for words in ((words := words_of(phrase)), *_plurals(words, lang)):
                    found.setdefault(words[0], {}).setdefault(lang, 2)
            for phrase in kind.mark.get(lang, ()):
                for word in words_of(phrase)[:1]:
                    found.setdefault(word.rstrip("*"), {}).setdefault(lang, 1)
        for names in load("words")["months"][lang]:
            found.setdefault(fold(names[0]), {}).setdefault(lang, 2)
        for season in load("words")["seasons"][lang]:
            found.setdefault(fold(season), {}).setdefault(lang, 1)
        for cat in ("online", "hybrid", "cancelled", "postponed", "will", "joint"):
            for phrase in load("links")[cat][lang]:
                found.setdefault(words_of(phrase)[0].rstrip("*"), {}).setdefault(lang, 1)
    return {word: tuple(votes.items()) for word, votes in found.items()}


_LETTERS = {
    "fr": frozenset("èêëçàâîôûœ«"),
    "es": frozenset("áíóúñ¿¡ª"),
}


def language(tokens: list[Token], text: str = "") -> str:
    """The language of a text by its small words, kinds and months; English where nothing speaks for another."""
    cyrillic = latin = 0
    score = {"en": 1, "fr": 0, "es": 0}
    votes = _votes()
    for token in tokens[:200]:
        for lang, letters in _LETTERS.items():
            if not letters.isdisjoint(text[token.start : token.end].lower()):
                score[lang] += 1
        if token.kind != "word":
            continue
        if "Ѐ" <= token.word[0] <= "ӿ":
            cyrillic += 1
        else:
            latin += 1
        for lang, vote in votes.get(token.word, ()):
            score[lang] += vote
    if cyrillic > latin:
        return "ru"
    return max(score, key=score.__getitem__)


@lru_cache(8192)
def roman(text: str) -> int | None:
    """The value of a Roman numeral up to 100, perhaps with a French or Spanish ending; None for any other word."""
    flat = fold(text)
    if not _ROMAN.fullmatch(flat):
        return None
    letters = re.match(r"[ivxlc]+", flat)
    if not letters or letters[0] in ("l", "c") or not text[: letters.end()].isupper():
        return None
    value, last = 0, 0
    for letter in reversed(letters[0]):
        worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter]
        value += -worth if worth < last else worth
        last = max(last, worth)
    return value
