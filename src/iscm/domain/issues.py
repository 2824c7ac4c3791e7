"""A year's issue of the Highlights: as read from a text, and as records to be compiled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from iscm.domain.statements import Finding, Found, Reading, Span, Statement
from iscm.domain.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A publication as an issue lists it. ``mechanisms`` are slugs; ``partners`` other bodies, as slugs or names."""

    title: str
    mechanisms: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    url: str | None = None
    year: int | None = None
    languages: tuple[str, ...] = ()
    note: str | None = None
    span: Span | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "mechanisms": list(self.mechanisms),
            "with": list(self.partners),
            "url": self.url,
            "year": self.year,
            "languages": list(self.languages),
            "note": self.note,
            "span": [self.span.start, self.span.end] if self.span else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """A row of the thematic index: a theme or global initiative, and the mechanisms that took it up.

    ``elsewhere`` is True where the row says that it was also taken up within other themes. ``spans`` are the places of
    the names as read (same order as ``mechanisms``), ``names`` the names as printed.
    """

    theme: str
    mechanisms: tuple[str, ...] = ()
    elsewhere: bool = False
    names: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalMeeting:
    """The global event of the year: attendance as printed. ``represented`` mechanisms came, ``spoke`` of them spoke."""

    title: str = ""
    event: str | None = None  # id of the larger event or series: "grcp-9", "imrf-1"
    dates: tuple[When, ...] = ()
    represented: int | None = None
    spoke: int | None = None
    survey: bool = False  # a survey among mechanisms preceded it
    topic: str | None = None
    city: str | None = None
    country: str | None = None
    mode: str | None = None
    text: str = ""
    span: Span | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "event": self.event,
            "dates": [str(d) for d in self.dates],
            "represented": self.represented,
            "spoke": self.spoke,
            "survey": self.survey,
            "topic": self.topic,
            "city": self.city,
            "country": self.country,
            "mode": self.mode,
            "text": self.text,
            "span": [self.span.start, self.span.end] if self.span else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReading:
    """One mechanism's entry in an issue read: the heading as printed and what was found under it."""

    mechanism: str
    heading: str
    heading_span: Span
    span: Span
    found: tuple[Found, ...]
    unread: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReading:
    """A whole issue as read. All spans count in ``text``, the whole file's text; together they cover it."""

    text: str
    number: str | None = None  # as printed: "VIII"
    year: int | None = None
    period: When | None = None
    title: str | None = None
    office: str | None = None
    contact: str | None = None
    entries: tuple[EntryReading, ...] = ()
    initiatives: tuple[IndexRow, ...] = ()
    themes: tuple[IndexRow, ...] = ()
    publications: tuple[Publication, ...] = ()
    global_meeting: GlobalMeeting | None = None
    links: tuple[tuple[str, str], ...] = ()  # (label, address)
    read: tuple[Span, ...] = ()  # everything else that was understood: masthead, headings, furniture
    unread: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()

    def reading_of(self, entry: EntryReading) -> Reading:
        return Reading(self.text, entry.found, entry.unread)

    def as_json(self) -> dict[str, Any]:
        """The public contract's shape for a whole issue (docs/contract.md)."""
        mechanisms: dict[str, dict[str, Any]] = {}
        for entry in self.entries:
            rows = self.reading_of(entry).as_json()
            row = mechanisms.setdefault(
                entry.mechanism, {"heading": entry.heading, "statements": [], "unread": []}
            )
            row["statements"] += rows["statements"]
            row["unread"] += rows["unread"]
        return {
            "issue": {
                "number": self.number,
                "year": self.year,
                "period": str(self.period) if self.period else None,
                "title": self.title,
                "office": self.office,
                "contact": self.contact,
            },
            "mechanisms": mechanisms,
            "themes": {row.theme: list(row.mechanisms) for row in self.themes},
            "initiatives": {row.theme: list(row.mechanisms) for row in self.initiatives},
            "publications": [p.as_json() for p in self.publications],
            "global_meeting": self.global_meeting.as_json() if self.global_meeting else None,
            "links": [{"label": label, "url": url} for label, url in self.links],
            "queries": [f.as_json() for f in self.findings],
            "unread": [{"text": s.of(self.text), "span": [s.start, s.end]} for s in self.unread],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement as kept: what is said, the words it was read from, and the identifier it is cited by."""

    id: str  # "2022/rabat-process/1": year, mechanism, place in its entry
    statement: Statement
    prose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One mechanism's year. ``statements`` empty means silence, which is not inactivity."""

    mechanism: str
    statements: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The records that a year's issue is compiled from. Same records, same bytes."""

    year: int
    number: int
    period: When
    office: str
    contact: str
    entries: tuple[Entry, ...]
    global_meeting: GlobalMeeting | None = None
    initiatives: tuple[IndexRow, ...] = ()
    themes: tuple[IndexRow, ...] = ()
    publications: tuple[Publication, ...] = ()
    findings: tuple[Finding, ...] = ()
    links: tuple[tuple[str, str], ...] = field(default=())
    as_of: dt.date | None = None  # the day of its data; None: the last day of its period
