"""An issue cut into its parts: which lines are headings, rows, publications, furniture, and whose text the rest is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from iscm.domain.statements import Finding, Span
from iscm.prose.index import Names, Row, goes_on, label_alone, row_of, unknown_row
from iscm.prose.lines import Line, broken_off, hangs, lines
from iscm.prose.masthead import Masthead
from iscm.prose.names import nearest, resolve_theme
from iscm.prose.sections import GLOBAL, Heading, continued, furniture, heading_of, section_of, strip_continued

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z-]*[A-Z][A-Za-z-]*)\)\s*\Z")
_CHART_ROW = re.compile(r"(?P<label>.+?)[\s|:.…-]+(?P<count>\d{1,3})\s*\Z")
_PUBLISHED = re.compile(r"\||\)[\s*_]*\Z|\]\(")
_CLOSED = re.compile(r"[.;:!?][\s*_\"”»)]*\Z")


@dataclass(slots=True)
class Part:
    """A mechanism's heading, where its line ends, and the lines under it, without furniture."""

    heading: Heading
    end: int
    body: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """The parts of an issue. ``read`` are the lines that were understood by what they are."""

    text: str
    masthead: Masthead = field(default_factory=Masthead)
    entries: list[Part] = field(default_factory=list)
    event_title: str = ""
    event: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    publications: list[tuple[str | None, list[Line]]] = field(default_factory=list)
    links: list[Line] = field(default_factory=list)
    read: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    years: Counter[int] = field(default_factory=Counter)

    @property
    def year(self) -> int | None:
        """The year of the masthead, else the one its section headings name most often."""
        return self.masthead.of_year or next((year for year, _ in self.years.most_common(1)), None)

    @property
    def whole_issue(self) -> bool:
        """Whether this is an issue at all, and not a few lines of one mechanism's prose."""
        own_line = sum(part.heading.rest is None for part in self.entries)
        return own_line > 0 or len(self.entries) > 1 or len(self.rows) > 1 or bool(self.sections)


def lay_out(text: str) -> Layout:
    """Cut ``text`` into parts by the sense of its lines. Nothing in it is changed; nothing is lost."""
    return _Walk(text).layout


