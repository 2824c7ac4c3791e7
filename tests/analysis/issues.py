"""Issues made by hand: entries and index rows in our own words, composed into a text with every span in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from iscm.analysis.known import Known, Past
from iscm.domain.issues import EntryReading, GlobalMeeting, IndexRow, IssueReading, Publication
from iscm.domain.statements import Found, Span, Statement
from iscm.domain.when import When

Said = tuple[str, Statement]


def st(kind: str, *dates: str, **more: object) -> Statement:
    """A statement of a kind on these days: ``st("ministerial", "2022-12-14", ordinal=6)``."""
    return Statement(type=kind, dates=tuple(map(When.parse, dates)), **more)  # type: ignore[arg-type]


def past(mechanism: str, kind: str, when: str | None = None, **more: object) -> Past:
    """A meeting of the records."""
    title = str(more.pop("title", f"{kind} of {mechanism}"))
    return Past(
        mechanism=mechanism,
        type=kind,
        title=title,
        when=When.parse(when) if when else None,
        **more,  # type: ignore[arg-type]
    )


def known(*meetings: Past, **more: object) -> Known:
    return Known(meetings, **more)  # type: ignore[arg-type]


def compose(
    entries: Iterable[tuple[str, str, list[Said]]],
    *,
    rows: Mapping[str, list[tuple[str, str]]] | None = None,
    year: int | None = 2022,
    title: str = "ISCM Highlights",
    meeting: GlobalMeeting | None = None,
    publications: Iterable[Publication] = (),
    tail: str = "",
) -> IssueReading:
    """An issue as the reader would give it. ``rows``: theme id to (name as printed, slug)."""
    text = f"{title} {year}\n\n"
    read: list[EntryReading] = []
    for slug, heading, said in entries:
        head = Span(len(text), len(text) + len(heading))
        text += heading + "\n"
        found = []
        for words, statement in said:
            found.append(Found(statement, Span(len(text), len(text) + len(words))))
            text += words + "; "
        read.append(
            EntryReading(
                mechanism=slug,
                heading=heading,
                heading_span=head,
                span=Span(head.start, len(text)),
                found=tuple(found),
                unread=(),
            )
        )
        text += "\n\n"
    if meeting:
        meeting = replace(meeting, span=Span(len(text), len(text) + len(meeting.text)))
        text += meeting.text + "\n\n"
    index = []
    for theme, names in (rows or {}).items():
        start, spans = len(text), []
        text += f"{theme}: "
        for name, _ in names:
            spans.append(Span(len(text), len(text) + len(name)))
            text += name + ", "
        index.append(
            IndexRow(
                theme=theme,
                mechanisms=tuple(slug for _, slug in names),
                names=tuple(name for name, _ in names),
                spans=tuple(spans),
                span=Span(start, len(text)),
            )
        )
        text += "\n"
    return IssueReading(
        text=text + tail,
        year=year,
        title=title,
        period=When.parse(f"{year}-01/{year}-12") if year else None,
        entries=tuple(read),
        themes=tuple(index),
        publications=tuple(publications),
        global_meeting=meeting,
    )
