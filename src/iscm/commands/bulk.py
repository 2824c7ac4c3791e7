"""Bulk reading: one JSON object a line, ``{"id", "year", "mechanism", "text"}``, answered one a line in order.

Memory stays flat: a line is read, answered and forgotten. A line that cannot be read is answered in its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from iscm.commands.answers import Answer, as_csv, csv_head, dumps, queries_of, shape
from iscm.domain.statements import Finding, Reading
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.prose.names import nearest, resolve
from iscm.prose.reader import read

LONGEST_LINE = 20 * 1024 * 1024


class BadLine(ValueError):
    """A line that cannot be read; ``args[0]`` says why."""


@dataclass(slots=True)
class Asked:
    """A line of bulk input."""

    id: Any
    text: str
    year: int | None
    mechanism: str | None


def is_bulk(name: str, first: bytes) -> bool:
    """Whether an input is one JSON object a line, by its name or its first line."""
    return bool(first.strip()) and (
        name.lower().endswith((".jsonl", ".ndjson")) or first.lstrip(b"\xef\xbb\xbf \t").startswith(b'{"')
    )


def lines_of(first: bytes, rest: IO[bytes]) -> Iterator[bytes]:
    """``first`` and the lines of ``rest``; of a line that is too long, its beginning only."""
    line = first
    while line:
        yield line
        while len(line) >= LONGEST_LINE and not line.endswith(b"\n"):
            line = rest.readline(LONGEST_LINE)
        line = rest.readline(LONGEST_LINE)


def answered(
    name: str, lines: Iterable[bytes], year: int | None, mechanism: str | None
) -> Iterator[tuple[Any, Answer]]:
    """For each line its id and its answer; blank lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identity: Any = None
        try:
            row = _object(line)
            identity = row.get("id", number)
            asked = _asked(row, identity, year, mechanism)
        except BadLine as fault:
            yield identity, Answer(name=f"{name}, line {number}", error=str(fault), line=number)
            continue
        reading = read(asked.text, year=asked.year, mechanism=asked.mechanism)
        queries = _errors(reading, asked) if any(found.doubts for found in reading.found) else ()
        yield identity, Answer(
            name=str(identity), mechanism=asked.mechanism, year=asked.year, reading=reading,
            queries=queries,
        )  # fmt: skip


def _errors(reading: Reading, asked: Asked) -> tuple[Finding, ...]:
    """What is wrong with a line by itself; what is merely worth asking is for ``iscm check``."""
    queries = queries_of(reading, asked.mechanism, asked.year)
    return tuple(query for query in queries if query.severity == "error")


def _object(line: bytes) -> dict[str, Any]:
    if len(line) >= LONGEST_LINE:
        raise BadLine(f"a line of more than {LONGEST_LINE // 1024 // 1024} MB.")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise BadLine(f"not UTF-8 at byte {fault.start}.") from None
    except (ValueError, RecursionError) as fault:
        raise BadLine(f"not a JSON object: {getattr(fault, 'msg', 'too deep')}.") from None
    if not isinstance(row, dict):
        raise BadLine("not a JSON object.")
    return row


def _asked(row: dict[str, Any], identity: Any, year: int | None, mechanism: str | None) -> Asked:
    text = row.get("text")
    if not isinstance(text, str):
        raise BadLine("“text” is missing." if text is None else "“text” is no text.")
    said = row.get("year")
    if said not in (None, ""):
        year = _year(said)
    name = row.get("mechanism")
    if name not in (None, ""):
        mechanism = _mechanism(name)
    return Asked(identity, text, year, mechanism)


def _year(said: Any) -> int:
    if isinstance(said, str) and said.isascii() and said.isdigit():
        said = int(said)
    if not isinstance(said, int) or isinstance(said, bool) or not FIRST_YEAR <= said <= LAST_YEAR:
        raise BadLine(f"“{said}” is no year.")
    return said


def _mechanism(name: Any) -> str:
    slug = resolve(name) if isinstance(name, str) else None
    if slug:
        return slug
    near = nearest(str(name))
    raise BadLine(f"no mechanism is called “{name}”." + (f" Is {' or '.join(near)} meant?" if near else ""))


def row_of(identity: Any, answer: Answer) -> str:
    return dumps({"id": identity, **shape(answer)})


def write_rows(answers: Iterable[tuple[Any, Answer]], form: str, out: IO[str]) -> Iterator[Answer]:
    """Write each answer as it comes, as jsonl, json or csv, and pass it on."""
    opening, between, closing = {"jsonl": ("", "\n", "\n"), "json": ("[\n", ",\n", "\n]\n")}.get(
        form, ("", "", "")
    )
    if form == "csv":
        out.write(csv_head() + "\n")
    first = True
    for identity, answer in answers:
        if form == "csv":
            out.writelines(f"{line}\n" for line in as_csv(answer))
        else:
            out.write((opening if first else between) + row_of(identity, answer))
        first = False
        yield answer
    if form == "json" and first:
        out.write(opening)
    if not first or form == "json":
        out.write(closing)
