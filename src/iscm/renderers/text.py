"""Plain text: for the mail's second part, and for whoever reads without anything else."""

from __future__ import annotations

import textwrap
from typing import assert_never

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
from iscm.documents.places import followed

_WIDTH = 76


def render(document: Document) -> bytes:
    """UTF-8, lines of at most 76 characters (longer only for an address)."""
    return written(document).encode()


def written(document: Document) -> str:
    """The text, ending in one line break."""
    parts = [part for block in document.blocks if (part := _block(block))]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Masthead():
            head = "\n".join(
                [_wrap("  |  ".join(block.kicker)), "", block.title.upper(), _wrap(block.strapline)]
            )
            return f"{head}\n\n{_wrap(block.office)}\n{_words((block.contact,))}"
        case Heading():
            return _heading(block)
        case Paragraph():
            return _wrap(_words(block.content))
        case Entry():
            aside = f"{_wrap(block.aside.text)}\n" if block.aside else ""
            return f"{_heading(block.heading)}\n{aside}{_wrap(_words(block.content))}"
        case List():
            marks = [f"{n}. " if block.ordered else "- " for n in range(1, len(block.items) + 1)]
            return "\n".join(_hang(mark, _words(item)) for mark, item in zip(marks, block.items, strict=True))
        case Table():
            return _table(block)
        case KeyFigures():
            room = max((len(item.value) for item in block.items), default=0)
            return "\n".join(f"{item.value:>{room}}  {item.label}" for item in block.items)
        case Figure():
            return f"{_wrap(block.caption)}\n\n{_wrap(block.alternative)}\n\n{_table(block.table)}"
        case Note():
            return "\n".join([block.title, *(_wrap(_words(content)) for content in block.paragraphs)])
        case PageBreak():
            return ""
        case _:
            assert_never(block)


def _heading(heading: Heading) -> str:
    """Underlined, a section with = and what is in it with -; sections stand apart."""
    text = _wrap(heading.text)
    line = ("=" if heading.level == 1 else "-") * max(map(len, text.splitlines()))
    return ("\n" if heading.level == 1 else "") + f"{text}\n{line}"


def _table(table: Table) -> str:
    """Numbers in a column; words after the name they belong to."""
    rows = [[_words(cell) for cell in row.cells] for row in table.rows]
    if table.alignment[-1] != "end":
        return "\n".join(_hang(f"{first}: ", "; ".join(rest)) for first, *rest in rows)
    room = max((len(row[0]) for row in rows), default=0)
    return "\n".join(f"{row[0]:<{room}}  " + "  ".join(f"{cell:>4}" for cell in row[1:]) for row in rows)


def _words(content: Inlines) -> str:
    return "".join(_inline(inline) for inline in content)


def _inline(inline: Inline) -> str:
    match inline:
        case Text():
            return inline.text
        case Strong() | Emphasis() | Quiet() | Anchor():
            return _words(inline.content)
        case Link():
            return _link(_words(inline.content), followed(inline.address))
        case _:
            assert_never(inline)


def _link(words: str, address: str | None) -> str:
    if not address or address.removeprefix("mailto:") == words:
        return words
    return f"{words} <{address}>"


def _wrap(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _hang(mark: str, text: str) -> str:
    """The mark, and the text after it, later lines set in."""
    return textwrap.fill(
        mark + text, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
