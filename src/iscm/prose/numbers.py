"""Numbers in words and figures: counts, ordinals, Roman numerals, in four languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from iscm.domain.terms import load
from iscm.prose.tokens import Token, fold

_ROMAN = re.compile(r"(?=[ivxlc])(?:x[cl]|l?x{0,4})(?:i[xv]|v?i{0,4})(?:[eª°º]|e?me|eme|er|ere|nde?|o|a)?")
_APART_SUFFIX = frozenset("st nd rd th er re eme e ыи ии ои ая ое ье".split())
# endings of Russian ordinals, folded: й is и
_RU_ENDING = re.compile(
    r"(ыи|ии|ои|ая|яя|ое|ее|ья|ье|ого|его|ому|ему|ым|им|ую|юю|ом|ем|ые|ие|ых|их|ьего|ью|ьеи|ьих)$"
)
_HYPHENS = frozenset(["-", "‑", "et", "y"])


def number(token: Token, lang: str) -> int | None:
    """The value of a number word, or of figures of up to three digits."""
    if token.kind == "number":
        return int(token.word) if len(token.word) <= 3 else None
    return _numbers(lang).get(token.word) if token.kind == "word" else None


def compound(tokens: Sequence[Token], i: int, lang: str) -> int | None:
    """The value of "twenty-two", "treinta y dos" at tokens ``i`` to ``i + 2``."""
    if i < 0 or i + 2 >= len(tokens) or tokens[i + 1].word not in _HYPHENS:
        return None
    numbers = _numbers(lang)
    tens = _tens(lang).get(tokens[i].word) or numbers.get(tokens[i].word)
    unit = numbers.get(tokens[i + 2].word)
    if tens and unit and tens >= 20 and tens % 10 == 0 and unit < 10:
        return tens + unit
    return None


def ordinal(tokens: Sequence[Token], i: int, text: str, lang: str) -> tuple[int, int] | None:
    """(value, tokens) of the ordinal that begins at token ``i``: "8th", "3 rd", "eighth", "twenty-fourth", "XXIV"."""
    token = tokens[i]
    if token.kind == "ordinal":
        digits = re.match(r"\d+", token.word)
        return (int(digits[0]), 1) if digits else None
    if token.kind == "number":
        glued = i > 0 and tokens[i - 1].kind == "word" and tokens[i - 1].end == token.start  # "PARIS21"
        apart = (
            i + 1 < len(tokens) and tokens[i + 1].word in _APART_SUFFIX and len(token.word) <= 3 and not glued
        )
        return (int(token.word), 2) if apart else None
    if token.kind != "word":
        return None
    if found := _tens_and_unit(tokens, i, lang):
        return found
    if value := _word_ordinal(token.word, lang):
        return value, 1
    numeral = text[token.start : token.end]
    value = roman(numeral)
    return (value, 1) if value and (len(numeral) > 1 or numeral in "IVX") else None


def _tens_and_unit(tokens: Sequence[Token], i: int, lang: str) -> tuple[int, int] | None:
    """ "twenty-fourth", "vigésima cuarta", "vingt et unième", "двадцать пятое"."""
    tens = _tens(lang).get(tokens[i].word)
    if not tens:
        return None
    at = i + 1
    while at < len(tokens) and tokens[at].word in _HYPHENS:
        at += 1
    if at >= len(tokens):
        return None
    unit = 1 if tokens[at].word == "unieme" else _word_ordinal(tokens[at].word, lang)
    return (tens + unit, at + 1 - i) if unit and unit < 10 else None


def _word_ordinal(word: str, lang: str) -> int | None:
    ordinals = _ordinals(lang)
    if lang == "ru":
        stem = _RU_ENDING.sub("", word)
        return ordinals.get(stem) if stem != word or len(word) > 4 else None
    return ordinals.get(word) or (ordinals.get(word[:-1]) if lang != "en" and word.endswith("s") else None)


@cache
def _numbers(lang: str) -> dict[str, int]:
    rows = load("words")["numbers"]
    return {fold(word): value for word, value in {**rows["en"], **rows[lang]}.items()}


@cache
def _ordinals(lang: str) -> dict[str, int]:
    rows = load("words")["ordinals"]
    return {fold(word): value for word, value in {**rows["en"], **rows[lang]}.items()}


@cache
def _tens(lang: str) -> dict[str, int]:
    return {fold(word): value for word, value in load("words")["tens"][lang].items()}


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
