"""Every sentence of the tables is read as the manual says it is."""

from __future__ import annotations

import pytest

from iscm.prose.reader import read
from tests.spec.manual import PAGE, rewritten
from tests.spec.tables import YEAR, Row, compared, expected, tables

ROWS = [row for table in tables() for row in table.rows]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_sentence_means_what_the_table_says(row: Row) -> None:
    found = read(row.text, year=YEAR, mechanism=row.mechanism).found
    fields = [*row.means, *({} for _ in found)]
    said = [compared(f.statement, named) for f, named in zip(found, fields, strict=False)]
    assert said == expected(row)


def test_the_manual_prints_the_tables() -> None:
    page = PAGE.read_text("utf-8")
    assert page == rewritten(page), "run: python -m tests.spec.manual"
