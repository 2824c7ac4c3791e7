"""Which mechanism, theme or body a name means, however it is spelt: ``resolve("the Mid-SA") == "midsa"``.

Folded away: case, accents, hyphens, spaces, articles and small joining words. ``resolve`` never guesses; ``nearest``
says what a misspelt name may have meant, and ``near`` is the one it must have meant, if only one comes close.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from iscm.domain.terms import MechanismName, bodies, mechanisms, themes
from iscm.prose.slips import distance

_WORD = re.compile(r"[\w+]+")
_SMALL = frozenset({
    "the", "a", "an", "of", "for", "on", "in", "to", "and", "with", "from",
    "le", "la", "les", "l", "de", "des", "du", "d", "sur", "et", "pour", "en",
    "el", "los", "las", "del", "sobre", "y", "e", "para",
})  # fmt: skip
_BRACKETS = re.compile(r"(?P<outer>.*?\S)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]\s*")
_ALTERNATIVE = re.compile(r"\s*/\s*|\s+(?:or|ou|o|или)\s+")
_ORDINAL = re.compile(
    r"^\s*(?:the\s+)?(?:\d+(?:st|nd|rd|th|e|er|ère|ème|º|ª|-й|-е)\b|first|second|third)\s+", re.IGNORECASE
)


def fold(name: str) -> list[str]:
    """The bare words of a name: no case, no accents, no punctuation."""
    flat = unicodedata.normalize("NFKD", name.casefold().replace("&", " and ").replace("\u0142", "l"))
    return _WORD.findall("".join(c for c in flat if not unicodedata.combining(c)))


def key(name: str) -> str:
    """What two spellings of one name have in common."""
    words = fold(name)
    return "".join(w for w in words if w not in _SMALL) or "".join(words)


def _spellings(slug: str, row: MechanismName) -> Iterator[str]:
    """Every way a name is printed. "the Dialogue" means one only inside its own prose, so it is passed over here."""
    yield slug
    for name in (row.acronym, *row.name.values(), *row.aliases):
        if not name or name.startswith("the "):
            continue
        yield name
        if match := _BRACKETS.fullmatch(name):
            yield match["outer"]
            yield match["inner"]


def _index(rows: Mapping[str, MechanismName]) -> dict[str, str]:
    """Key to slug; where two rows claim a spelling, neither has it."""
    claims: dict[str, set[str]] = {}
    for slug, row in rows.items():
        for name in _spellings(slug, row):
            claims.setdefault(key(name), set()).add(slug)
    return {k: slugs.pop() for k, slugs in claims.items() if len(slugs) == 1}


@cache
def _mechanisms() -> dict[str, str]:
    return _index(mechanisms())


@cache
def _bodies() -> dict[str, str]:
    return _index(bodies())


@cache
def _themes() -> dict[str, str]:
    """Labels first: a label beats another theme's wording."""
    index: dict[str, str] = {}
    for slug, theme in themes().items():
        for label in (slug, *theme.label.values()):
            index.setdefault(key(label), slug)
    for slug, theme in themes().items():
        for words in theme.words.values():
            for word in words:
                index.setdefault(key(word), slug)
    return index


@cache
def _words_of(slug: str) -> frozenset[str]:
    return frozenset(w for name in _spellings(slug, mechanisms()[slug]) for w in fold(name))


@lru_cache(4096)
def resolve(name: str) -> str | None:
    """The slug of the mechanism that ``name`` is a name of, or None.

    Understood besides plain names: "Name (ACR)", "ACR (Name)", "MID-IGAD/IGAD RCP", "MID-IGAD or IGAD RCP", "the 1st
    IMRF". Where the parts name different mechanisms the answer is None.
    """
    index = _mechanisms()
    if found := index.get(key(name)):
        return found
    if match := _BRACKETS.fullmatch(name):
        return _bracketed(match["outer"], match["inner"])
    parts = [p for p in _ALTERNATIVE.split(name) if p.strip()]
    if len(parts) > 1:
        slugs = {resolve(part) for part in parts}
        return slugs.pop() if len(slugs) == 1 else None
    if match := _ORDINAL.match(name):
        return index.get(key(name[match.end() :]))
    return None


def _bracketed(outer: str, inner: str) -> str | None:
    """Of "Name (ACR)": a name that is only nearly known counts if its acronym is known and most of its words fit."""
    whole, short = resolve(outer), resolve(inner)
    if whole and short and whole != short:
        return None
    if whole or not short:
        return whole
    words = [w for w in fold(outer) if w not in _SMALL]
    fitting = sum(w in _words_of(short) for w in words)
    return short if fitting >= 0.6 * len(words) else None


@lru_cache(4096)
def resolve_body(name: str) -> str | None:
    """The slug of a partner that is no mechanism ("MMC" is ``mixed-migration-centre``), or None."""
    if found := _bodies().get(key(name)):
        return found
    if match := _BRACKETS.fullmatch(name):
        return resolve_body(match["outer"]) or resolve_body(match["inner"])
    return None


@lru_cache(1024)
def resolve_theme(label: str) -> str | None:
    """The id of the theme or global initiative that a label or wording means, or None.

    Of a label of several parts ("Climate change and environment"), the parts must not mean different themes.
    """
    index = _themes()
    if found := index.get(key(label)):
        return found
    if match := _BRACKETS.fullmatch(label):
        return resolve_theme(match["outer"]) or resolve_theme(match["inner"])
    parts = [p for p in re.split(r"\s*[/,;&]\s*|\s+(?:and|et|y|e|и)\s+", label) if p.strip()]
    meant = {index[k] for k in map(key, parts) if k in index}
    return meant.pop() if len(meant) == 1 and len(parts) > 1 else None


def _ranked(name: str, index: Mapping[str, str], at_least: float) -> list[tuple[str, float]]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a name that is not known costs this import

    best: dict[str, float] = {}
    for spelling, score, _ in process.extract(
        key(name), index.keys(), scorer=fuzz.ratio, limit=12, score_cutoff=at_least
    ):
        best[index[spelling]] = max(score, best.get(index[spelling], 0))
    return sorted(best.items(), key=lambda row: (-row[1], row[0]))


def nearest(name: str, among: Iterable[str] | None = None) -> list[str]:
    """Up to three slugs whose names look like ``name``, the nearest first; ``among`` other slugs than mechanisms."""
    index = _mechanisms() if among is None else {key(slug): slug for slug in among}
    ranked = _ranked(name, index, 70)
    if not ranked and among is None and len(key(name)) > 3:  # "rabat", "rabbat": part of a name
        parts = {slug for k, slug in index.items() if key(name) in k}
        return sorted(parts or _with_word_like(name), key=len)[:3]
    return [slug for slug, score in ranked[:3] if score > ranked[0][1] - 10]


def _with_word_like(name: str) -> set[str]:
    """Mechanisms whose slug has a word that ``name`` is a slip of."""
    own = key(name)
    return {
        slug
        for slug in mechanisms()
        for word in slug.split("-")
        if distance(own, word, 1) <= 1 < len(word) - 2
    }


def near(name: str) -> str | None:
    """The mechanism that a misspelt name must mean: long enough, very close, and no other one comes near."""
    return _near(name, _mechanisms())


def near_theme(label: str) -> str | None:
    """The theme that a misspelt label must mean, on the same terms."""
    return _near(label, _themes())


def _near(name: str, index: Mapping[str, str]) -> str | None:
    if not 9 <= len(key(name)) <= 160:
        return None
    ranked = _ranked(name, index, 88)
    if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 4):
        return None
    return ranked[0][0]
