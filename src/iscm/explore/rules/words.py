"""How a text becomes terms, the same when it is indexed, asked for and shown: ``Réunions`` is ``reunion``.

Folded: case, accents, Arabic vowel signs and forms of alef, width, marks of direction. Stemmed by the script: Latin as
English, French and Spanish (a question does not say its language), Cyrillic as Russian, Arabic as Arabic. Chinese and
Japanese have no blanks between words: each two neighbouring signs are a term.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

VERSION = "1"  # to be raised with any change here that gives other terms: the index is then made anew
LONGEST = 60

_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_JOINED = re.compile(r"[-\u2010\u2011\u2013]")
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_LETTERS = str.maketrans({
    "ø": "o", "đ": "d", "ł": "l", "ı": "i", "œ": "oe", "æ": "ae", "\u0640": None, "ة": "ه", "ى": "ي",
    **{chr(0x660 + n): str(n) for n in range(10)}, **{chr(0x6F0 + n): str(n) for n in range(10)},
})  # fmt: skip
_SCRIPTS = (
    (re.compile("[\u0400-\u04ff]"), ("russian",)),
    (re.compile("[\u0600-\u06ff]"), ("arabic",)),
    (re.compile("[a-z]"), ("english", "french", "spanish")),
)
_TONGUES = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
SMALL = frozenset(
    """a an and are as at by for from in is it its near not of on or that the to was were will with
    au aux ce d de des du en est et l la le les ou par pour que qui s sur un une
    al con del e el en es las los o para por se su un una y
    в во и из к на о об от по с со у за для не
    في من على الى إلى عن مع و""".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word at its place in a text: ``surface`` is it folded, ``stems`` what it has in common with its forms."""

    start: int
    end: int
    surface: str
    stems: frozenset[str]

    @property
    def terms(self) -> frozenset[str]:
        """What it can be found by: its stems, and ``=`` with itself as printed."""
        return self.stems | {f"={self.surface}"}


def clean(text: str) -> str:
    """A text as it is kept: composed letters, and no marks that cannot be seen."""
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cf", "Cc", "Cs"))


@lru_cache(65536)
def fold(word: str) -> str:
    flat = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(c for c in flat if not unicodedata.combining(c))[:LONGEST]


_OWN = threading.local()  # a stemmer works on one word at a time


def _stem(language: str, word: str) -> str:
    stemmer = getattr(_OWN, language, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(language)
        setattr(_OWN, language, stemmer)
    return fold(stemmer.stemWord(word))


@lru_cache(65536)
def stems(word: str, lang: str = "") -> frozenset[str]:
    """The stems of a word, read as ``lang`` or as every language of its script; of a number, itself."""
    low = unicodedata.normalize("NFKC", word).casefold()
    flat = fold(word)
    tongues = next((names for letters, names in _SCRIPTS if letters.search(flat)), ())
    if (own := _TONGUES.get(lang)) in tongues:
        tongues = (own,)
    forms = {form for form in (low, flat) if len(form) <= LONGEST}
    return frozenset(_stem(tongue, form) for tongue in tongues for form in forms) or frozenset({flat})


@lru_cache(4096)
def tokens(text: str, lang: str = "") -> tuple[Token, ...]:
    """The words of a text in order. ``MID-SA`` gives ``mid`` and ``sa``, and then ``midsa`` over both."""
    return tuple(_tokens(text, lang))


@lru_cache(16384)
def vocabulary(text: str, lang: str = "") -> frozenset[str]:
    """Every term of a text."""
    return frozenset().union(*(token.terms for token in tokens(text, lang)))


def _tokens(text: str, lang: str) -> Iterator[Token]:
    chain: list[Token] = []
    for match in _WORD.finditer(text):
        if chain and not _JOINED.fullmatch(text[chain[-1].end : match.start()]):
            yield from _whole(chain, lang)
            chain = []
        for token in _parts(match[0], match.start(), lang):
            chain.append(token)
            yield token
    yield from _whole(chain, lang)


def _parts(word: str, start: int, lang: str) -> Iterator[Token]:
    at = 0
    for signs in _SIGNS.finditer(word):
        yield from _plain(word[at : signs.start()], start + at, lang)
        at = signs.end()
        run, first = signs[0], start + signs.start()
        for i in range(max(1, len(run) - 1)):
            pair = fold(run[i : i + 2])
            yield Token(first + i, first + min(i + 2, len(run)), pair, frozenset({pair}))
    yield from _plain(word[at:], start + at, lang)


def _plain(word: str, start: int, lang: str) -> Iterator[Token]:
    if surface := fold(word):
        yield Token(start, start + len(word), surface, stems(word, lang))


def _whole(chain: list[Token], lang: str) -> Iterator[Token]:
    if len(chain) > 1 and len(word := "".join(t.surface for t in chain)) <= 24 and not _SIGNS.search(word):
        yield Token(chain[0].start, chain[-1].end, word, stems(word, lang))


def key(name: str) -> str:
    """What two spellings of a whole name have in common: ``the 5 + 5 Dialogue`` is ``5+5dialogue``."""
    words = _named(name)
    return ("".join(w for w in words if w not in SMALL) or "".join(words))[:190]


def whole(name: str) -> str:
    """A name with its small words too, as a slip may be in one of them."""
    return "".join(_named(name))[:190]


def _named(name: str) -> list[str]:
    return [fold(match) for match in re.findall(rf"(?:[\w+]|[{_MARKS}])+", name)]
