"""A whole issue, whatever its layout: ``read_issue(text)`` finds the sections by their sense and reads each.

The law: what was found and what was left unread under each mechanism, what was read elsewhere and what was not, are
together the text, each character once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from iscm.domain.issues import EntryReading, GlobalMeeting, IndexRow, IssueReading, Publication
from iscm.domain.statements import Finding, Span
from iscm.domain.terms import themes
from iscm.prose.event import read_event
from iscm.prose.index import Row, unknown_names
from iscm.prose.layout import Layout, Part, lay_out, masked
from iscm.prose.publications import Link, entries, located, read_publication
from iscm.prose.reader import read

_WORD = re.compile(r"\w")
_PARAGRAPH = re.compile(r"\S.*(?:\n(?!\s*\n).*)*")
_SPACE = re.compile(r"\s+")


def looks_like_issue(text: str) -> bool:
    """Whether ``text`` has an issue's headings or index, and is not just a few lines of prose."""
    return lay_out(text).whole_issue


def read_issue(text: str, year: int | None = None, links: Iterable[tuple[str, str]] = ()) -> IssueReading:
    """Everything an issue says. ``year`` of its dates if not the issue's own; ``links`` the paper's (label, address).

    Sections in any order and with headings of any wording, in English, French, Spanish or Russian.
    """
    layout = lay_out(text)
    year = year or layout.year
    addresses = located(text, links)
    taken = sorted(layout.read, key=_start)
    findings = list(layout.findings)

    read_entries = [_entry(text, part, year, taken, findings) for part in layout.entries]
    rows = [_row(text, row, taken, findings) for row in layout.rows]
    meeting = _event(layout, taken)
    publications = _publications(layout, addresses, taken)
    named_links = _links(layout, addresses, taken)

    taken = _disjoint(taken)
    loose, unread = _rest(text, [*taken, *(span for entry in read_entries for span in _spans(entry))])
    kinds = {slug: theme.kind for slug, theme in themes().items()}
    return IssueReading(
        text=text,
        number=layout.masthead.number,
        year=year,
        period=layout.masthead.period,
        title=layout.masthead.title,
        office=layout.masthead.office,
        contact=layout.masthead.contact,
        entries=tuple(read_entries),
        initiatives=tuple(row for row in rows if kinds[row.theme] == "initiative"),
        themes=tuple(row for row in rows if kinds[row.theme] != "initiative"),
        publications=tuple(publications),
        global_meeting=meeting,
        links=tuple(named_links),
        read=tuple(sorted([*taken, *loose], key=_start)),
        unread=tuple(unread),
        findings=tuple(_numbered(text, findings)),
    )


def _spans(entry: EntryReading) -> list[Span]:
    return [*(found.span for found in entry.found), *entry.unread]


def _entry(
    text: str, part: Part, year: int | None, taken: list[Span], findings: list[Finding]
) -> EntryReading:
    heading = part.heading
    if heading.rest is None and not part.body:
        return EntryReading(
            mechanism=heading.mechanism, heading=heading.name, heading_span=heading.span, span=heading.span,
            found=(), unread=(),
        )  # fmt: skip
    start = heading.rest if heading.rest is not None else part.body[0].span.start
    body = _body(text, part, start)
    reading = read(body, year=year, mechanism=heading.mechanism)
    found = tuple(replace(f, span=_moved(f.span, start)) for f in reading.found)
    first, last = (bisect_left(taken, place, key=_start) for place in (start, start + len(body)))
    furniture = taken[
        first:last
    ]  # page furniture between the lines; what a statement runs over is part of it
    taken[first:last] = [s for s in furniture if not any(f.span.start <= s.start < f.span.end for f in found)]
    findings += [
        replace(f, span=f.span and _moved(f.span, start), subject=f.subject or heading.mechanism)
        for f in reading.findings
    ]
    return EntryReading(
        mechanism=heading.mechanism,
        heading=heading.name,
        heading_span=heading.span,
        span=Span(heading.span.start, start + len(body)),
        found=found,
        unread=tuple(piece for span in reading.unread for piece in _without(_moved(span, start), furniture)),
    )


def _start(span: Span) -> int:
    return span.start


def _body(text: str, part: Part, start: int) -> str:
    """The text under a heading, from the heading's own line if it begins there."""
    if part.heading.rest is None:
        return masked(text, start, part.body)
    first = text[start : part.end]
    return first + masked(text, part.end, part.body) if part.body else first


def _without(span: Span, holes: Sequence[Span]) -> list[Span]:
    pieces, place = [], span.start
    for hole in holes:
        if span.start <= hole.start and hole.end <= span.end:
            if place < hole.start:
                pieces.append(Span(place, hole.start))
            place = hole.end
    return [*pieces, Span(place, span.end)] if place < span.end else pieces


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _row(text: str, row: Row, taken: list[Span], findings: list[Finding]) -> IndexRow:
    taken += _without(row.span, row.names.unknown)
    findings += unknown_names(text, row)
    return row.finished(text)


def _publications(layout: Layout, links: list[Link], taken: list[Span]) -> list[Publication]:
    found = []
    for under, page in layout.publications:
        for span in entries(layout.text, page):
            found.append(read_publication(layout.text, span, links, under))
            taken.append(span)
    return found


def _links(layout: Layout, links: list[Link], taken: list[Span]) -> list[tuple[str, str]]:
    """The links under an issue: (label, address), "" where the text gives none."""
    found = []
    known = set(layout.read)
    for line in layout.links:
        own = [link for link in links if line.start <= link.span.start < line.end]
        for link in own:
            before = layout.text[line.start : link.span.start].strip(" :<*_|")
            found.append((before if link.label == link.url and before else link.label, link.url))
        if own and Span(line.start, line.end) not in known:
            taken.append(Span(line.start, line.end))
    return found


def _disjoint(spans: Sequence[Span]) -> list[Span]:
    """The same places without overlaps: page furniture may stand in the middle of a row or a publication."""
    apart, place = [], 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.end > place:
            apart.append(Span(max(span.start, place), span.end))
            place = span.end
    return apart


def _rest(text: str, taken: list[Span]) -> tuple[list[Span], list[Span]]:
    """What no span covers: layout without words counts as read, the rest is unread."""
    loose: list[Span] = []
    unread: list[Span] = []
    place = 0
    for span in [*sorted(taken, key=_start), Span(len(text), len(text))]:
        gap = Span(place, span.start)
        while gap.start < gap.end:
            match = _SPACE.match(text, gap.start, gap.end) or _PARAGRAPH.match(text, gap.start, gap.end)
            stop = match.end() if match else gap.end
            piece = Span(gap.start, stop)
            (unread if _WORD.search(piece.of(text)) else loose).append(piece)
            gap = Span(stop, gap.end)
        place = max(place, span.end)
    return loose, unread


def _numbered(text: str, findings: list[Finding]) -> list[Finding]:
    """Findings with the line they stand on, in the order of the text."""
    placed = [
        replace(f, line=text.count("\n", 0, f.span.start) + 1, quote=f.quote or f.span.of(text))
        if f.span
        else f
        for f in findings
    ]
    return sorted(placed, key=lambda f: f.span.start if f.span else -1)


def _event(layout: Layout, taken: list[Span]) -> GlobalMeeting | None:
    if not layout.event:
        return GlobalMeeting(title=layout.event_title) if layout.event_title else None
    start, end = layout.event[0].start, layout.event[-1].end
    meeting, told = read_event(layout.text, start, end, layout.event_title)
    taken += told
    return meeting
