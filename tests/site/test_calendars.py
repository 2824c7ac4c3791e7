"""Calendars: complete, right by the day, and free for who has them already."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from iscm.meetings.actions import change_status
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meetings
from iscm.meetings.rules import Choice

pytestmark = pytest.mark.django_db


def events(response) -> dict[str, object]:
    calendar = Calendar.from_ical(response.content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def dated(choice):
    return {f"{row.id}@iscm-hub": row for row in meetings(choice) if row.when and row.when.days}


@pytest.mark.parametrize(
    ("address", "choice"),
    [
        ("/calendar.ics", Choice()),
        ("/mechanisms/rcm/calendar.ics", Choice(mechanism=("rcm",))),
        ("/calendar.ics?theme=labour-migration", Choice(theme=("labour-migration",))),
    ],
)
def test_every_dated_meeting_on_its_days(client, address, choice):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found, expected = events(response), dated(choice)
    assert found.keys() == expected.keys()
    for uid, meeting in expected.items():
        first, last = meeting.when.days
        event = found[uid]
        assert event.decoded("dtstart") == first
        assert event.decoded("dtend") == last + dt.timedelta(days=1)
        assert str(event["url"]) == f"http://testserver/meetings/{meeting.id}/"
        assert str(event["summary"]).endswith(meeting.title)


def test_what_has_no_day_is_counted_in_the_description(client):
    rows = meetings(Choice(mechanism=("sacm",)))
    calendar = Calendar.from_ical(client.get("/mechanisms/sacm/calendar.ics").content)
    left = sum(not (row.when and row.when.days) for row in rows)
    assert f"{left} more are told with a month, or without a date" in str(calendar["description"])


def test_status_place_and_themes(client):
    Meeting.objects.filter(slug="gfmd-14").update(status="postponed")
    event = events(client.get("/meetings/gfmd-14/calendar.ics"))["gfmd-14@iscm-hub"]
    assert (str(event["status"]), str(event["location"])) == ("CANCELLED", "Geneva, Switzerland")


@pytest.mark.parametrize(
    "address", ["/calendar.ics", "/mechanisms/rcm/calendar.ics", "/meetings/gfmd-14/calendar.ics"]
)
def test_unchanged_it_costs_one_look(client, address, django_assert_num_queries):
    first = client.get(address)
    assert first["ETag"].startswith('"')
    assert first["Cache-Control"] == "public, no-cache"
    with django_assert_num_queries(1):
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(address).content == first.content
    assert client.get(address, headers={"if-none-match": '"lies"'}).status_code == 200


def test_a_change_shows_at_once(client, now):
    before = client.get("/mechanisms/gfmd/calendar.ics")
    change_status(meeting="gfmd-15", status="cancelled", by="ana", at=now)
    after = client.get("/mechanisms/gfmd/calendar.ics", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert str(events(after)["gfmd-15@iscm-hub"]["status"]) == "CANCELLED"
    assert client.get("/meetings/gfmd-15/calendar.ics").content != before.content


def test_nonsense_is_told_in_a_sentence(client):
    response = client.get("/calendar.ics?theme=xyzzy")
    assert response.status_code == 400
    assert response.content.decode() == "Theme: “xyzzy” is not known.\n"
    assert client.get("/mechanisms/xyzzy/calendar.ics").status_code == 404
    assert client.get("/meetings/xyzzy/calendar.ics").status_code == 404
