"""Statements as rows of a CSV file, for those who work in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from iscm.documents import names
from iscm.documents.draft import tellings
from iscm.documents.joint import Telling
from iscm.domain.issues import Issue
from iscm.prose.writer import statement

COLUMNS = (
    *(
        "id",
        "mechanism",
        "name",
        "text",
        "type",
        "kinds",
        "title",
        "ordinal",
        "count",
        "dates",
        "first",
        "last",
    ),
    *("topic", "city", "country", "joint_with", "at", "mode", "status", "gcm", "themes"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(issue: Issue, lang: str) -> bytes:
    """Every statement of an issue, in its order."""
    return rows(tellings(issue), lang=lang, year=issue.year)


def rows(told: Iterable[Telling], *, lang: str, year: int | None = None) -> bytes:
    """CSV (RFC 4180) in UTF-8 with a byte order mark: without it, spreadsheets of today still garble accents.

    Lists are joined by "; ". ``dates`` are EDTF, ``first`` and ``last`` the days they may mean at most; days of
    ``year`` stand without it in ``text``. A cell that a spreadsheet would take for a formula begins with an apostrophe;
    ``iscm.renderers.data`` keeps every word as it is.
    """
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    for telling in told:
        writer.writerow([cell(value) for value in _row(telling, lang, year)])
    return b"\xef\xbb\xbf" + page.getvalue().encode()


def _row(telling: Telling, lang: str, year: int | None) -> tuple[object, ...]:
    said = telling.told.statement
    days = [day for when in said.dates for day in (when.earliest, when.latest) if day]
    return (
        *(telling.told.id, telling.mechanism, names.mechanism(telling.mechanism, lang).heading.text),
        *(
            statement(said, lang, year=year),
            said.type,
            said.kinds,
            said.title,
            said.ordinal,
            said.count,
            said.dates,
        ),
        *(min(days, default=None), max(days, default=None), said.topic, said.city, said.country),
        *(said.joint_with, said.at, said.mode, said.status, said.gcm, said.themes),
    )


def cell(value: object) -> str:
    """A value as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
