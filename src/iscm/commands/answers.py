"""What ``iscm read`` answers about one text, and its shapes as data: json, jsonl and csv (docs/contract.md)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from iscm.domain.issues import IssueReading
from iscm.domain.statements import Finding, Found, Reading

COLUMNS = (
    "source", "mechanism", "type", "kinds", "title", "ordinal", "count", "dates", "topic", "city", "country",
    "joint_with", "at", "online", "mode", "status", "gcm", "themes", "text", "from", "to",
)  # fmt: skip
_FORMULA = ("=", "+", "@", "\t")  # what a spreadsheet would run


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A text and what it says: a whole ``issue``, or the ``reading`` of a few lines, or the ``error`` in its way."""

    name: str
    mechanism: str | None = None
    year: int | None = None
    issue: IssueReading | None = None
    reading: Reading | None = None
    queries: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    error: str | None = None
    line: int | None = None  # of bulk input

    @property
    def text(self) -> str:
        return self.issue.text if self.issue else self.reading.text if self.reading else ""

    @property
    def code(self) -> int:
        """Its part in the command's exit code."""
        return 2 if self.error else int(any(query.severity == "error" for query in self.queries))

    def complaints(self, shown: bool) -> list[str]:
        """Sentences for whoever runs the command: what could not be read, or how; errors, unless shown already."""
        if self.error:
            return [self.error]
        wrong = [] if shown else [query for query in self.queries if query.severity == "error"]
        return [f"{self.name}: {note}." for note in self.notes] + [
            f"{_place(self.name, q)}{q.message}" for q in wrong
        ]

    def found(self) -> Iterator[tuple[str | None, Found]]:
        """Every statement with the mechanism that says it."""
        if self.reading:
            yield from ((self.mechanism, found) for found in self.reading.found)
        for entry in self.issue.entries if self.issue else ():
            yield from ((entry.mechanism, found) for found in entry.found)


def queries_of(
    said: Reading | IssueReading, mechanism: str | None = None, year: int | None = None
) -> tuple[Finding, ...]:
    """What an editor would ask back about what was just read, from its text alone: no records beside it."""
    from iscm.analysis.checks import check  # in bulk, a line that raises no doubt does without
    from iscm.analysis.known import Known
    from iscm.analysis.material import of_lines, of_reading

    material = of_reading(said) if isinstance(said, IssueReading) else of_lines(said, mechanism or "", year)
    return check(material, Known(())).open


def _place(name: str, query: Finding) -> str:
    return f"{name}, line {query.line}: " if query.line else f"{name}: "


def shape(answer: Answer) -> dict[str, Any]:
    """The public shape: of an issue, of a few lines, or of what could not be read."""
    if answer.issue:
        return replace(answer.issue, findings=answer.queries).as_json()
    if answer.reading:
        return replace(answer.reading, findings=answer.queries).as_json()
    return {**({"line": answer.line} if answer.line else {}), "error": answer.error}


def as_json(answers: list[Answer]) -> str:
    """One file: its shape. Several: a list of shapes, each with its ``file``."""
    if len(answers) == 1 and not answers[0].error:
        whole: Any = shape(answers[0])
    else:
        whole = [{"file": answer.name, **shape(answer)} for answer in answers]
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_jsonl(answers: list[Answer]) -> Iterator[str]:
    """A line for each text, or for each mechanism of an issue; ``id`` is the file's name, or "2022/rabat-process"."""
    for answer in answers:
        if not answer.issue:
            yield dumps({"id": answer.name, **shape(answer)})
            continue
        for slug, entry in shape(answer)["mechanisms"].items():
            own = [query.as_json() for query in answer.queries if query.subject == slug]
            row = {"id": f"{answer.issue.year}/{slug}" if answer.issue.year else slug}
            yield dumps({**row, "statements": entry["statements"], "unread": entry["unread"], "queries": own})


def dumps(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def csv_head() -> str:
    return _csv_line(COLUMNS)


def as_csv(answer: Answer) -> Iterator[str]:
    """A line for each statement; lists are joined by semicolons. A cell never begins as a formula does."""
    text = answer.text
    for mechanism, found in answer.found():
        row = found.statement.as_json()
        row.update(source=answer.name, mechanism=mechanism, text=" ".join(found.span.of(text).split()))
        row.update({"from": found.span.start, "to": found.span.end})
        yield _csv_line([_cell(row[column]) for column in COLUMNS])


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _csv_line(row: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(row)
    return out.getvalue()
