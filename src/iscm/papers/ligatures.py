"""Ligatures that a PDF lost: "Meeng" is Meeting, "migraon" migration, "o\\ufb03ce" office.

Fonts draw "ti" or "ffi" as one glyph; a careless PDF gives that glyph no letters, or odd ones. Words are mended only
into words of a list, and a word that is known is never touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from iscm.domain.terms import bodies, mechanisms, themes

_JOINED = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft", 0xFB06: "st"}
LIGATURES = ("ti", "tt", "ft", "fi", "fl", "ff", "ffi", "tti", "tf", "ffl", "fj")
_ODD_LETTERS = "ƟƩŌƞƫƭ"  # what old Calibri glyphs for ti, tt, ft come out as
_ODD = re.compile(rf"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f{_ODD_LETTERS}]")
_TOKEN = re.compile(rf"(?:[^\W\d_]|[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f{_ODD_LETTERS}])+")
_SHORT = re.compile(r"(?<![\w'’.-])[a-z]{2,3}(?![\w'’-])")
_MOST = 3  # ligatures lost from one word: "identification" has three


@cache
def known_words() -> frozenset[str]:
    """Words never touched, and the only ones mended into: the vocabulary's own and the list beside this module."""
    listed = (files("iscm.papers") / "words.txt").read_text("utf-8").split()
    names = [name for row in (*mechanisms().values(), *bodies().values())
             for name in (row.acronym or "", *row.name.values(), *row.aliases)]  # fmt: skip
    names += [word for theme in themes().values() for words in theme.words.values() for word in words]
    own = re.findall(r"[^\W\d_]+", " ".join(names).lower())
    return frozenset(listed).union(own)


def mended(text: str) -> tuple[str, int]:
    """``text`` with its ligatures back, and how many words were mended that had lost theirs.

    Short words ("ve" for five) are mended only where longer ones prove that the text lost those very ligatures.
    """
    text = text.translate(_JOINED)
    better: dict[str, str] = {}
    for word in set(_TOKEN.findall(text)):
        if (whole := _mended(word)) != word:
            better[word] = whole
    if not better:
        return text, 0
    proven = {
        lig
        for lig in LIGATURES
        if sum(lig in whole and lig not in word for word, whole in better.items()) > 1
    }
    for word in set(_SHORT.findall(text)) - set(better):
        if (whole := _short_mended(word, frozenset(proven))) != word:
            better[word] = whole
    count = 0

    def mend(match: re.Match[str]) -> str:
        nonlocal count
        whole = better.get(match[0], match[0])
        count += whole != match[0]
        return whole

    return _TOKEN.sub(mend, text), count


def _short_mended(word: str, proven: frozenset[str]) -> str:
    if word in known_words():
        return word
    wholes = {word[:at] + lig + word[at:] for lig in proven for at in range(len(word) + 1)}
    return _best(word, [whole for whole in wholes if whole in known_words() and len(whole) > 3])


@lru_cache(16384)
def _mended(word: str) -> str:
    plain = unicodedata.normalize("NFC", word)
    if _ODD.search(plain):
        return _best(plain, list(_filled(plain, _MOST)))
    if len(plain) < 4 or plain.lower() in known_words() or _inflected(plain.lower()):
        return word
    if plain.isupper() or not plain.isalpha() or any(c.isupper() for c in plain[1:]):
        return word  # an acronym is spelt as it is
    for lost in range(1, _MOST + 1):
        if lost > 1 and len(plain) < 5:
            break
        candidates = list(_inserted(plain, lost))
        if candidates:
            return _best(plain, candidates)
    return word


def _inflected(word: str) -> bool:
    """A known word with an ending of its own: "hosts", "signed"."""
    return any(
        word.endswith(end) and word[: -len(end)] in known_words()
        for end in ("s", "es", "ed", "d", "ing", "ly")
    )


def _filled(word: str, left: int) -> Iterator[str]:
    """Every known word that comes of putting ligatures where the odd characters stand."""
    match = _ODD.search(word)
    if not match or not left:
        if not match and word.lower() in known_words():
            yield word
        return
    for ligature in LIGATURES:
        yield from _filled(
            word[: match.start()] + _cased(ligature, word, match.start()) + word[match.end() :], left - 1
        )


def _cased(ligature: str, word: str, place: int) -> str:
    return ligature.capitalize() if place == 0 and word[1:2].islower() and len(word) > 1 else ligature


def _inserted(word: str, lost: int) -> Iterator[str]:
    """Every known word that comes of putting ``lost`` ligatures in anywhere, also before the first letter."""
    low = word.lower()
    for lean in _leaned().get(_lean(low), ()):
        if _loses(lean, low, lost):
            yield lean.capitalize() if word[0].isupper() else lean


def _lean(word: str) -> str:
    """A word without any letter that a ligature may be made of: what two spellings must have in common."""
    return re.sub("[tfilj]", "", word)


@cache
def _leaned() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for word in sorted(known_words()):
        if len(word) > 4 and any(ligature in word for ligature in LIGATURES):
            table.setdefault(_lean(word), []).append(word)
    return table


def _loses(whole: str, robbed: str, lost: int) -> bool:
    """Whether ``whole`` is ``robbed`` once ``lost`` ligatures are taken out of it."""
    if lost == 0:
        return whole == robbed
    shorter = [ligature for ligature in LIGATURES if ligature in whole]
    return any(
        _loses(whole[: at.start()] + whole[at.end() :], robbed, lost - 1)
        for ligature in shorter
        for at in re.finditer(f"(?={ligature}){ligature}", whole)
    )


def _best(word: str, candidates: list[str]) -> str:
    """The only candidate; of several the shortest, if it is alone at that length; else the word as it was."""
    shortest = sorted({c for c in candidates if len(c) == min(map(len, candidates))}) if candidates else []
    return shortest[0] if len(shortest) == 1 else word
