"""A table of meetings as prose: each row is a line such as "Workshop on labour migration (12-13 May 2025, Nairobi)".

Heads of columns are known in English, French, Spanish and Russian; a table without any is given cell by cell.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

from iscm.papers.paper import LARGEST_TEXT, PaperError, too_long

MOST_ROWS = 20_000
_HEADS = {
    "kind": "meeting event title name type kind activity réunion reunión evento título titre activité actividad "
    "событие встреча мероприятие название",
    "first": "date dates day from start begin begins when début du fecha desde inicio дата начало",
    "last": "to end ends until fin au hasta конец окончание",
    "city": "city place location venue where ville lieu ciudad lugar город место",
    "country": "country host state pays país страна",
    "topic": "topic subject theme themes thème sujet tema asunto тема",
    "mode": "mode format online modalidad modalité формат",
}
_MEANT = {word: column for column, words in _HEADS.items() for word in words.split()}


def sheet_text(data: bytes, name: str) -> str:
    """The rows of the first sheet that has any, as lines. PaperError where the file is locked or broken."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - only tables need it

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=True)
            if text := "\n".join(_lines(rows[:MOST_ROWS])):
                return text
    except PasswordError:
        raise PaperError(f"{name} is locked with a password. Send it without one.") from None
    except (CalamineError, ValueError, OSError) as fault:
        raise PaperError(
            f"{name} is a broken spreadsheet: it cannot be opened. Save it again, as .xlsx."
        ) from fault
    return ""


def csv_text(text: str, name: str) -> str:
    """The rows of comma- or semicolon-separated values, as lines."""
    if len(text) > LARGEST_TEXT:
        raise too_long(name, len(text), LARGEST_TEXT)
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:4096], ",;\t")
    except csv.Error:
        dialect = "excel"
    try:
        rows = list(csv.reader(io.StringIO(text, newline=None), dialect))
    except csv.Error as fault:
        raise PaperError(f"{name} is no table that can be read: {fault}.") from fault
    return "\n".join(_lines(rows[:MOST_ROWS]))


def _lines(rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    at, heads = _heads(rows)
    for row in rows[at:]:
        cells = [_cell(value) for value in row]
        if any(cells):
            yield _line(heads, row, cells) if heads else ", ".join(cell for cell in cells if cell)


def _heads(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """Where the rows begin, and which column means what: the first of the first ten rows that names what and when."""
    for number, row in enumerate(rows[:10]):
        heads: dict[str, int] = {}
        for column, value in enumerate(row):
            words = str(value).casefold().replace("/", " ").split()
            meant = next((_MEANT[word] for word in words if word in _MEANT), None)
            if meant and len(words) <= 4:
                heads.setdefault(meant, column)
        if {"kind", "first"} <= set(heads):
            return number + 1, heads
    return 0, {}


def _line(heads: dict[str, int], row: Sequence[Any], cells: Sequence[str]) -> str:
    def of(column: str) -> str:
        return cells[heads[column]] if column in heads and heads[column] < len(cells) else ""

    def raw(column: str) -> Any:
        return row[heads[column]] if column in heads and heads[column] < len(row) else None

    what = of("kind")
    if of("topic") and of("topic").casefold() not in what.casefold():
        what += f" on {of('topic')}" if what else of("topic")
    place = [of("city"), of("country"), of("mode")]
    details = ", ".join(
        part for part in (_dates(raw("first"), raw("last"), of("first"), of("last")), *place) if part
    )
    return f"{what} ({details})." if details else f"{what}."


def _dates(first: Any, last: Any, said: str, until: str) -> str:
    """A span in words: "12-13 May 2025"; as written where a cell is no date of the spreadsheet's own."""
    first, last = (value.date() if isinstance(value, dt.datetime) else value for value in (first, last))
    if isinstance(first, dt.date) and isinstance(last, dt.date) and first < last:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}-{last.day} {last:%B %Y}"
        return f"{first.day} {first:%B %Y} - {last.day} {last:%B %Y}"
    if until and until != said and not isinstance(first, dt.date):
        return f"{said} - {until}"
    return said


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split()) if value is not None else ""
