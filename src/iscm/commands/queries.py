"""How the queries of ``iscm check`` are shown: for reading, or as data."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TextIO

from iscm.analysis.checks import Checked
from iscm.analysis.material import short_name, shortened
from iscm.analysis.wording import codes, wording
from iscm.domain.statements import Finding

_HEADS = {
    "error": "To mend before printing",
    "ask": "To ask back",
    "note": "Good to know",
}
_COLUMNS = (
    "severity", "code", "subject", "line", "column", "quote", "message", "why", "mend", "key", "waived",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What was checked: its name, its text ("" for records), how much it tells, and the queries."""

    name: str
    text: str
    mechanisms: int
    statements: int
    checked: Checked
    stale: tuple[str, ...] = ()  # keys waived that no query bears any more

    @property
    def rows(self) -> Iterator[tuple[Finding, str | None]]:
        """Every query with the reason it is waived for, or None."""
        for finding in self.checked.open:
            yield finding, None
        for finding, waiver in self.checked.waived:
            yield finding, waiver.reason


def as_json(shown: Shown) -> str:
    rows = [_data(finding, reason, shown.text) for finding, reason in shown.rows]
    return json.dumps(
        {
            "checked": shown.name,
            "queries": [row for row in rows if row["waived"] is None],
            "waived": [row for row in rows if row["waived"] is not None],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_jsonl(shown: Shown) -> str:
    rows = (_data(finding, reason, shown.text) for finding, reason in shown.rows)
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def as_csv(shown: Shown) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for finding, reason in shown.rows:
        row = _data(finding, reason, shown.text)
        writer.writerow({name: _plain(value) for name, value in row.items()})
    return out.getvalue()


def _plain(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def _data(finding: Finding, reason: str | None, text: str) -> dict[str, Any]:
    why = wording(finding.code).why if finding.code in codes() else ""
    return {**finding.as_json(), "column": _column(finding, text), "why": why, "waived": reason}


def _column(finding: Finding, text: str) -> int | None:
    """Its place in its line, counted from 1."""
    if finding.span is None or not text:
        return None
    return finding.span.start - text.rfind("\n", 0, finding.span.start)


def table(shown: Shown, out: TextIO) -> None:
    """For reading: the gravest first, by mechanism in the order of the text; notes by kind; then what was waived."""
    page = _Page(out, shown.text)
    page.line(f"{shown.name}: {_some(shown.mechanisms, 'mechanism')}, {_some(shown.statements, 'statement')}")
    for severity in ("error", "ask"):
        chosen = [finding for finding in shown.checked.open if finding.severity == severity]
        if chosen:
            page.line(f"\n{_HEADS[severity]} ({len(chosen)})", "bold red" if severity == "error" else "bold")
            page.by_subject(chosen)
    notes = [finding for finding in shown.checked.open if finding.severity == "note"]
    if notes:
        page.line(f"\n{_HEADS['note']} ({len(notes)})", "bold")
        page.by_code(notes)
    if shown.checked.waived:
        page.line(f"\nWaived ({len(shown.checked.waived)})", "bold")
        for finding, waiver in shown.checked.waived:
            page.entry(finding, [(finding.message, ""), (f"Waived: {waiver.reason}", "")])
    page.line(f"\n{closing(shown)}")


class _Page:
    """Lines for a terminal or a pipe: the place in the margin, what is said beside it."""

    def __init__(self, out: TextIO, text: str) -> None:
        from rich.console import Console  # only where a person reads

        self.console = Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self.width = min(self.console.width, 110) if self.console.is_terminal else 100
        self.text = text
        self.explained: set[str] = set()

    def line(self, words: str, style: str = "") -> None:
        self.console.print(words, style=style or None)

    def by_subject(self, findings: Iterable[Finding]) -> None:
        groups: dict[str, list[Finding]] = {}
        for finding in findings:
            groups.setdefault(_about(finding), []).append(finding)
        for about, group in groups.items():
            self.line(f"\n{about}", "bold cyan")
            for finding in group:
                quote = [(f"“{shortened(finding.quote)}”", "italic")] if finding.quote else []
                mend = [(f"→ {finding.mend}", "")] if finding.mend else []
                self.entry(finding, [*quote, (finding.message, ""), *self.why(finding), *mend])

    def by_code(self, notes: Iterable[Finding]) -> None:
        for code, group in groupby(sorted(notes, key=lambda f: _rank(f.code)), key=lambda f: f.code):
            rows = list(group)
            self.line(f"\n{_title(code)}", "bold cyan")
            mends = list(dict.fromkeys(finding.mend for finding in rows))
            for words, style in (*self.why(rows[0]), *([(f"→ {mends[0]}", "")] if len(mends) == 1 else [])):
                self.beside("", words, style)
            for finding in rows:
                own = [(f"→ {finding.mend}", "")] if len(mends) > 1 else []
                self.entry(finding, [(finding.message, ""), *own])

    def why(self, finding: Finding) -> list[tuple[str, str]]:
        """Why the check asks: said once on a page."""
        words = _why(finding)
        if not words or finding.code in self.explained:
            return []
        self.explained.add(finding.code)
        return [(f"Why: {words}", "dim")]

    def entry(self, finding: Finding, lines: Iterable[tuple[str, str]]) -> None:
        """One query: its place in the margin, what it says, and its key in a fainter voice."""
        place = _place(finding, self.text)
        for words, style in lines:
            self.beside(place, words, style)
            place = ""
        self.beside("", finding.key, "dim")

    def beside(self, place: str, words: str, style: str) -> None:
        for number, row in enumerate(
            textwrap.wrap(words, self.width - 11, break_long_words=False, break_on_hyphens=False)
        ):
            self.console.print(f"{place if number == 0 else '':>9}  ", end="")
            self.console.print(row, style=style or None)


def closing(shown: Shown) -> str:
    """The last line: how many queries are open, and how to waive one."""
    checked = shown.checked
    notes = len(checked.open) - checked.asks
    parts = [
        f"{_some(checked.asks, 'query', 'queries')} to ask, {_some(notes, 'note')}, {len(checked.waived)} waived."
    ]
    if checked.asks:
        parts.append('To let one stand: --waive KEY --reason "...".')
    if shown.stale:
        parts.append(f"No query bears these waived keys any more: {', '.join(shown.stale)}.")
    return " ".join(parts)


def _about(finding: Finding) -> str:
    """The heading that a query stands under."""
    if not finding.subject:
        return "The issue as a whole"
    about = " and ".join(short_name(slug) for slug in finding.subject.split("+"))
    return about[0].upper() + about[1:]


def _title(code: str) -> str:
    return wording(code).title if code in codes() else code


def _why(finding: Finding) -> str:
    return wording(finding.code).why if finding.code in codes() else ""


def _place(finding: Finding, text: str) -> str:
    column = _column(finding, text)
    return f"{finding.line}:{column}" if finding.line and column else ""


def _rank(code: str) -> int:
    return codes().index(code) if code in codes() else len(codes())


def _some(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}"
