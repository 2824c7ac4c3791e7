"""Which language a text is in: by its small words, kinds, months and letters."""

from __future__ import annotations

from functools import cache

from iscm.domain.terms import load, types
from iscm.prose.tokens import Token, fold
from iscm.prose.words import plurals, small_words, words_of

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


@cache
def _votes() -> dict[str, tuple[tuple[str, int], ...]]:
    """For each word, the languages it speaks for and how loudly."""
    found: dict[str, dict[str, int]] = {}

    def vote(word: str, lang: str, weight: int) -> None:
        votes = found.setdefault(word.rstrip("*"), {})
        votes[lang] = max(weight, votes.get(lang, 0))

    rows, links = load("words"), load("links")
    for lang in ("en", "fr", "es"):
        for word in small_words(lang):
            vote(word, lang, 2)
        for kind in types().values():
            for phrase in kind.head.get(lang, ()):
                for words in (words_of(phrase), *plurals(words_of(phrase), lang)):
                    vote(words[0], lang, 2)
            for phrase in kind.mark.get(lang, ()):
                vote(words_of(phrase)[0], lang, 1)
        for names in rows["months"][lang]:
            vote(fold(names[0]), lang, 2)
        for season in rows["seasons"][lang]:
            vote(fold(season), lang, 1)
        for cat in ("online", "hybrid", "cancelled", "postponed", "will", "joint"):
            for phrase in links[cat][lang]:
                vote(words_of(phrase)[0], lang, 1)
    return {word: tuple(votes.items()) for word, votes in found.items()}
