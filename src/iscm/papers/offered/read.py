"""Bytes as they came from an address, of the kind that its owner says it is, as items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from iscm.papers.encoding import decoded
from iscm.papers.html import declared_charset
from iscm.papers.offered.feed import declared_encoding, feed_items
from iscm.papers.offered.ics import calendar_items
from iscm.papers.offered.item import CALENDAR, FEED, INDICO, MARKUP, TABLE, WHOLE, Item, Offer, keyed, tidy
from iscm.papers.offered.markup import indico_items, markup_items
from iscm.papers.paper import LARGEST_TEXT, PaperError, too_long
from iscm.papers.received import paper_of

_TEXTS: dict[str, Callable[[str, str], Iterable[Item]]] = {
    CALENDAR: calendar_items, FEED: feed_items, MARKUP: markup_items, INDICO: indico_items,
}  # fmt: skip


def read_offer(data: bytes, kind: str, name: str, charset: str | None = None) -> Offer:
    """What ``data`` offers; ``kind`` one of ``KINDS``, ``charset`` as its server says. PaperError says why not."""
    if not data.strip(b"\x00 \t\r\n\f\v"):
        raise PaperError(f"{name} is empty.")
    if kind in _TEXTS:
        text, notes = _text(data, name, charset)
        return Offer(items=keyed(_TEXTS[kind](text, name)), whole=kind in WHOLE, notes=notes)
    if kind == TABLE and not data.startswith((b"PK", b"\xd0\xcf")):
        paper = paper_of(data, f"{name.partition('?')[0]}.csv")
        if paper.kind != "table":
            raise PaperError(f"{name} is no table: it is read as {paper.kind}.")
    else:
        paper = paper_of(data, name)
    return Offer(items=_lines(paper.text, paper.links), notes=paper.notes)


def _text(data: bytes, name: str, charset: str | None) -> tuple[str, tuple[str, ...]]:
    if len(data) > LARGEST_TEXT:
        raise too_long(name, len(data), LARGEST_TEXT)
    try:
        text, encoding = decoded(data, charset or declared_encoding(data) or declared_charset(data))
    except (UnicodeError, LookupError):
        raise PaperError(f"{name} is not a text.") from None
    return text, (f"read as {encoding}",) if encoding else ()


def _lines(text: str, links: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    """Its lines, to be read as prose: what each says is no item yet, and so has no key."""
    addresses = {tidy(label).casefold(): address for label, address in links if len(label) > 8}
    return tuple(_line(line, addresses) for line in text.splitlines() if line.strip())


def _line(line: str, addresses: dict[str, str]) -> Item:
    said = tidy(line)
    return Item(text=said, address=next(_linked(said.casefold(), addresses), "")[:500])


def _linked(said: str, addresses: dict[str, str]) -> Iterator[str]:
    return (address for label, address in addresses.items() if label in said)
