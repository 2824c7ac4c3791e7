"""Which known words a mistyped one may be: a letter wrong, missing, doubled or two exchanged."""

from __future__ import annotations

from collections.abc import Sequence

SURE = 8  # letters from which on two slips are forgiven


def nearby(word: str, known: Sequence[str], limit: int = 5) -> list[str]:
    """Words of ``known`` at the least distance from ``word``: one slip, or two in a long word; none for a short one.

    In the order of ``known`` where equally near, those that share the first letter first.
    """
    from rapidfuzz import process  # noqa: PLC0415 - only a word that is not known costs this import
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    if len(word) < 4:
        return []
    at_most = 1 if len(word) < SURE else 2
    hits = process.extract(word, known, scorer=OSA.distance, score_cutoff=at_most, limit=50)
    least = min((score for _, score, _ in hits), default=0)
    best = [(hit[:1] != word[:1], place, hit) for hit, score, place in hits if score == least]
    return [hit for _, _, hit in sorted(best)][:limit]
