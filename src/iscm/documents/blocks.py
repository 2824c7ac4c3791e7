"""What a document is made of. A closed set: every renderer matches each block, and mypy refuses one that does not.

Inline text never holds markup: a renderer escapes it for its own format.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Clean:
    """Leaves control characters out of every text of a block: no format shows them, and XML refuses most."""

    def __post_init__(self) -> None:
        for name, value in ((field.name, getattr(self, field.name)) for field in fields(self)):
            if isinstance(value, str):
                object.__setattr__(self, name, _CONTROL.sub("", value))
            elif isinstance(value, tuple) and value and isinstance(value[0], str):
                object.__setattr__(self, name, tuple(_CONTROL.sub("", part) for part in value))


# ---- inline ----


@dataclass(frozen=True, slots=True)
class Text(_Clean):
    """Plain words; ``lang`` where they are not in the document's language."""

    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out; ``whole`` keeps a few of them on one line, such as the days of a calendar row."""

    content: Inlines
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Emphasis:
    content: Inlines


@dataclass(frozen=True, slots=True)
class Quiet:
    """A remark beside the matter: "address not given"."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """A link to ``address`` on the web or mail, or to the place ``target`` (an id) in the same document.

    ``more`` are further places that the words are about: small numbers 2, 3 .. behind them where one can follow them.
    """

    content: Inlines
    address: str | None = None
    target: str | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that can be pointed at: a statement and the id it is cited by."""

    id: str
    content: Inlines


Inline = Text | Strong | Emphasis | Quiet | Link | Anchor
Inlines = tuple[Inline, ...]

# ---- blocks ----


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead(_Clean):
    """The head of the first page: ``kicker`` above the title (issue, period), the office and how to reach it below."""

    title: str
    strapline: str
    kicker: tuple[str, ...]
    office: str
    contact: Link


@dataclass(frozen=True, slots=True)
class Heading(_Clean):
    """A heading of ``level`` 1 (a section; the title stands in the masthead) or 2."""

    level: int
    text: str
    id: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph(_Clean):
    """``style``: "" or "lead" (opens a section) or "quiet" (a remark)."""

    content: Inlines
    style: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name at the margin and what is told of it; ``aside`` is the full name where the heading is the short one."""

    heading: Heading
    content: Inlines
    aside: Text | None = None


@dataclass(frozen=True, slots=True)
class List:
    items: tuple[Inlines, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Inlines, ...]
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(_Clean):
    """``alignment``: "start" or "end" for each column; ``widths`` their parts of the width."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str
    alignment: tuple[str, ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure(_Clean):
    """A number and what it counts; ``target`` is the place of what was counted."""

    value: str
    label: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar(_Clean):
    label: str
    value: int
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(_Clean):
    """A chart as data: ``specification`` is Vega-Lite, ``narrow`` the same for a small screen, ``bars`` what it shows.

    ``alternative`` says in words what the picture says; ``table`` holds its numbers.
    """

    id: str
    specification: dict[str, Any]
    narrow: dict[str, Any]
    bars: tuple[Bar, ...]
    alternative: str
    caption: str
    table: Table


@dataclass(frozen=True, slots=True)
class Note(_Clean):
    """Small print under its own title: a disclaimer, the colophon."""

    title: str
    paragraphs: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page begins here where there are pages."""


Block = Masthead | Heading | Paragraph | Entry | List | Table | KeyFigures | Figure | Note | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Clean):
    """``lang`` a BCP 47 tag, ``direction`` "ltr" or "rtl"; ``issued`` the day of its data: no renderer asks a clock.

    ``footer`` stands on every page; ``key`` names it in files and identifiers ("highlights-2022-fr").
    """

    title: str
    lang: str
    direction: str
    author: str
    contact: str
    subject: str
    keywords: tuple[str, ...]
    issued: dt.date
    key: str
    footer: str
    labels: dict[str, str]
    blocks: tuple[Block, ...]


def plain(content: Inlines) -> str:
    """The words of ``content`` without any of their dress."""
    return "".join(inline.text if isinstance(inline, Text) else plain(inline.content) for inline in content)


def texts(content: Iterable[Inline]) -> Iterator[Inline]:
    """Every inline of ``content``, outermost first."""
    for inline in content:
        yield inline
        if not isinstance(inline, Text):
            yield from texts(inline.content)
