"""Feeds as programs read them: two libraries for calendars, one for Atom, and the rules of conditional requests."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
import subprocess
from pathlib import Path

import feedparser
import pytest
from icalendar import Calendar

from iscm.accounts.views import SHELF
from iscm.meetings.actions import change_status, set_value, withdraw
from iscm.meetings.models import Meeting
from iscm.meetings.queries.entries import entries
from iscm.meetings.rules import Choice
from tests.plugins.programs import leave_out

pytestmark = pytest.mark.django_db

FEEDS = {
    "/calendar.ics": "",
    "/calendar.ics?theme=data&theme=labour-migration&year=2022": "theme=data&theme=labour-migration&year=2022",
    "/calendar.ics?state=ke&online=no&from=2015": "state=ke&online=no&from=2015",
    "/mechanisms/rcm/calendar.ics": "mechanism=rcm",
    "/mechanisms/rcm/calendar.ics?type=plenary": "mechanism=rcm&type=plenary",
    "/states/ke/calendar.ics": "state=ke",
    "/states/MX/calendar.ics?year=2018": "state=mx&year=2018",
}


def events(response) -> dict[str, object]:
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory, program):
    """ical.js, as npm installs it from its lock; reads bytes of a calendar."""
    folder = tmp_path_factory.mktemp("ical")
    for path in (Path(__file__).parent / "ical").iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    done = subprocess.run(
        [program("npm"), "ci"], check=False, cwd=folder, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        leave_out(f"npm cannot install ical.js: {done.stderr[-200:]}")

    def read(content: bytes):
        command = [program("node"), "read.js"]
        return json.loads(
            subprocess.run(command, cwd=folder, input=content, capture_output=True, check=True).stdout
        )

    return read


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_holds_what_its_address_chooses(client, address: str):
    choice, faults = Choice.parse(FEEDS[address])
    assert faults == ()
    expected = {f"{row.id}@iscm-hub": row for row in entries(choice) if row.days}
    found = events(client.get(address))
    assert found.keys() == expected.keys()
    assert expected
    for uid, row in expected.items():
        event, (first, last) = found[uid], row.days
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (first, last + dt.timedelta(days=1))
        assert (event["sequence"], event["transp"]) == (0, "TRANSPARENT")
        assert event.decoded("dtstamp") == event.decoded("last-modified")
        assert str(event["summary"]).endswith(row.title)


@pytest.mark.needs("node", "npm")
@pytest.mark.parametrize("address", FEEDS)
def test_another_library_reads_the_same(client, other, address: str):
    content = client.get(address).content
    told = other(content)
    ours = {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}
    assert [event["uid"] for event in told["events"]] == list(ours)
    for event in told["events"]:
        same = ours[event["uid"]]
        assert event["days"]
        assert event["start"] == same.decoded("dtstart").isoformat()
        assert event["end"] == same.decoded("dtend").isoformat()
        for name in ("summary", "description", "location", "url", "status"):
            assert event[name] == (str(same[name]) if name in same else None)
        assert event["categories"] == (
            list(map(str, same["categories"].cats)) if "categories" in same else []
        )


def test_what_a_calendar_says_of_itself(client):
    calendar = Calendar.from_ical(client.get("/states/ke/calendar.ics?year=2022").content)
    assert str(calendar["name"]) == str(calendar["x-wr-calname"]) == "Kenya: 2022"
    assert calendar.decoded("refresh-interval") == dt.timedelta(hours=12)
    assert str(calendar["source"]) == "http://testserver/states/ke/calendar.ics?year=2022"
    assert (calendar["color"], calendar["method"], calendar["version"]) == ("steelblue", "PUBLISH", "2.0")


def test_what_belongs_together_says_so(client):
    found = events(client.get("/calendar.ics"))

    def related(key: str) -> set[tuple[str, str]]:
        said = found[f"{key}@iscm-hub"]["related-to"]
        return {(one.params["RELTYPE"], str(one)) for one in (said if isinstance(said, list) else [said])}

    assert ("PARENT", "bali-process-2023-ministerial-8@iscm-hub") in related("bali-process-2022-12-18-som")
    assert ("SIBLING", "grcp-1@iscm-hub") in related("grcp-2")
    joint = found["rcm-2022-plenary-3@iscm-hub"]
    assert list(map(str, joint["categories"].cats))[:2] == ["RCM", "SACM"]


@pytest.mark.parametrize(
    ("status", "written"),
    [("announced", "TENTATIVE"), ("confirmed", "CONFIRMED"), ("cancelled", "CANCELLED")],
)
def test_how_a_meeting_stands(client, now, status: str, written: str):
    change_status(meeting="gfmd-14", status=status, by="ana", at=now)
    event = events(client.get("/calendar.ics"))["gfmd-14@iscm-hub"]
    assert (str(event["status"]), event["sequence"]) == (written, 1)


def test_a_moved_meeting_keeps_its_id_and_counts_on(client, now):
    set_value(
        meeting="gfmd-14", field="when", value="2031-05-02/2031-05-04", by="ana", at=now.replace(year=2100)
    )
    event = events(client.get("/mechanisms/gfmd/calendar.ics?year=2031"))["gfmd-14@iscm-hub"]
    assert event.decoded("dtend") == dt.date(2031, 5, 5)
    assert event.decoded("last-modified").year == 2100
    assert event["sequence"] == 1


def test_the_withdrawn_are_called_off_where_they_were_known(client, now):
    withdraw(meeting="gfmd-14", by="ana", at=now)
    Meeting.objects.filter(slug="gfmd-12").update(merged_into=Meeting.objects.get(slug="gfmd-13"))
    Meeting.objects.filter(slug="gfmd-11").update(access="closed")
    found = events(client.get("/mechanisms/gfmd/calendar.ics"))
    assert str(found["gfmd-14@iscm-hub"]["status"]) == str(found["gfmd-12@iscm-hub"]["status"]) == "CANCELLED"
    assert str(found["gfmd-12@iscm-hub"]["related-to"]) == "gfmd-13@iscm-hub"
    assert "gfmd-11@iscm-hub" not in found
    assert "gfmd-14@iscm-hub" in events(client.get("/meetings/gfmd-14/calendar.ics"))
    assert client.get("/meetings/gfmd-11/calendar.ics").status_code == 404


def test_changes_as_atom(client, now):
    at = now.replace(year=2100)
    change_status(meeting="gfmd-14", status="moved", when="2031-05", by="ana", at=at, why="a secret reason")
    withdraw(meeting="rcm-2018-plenary-1", by="ana", at=at)
    response = client.get("/changes.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    first = feed.entries[0]
    assert first.title.startswith("GFMD: ")
    assert (first.link, first.updated) == ("http://testserver/meetings/gfmd-14/", "2100-01-15T12:00:00Z")
    assert first.summary.startswith("Moved. When: ")
    assert first.summary.endswith("→ May 2031.")
    assert b"secret" not in response.content
    assert b"ana" not in response.content.replace(b"management", b"")[:3000]
    assert response.content.count(b"<at:deleted-entry ") == 1
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) == 99
    again = feedparser.parse(client.get("/changes.atom?mechanism=gfmd").content)
    assert again.entries[0].id == first.id
    assert {tag.term for entry in again.entries for tag in entry.tags} >= {"GFMD"}


@pytest.mark.parametrize("address", [*FEEDS, "/changes.atom?state=ke", "/meetings/gfmd-14/calendar.ics"])
def test_unchanged_it_costs_one_look(client, address: str, django_assert_num_queries):
    first = client.get(address)
    for mark in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}'):
        with django_assert_num_queries(1):
            again = client.get(address, headers={"if-none-match": mark})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content
    SHELF.clear()  # as in another process
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(address).content == first.content


@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": '"lies"'}, {"if-none-match": "*-*"}, {"if-none-match": ""},
        {"if-modified-since": "yesterday"},
        {"if-modified-since": "Mon, 01 Jan 1990 00:00:00 GMT"},
        {"if-none-match": '"lies"', "if-modified-since": "Tue, 01 Jan 2030 00:00:00 GMT"},
    ],
)  # fmt: skip
def test_conditions_that_lie_get_the_whole(client, headers):
    assert client.get("/calendar.ics", headers=headers).status_code == 200


def test_a_change_shows_at_once_in_every_feed_that_has_it(client, now):
    addresses = [
        "/calendar.ics",
        "/mechanisms/gfmd/calendar.ics",
        "/changes.atom",
        "/meetings/gfmd-14/calendar.ics",
    ]
    marks = {address: client.get(address)["ETag"] for address in addresses}
    set_value(meeting="gfmd-14", field="title", value="A new title; with, signs\nand lines", by="ana", at=now)
    for address in addresses:
        response = client.get(address, headers={"if-none-match": marks[address]})
        assert response.status_code == 200
        assert response["ETag"] != marks[address]
    event = events(client.get("/calendar.ics"))["gfmd-14@iscm-hub"]
    assert str(event["summary"]) == "GFMD: A new title; with, signs\nand lines"


def test_squeezed_it_is_the_same(client):
    plain = client.get("/calendar.ics")
    squeezed = client.get("/calendar.ics", headers={"accept-encoding": "gzip"})
    assert squeezed["Content-Encoding"] == "gzip"
    assert gzip.decompress(squeezed.content) == plain.content
    assert squeezed["ETag"] != plain["ETag"]
    assert len(squeezed.content) < len(plain.content) / 4
    headers = {"accept-encoding": "gzip", "if-none-match": squeezed["ETag"]}
    assert client.get("/calendar.ics", headers=headers).status_code == 304


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/calendar.ics?theme=xyzzy", 400, "Theme: “xyzzy” is not known.\n"),
        ("/changes.atom?state=Keniya", 400, "State: “Keniya” is not known. Is “ke” (Kenya) meant?\n"),
        ("/mechanisms/rcm/calendar.ics?mechanism=sacm", 400, "The address chooses “rcm” already.\n"),
        ("/mechanisms/rcmm/calendar.ics", 404, "No mechanism “rcmm” is known here. Is “rcm” meant?\n"),
        ("/states/kenya/calendar.ics", 404, "No State “kenya” is known here. Is “ke” meant?\n"),
        ("/states/zz/calendar.ics", 404, "No State “zz” is known here.\n"),
        (
            "/meetings/gfmd-144/calendar.ics",
            404,
            "No meeting “gfmd-144” with a day is known here. Is “gfmd-14” meant?\n",
        ),
        ("/calendar.ics?q=%00&theme=%27%3B+DROP+TABLE--", 400, "Theme: “'; DROP TABLE--” is not known.\n"),
    ],
)
def test_nonsense_is_told_in_a_sentence(client, address: str, status: int, said: str):
    response = client.get(address)
    assert (response.status_code, response.content.decode()) == (status, said)
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_another_name_leads_to_the_feed(client):
    response = client.get("/mechanisms/puebla-process/calendar.ics?year=2022")
    assert (response.status_code, response["Location"]) == (301, "/mechanisms/rcm/calendar.ics?year=2022")


def test_only_reading(client):
    response = client.post("/calendar.ics")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    head = client.head("/calendar.ics")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", client.get("/calendar.ics")["ETag"])


def test_an_empty_hub_has_an_empty_calendar(client, empty):
    calendar = Calendar.from_ical(client.get("/calendar.ics").content)
    assert calendar.walk("VEVENT") == []
    assert feedparser.parse(client.get("/changes.atom").content).entries == []


@pytest.mark.parametrize("address", ["/calendar.ics?mechanism=rcm", "/changes.atom?mechanism=rcm"])
def test_the_number_of_queries_does_not_grow(client, address: str, django_assert_num_queries):
    slugs = [row.id for row in entries(Choice(mechanism=("rcm",)))]
    for keep in (3, 1):
        Meeting.objects.filter(slug__in=slugs[keep:]).update(access="closed")
        SHELF.clear()
        with django_assert_num_queries(6 if "ics" in address else 7):
            client.get(address)
