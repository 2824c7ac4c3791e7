"""What the hub writes, the hub reads back; and reading loses no character of any text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from iscm.domain.statements import Reading, Statement
from iscm.domain.terms import mechanisms
from iscm.prose.reader import read
from iscm.prose.scan import look
from iscm.prose.spelling import LANGUAGES, UnknownLanguage
from iscm.prose.writer import comparable, entry, entry_pieces, pieces, statement
from tests.laws.records import YEAR, statements
from tests.laws.texts import texts

SLUGS = sorted(mechanisms())
in_each_language = pytest.mark.parametrize("lang", LANGUAGES)


def told(said: Statement, like: Statement) -> Statement:
    """What was read, without the title where the record leaves its wording to the writer."""
    return comparable(said if like.title else replace(said, title=""))


def assert_same(found: Sequence[Statement], meant: Sequence[Statement], text: str) -> None:
    assert [told(f, m) for f, m in zip(found, meant, strict=False)] == [comparable(m) for m in meant], text
    assert len(found) == len(meant), text


def spoken(text: str, lang: str) -> bool:
    """Whether the words of a line say which language it is in: "deux forums" could be a slip in English."""
    return look(text).lang == lang


def of_another(x: Statement, mechanism: str) -> Statement:
    """The same, told by ``mechanism``, which is neither its own partner nor the larger event beside its own meeting."""
    at = None if x.at and x.at.startswith(f"{mechanism}-") else x.at
    return replace(x, at=at, joint_with=tuple(slug for slug in x.joint_with if slug != mechanism))


@in_each_language
@given(st.data())
def test_a_statement_written_is_the_statement_read(lang: str, data: st.DataObject) -> None:
    mechanism = data.draw(st.sampled_from(SLUGS))
    meant = of_another(data.draw(statements(lang)), mechanism)
    text = statement(meant, lang, year=YEAR)
    assume(spoken(text, lang))
    found = read(text, year=YEAR, mechanism=mechanism).found
    assert_same([f.statement for f in found], [meant], text)


@in_each_language
@given(st.data())
def test_a_year_written_is_the_year_read_and_comes_back_byte_for_byte(lang: str, data: st.DataObject) -> None:
    mechanism = data.draw(st.sampled_from(SLUGS))
    meant = [of_another(x, mechanism) for x in data.draw(st.lists(statements(lang), min_size=1, max_size=8))]
    text = entry(meant, lang, year=YEAR)
    assume(spoken(text, lang))
    found = [f.statement for f in read(text, year=YEAR, mechanism=mechanism).found]
    assert_same(found, meant, text)
    assert entry(found, lang, year=YEAR) == text


@in_each_language
@given(st.data())
def test_days_without_a_year_stay_without_one(lang: str, data: st.DataObject) -> None:
    meant = data.draw(statements(lang, undated_years=True))
    text = statement(meant, lang)
    assume(spoken(text, lang))
    assert_same([f.statement for f in read(text).found], [meant], text)


@in_each_language
@given(st.data())
def test_runs_are_the_sentence_and_set_the_kind_apart(lang: str, data: st.DataObject) -> None:
    meant = data.draw(st.lists(statements(lang), max_size=3))
    text = entry(meant, lang, year=YEAR)
    assert "".join(run.text for run in entry_pieces(meant, lang, year=YEAR)) == text
    for one in meant:
        runs = pieces(one, lang, year=YEAR)
        assert sum(run.strong for run in runs) == 1
        assert "".join(run.text for run in runs) == statement(one, lang, year=YEAR)


def assert_nothing_lost(reading: Reading) -> None:
    """Found and unread are pieces of the text in their order, and together the whole of it."""
    spans = sorted([f.span for f in reading.found] + list(reading.unread), key=lambda s: (s.start, s.end))
    assert [f.span.start for f in reading.found] == sorted(f.span.start for f in reading.found)
    assert all(s.start < s.end for s in spans)
    assert "".join(s.of(reading.text) for s in spans) == reading.text
    assert all(a.end == b.start for a, b in zip(spans, spans[1:], strict=False))


@given(texts())
def test_reading_loses_nothing_of_any_text(text: str) -> None:
    assert_nothing_lost(read(text, year=YEAR))


@given(texts(), st.sampled_from(SLUGS))
def test_reading_is_the_same_each_time(text: str, mechanism: str) -> None:
    assert read(text, year=YEAR, mechanism=mechanism) == read(text, year=YEAR, mechanism=mechanism)


@given(texts())
def test_each_day_read_has_the_year_given_or_its_own(text: str) -> None:
    assert all(when.has_year for f in read(text, year=YEAR).found for when in f.statement.dates)


@given(st.data())
def test_a_line_of_its_own_is_read_the_same_beside_others(data: st.DataObject) -> None:
    """Two lines that the hub wrote are read as each of them alone."""
    lines = [entry([data.draw(statements("en"))], "en", year=YEAR) for _ in range(2)]
    alone = [f.statement for line in lines for f in read(line, year=YEAR).found]
    assert [f.statement for f in read("\n\n".join(lines), year=YEAR).found] == alone


def test_silence_is_no_sentence() -> None:
    assert entry([], "en") == ""


def test_another_language_is_refused_in_words() -> None:
    with pytest.raises(UnknownLanguage, match="en, fr, es"):
        statement(Statement(type="workshop"), "de")
