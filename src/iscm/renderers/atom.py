"""Changes of the records as Atom (RFC 4287); what is withdrawn as a tombstone (RFC 6721)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_HUB = uuid.UUID(
    "5b2c7d1e-8a44-4c0f-9d7a-3f6f1c0b9e21"
)  # of this project, chosen once: ids are the same on every host
_FORBIDDEN = re.compile(r"[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A record that changed: ``key`` names it for ever (``meeting/gfmd-14``), ``at`` is when it last did.

    ``withdrawn``: it is there no more; nothing but its key is told.
    """

    key: str
    at: dt.datetime
    title: str = ""
    summary: str = ""
    address: str = ""
    tags: tuple[str, ...] = ()
    withdrawn: bool = False


def render(
    changes: Iterable[Change], *, title: str, source: str, page: str, at: dt.datetime, lang: str
) -> bytes:
    """A feed of ``changes``, in their order. ``source`` is its own address, ``page`` that of the same for people."""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" '
        f"xml:lang={_attribute(lang)}>\n"
        f"<id>{_id('feed/' + source.partition('://')[2].partition('/')[2])}</id>\n"
        f"<title>{_text(title)}</title>\n<updated>{_instant(at)}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={_attribute(source)}/>\n'
        f'<link rel="alternate" type="text/html" href={_attribute(page)}/>\n'
        "<author><name>ISCM Hub</name></author>\n<generator>ISCM Hub</generator>\n"
    )
    return (head + "".join(map(_entry, changes)) + "</feed>\n").encode()


def _entry(change: Change) -> str:
    if change.withdrawn:
        return f'<at:deleted-entry ref="{_id(change.key)}" when="{_instant(change.at)}"/>\n'
    tags = "".join(f"<category term={_attribute(tag)}/>" for tag in change.tags)
    return (
        f"<entry><id>{_id(change.key)}</id><title>{_text(change.title)}</title>"
        f"<updated>{_instant(change.at)}</updated><link href={_attribute(change.address)}/>{tags}"
        f"<summary>{_text(change.summary)}</summary></entry>\n"
    )


def _id(key: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_HUB, key)}"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("", text))


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
