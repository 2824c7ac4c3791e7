"""The places of a document that can be pointed at, and the addresses that may be followed from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iscm.documents.blocks import (
    Anchor,
    Block,
    Document,
    Entry,
    Figure,
    Heading,
    Inlines,
    Paragraph,
    Table,
    texts,
)

_FOLLOWED = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)


def places(document: Document) -> frozenset[str]:
    """Every id in the document; a link to any other leads nowhere, and is printed as plain words."""
    return frozenset(place for block in document.blocks for place in _places(block))


def followed(address: str | None) -> str | None:
    """``address`` if it is of the web or of mail, else None: nothing else becomes a link."""
    return address if address and _FOLLOWED.fullmatch(address) else None


def _places(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.id
    elif isinstance(block, Entry):
        yield block.heading.id
        yield from _anchors(block.content)
    elif isinstance(block, Paragraph):
        if block.id:
            yield block.id
        yield from _anchors(block.content)
    elif isinstance(block, Table):
        yield from (row.id for row in block.rows if row.id)
    elif isinstance(block, Figure):
        yield block.id
        yield from (row.id for row in block.table.rows if row.id)


def _anchors(content: Inlines) -> Iterator[str]:
    return (inline.id for inline in texts(content) if isinstance(inline, Anchor))
