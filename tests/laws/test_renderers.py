"""Whatever is told, every format carries it whole: no word is lost, and none is taken for markup."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from iscm.documents.draft import tellings
from iscm.documents.newsletter import compose
from iscm.domain.issues import Issue
from iscm.domain.when import When
from iscm.renderers import data, email, html, icalendar, table, text, word
from tests.documents import year
from tests.renderers import reading, sample

# Letters, figures and marks of every script, without controls, surrogates and blanks that formats fold
WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)


@settings(max_examples=30)
@given(WORDS)
def test_no_word_is_lost_in_any_document(words: str):
    document = sample.document(words)
    wanted = reading.bare(words)
    for found in (
        reading.html(html.render(document)),
        reading.docx_text(word.render(document)),
        text.render(document).decode(),
        reading.html(reading.part(email.render(document), "html").encode()),
    ):
        assert f"told{wanted}" in reading.bare(found)
        assert f"anchored{wanted}" in reading.bare(found)


@settings(max_examples=30)
@given(WORDS)
def test_no_word_is_lost_in_any_record(words: str):
    issue = with_topic(words)
    row = next(csv.DictReader(io.StringIO(table.render(issue, "en").decode("utf-8-sig"), newline="")))
    assert row["topic"].removeprefix("'") == words.removeprefix("'")
    told = json.loads(data.render(issue, "en"))["mechanisms"]["au-hoai"]["statements"][0]
    assert told["topic"] == words
    (event,) = Calendar.from_ical(icalendar.render(issue, "en")).walk("VEVENT")
    assert reading.bare(words) in reading.bare(str(event["DESCRIPTION"]))


def with_topic(topic: str) -> Issue:
    """An issue of one statement on ``topic``."""
    issue = year.load()
    entry = next(e for e in issue.entries if e.mechanism == "au-hoai")
    told = replace(entry.statements[0], statement=replace(entry.statements[0].statement, topic=topic))
    return replace(issue, entries=(replace(entry, statements=(told,)),), themes=(), initiatives=())


DAYS = st.dates().map(When.on)


@settings(max_examples=50)
@given(st.lists(DAYS, max_size=4), st.integers(1, 30))
def test_meetings_are_counted_alike_in_print_and_calendar(days: list[When], count: int):
    issue = with_topic("x")
    told = issue.entries[0].statements[0]
    told = replace(told, statement=replace(told.statement, dates=tuple(days), count=count))
    issue = replace(issue, entries=(replace(issue.entries[0], statements=(told,)),))
    shown = Calendar.from_ical(icalendar.render(issue, "en"))
    assert len(shown.walk("VEVENT")) == len(days)
    left = max(count - len(days), 0)
    assert (f" {left} more" in shown["DESCRIPTION"]) == bool(left)
    assert len(tellings(issue)) == 1
    assert compose(issue, "en").key == "highlights-2022"
