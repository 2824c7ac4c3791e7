"""What prose says of meetings: a statement, where it stands, and what was left unread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from iscm.domain.when import When


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` (counted) up to ``end`` (not counted) of a text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing said of a mechanism's meetings, as exactly as it was said.

    ``type`` is the main kind and ``kinds`` any further ones (ids of ``vocabulary/types.toml``). ``count`` is how many
    meetings are meant: None for a plural without a number. ``dates`` has one value for each dated meeting, and may be
    shorter than ``count``. ``at`` is the larger event it was a side event of, or prepared (``imrf-1``, ``gfmd-14``).
    ``mode`` is ``in-person``, ``online``, ``hybrid`` or None; ``status`` ``held``, ``announced``, ``postponed``,
    ``cancelled`` or None: None always means that the prose does not say.
    """

    type: str
    kinds: tuple[str, ...] = ()
    title: str = ""
    ordinal: int | None = None
    count: int | None = 1
    dates: tuple[When, ...] = ()
    topic: str | None = None
    city: str | None = None
    country: str | None = None
    joint_with: tuple[str, ...] = ()
    at: str | None = None
    mode: str | None = None
    status: str | None = None
    gcm: tuple[int, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def online(self) -> bool | None:
        """True online or hybrid, False in person, None where not said."""
        return None if self.mode is None else self.mode != "in-person"

    def as_json(self) -> dict[str, Any]:
        """The public contract's shape, without text and span (docs/contract.md)."""
        return {
            "type": self.type,
            "kinds": list(self.kinds),
            "title": self.title,
            "ordinal": self.ordinal,
            "count": self.count,
            "dates": [str(when) for when in self.dates],
            "topic": self.topic,
            "city": self.city,
            "country": self.country,
            "joint_with": list(self.joint_with),
            "at": self.at,
            "online": self.online,
            "mode": self.mode,
            "status": self.status,
            "gcm": list(self.gcm),
            "themes": list(self.themes),
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Statement:
        """The reverse of ``as_json``; unknown keys (text, span) are passed over."""
        return cls(
            type=row["type"],
            kinds=tuple(row.get("kinds") or ()),
            title=row.get("title") or "",
            ordinal=row.get("ordinal"),
            count=row.get("count", 1),
            dates=tuple(When.parse(str(d)) for d in row.get("dates") or ()),
            topic=row.get("topic"),
            city=row.get("city"),
            country=row.get("country"),
            joint_with=tuple(row.get("joint_with") or ()),
            at=row.get("at"),
            mode=row.get("mode"),
            status=row.get("status"),
            gcm=tuple(row.get("gcm") or ()),
            themes=tuple(row.get("themes") or ()),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A statement and the characters it was read from. ``doubts`` are codes of readings that want a human eye."""

    statement: Statement
    span: Span
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and everything read from it. ``found`` and ``unread`` together are the text, each character once."""

    text: str
    found: tuple[Found, ...]
    unread: tuple[Span, ...]
    findings: tuple[Finding, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "statements": [
                {"text": f.span.of(self.text), "span": [f.span.start, f.span.end], **f.statement.as_json()}
                for f in self.found
            ],
            "unread": [{"text": s.of(self.text), "span": [s.start, s.end]} for s in self.unread],
            "queries": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A query: what a careful editor would ask back.

    ``code`` names the check (``themes-without-meetings``); ``subject`` the mechanism, theme or publication it is about;
    ``span`` its place in the text read, where there is one, with ``line`` counted from 1; ``values`` what the message
    and the mend are made of. The words are made by ``iscm.prose.questions`` in the language of the reader: ``message``
    and ``mend`` here are the English ones, filled in by whoever raises it.
    """

    code: str
    subject: str = ""
    message: str = ""
    mend: str = ""
    severity: str = "ask"  # "error": cannot be printed so; "ask": ask the secretariat; "note": good to know
    span: Span | None = None
    line: int | None = None
    quote: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Stable name of this query, by which it is waived: ``same-day:sacm:5f0c2a``.

        The code, what it is about, and six hexadecimal digits of its values: not its place, nor its words.
        """
        told = "|".join(f"{name}={_told(value)}" for name, value in sorted(self.values.items()))
        parts = (self.code, self.subject, f"{crc32(told.encode()) & 0xFFFFFF:06x}" if told else "")
        return ":".join(part for part in parts if part)

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "subject": self.subject,
            "severity": self.severity,
            "message": self.message,
            "mend": self.mend,
            "span": [self.span.start, self.span.end] if self.span else None,
            "line": self.line,
            "quote": self.quote,
            "key": self.key,
        }


def _told(value: Any) -> str:
    return ",".join(map(_told, value)) if isinstance(value, tuple) else str(value)
