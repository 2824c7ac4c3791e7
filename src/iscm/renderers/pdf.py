"""PDF by Typst: tagged and checked against PDF/UA-1, with bookmarks, and the same bytes each time.

Everything untrusted goes in as JSON data, so no word of a report is ever read as markup (``issue.typ``).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, assert_never

import typst

from iscm.documents.blocks import (
    Anchor,
    Block,
    Document,
    Emphasis,
    Entry,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigures,
    Link,
    List,
    Masthead,
    Note,
    PageBreak,
    Paragraph,
    Quiet,
    Strong,
    Table,
    Text,
)
from iscm.documents.look import FONTS, LIGHT, PRINT
from iscm.documents.places import followed, places
from iscm.renderers import charts

Data = dict[str, Any]
_MISSING = re.compile(r"the text `(.+?)` could not be displayed")


class Unprintable(RuntimeError):
    """Typst refused or warned; ``args[0]`` says what about."""


def render(document: Document) -> bytes:
    """The document as PDF/UA-1; Unprintable if Typst has anything at all to remark.

    Scripts beyond Latin, Greek and Cyrillic are printed in a font of the machine, if it has one; else Unprintable.
    """
    try:
        return _compiled(document, _fonts())
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise Unprintable(_words(error)) from error
    try:
        return _compiled(document, _fonts(machine=True))
    except typst.TypstError as error:
        raise Unprintable(_words(error)) from error


def _compiled(document: Document, fonts: typst.Fonts) -> bytes:
    pdf, warnings = typst.compile_with_warnings(
        _source(),
        font_paths=fonts,
        format="pdf",
        sys_inputs={"document": json.dumps(_data(document), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=dt.datetime.combine(document.issued, dt.time(12), dt.UTC),
    )
    if warnings:
        raise Unprintable("; ".join(warning.message for warning in warnings))
    if not isinstance(pdf, bytes):
        raise Unprintable("no pages")
    return pdf


def _words(error: typst.TypstError) -> str:
    missing = _MISSING.search(error.message)
    if missing:
        return f"the PDF cannot show {missing[1]}: no font at hand has it; install one, or write it otherwise"
    return "\n".join([error.message, *error.hints])


@cache
def _source() -> bytes:
    return (files("iscm.renderers") / "issue.typ").read_bytes()


@cache
def _fonts(*, machine: bool = False) -> typst.Fonts:
    """Ours alone, as long as they will do: what a machine has installed must not change a page."""
    return typst.Fonts(machine, machine, [str(charts.FONTS)])


@dataclass
class _Ids:
    """The places of the document; Typst wants each named once, so the first to bear a name keeps it."""

    known: frozenset[str]
    used: set[str] = field(default_factory=set)

    def first(self, place: str | None) -> str | None:
        if place is None or place in self.used:
            return None
        self.used.add(place)
        return place


def _data(document: Document) -> Data:
    ids = _Ids(places(document))
    return {
        "title": document.title,
        "lang": document.lang.partition("-")[0],  # Typst takes the language alone
        "direction": document.direction,
        "author": " · ".join(line.strip() for line in document.author.splitlines() if line.strip()),
        "subject": document.subject,
        "keywords": document.keywords,
        "issued": [document.issued.year, document.issued.month, document.issued.day],
        "footer": document.footer,
        "page": document.labels["page"],
        "look": {"color": LIGHT, "font": FONTS, "size": PRINT},
        "blocks": [_block(block, ids) for block in document.blocks],
    }


def _block(block: Block, ids: _Ids) -> Data:
    match block:
        case Masthead():
            return {
                "kind": "masthead", "title": block.title, "strapline": block.strapline, "kicker": block.kicker,
                "office": block.office, "contact": _inlines((block.contact,), ids),
            }  # fmt: skip
        case Heading():
            return _heading(block, ids)
        case Paragraph():
            return {
                "kind": "paragraph",
                "style": block.style,
                "id": ids.first(block.id),
                "content": _inlines(block.content, ids),
            }
        case Entry():
            aside = _inlines((block.aside,), ids) if block.aside else None
            content = _inlines(block.content, ids)
            return {
                "kind": "entry",
                "heading": _heading(block.heading, ids),
                "aside": aside,
                "content": content,
            }
        case List():
            items = [_inlines(item, ids) for item in block.items]
            return {"kind": "list", "ordered": block.ordered, "items": items}
        case Table():
            return _table(block, ids)
        case KeyFigures():
            numbers = [[i.value, i.label, i.target if i.target in ids.known else None] for i in block.items]
            return {"kind": "figures", "items": numbers}
        case Figure():
            return {
                "kind": "chart", "id": ids.first(block.id), "svg": charts.svg(block.specification),
                "alt": block.alternative, "caption": block.caption, "table": _table(block.table, ids),
            }  # fmt: skip
        case Note():
            paragraphs = [_inlines(content, ids) for content in block.paragraphs]
            return {"kind": "note", "title": block.title, "paragraphs": paragraphs}
        case PageBreak():
            return {"kind": "break"}
        case _:
            assert_never(block)


def _heading(heading: Heading, ids: _Ids) -> Data:
    return {
        "kind": "heading",
        "level": heading.level,
        "text": heading.text,
        "id": ids.first(heading.id),
        "lang": heading.lang,
    }


def _table(table: Table, ids: _Ids) -> Data:
    return {
        "kind": "table",
        "head": table.head,
        "rows": [[ids.first(row.id), [_inlines(cell, ids) for cell in row.cells]] for row in table.rows],
        "caption": table.caption,
        "alignment": table.alignment,
        "widths": table.widths,
    }


def _inlines(content: Inlines, ids: _Ids) -> list[Data]:
    return [_inline(inline, ids) for inline in content]


def _inline(inline: Inline, ids: _Ids) -> Data:
    match inline:
        case Text():
            return {"kind": "text", "text": inline.text, "lang": inline.lang}
        case Strong():
            return {"kind": "strong", "whole": inline.whole, "content": _inlines(inline.content, ids)}
        case Emphasis():
            return {"kind": "emphasis", "content": _inlines(inline.content, ids)}
        case Quiet():
            return {"kind": "quiet", "content": _inlines(inline.content, ids)}
        case Link():
            content = _inlines(inline.content, ids)
            if inline.target in ids.known:
                more = [target for target in inline.more if target in ids.known]
                return {"kind": "goto", "target": inline.target, "content": content, "more": more}
            return {"kind": "link", "address": followed(inline.address), "content": content}
        case Anchor():
            return {"kind": "anchor", "id": ids.first(inline.id), "content": _inlines(inline.content, ids)}
        case _:
            assert_never(inline)
