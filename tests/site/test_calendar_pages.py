"""The calendar's pages: nothing is dropped, every filter stands in the address, nonsense is told."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest

from iscm.accounts.views import SHELF
from iscm.domain.when import When
from iscm.meetings.actions import change_status
from iscm.meetings.models import Meeting
from iscm.meetings.queries.entries import entries
from iscm.meetings.rules import Choice
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db

PAGES = ("/calendar/2022/10/", "/calendar/2022/", "/calendar/2022/timeline/", "/calendar/agenda/?year=2022")


def led_to(response) -> set[str]:
    """Meetings that a page leads to."""
    return {
        link.split("/")[2]
        for link in links(response)
        if link.startswith("/meetings/") and link.count("/") == 3
    }


@pytest.mark.parametrize("query", ["", "mechanism=rcm", "state=ke", "host=ch&online=no"])
@pytest.mark.parametrize(
    ("address", "within"),
    [("/calendar/2022/10/", "2022-10"), ("/calendar/2022/timeline/", "2022"), ("/calendar/agenda/", "2022")],
)
def test_a_page_leads_to_every_meeting_of_its_time(client, address: str, within: str, query: str):
    choice, _faults = Choice.parse(query)
    parts = [query, "year=2022" if "agenda" in address else ""]
    response = client.get(f"{address}?{'&'.join(filter(None, parts))}".rstrip("?"))
    assert response.status_code == 200
    assert led_to(response) - {""} == {row.id for row in entries(choice, within=When.parse(within))}


def test_a_year_leads_to_the_days_of_its_months(client):
    response = client.get("/calendar/2022/")
    days = {link for link in links(response) if "#d" in link}
    rows = [row for row in entries(within=When.parse("2022")) if row.days]
    assert {
        f"/calendar/2022/{row.first.month}/#d{row.first.day}" for row in rows if row.first.year == 2022
    } <= days
    assert led_to(response) - {""} == {
        row.id for row in entries(within=When.parse("2022")) if row.precision == "year"
    }


def test_what_has_no_day_has_its_place(client, now):
    change_status(meeting="gfmd-14", status="moved", when="2022-10", by="ana", at=now)
    said = words(client.get("/calendar/2022/10/"))
    assert "In October, day not said" in said
    assert "24 working group meetings IGC · 24 meetings" in said
    undated = [row.id for row in entries() if not row.precision]
    ends = set()
    for page in (1, 2, 3):
        ends |= led_to(client.get(f"/calendar/agenda/?page={page}".replace("?page=1", "")))
    assert set(undated) <= ends


def test_the_agenda_puts_nothing_into_a_month_that_it_may_not_have_been_in(client):
    page = client.get("/calendar/agenda/?year=2022").content.decode()
    parts = re.findall(r"<h2>([^<]*)</h2><ul[^>]*>(.*?)</ul>", page, re.DOTALL)
    heads = [head for head, _ in parts]
    assert heads[0] == "2022"
    assert heads[1:] == [f"{calendar.month_name[n]} 2022" for n in range(2, 13)]
    for head, listed in parts:
        for day in re.findall(r'<span class="day">([^<]*)', listed):
            assert (day == "2022") == (head == "2022"), (head, day)


@pytest.mark.parametrize("address", PAGES)
def test_unchanged_it_costs_one_look(client, address: str, django_assert_num_queries):
    first = client.get(address)
    with django_assert_num_queries(1):
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])
    with django_assert_num_queries(1):
        assert client.get(address).content == first.content


def test_a_change_shows_at_once(client, now):
    before = client.get("/calendar/2022/10/")
    change_status(meeting="gfmd-14", status="moved", when="2022-10-03", by="ana", at=now)
    after = client.get("/calendar/2022/10/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "gfmd-14" in led_to(after) - led_to(before)


@pytest.mark.parametrize("address", PAGES)
def test_the_number_of_queries_does_not_grow(client, address: str, django_assert_max_num_queries):
    counts = []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    keep = [row.id for row in entries(within=When.parse("2022-10"))]
    for some in (keep[:3], keep[:1]):
        Meeting.objects.exclude(slug__in=some).update(access="closed")
        SHELF.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_the_address_is_written_in_one_way(client):
    response = client.get("/calendar/2022/10/?year=&state=Kenya&mechanism=RCM")
    assert (response.status_code, response["Location"]) == (302, "/calendar/2022/10/?mechanism=rcm&state=ke")
    response = client.get("/calendar/?theme=data")
    today = dt.datetime.now(dt.UTC).date()
    assert response["Location"] == f"/calendar/{today.year}/{today.month}/?theme=data"


def test_the_filters_go_with_the_reader(client):
    found = links(client.get("/calendar/2022/10/?mechanism=rcm&state=ke"))
    for address in (
        "/calendar/2022/9/?mechanism=rcm&state=ke", "/calendar/2022/11/?mechanism=rcm&state=ke",
        "/calendar/2022/?mechanism=rcm&state=ke", "/calendar/2022/timeline/?mechanism=rcm&state=ke",
        "/calendar/agenda/?mechanism=rcm&state=ke", "/calendar/2022/10/?mechanism=rcm", "/calendar/2022/10/?state=ke",
        "/calendar.ics?mechanism=rcm&state=ke", "webcal://testserver/calendar.ics?mechanism=rcm&state=ke",
        "/changes.atom?mechanism=rcm&state=ke",
    ):  # fmt: skip
        assert address in found, address


def test_the_ends_of_the_calendar_lead_no_further(client):
    assert "/calendar/2100/12/" not in links(client.get("/calendar/1900/1/"))
    assert 'rel="prev"' not in body(client.get("/calendar/1900/1/"))
    assert 'rel="next"' not in body(client.get("/calendar/2100/12/"))
    assert 'rel="next"' not in body(client.get("/calendar/2100/timeline/"))


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/calendar/2022/13/", 404, "There is no 2022/13 in this calendar: it goes from 1900 to 2100."),
        ("/calendar/1066/", 404, "There is no 1066 in this calendar"),
        ("/calendar/99999/timeline/", 404, "There is no 99999 in this calendar"),
        ("/calendar/2022/10/?state=Keniya", 400, "State: “Keniya” is not known. Is “ke” (Kenya) meant?"),
        ("/calendar/2022/?colour=blue", 400, "“colour” is no filter."),
        ("/calendar/2022/timeline/?q=" + "x" * 500, 400, "this is too long"),
        ("/calendar/agenda/?page=1000000000", 400, "There is no page “1000000000”: the last is"),
        ("/calendar/agenda/?page=-1", 400, "There is no page “-1”"),
        ("/calendar/agenda/?from=2022&to=1999", 400, "To: 1999 is before 2022."),
        (
            "/calendar/2022/10/?theme=%3Cscript%3Ealert(1)%3C/script%3E",
            400,
            "“<script>alert(1)</script>” is not known",
        ),
        ("/calendar/2022/10/?host=%00", 400, "Held in: “” is not known."),
    ],
)
def test_nonsense_is_told(client, address: str, status: int, said: str):
    response = client.get(address)
    assert response.status_code == status
    assert said in words(response)
    assert "<script" not in body(response)


def test_a_month_without_meetings_says_so(client):
    assert "No meeting on record touches this month." in words(client.get("/calendar/1950/1/"))
    assert "No meeting on record fits all of this." in words(client.get("/calendar/1950/timeline/"))
    assert "No meeting on record fits all of this." in words(client.get("/calendar/agenda/?year=1950"))


def test_an_empty_hub_has_a_calendar(client, empty):
    for address in PAGES:
        assert client.get(address).status_code == 200
