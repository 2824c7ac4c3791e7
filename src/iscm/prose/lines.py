"""A text as lines that know their place, and what sets a heading off from the text under it.

A line's ``core`` is what is left without Markdown marks, bullets and numbering; all places count in the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from iscm.domain.statements import Span

_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*(?:\r\n|[\n\r\f\v\x85\u2028\u2029]|\Z)")
_FRONT = re.compile(
    r"[\s>\u200b\ufeff]*(?P<hashes>\#{1,6}\s+)?(?P<bullet>[-*+•▪■◦‣·–—]\s+)?"
    r"(?:\(?(?:\d{1,2}|[IVXL]{1,6}|[ivx]{1,5}|[a-z])[.)]\s+)?[|*_\s]*"
)
_BACK = re.compile(r"[\s|*_#:\u200b]*\Z")
_RULE = re.compile(r"[\s|:=*_.–—-]*")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_HANGING = re.compile(
    r"(?:[,(–—-]|\b(?:a|an|the|of|for|on|in|at|to|by|and|or|with|between|from|as|its|new|le|la|les|de|des|du|d['’]|"
    r"et|ou|sur|pour|avec|en|au|aux|un|une|el|los|las|del|y|o|con|para|por|sobre|и|на|в|по|с|о|для|от))\s*\Z",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[.;:!?…][\s*_\"'”’»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """``raw`` without its line break; ``core`` (from ``start`` to ``end``) without marks; ``span`` with the break."""

    raw: str
    span: Span
    core: str
    start: int
    end: int
    apart: bool  # the line before is blank, or there is none
    marked: bool  # a Markdown heading, all bold, or all capitals
    bullet: bool

    @property
    def blank(self) -> bool:
        return not self.core

    @property
    def words(self) -> int:
        return len(self.core.split())

    @property
    def titled(self) -> bool:
        """Looks like a heading: marked, or most of its longer words begin with a capital."""
        if self.marked:
            return True
        words = [w for w in _WORD.findall(self.core) if len(w) > 3]
        return bool(words) and sum(w[0].isupper() for w in words) >= 0.6 * len(words)


def lines(text: str) -> list[Line]:
    """Every line of ``text``; their spans are the text, each character once."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    apart = True
    for match in _LINE.finditer(text):
        if match.start() == match.end():
            continue
        raw = match[0].rstrip("\n\r\f\v\x85\u2028\u2029")
        front = _FRONT.match(raw)
        assert front  # it may be empty, never missing
        start, end = front.end(), len(raw)
        if back := _BACK.search(raw, start):
            end = back.start()
        if _RULE.fullmatch(raw):  # blank, or a ruler: nothing of it is text
            start = end = 0
        core = raw[start:end]
        bold = raw.strip().startswith(("**", "__")) and raw.strip().rstrip(":").endswith(("**", "__"))
        bold = bold and raw.count("**") + raw.count("__") == 2
        capitals = core.isupper() and len(core) > 6
        yield Line(
            raw,
            Span(match.start(), match.end()),
            core,
            match.start() + start,
            match.start() + end,
            apart,
            bool(front["hashes"]) or bold or capitals,
            bool(front["bullet"]),
        )
        apart = not core


def broken_off(before: str, after: str) -> bool:
    """Whether a clause runs on from line ``before`` to ``after``, over a blank line or a page break."""
    before, after = before.rstrip(), after.lstrip("*_ ")
    if not before or not after or _CLOSED.search(before):
        return False
    return bool(_HANGING.search(before)) or after[0].islower() or after[0] in "(,;"


def hangs(before: str) -> bool:
    """Whether a line ends in the middle of a phrase: "one joint workshop with"."""
    return bool(_HANGING.search(before.rstrip()))
