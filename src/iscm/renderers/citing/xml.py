"""Elements of XML as text: quick, and in the order in which a schema wants them."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile(r"[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0


def element(name: str, text: str, /, **attributes: str) -> str:
    """``<name attribute="...">text</name>``; "" where there is no text. Attributes without a value are left out."""
    if not text:
        return ""
    said = "".join(f" {key}={attribute(value)}" for key, value in attributes.items() if value)
    return f"<{name}{said}>{words(text)}</{name}>"


def words(text: str) -> str:
    """Text without the signs that XML forbids, and with its own escaped."""
    return escape(_FORBIDDEN.sub("", text))


def attribute(text: str) -> str:
    """A value in its quotes."""
    return quoteattr(_FORBIDDEN.sub("", text))
