"""The writer of calendars, against a library that reads them: any words, any days, no line too long."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from iscm.domain.meetings import Entry
from iscm.renderers import agenda

AT = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)
FEED = agenda.Feed(
    name="A, name; with signs\\", lang="en", at=AT, source="http://hub.example/calendar.ics?q=%C3%A9"
)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.just("\n"), max_size=300)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


def entry(**fields) -> Entry:
    plain = dict.fromkeys(("city", "country", "mode", "status", "topic"), "")
    return Entry(**{"id": "one", "title": "A meeting", "type": "", "number": 1, "when": "", "first": None,
                    "last": None} | plain | fields)  # fmt: skip


def on(first: dt.date, last: dt.date, **fields) -> Entry:
    return entry(when=f"{first}/{last}" if first != last else str(first), first=first, last=last, **fields)


def written(*entries: Entry) -> bytes:
    return agenda.render(entries, FEED, lambda key: f"http://hub.example/meetings/{key}/")


@given(WORDS, WORDS, st.lists(WORDS, max_size=2), DAYS, st.integers(0, 40))
def test_what_is_written_is_read_back(title: str, topic: str, cities: list[str], first: dt.date, length: int):
    last = first + dt.timedelta(days=length)
    row = on(first, last, title=title, topic=topic, city="".join(cities), mechanisms=("rcm",))
    content = written(row)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == f"RCM: {title}"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (first, last + dt.timedelta(days=1))
    said = str(event["description"]).split("\n")
    assert "\n".join(said[1:]) == topic
    assert str(event.get("location", "")) == row.city


@given(st.text(max_size=400))
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(text: str):
    line = "SUMMARY:" + agenda.escape(text.encode("utf-8", "replace").decode())
    folded = agenda.fold(line)
    pieces = folded.encode().split(b"\r\n ")
    assert all(len(piece) + (number > 0) <= 75 for number, piece in enumerate(pieces))
    assert all(piece.decode() for piece in pieces)
    assert folded.replace("\r\n ", "") == line


def test_every_line_of_a_calendar_ends_as_it_must_and_none_is_too_long():
    row = on(dt.date(2022, 10, 18), dt.date(2022, 10, 20), title="ы" * 200, themes=("data", "gender") * 8)
    content = written(row, entry(id="two"))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"\n") == content.count(b"\r\n")


def test_control_characters_are_left_out():
    (event,) = Calendar.from_ical(written(on(AT.date(), AT.date(), title="a\x00b\x07\r\nc"))).walk("VEVENT")
    assert str(event["summary"]) == "ab\nc"


def test_the_last_day_of_all_ends_without_another():
    (event,) = Calendar.from_ical(written(on(dt.date.max, dt.date.max))).walk("VEVENT")
    assert event.decoded("duration") == dt.timedelta(days=1)
    assert "dtend" not in event


def test_what_has_no_day_is_counted():
    month = entry(id="two", when="2022-10", first=dt.date(2022, 10, 1), last=dt.date(2022, 10, 31))
    calendar = Calendar.from_ical(written(on(AT.date(), AT.date()), month, entry(id="three")))
    assert len(calendar.walk("VEVENT")) == 1
    assert "2 more are told with a month, or without a date" in str(calendar["description"])
    assert rb"NAME:A\, name\; with signs\\" in written()  # as RFC 7986 has it: text


def test_how_exact_an_entry_is():
    day = dt.date(2022, 10, 5)
    cases = {"2022-10-05": "day", "2022-10-05?": "day", "2022-10": "month", "2022-24": "month", "2022": "year",
             "2022-10/2022-10-05": "month", "2022-10-05/..": "day", "XXXX-10-05": ""}  # fmt: skip
    for when, precision in cases.items():
        bounds = (None, None) if when.startswith("XXXX") else (day, None if ".." in when else day)
        assert entry(when=when, first=bounds[0], last=bounds[1]).precision == precision, when
    assert entry(when="2022-10-05/..", first=day).days is None
