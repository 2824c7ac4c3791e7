"""Slips of the pen and of the scanner: which word of the vocabulary a mistyped one was meant to be.

A word that lost a ligature in a PDF ("meeng"), one with a slip ("Comittee"), a long one with two ("Conferance",
"workhsops"); never one whose first letter is another, nor a real word that only looks alike.
"""

from __future__ import annotations

from collections.abc import Collection

_LOST = ("ti", "tt", "ft", "fi", "ff", "fl", "ffi")
_REAL_WORDS = frozenset(
    """
    augusts boarding boards bored capable cession channel channels confer conferences confidence
    congresses consultant consultants coordinary course courses court courts cursos dialogues eating
    encuentra encuentran encuentros evento eventos events eventually exchange exchanged expect experts
    export exports foreign forma formal formas format formats former forms foros forte forts forum
    general hearing heating joined jointly manning marches meaning meaningful minister ministerio
    ministerios ministre ministries ministry mintier mision misiones mission missions national network
    networks ordinal panels parch passion penal pilot pilots planning plans preference prevents preview
    raining rational reference reform regional retreat reunies reunion reuniones reunir reunis review
    reviews seating seccion secciones section sections seminal sesiones session simmer stable summers
    summits tableau tables talleres tecnicas thematics tourisme trainees trainers training treat vessel
    visits workshops
    """.split()
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


class Mender:
    """Mends words towards ``keys`` (whole words) and ``stems`` (beginnings, without their star)."""

    def __init__(self, keys: Collection[str], stems: Collection[str]) -> None:
        self._keys = tuple(sorted(keys))
        self._stems = tuple(sorted(s for s in stems if len(s) >= 6))
        self._unligatured = {
            key.replace(lost, "", 1): key
            for key in reversed(self._keys)
            for lost in reversed(_LOST)
            if lost in key
        }

    def word(self, word: str) -> str:
        """The key that ``word`` was meant to be, or ``word``."""
        if len(word) < 5:
            return word
        if key := self._unligatured.get(word):
            return key
        if word in _REAL_WORDS or word.endswith(("ly", "ed")):
            return word
        allowed = 1 if len(word) < 9 else 2
        best, nearest = word, allowed + 1
        for key in self._keys:
            if key[0] == word[0] and abs(len(key) - len(word)) <= allowed:
                edits = distance(word, key, nearest - 1)
                if edits < nearest:
                    best, nearest = key, edits
        return best

    def stem(self, word: str) -> str:
        """The stem that the beginning of a long word is one slip away from ("совещние"), or ""."""
        if len(word) < 8:
            return ""
        for stem in self._stems:
            size = len(stem)
            alike = word[:3] == stem[:3] and size - 1 <= len(word)
            if alike and any(distance(word[: size + k], stem, 1) <= 1 for k in (-1, 0)):
                return stem
        return ""