class _Walk:
    """One pass over the lines, with the section that it is in."""

    def __init__(self, text: str) -> None:
        self.layout = Layout(text)
        self.text = text
        self.page = lines(text)
        self.section = "masthead"
        self.row: Row | None = None
        self.entry: Part | None = None  # the entry that text belongs to
        self.head: Line | None = None  # the last section's heading
        self.last: Line | None = None  # the last line that is neither blank nor furniture
        self.taken = -1  # the number of a line that the one before it took with it
        running = furniture(self.page)
        for number, line in enumerate(self.page):
            if line.blank or number == self.taken:
                continue
            if number in running:
                self._understood(line)
                continue
            self._line(number, line)
            self.last = line

    def _line(self, number: int, line: Line) -> None:
        if self._row(number, line) or self._heading(number, line):
            return
        place = {
            "meetings": self._entry, "global": self._event, "publications": self._publication,
            "links": self._link, "popular": self._chart, "index": self._stray_row,
        }.get(self.section)  # fmt: skip
        if not (place and place(line)) and self.layout.masthead.takes(line):
            self._understood(line)

    def _understood(self, line: Line) -> None:
        self.layout.read.append(Span(line.start, line.end))

    def _neighbours(self, number: int) -> tuple[Line | None, Line | None]:
        before = self.page[number - 1] if number else None
        after = self.page[number + 1] if number + 1 < len(self.page) else None
        return before, after

    # Headings

    def _heading(self, number: int, line: Line) -> bool:
        section = None if self._runs_on(line) else section_of(line)
        listed = self.section == "publications" and section != "links"
        if listed and _PUBLISHED.search(line.core) and not line.marked:
            return False
        hanging = bool(self.last and not line.marked and self._in_entry and hangs(self.last.core))
        heading = None if section or hanging else heading_of(line, *self._neighbours(number))
        if section:
            self._open_section(section, line)
        elif heading and heading.mechanism in GLOBAL and heading.rest is None:
            self._open_section("global", line)
        elif heading and self.section == "publications":
            if heading.rest is not None:
                return False
            self.layout.publications.append((heading.mechanism, []))
            self._understood(line)
        elif heading and (self.section != "index" or (line.apart and heading.sure)):
            self._open_entry(heading, line)
            self.taken = number + 1 if heading.lines == 2 else -1
        elif self._goes_on(line):
            self._understood(line)
        elif not heading and self.section == "meetings" and self._unknown(number, line):
            self.section, self.entry = "unknown", None
        else:
            return False
        return True

    def _goes_on(self, line: Line) -> bool:
        """The second line of a section's heading in capitals."""
        head = self.head
        return head is not None and head is self.last and head.core.isupper() and line.core.isupper()

    def _runs_on(self, line: Line) -> bool:
        """In the middle of an entry's clause nothing is a heading, unless it is made to look like one."""
        if not self._in_entry or not self.last or line.marked:
            return False
        return broken_off(self.last.core, line.core)

    @property
    def _in_entry(self) -> bool:
        """Some text of a mechanism has been read, and nothing after it."""
        return bool(self.entry and self.entry.body)

    def _open_section(self, section: str, line: Line) -> None:
        self._understood(line)
        self.row, self.head = None, line
        self.layout.years.update(int(year) for year in _YEAR.findall(line.core))
        if section == "meetings" and continued(line) and self.section == "meetings":
            return
        self.layout.sections.append(section)
        self.section, self.entry = section, None
        if section == "publications":
            self.layout.publications.append((None, []))
        if section == "links":
            self.layout.links.append(line)
            self.layout.masthead.takes(line)  # often the address to write to
        if section == "global" and not self.layout.event_title:
            self.layout.event_title = strip_continued(line.core)

    def _open_entry(self, heading: Heading, line: Line) -> None:
        self.section, self.row = "meetings", None
        entries = self.layout.entries
        if self.entry and continued(line) and self.entry.heading.mechanism == heading.mechanism:
            self._understood(line)
            return
        self.entry = Part(heading, line.span.start + len(line.raw))
        entries.append(self.entry)
        self.layout.read.append(heading.span)

    def _unknown(self, number: int, line: Line) -> bool:
        """A heading like the others, "Some Process (SPM)", of a name nobody knows: its text is not its neighbour's."""
        _, after = self._neighbours(number)
        alone = line.apart and (after is None or after.blank or line.marked)
        if not (
            alone and line.titled and not line.bullet and line.words <= 14 and _ACRONYM.search(line.core)
        ):
            return False
        likely = nearest(line.core)
        self.layout.findings.append(
            Finding(
                code="unknown-mechanism",
                subject=line.core,
                message=f"“{line.core}” is no mechanism known here; its text was not read.",
                mend=f"Is {' or '.join(likely)} meant?"
                if likely
                else "Correct the name, or add the mechanism.",
                span=Span(line.start, line.end),
                quote=line.core,
            )
        )
        return True

    # The index

    def _row(self, number: int, line: Line) -> bool:
        if self.section in {"publications", "links"}:
            return False
        if row := row_of(self.text, line, self.section == "index"):
            self._open_row(row)
        elif self.row and self._continues(line) and (names := goes_on(self.text, line)):
            self._extend(self.row, line, names)
        elif self.section == "index" and (theme := label_alone(line)) and self._names_below(number):
            self._open_row(Row(theme, line.core, Span(line.start, line.end), Names()))
        else:
            self.row = None
            return False
        return True

    def _open_row(self, row: Row) -> None:
        self.section, self.row, self.entry = "index", row, None
        self.layout.rows.append(row)

    def _extend(self, row: Row, line: Line, names: Names) -> None:
        row.span = Span(row.span.start, line.end)
        row.names.known += names.known
        row.names.elsewhere |= names.elsewhere

    def _continues(self, line: Line) -> bool:
        """Names under a label, names in a list, and names after a comma go on; a line set apart begins anew."""
        assert self.row
        return (
            not self.row.names.known
            or line.bullet
            or not line.apart
            or hangs(self.last.core if self.last else "")
        )

    def _names_below(self, number: int) -> bool:
        below = next((line for line in self.page[number + 1 : number + 4] if not line.blank), None)
        return bool(below and not label_alone(below) and goes_on(self.text, below))

    def _stray_row(self, line: Line) -> bool:
        if finding := unknown_row(self.text, line):
            self.layout.findings.append(finding)
            return True
        words = {word.casefold() for word in re.findall(r"\w+", line.core)}
        if line.words <= 6 and "|" in line.raw and words & {"theme", "themes", "thème", "tema", "тема"}:
            self._understood(line)  # a table's head
            return True
        return False

    # Text under the headings

    def _entry(self, line: Line) -> bool:
        if self.entry is None:
            return False
        self.entry.body.append(line)
        return True

    def _event(self, line: Line) -> bool:
        self.layout.event.append(line)
        return True

    def _publication(self, line: Line) -> bool:
        self.layout.publications[-1][1].append(line)
        return True

    def _link(self, line: Line) -> bool:
        self.layout.links.append(line)
        return False

    def _chart(self, line: Line) -> bool:
        """The bars of "most popular": a theme and its number. They are computed from the index, so nothing is kept."""
        match = _CHART_ROW.fullmatch(line.core)
        if resolve_theme(match["label"] if match else line.core):
            self._understood(line)
            return True
        return False


def masked(text: str, start: int, body: Sequence[Line]) -> str:
    """The text of an entry as one reads it, each character in its place: what stands between its lines (page
    furniture, blank lines in the middle of a clause, the end of a narrow line) turned into spaces."""
    pieces, place = [], start
    width = max((len(line.core) for line in body), default=0)
    for before, line in zip([None, *body], body, strict=False):
        between = text[place : line.span.start]
        if before and _same_clause(before, line, width):
            pieces.append(" " * len(between))
        else:
            pieces.append("".join(c if c.isspace() else " " for c in between))
        place = max(place, line.span.start)
        stop = line.span.start + len(line.raw)
        pieces.append(text[place:stop])
        place = stop
    return "".join(pieces)


def _same_clause(before: Line, line: Line, width: int) -> bool:
    if line.bullet:
        return False
    if broken_off(before.core, line.core):
        return True
    narrow = 45 <= width <= 140 and len(before.core) >= 0.7 * width
    return narrow and not line.apart and not _CLOSED.search(before.core)
