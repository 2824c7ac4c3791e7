"""Single words by which a clause is weighed: the lists of vocabulary/cues.toml."""

from __future__ import annotations

from functools import cache

from iscm.domain.terms import load
from iscm.prose.tokens import fold


@cache
def cues(name: str) -> frozenset[str]:
    """The words ``name`` of vocabulary/cues.toml."""
    return frozenset(fold(word) for word in load("cues")[name].split())
