"""Atom and RSS. When an entry was published says nothing of when a meeting is: that is read in its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from iscm.domain.when import ImpossibleDate
from iscm.papers.html import html_text
from iscm.papers.offered.item import Item, iso, span, tidy
from iscm.papers.paper import PaperError

_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]{3,30})["']""")
_EVENT = "{http://purl.org/rss/1.0/modules/event/}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def declared_encoding(data: bytes) -> str | None:
    """The encoding that XML says it has."""
    match = _DECLARED.match(data[:300])
    return match[1].decode("ascii") if match else None


def xml_of(text: str, name: str) -> Any:
    """The root of an XML document; one that defines entities is refused: it could expand without end."""
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - only feeds need it
    from defusedxml.ElementTree import ParseError, fromstring  # noqa: PLC0415

    plain = _ENTITY.sub(
        lambda match: html.escape(html.unescape(match[0])), _HEAD.sub("", text.lstrip("\ufeff"))
    )
    try:
        return fromstring(plain)
    except DefusedXmlException:
        raise PaperError(f"{name} defines entities of its own: such XML is not opened.") from None
    except (ParseError, ValueError, RecursionError) as fault:
        raise PaperError(f"{name} is broken XML: {fault}.") from fault


def feed_items(text: str, name: str) -> Iterator[Item]:
    """Its entries. PaperError where it is a web page, broken, or neither Atom nor RSS."""
    if "<html" in text[:2_000].lower():
        raise PaperError(f"{name} is a web page and no feed.")
    root = xml_of(text, name)
    kind = _local(root.tag)
    if kind not in ("feed", "rss", "RDF"):
        raise PaperError(f"{name} is XML, and neither Atom nor RSS.")
    language = tidy(root.get(_LANG), 20)
    for node in root.iter():
        if _local(node.tag) in ("entry", "item"):
            yield _item(node, language)
        elif _local(node.tag) == "language" and not language:
            language = tidy(node.text, 20)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _item(node: Any, language: str) -> Item:
    said: dict[str, str] = {}
    address = ""
    for child in node:
        name = _local(child.tag)
        if name == "link":
            if child.get("rel", "alternate") == "alternate":
                address = address or child.get("href") or (child.text or "")
        elif str(child.tag).startswith(_EVENT):
            said[f"event-{name}"] = tidy(child.text)
        elif name not in said:
            said[name] = "".join(child.itertext())
    unread: tuple[str, ...] = ()
    when = None
    try:
        when, unread = span(iso(said.get("event-startdate")), iso(said.get("event-enddate")))
    except ImpossibleDate as fault:
        unread = (str(fault),)
    words = next((said[n] for n in ("description", "summary", "content", "encoded") if said.get(n)), "")
    return Item(
        key=tidy(said.get("guid") or said.get("id") or address, 300), title=_plain(said.get("title", ""))[:500],
        when=when, place=said.get("event-location", ""), address=tidy(address, 500), language=language,
        text=_plain(words), unread=unread,
    )  # fmt: skip


def _plain(said: str) -> str:
    return tidy(html_text(said)[0] if "<" in said or "&" in said else said)
