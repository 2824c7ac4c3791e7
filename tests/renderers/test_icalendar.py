"""The calendar, read by the library that a subscriber's program may well use."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar, Event

from iscm.documents.joint import Telling
from iscm.domain.issues import Told
from iscm.domain.statements import Statement
from iscm.domain.when import When
from iscm.renderers import icalendar
from tests.documents import year


@pytest.fixture(scope="module")
def file() -> bytes:
    return icalendar.render(year.load(), "en")


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def one(statement: Statement, **more: object) -> tuple[Calendar, list[Event]]:
    row = Telling("igc", Told(id="2022/igc/1", statement=statement))
    options = {"name": "N", "source": "S", "lang": "en", "day": dt.date(2023, 1, 1)}
    content = icalendar.calendar([row], **{**options, **more})
    return Calendar.from_ical(content), events(content)


def dated(*dates: str, **more: object) -> Statement:
    return Statement(type="meeting", title="meeting", dates=tuple(map(When.parse, dates)), **more)


def test_every_dated_meeting_is_there_once(file: bytes):
    found = events(file)
    assert len(found) == 62
    assert len({str(event["UID"]) for event in found}) == 62
    assert [e["DTSTART"].dt for e in found] == sorted(e["DTSTART"].dt for e in found)


def test_a_joint_meeting_is_one_event_of_both(file: bytes):
    (plenary,) = [e for e in events(file) if "plenary" in e["SUMMARY"]]
    assert plenary["SUMMARY"] == "RCM and SACM: 3rd plenary meeting"
    assert plenary["CATEGORIES"].cats == ["RCM", "SACM"]
    assert plenary["UID"] == "2022/rcm/1/1@iscm-hub"


def test_days_are_whole_and_the_end_is_the_day_after(file: bytes):
    som = next(e for e in events(file) if e["UID"] == "2022/abu-dhabi-dialogue/1/1@iscm-hub")
    assert (som["DTSTART"].dt, som["DTEND"].dt) == (dt.date(2022, 10, 18), dt.date(2022, 10, 20))
    assert som["DTSTART"].params["VALUE"] == "DATE"
    assert som["TRANSP"] == "TRANSPARENT"
    assert som["DTSTAMP"].dt == dt.datetime(2023, 2, 28, 12, tzinfo=dt.UTC)


def test_a_place_is_told_with_its_country_by_its_un_name(file: bytes):
    cadiz = next(e for e in events(file) if e["UID"] == "2022/rabat-process/1/1@iscm-hub")
    assert cadiz["LOCATION"] == "Cádiz, Spain"


def test_themes_are_categories(file: bytes):
    climate = next(e for e in events(file) if e["UID"] == "2022/pafom/1/1@iscm-hub")
    assert climate["CATEGORIES"].cats == ["PAFOM", "Climate change"]
    assert climate["DESCRIPTION"].endswith("\nThemes: Climate change")


def test_what_has_no_day_is_counted_and_not_shown():
    calendar, found = one(dated("2022-04", "2022-05-03", count=5))
    assert len(found) == 1
    assert calendar["DESCRIPTION"].startswith("1 meeting with a date, from the S. 4 more are told")
    calendar, found = one(dated())
    assert found == []
    assert "1 more is told with a month, or without a date" in calendar["DESCRIPTION"]


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (None, None),
        ("held", "CONFIRMED"),
        ("announced", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
        ("postponed", "CANCELLED"),
    ],
)
def test_status(status: str | None, shown: str | None):
    assert one(dated("2022-05-03", status=status))[1][0].get("STATUS") == shown


def test_an_online_meeting_says_so_and_an_address_is_given_where_there_is_one():
    _, (event,) = one(dated("2022-05-03", mode="online"), address=lambda told: f"https://example.org/{told}")
    assert event["LOCATION"] == "online"
    assert event["URL"] == "https://example.org/2022/igc/1"


def test_two_dates_of_a_statement_are_two_events_that_keep_their_names():
    _, found = one(dated("2022-05-03", "2022-02-01", count=2))
    assert [str(e["UID"]) for e in found] == ["2022/igc/1/2@iscm-hub", "2022/igc/1/1@iscm-hub"]


def test_the_calendar_names_itself_and_says_how_often_to_ask(file: bytes):
    calendar = Calendar.from_ical(file)
    assert calendar["NAME"] == "Meetings of 2022 – inter-State consultation mechanisms on migration"
    assert calendar["REFRESH-INTERVAL"].dt == dt.timedelta(days=1)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in file
    assert calendar["METHOD"] == "PUBLISH"


def test_lines_are_folded_and_words_escaped(file: bytes):
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    _, (event,) = one(dated("2022-05-03", topic="a, b; c\\d\nBEGIN:VEVENT"))
    assert "a, b; c\\d\nBEGIN:VEVENT" in event["SUMMARY"]


def test_ten_thousand_rows_take_no_time_out_of_proportion():
    rows = [
        Telling("igc", Told(id=f"2022/igc/{n}", statement=dated(joint_with=("rcm",) if n % 2 else ())))
        for n in range(10_000)
    ]
    before = dt.datetime.now()
    icalendar.calendar(rows, name="N", source="S", lang="en", day=dt.date(2023, 1, 1))
    assert dt.datetime.now() - before < dt.timedelta(seconds=5)
