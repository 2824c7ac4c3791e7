"""Every record of the table is written as the manual says it is."""

from __future__ import annotations

import pytest

from iscm.prose.writer import statement
from tests.spec.manual import WRITING, rewritten_writing
from tests.spec.tables import LANGUAGES, YEAR, Written, writings

CASES = [(row, lang) for row in writings() for lang in LANGUAGES]


@pytest.mark.parametrize(
    ("row", "lang"), CASES, ids=[f"{lang}: {row.sentences[lang]}" for row, lang in CASES]
)
def test_a_record_is_written_in_the_house_style(row: Written, lang: str) -> None:
    assert statement(row.record, lang, year=YEAR) == row.sentences[lang]


def test_the_manual_prints_the_table() -> None:
    page = WRITING.read_text("utf-8")
    assert page == rewritten_writing(page), "run: python -m tests.spec.manual"
