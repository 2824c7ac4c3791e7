"""What is checked: an issue read from a text and an issue compiled from records, as one kind of value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from iscm.domain.issues import GlobalMeeting, IndexRow, Issue, IssueReading, Publication
from iscm.domain.statements import Finding, Found, Reading, Span, Statement
from iscm.domain.terms import MechanismName, mechanisms
from iscm.domain.when import ImpossibleDate, When

Days = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A statement in its entry. ``dates`` carry the issue's year where the prose says none; ``words`` are its prose."""

    mechanism: str
    statement: Statement
    dates: tuple[When, ...] = ()
    words: str = ""
    span: Span | None = None
    doubts: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[Days, ...]:
        """First and last day of each meeting that is dated to the day."""
        return tuple(when.days for when in self.dates if when.days)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset((self.statement.type, *self.statement.kinds))

    @property
    def joint(self) -> frozenset[str]:
        return frozenset(self.statement.joint_with)

    @property
    def order(self) -> tuple[object, ...]:
        """A place to sort by that does not depend on how entries are ordered."""
        place = self.span.start if self.span else 0
        return self.mechanism, place, self.words, str(self.statement.as_json())


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A mechanism's entry: its heading as printed, its lines, and the words left unread."""

    mechanism: str
    heading: str = ""
    span: Span | None = None
    lines: tuple[Line, ...] = ()
    unread: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """An issue to be checked. ``text`` is empty, and every span None, where it was made from records."""

    text: str = ""
    year: int | None = None
    period: When | None = None
    title: str | None = None
    sections: tuple[Section, ...] = ()
    rows: tuple[IndexRow, ...] = ()
    publications: tuple[Publication, ...] = ()
    global_meeting: GlobalMeeting | None = None
    unread: tuple[Span, ...] = ()
    findings: tuple[Finding, ...] = ()  # of the reader itself

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def reporting(self) -> frozenset[str]:
        """The mechanisms that have an entry."""
        return frozenset(section.mechanism for section in self.sections)

    @property
    def bounds(self) -> Days | None:
        """First and last day of the period, or of the year."""
        if self.period and self.period.earliest and self.period.latest:
            return self.period.earliest, self.period.latest
        return (dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)) if self.year else None

    def of(self, mechanism: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.mechanism == mechanism)

    def in_order(self) -> Material:
        """The same, with entries, rows and publications in an order of their own."""
        sections = tuple(
            replace(s, lines=tuple(sorted(s.lines, key=lambda line: line.order)))
            for s in sorted(self.sections, key=lambda s: (s.mechanism, _start(s.span), s.heading))
        )
        rows = tuple(sorted(self.rows, key=lambda r: (r.theme, _start(r.span), r.mechanisms)))
        papers = tuple(sorted(self.publications, key=lambda p: (_start(p.span), p.title)))
        return replace(self, sections=sections, rows=rows, publications=papers)


def _start(span: Span | None) -> int:
    return span.start if span else -1


def dated(statement: Statement, year: int | None) -> tuple[When, ...]:
    """Its dates with the issue's year where none is said; a day that the year lacks is left as it is."""
    if year is None:
        return statement.dates
    dates = []
    for when in statement.dates:
        try:
            dates.append(when.in_year(year))
        except ImpossibleDate:  # 29 February without a year: the check of impossible dates speaks of it
            dates.append(when)
    return tuple(dates)


def _line(found: Found, text: str, mechanism: str, year: int | None) -> Line:
    return Line(
        mechanism=mechanism,
        statement=found.statement,
        dates=dated(found.statement, year),
        words=found.span.of(text),
        span=found.span,
        doubts=found.doubts,
    )


def of_reading(reading: IssueReading) -> Material:
    """An issue as read."""
    sections = tuple(
        Section(
            mechanism=entry.mechanism,
            heading=entry.heading,
            span=entry.heading_span,
            lines=tuple(_line(found, reading.text, entry.mechanism, reading.year) for found in entry.found),
            unread=entry.unread,
        )
        for entry in reading.entries
    )
    return Material(
        text=reading.text,
        year=reading.year,
        period=reading.period,
        title=reading.title,
        sections=sections,
        rows=reading.initiatives + reading.themes,
        publications=reading.publications,
        global_meeting=reading.global_meeting,
        unread=reading.unread,
        findings=reading.findings,
    )


def of_lines(reading: Reading, mechanism: str = "", year: int | None = None) -> Material:
    """A few lines of one mechanism, or of nobody in particular."""
    lines = tuple(_line(found, reading.text, mechanism, year) for found in reading.found)
    section = Section(mechanism=mechanism, lines=lines, unread=reading.unread)
    return Material(text=reading.text, year=year, sections=(section,), findings=reading.findings)


def of_issue(issue: Issue) -> Material:
    """An issue as kept in records."""
    sections = tuple(
        Section(
            mechanism=entry.mechanism,
            lines=tuple(
                Line(
                    mechanism=entry.mechanism,
                    statement=told.statement,
                    dates=dated(told.statement, issue.year),
                    words=told.prose,
                )
                for told in entry.statements
            ),
        )
        for entry in issue.entries
        if entry.statements  # an entry without statements is silence
    )
    return Material(
        year=issue.year,
        period=issue.period,
        sections=sections,
        rows=issue.initiatives + issue.themes,
        publications=issue.publications,
        global_meeting=issue.global_meeting,
        findings=issue.findings,
    )


def short_name(slug: str) -> str:
    """What people call it: ``Rabat Process``, ``SACM``; a slug that is not known comes back as words."""
    name = mechanisms().get(slug)
    return _short(name) if name else slug.replace("-", " ")


def _short(name: MechanismName) -> str:
    full = name.called("en")
    if len(full) <= 20:
        return full
    processes = (own for own in name.aliases if own.endswith(" Process") and own[:4] != "the ")
    return name.acronym or next(processes, full)


def plain(words: str) -> str:
    """A stretch of prose as it is quoted: on one line, without marks of emphasis and without what joins it on."""
    line = " ".join(words.replace("**", "").replace("__", "").split())
    return line.strip(" ;,.*_").removesuffix(" and").rstrip(" ;,")


def shortened(words: str, most: int = 160) -> str:
    """The beginning of a long stretch, cut between words."""
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + " …"


def overlap(one: Days, other: Days) -> Days | None:
    """The days that lie in both."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def asked(
    subject: str, at: Line | Section | Span | None = None, *, severity: str = "", **values: Any
) -> Finding:
    """A finding still without its code: the table of checks gives it, and the severity where none is said here."""
    span = at if isinstance(at, Span) else at.span if at else None
    quote = at.words if isinstance(at, Line) else ""
    return Finding(code="", subject=subject, severity=severity, span=span, quote=quote, values=values)
