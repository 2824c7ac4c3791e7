"""Which language a text is in: by its small words, kinds, months and letters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from unicodedata import normalize

from iscm.domain.terms import load, types
from iscm.prose.tokens import Token, fold
from iscm.prose.words import plurals, small_words, words_of

_LETTERS = {
    "fr": frozenset("éèêëçàâîôûœ«"),
    "es": frozenset("éáíóúñ¿¡ª"),
}


def language(tokens: list[Token], text: str = "") -> str:
    """The language of a text by its small words, kinds and months; English where nothing speaks for another."""
    cyrillic = latin = 0
    score = {"en": 1, "fr": 0, "es": 0}
    votes = _votes()
    for token in tokens[:200]:
        for lang, letters in _LETTERS.items():
            if not letters.isdisjoint(normalize("NFC", text[token.start : token.end]).lower()):
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


@cache
def _votes() -> dict[str, tuple[tuple[str, int], ...]]:
    """For each word, the languages it speaks for and how loudly."""
    found: dict[str, dict[str, int]] = {}
    for lang in ("en", "fr", "es"):
        for word, weight in _voices(lang):
            votes = found.setdefault(word.rstrip("*"), {})
            votes[lang] = max(weight, votes.get(lang, 0))
    return {word: tuple(votes.items()) for word, votes in found.items()}


def _voices(lang: str) -> Iterator[tuple[str, int]]:
    """Words of a language and their weight: small words, numbers, nouns and months speak louder than marks."""
    rows, links = load("words"), load("links")
    loud = [
        *small_words(lang),
        *map(fold, rows["numbers"][lang]),
        *(fold(names[0]) for names in rows["months"][lang]),
    ]
    quiet = [fold(season) for season in rows["seasons"][lang]]
    for kind in types().values():
        for phrase in kind.head.get(lang, ()):
            loud += [words[0] for words in (words_of(phrase), *plurals(words_of(phrase), lang))]
        quiet += [words_of(phrase)[0] for phrase in kind.mark.get(lang, ())]
    for cat in ("online", "hybrid", "cancelled", "postponed", "will", "joint"):
        quiet += [words_of(phrase)[0] for phrase in links[cat][lang]]
    yield from ((word, 2) for word in loud)
    yield from ((word, 1) for word in quiet)
