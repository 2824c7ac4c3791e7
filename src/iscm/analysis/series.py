"""Numbered series: which meetings count one after the other."""

from __future__ import annotations

import re

from iscm.analysis.known import Past
from iscm.analysis.material import Line
from iscm.domain.terms import mechanisms

# Held once or twice a year and numbered through; working groups, workshops and the like run in parallel series.
RARE = frozenset(("main", "ministerial", "vice-ministerial", "senior-officials", "summit", "high-level"))
_NUMBERED = RARE | {"ordinary", "extraordinary", "plenary", "reference-group"}
_GROUPS = frozenset(("steering-group", "working-group", "reference-group", "network", "focal-points"))
_OF_A_GROUP = re.compile(r"\b(?:steering|working|reference|core) (?:group|committee)\b")
_MAIN = ("meeting", "conference", "congress", "forum")
# Kinds of which a meeting may belong to a series at all; all others belong to none.
TYPES = frozenset((*_NUMBERED, *_MAIN, "annual", "expert"))
_OWN_NOUN = {"congress": "congress", "forum": "forum", "conference": "conference"}


def of_line(line: Line) -> str | None:
    """The series that a line's meeting belongs to: ``main`` for a mechanism's own yearly one; None: none known.

    Preparatory meetings start to count again with each event, so ``preparatory ...`` counts within an issue only.
    """
    statement = line.statement
    return of_kinds(line.mechanism, (statement.type, *statement.kinds), f"{statement.title} {line.words}")


def of_past(past: Past) -> str | None:
    return of_kinds(past.mechanism, (past.type, *past.kinds), past.title)


def of_kinds(mechanism: str, kinds: tuple[str, ...], words: str) -> str | None:
    """The same from a meeting's kinds, the main one first, and the words that name it."""
    low = words.casefold()
    if _GROUPS & set(kinds[1:]) or (kinds[0] not in _GROUPS and _OF_A_GROUP.search(low)):
        return None  # a group's own meeting, be it of ministers: not the mechanism's series
    if kinds[0] == "annual" or ("annual" in kinds and kinds[0] in _MAIN):
        return "main"
    if "annual" in kinds:
        return None  # the annual meeting of a group: a series of its own, whose name may vary
    if kinds[0] in _MAIN and (_names_itself(mechanism, words) or _bears_noun(mechanism, kinds[0])):
        return "main"
    own = kinds if kinds[0] in (*_MAIN, "expert") else kinds[:1]
    series = next((kind for kind in own if kind in _NUMBERED), None)
    if series and ("preparatory" in kinds or "preparatory" in low):
        return f"preparatory {series}"
    return f"{series} ad hoc" if series and re.search(r"\bad[ -]hoc\b", low) else series


def _names_itself(mechanism: str, words: str) -> bool:
    """``20th SACM Conference``: the mechanism's name stands in the meeting's."""
    name = mechanisms().get(mechanism)
    acronym = name.acronym if name else None
    return bool(acronym) and re.search(rf"\b{re.escape(acronym or '')}\s+(?:\w+\s+)?\w+", words) is not None


def _bears_noun(mechanism: str, kind: str) -> bool:
    """``7th Forum`` of the Pan-African Forum."""
    name = mechanisms().get(mechanism)
    noun = _OWN_NOUN.get(kind)
    return bool(name and noun) and f" {noun}" in name.called("en").casefold() if name else False
