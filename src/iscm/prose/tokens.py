"""Text as tokens: words, numbers, signs, each with its place. Cutting is one regular expression; folding is cached.

Marks of emphasis (``**``, ``_``) make no token: they lie in the text between two tokens and lose nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_CUT = re.compile(
    r"""
    (?P<iso>\d{4}-\d\d-\d\d/(?:\d{4}-)?(?:\d\d-)?\d\d(?![\d-])|\d{4}-\d\d(?:-\d\d)?(?![\d-]))
  | (?P<numeric>\d{1,2}(?:\.?\s?[-–]\s?\d{1,2})?[./]\d{1,2}[./](?:\d{4}|\d\d)(?![\d./]*\d)
      |\d{1,2}\.\d{1,2}\.?\s?[-–]\s?\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)(?!\d)
      |(?<=\()(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[012])(?=\))
      |\d{1,2}(?:\s?[-–]\s?\d{1,2})?\.[IVX]{1,4}\.\d{4}
      |\d{1,2}(?:\.?\s?[-–]\s?\d{1,2})?\.(?:0\d|1[012])\.(?=\s*[),;])(?!\d))
  | (?P<ordinal>\d+[-‑]?(?:st|nd|rd|th|ère|ere|er|re|ème|eme|nde?|e|è|º|°|ª|\.[ºªoa]|\.er|os|as|ra|da|ta|va|na|ma
      |ro|do|to|a|o|ый|ий|ой|ая|яя|ое|ее|го|му|ым|ом|ую|ые|ых|й|я|е|м)(?![^\W\d_]))
  | (?P<slip>[lI]\d+(?:st|nd|rd|th)(?![^\W\d_])|[^\W\d_]+0[^\W\d_]+)
  | (?P<number>\d+)
  | (?P<word>(?:[^\W\d_][\u0300-\u036f]*)+(?:[-‑]\r?\n[a-zà-öø-ÿ](?:[^\W\d_][\u0300-\u036f]*)+)*)
  | (?P<paragraph>[ \t]*\r?\n(?:[ \t]*\r?\n)+)
  | (?P<line>\r?\n)
  | (?P<sign>[^\s\w*_])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "ft",
    "ﬆ": "st",
    "œ": "oe",
    "æ": "ae",
}


class Token(NamedTuple):
    """``kind`` is the name of the group above; ``word`` is the text folded: lower case, no accents."""

    start: int
    end: int
    kind: str
    word: str


@lru_cache(65536)
def fold(text: str) -> str:
    """Lower case without accents; ligatures opened; й and ё kept apart from и and е only where that matters not."""
    flat = text.casefold()
    if flat.isascii():
        return flat
    for ligature, letters in _LIGATURES.items():
        flat = flat.replace(ligature, letters)
    flat = unicodedata.normalize("NFKD", flat)
    return "".join(c for c in flat if not unicodedata.combining(c))


def cut(text: str) -> list[Token]:
    """The tokens of ``text`` in order. White space and marks of emphasis lie between them."""
    tokens: list[Token] = []
    for match in _CUT.finditer(text):
        kind, found = match.lastgroup or "", match.group()
        if kind == "slip":
            kind, found = _put_right(found)
        elif kind == "word" and "\n" in found:  # cut at a line's end
            found = re.sub(r"[-‑]\r?\n", "", found)
        if word := fold(found):  # a lone accent is no token
            tokens.append(Token(match.start(), match.end(), kind, word))
    return tokens


def _put_right(slip: str) -> tuple[str, str]:
    """Kind and text of what a scanner mistook: "l4th" is 14th, "S0Ms" is SOMs."""
    if slip[0] in "lI" and slip[1].isdigit():
        return "ordinal", "1" + slip[1:]
    return "word", slip.replace("0", "o")
