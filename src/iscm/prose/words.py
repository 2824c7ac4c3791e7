"""Phrases of the vocabulary as words: folded, with their plurals by the rule of the language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from iscm.domain.terms import load
from iscm.prose.tokens import cut, fold


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


def plural(word: str, lang: str) -> str:
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


def plurals(words: tuple[str, ...], lang: str) -> Iterator[tuple[str, ...]]:
    """Plural forms of a head: the last word in English, the noun and its adjectives in French and Spanish."""
    if lang == "en":
        yield (*words[:-1], plural(words[-1], lang))
        if len(words) > 1 and words[1] in ("of", "visit"):
            yield (plural(words[0], lang), *words[1:])
    elif lang in ("fr", "es"):
        yield tuple(w if w in _INVARIABLE else plural(w, lang) for w in words)
        if len(words) > 1:
            yield (plural(words[0], lang), *words[1:])


@cache
def small_words(lang: str) -> frozenset[str]:
    """Words that end a name on its left: articles, prepositions, verbs of being."""
    return frozenset(fold(w) for w in load("links")["stop"].get(lang, ()))
