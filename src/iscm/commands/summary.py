"""``iscm summary YEAR``: what a year's issue holds, what is left to ask, and where its files are.

Ends with 0, or with 2 and a sentence where no such issue is kept.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from iscm.analysis.checks import Checked, check
from iscm.analysis.material import of_issue, short_name
from iscm.commands.compile import Unusable, kept
from iscm.commands.known import shipped
from iscm.documents import figures, names
from iscm.documents.draft import tellings
from iscm.documents.joint import once
from iscm.documents.words import roman, words
from iscm.domain.issues import Issue
from iscm.domain.statements import Finding
from iscm.domain.waivers import Waiver

_THEMES, _QUERIES = 6, 5  # how many are shown; the rest is counted
_BAR = 24  # columns
_WHAT = {
    "html": "web page, all in one file",
    "pdf": "to print and to archive (PDF/UA)",
    "docx": "Word, to edit",
    "eml": "e-mail, ready to send",
    "txt": "plain text",
    "ics": "calendar",
    "csv": "meetings, for a spreadsheet",
    "json": "everything, as data",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """A year's issue as kept, its queries, and the folder it was compiled into."""

    issue: Issue
    checked: Checked
    folder: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """The compiled files in the order that people look for them."""
        order = list(_WHAT)
        found = (path for path in self.folder.glob("*") if path.suffix[1:] in _WHAT)
        return tuple(sorted(found, key=lambda path: (order.index(path.suffix[1:]), path.name)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", metavar="YEAR", help="the year of an issue kept here, such as 2022")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="where it was compiled to (default: build/YEAR)"
    )


def run(args: argparse.Namespace) -> int:
    try:
        issue = kept(args.year)
    except Unusable as fault:
        print(f"iscm summary: {fault}", file=sys.stderr)
        return 2
    from iscm.newsletter.queries import waived  # after kept() has set Django up

    waivers = [Waiver(key, reason) for key, reason in waived(issue.year).items()]
    checked = check(of_issue(issue), shipped(), waivers)
    console = Console(highlight=False)
    console.width = min(console.width, 110) if console.is_terminal else 100
    show(Summary(issue, checked, args.out or Path("build") / str(issue.year)), console)
    return 0


def show(summary: Summary, console: Console) -> None:
    issue = summary.issue
    period = words("en").period(issue.period)
    console.print()
    console.print(
        Text.assemble((f"Highlights of {issue.year}", "bold"), f"  Issue {roman(issue.number)}, {period}")
    )
    for title, body in (
        ("", _figures(summary)),
        ("Themes most taken up", _themes(issue)),
        (_asking(summary.checked), _queries(summary)),
        (f"Files in {summary.folder}", _files(summary.files)),
    ):
        if body:
            console.print()
            if title:
                console.print(Text(title, "bold"))
            console.print(Padding(Group(*body), (0, 0, 0, 2)))
    console.print()


def _figures(summary: Summary) -> list[RenderableType]:
    issue = summary.issue
    totals = figures.totals(once(tellings(issue)))
    reporting = sum(bool(entry.statements) for entry in issue.entries)
    themes, publications = sum(bool(row.mechanisms) for row in issue.themes), len(issue.publications)
    grid = _grid("right", "left")
    for number, one, many, rest in (
        (reporting, "mechanism", "mechanisms", "reported their year"),
        (totals.meetings, "meeting", "meetings", f"counted, {totals.dated} of them dated to the day"),
        (themes, "theme", "themes", "in the index"),
        (publications, "publication", "publications", "listed"),
        (summary.checked.asks, "query", "queries", "for the editor to ask back"),
    ):
        grid.add_row(Text(str(number), "bold cyan"), f"{one if number == 1 else many} {rest}")
    return [grid]


def _themes(issue: Issue) -> list[RenderableType]:
    bars = figures.popularity([(names.theme(row.theme, "en").text, row, "") for row in issue.themes])
    if not bars:
        return []
    grid = _grid("left", "left")
    for bar in bars[:_THEMES]:
        length = max(1, round(_BAR * bar.value / bars[0].value))
        grid.add_row(bar.label, Text.assemble(("█" * length, "cyan"), f" {bar.value}"))
    return [grid, *_more(bars, _THEMES)]


def _asking(checked: Checked) -> str:
    notes = len(checked.open) - checked.asks
    further = "1 further note" if notes == 1 else f"{notes} further notes"
    return f"To ask back ({checked.asks}; {further}, {len(checked.waived)} waived)"


def _queries(summary: Summary) -> list[RenderableType]:
    asked = [finding for finding in summary.checked.open if finding.severity != "note"]
    shown = list(_various(asked))[:_QUERIES]
    grid = _grid("left", "left")
    for finding in shown:
        about = (
            " and ".join(short_name(slug) for slug in finding.subject.split("+"))
            if finding.subject
            else "The issue"
        )
        grid.add_row(
            Text(about[:1].upper() + about[1:], "cyan"),
            Text(shorten(finding.message, 200, placeholder=" ...")),
        )
    return [grid, Text(f"iscm check {summary.issue.year} tells them all, and how to mend each", "dim")]


def _various(findings: Sequence[Finding]) -> Iterator[Finding]:
    """One of each kind first, so that a short list shows what there is."""
    seen: set[str] = set()
    later = []
    for finding in findings:
        if finding.code in seen:
            later.append(finding)
        else:
            seen.add(finding.code)
            yield finding
    yield from later


def _files(files: Sequence[Path]) -> list[RenderableType]:
    grid = _grid("left", "right", "left")
    for path in files:
        grid.add_row(
            path.name,
            f"{max(1, round(path.stat().st_size / 1000)):,} kB",
            Text(_WHAT[path.suffix[1:]], "dim"),
        )
    return [grid] if files else [Text("none yet: iscm compile makes them", "dim")]


def _more(things: Sequence[object], shown: int) -> list[RenderableType]:
    left = len(things) - shown
    return [Text(f"and {left} more", "dim")] if left > 0 else []


def _grid(*justify: str) -> Table:
    grid = Table.grid(padding=(0, 2))
    for side in justify:
        grid.add_column(justify="right" if side == "right" else "left")
    return grid
