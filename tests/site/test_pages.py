"""Every page: answers, says what it is, is built for reading, and asks nothing of anyone else."""

from __future__ import annotations

import datetime as dt
import logging
import re

import pytest

from iscm.domain.meetings import total
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meetings
from iscm.registry.models import Mechanism
from tests.site.pages import ADDRESSES, body, links, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_built_for_reading(client, address):
    response = client.get(address)
    page = body(response)
    assert response.status_code == 200
    assert '<html lang="en" dir="ltr">' in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert re.search(r"<title>[^<]*ISCM Hub", page)
    assert page.index('class="skip" href="#content"') < page.index("<header")
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    tables = re.findall(r"<table\b.*?</table>", page, re.DOTALL)
    assert all("<caption" in table and '<th scope="col"' in table for table in tables)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_needs_nobody_else_and_no_script(client, address):
    response = client.get(address)
    page = body(response)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    # data is no program; and what the script of pictures reads out stands in the page without it too
    programs = r'<script(?! type="application/ld\+json">| src="/static/site/pictures\.js" defer></script>)'
    assert not re.search(programs, page)
    assert not response.cookies
    assert not re.search(r"<[^>]+\sstyle=", page)
    fetched = re.sub(r'<link rel="alternate"[^>]*>', "", page)  # named, never asked for
    assert not re.search(r'<(?:link|img|iframe)\b[^>]*(?:src|href)="(?:https?:)?//', fetched)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_within_the_hub_leads_somewhere(client, address):
    here = client.get(address)
    ids = set(re.findall(r'\bid="([^"]+)"', body(here)))
    places = {
        link for link in links(here) if not re.match(r"[a-z]+:", link) and not link.startswith("/static/")
    }
    lost = [link for link in places if link.startswith("#") and link[1:] not in ids]
    inside = {link.partition("#")[0] for link in places if link.startswith(("/", "?"))}
    if address != "/meetings/":  # its many meetings are each looked at in test_meeting
        inside = {link for link in inside if not link.startswith("/meetings/") or "?" in link}
    kinds = {re.sub(r"(mechanisms|meetings)/[^/?]+/", r"\1/one/", link): link for link in inside}
    lost += [
        link
        for link in kinds.values()
        if client.get(address.partition("?")[0] + link if link.startswith("?") else link).status_code >= 400
    ]
    assert not lost


def test_home_says_what_the_hub_holds_and_each_number_leads_to_what_it_counts(client):
    page = body(client.get("/"))
    numbers = dict(re.findall(r'<dd><a href="([^"]+)">(\d+)</a>', page))
    assert numbers["/mechanisms/"] == str(Mechanism.objects.count())
    assert numbers["/meetings/"] == str(total(meetings()).meetings)
    assert f"that stand for {numbers['/meetings/']} meetings or more" in words(client.get("/meetings/"))
    assert f"{numbers['/mechanisms/']} mechanisms" in words(client.get("/mechanisms/"))
    assert f"{numbers['/states/']} States" in words(client.get("/states/"))
    assert f"{numbers['/themes/']} of them taken up" in words(client.get("/themes/"))
    assert f"{numbers['/publications/']} publications" in words(client.get("/publications/"))


def on_the_first_of_september(value=None, zone=None):
    """``timezone.localdate`` on that day of 2025; another moment keeps its own day."""
    return dt.date(2025, 9, 1) if value is None else value.date()


def test_home_tells_what_comes_up_on_the_day_of_the_visit(client, monkeypatch):
    monkeypatch.setattr("iscm.site.home.timezone.localdate", on_the_first_of_september)
    page = words(client.get("/"))
    coming, recent = page.partition("Coming up")[2].split("Most recent")
    assert "2–4 September 2025 Fifteenth GFMD Summit" in coming
    assert "17–20 June 2025 27th Regular Annual Meeting" in recent
    assert "Fifteenth GFMD Summit" not in recent


def test_a_meeting_that_was_called_off_does_not_come_up(client, monkeypatch):
    monkeypatch.setattr("iscm.site.home.timezone.localdate", on_the_first_of_september)
    Meeting.objects.filter(slug="gfmd-15").update(status="postponed")
    assert "Fifteenth GFMD Summit" not in words(client.get("/"))


def test_an_empty_hub_has_pages_too(client, empty):
    for address in ("/", "/mechanisms/", "/meetings/", "/states/", "/themes/", "/publications/", "/issues/"):
        assert client.get(address).status_code == 200, address
    assert "No date to come is on record" in words(client.get("/"))
    assert "No issue is kept here yet" in words(client.get("/issues/"))
    assert client.get("/calendar.ics").status_code == 200


def test_a_fault_of_ours_is_said_plainly_and_told_where_the_server_speaks(client, monkeypatch):
    told: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(str(record.exc_info and record.exc_info[1]))

    def fault(*_arguments: object) -> None:
        raise RuntimeError("the lamp is out")

    assert any(isinstance(h, logging.StreamHandler) for h in logging.getLogger("django.request").handlers)
    listening = Listening()
    logging.getLogger("django.request").addHandler(listening)
    monkeypatch.setattr("iscm.site.home.years", fault)
    client.raise_request_exception = False
    response = client.get("/")
    logging.getLogger("django.request").removeHandler(listening)
    assert response.status_code == 500
    assert "It is a fault of ours" in words(response)
    assert "lamp" not in body(response)
    assert told == ["the lamp is out"]


def test_nothing_at_an_address_is_said_in_a_sentence(client):
    response = client.get("/nothing/here")
    assert response.status_code == 404
    assert "Nothing stands at this address" in words(response)


@pytest.mark.parametrize(
    "asked", ["Puebla", "CRM", "puebla process", "Proceso Puebla", "regional conference on migration"]
)
def test_any_name_finds_the_mechanism(client, asked):
    assert "/mechanisms/rcm/" in links(client.get("/search/", {"q": asked}))


def test_a_slip_of_the_hand_finds_what_was_meant(client):
    response = client.get("/search/", {"q": "Colmbo Proces"})
    assert "/mechanisms/colombo-process/" in links(response)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Kenya", "/states/ke/"),
        ("Côte d'Ivoire", "/states/ci/"),
        ("labour migration", "/meetings/?theme=labour-migration"),
        ("Montevideo", "/meetings/rcm-2018-plenary-1/"),
    ],
)
def test_states_themes_and_meetings_are_found(client, asked, found):
    assert found in links(client.get("/search/", {"q": asked}))


@pytest.mark.parametrize(
    "asked", ["", " ", "x" * 200, "<script>alert(1)</script>", "'; drop table", "\x00", "%"]
)
def test_whatever_is_asked_is_answered(client, asked):
    response = client.get("/search/", {"q": asked}, follow=True)
    assert response.status_code == 200
    assert "<script" not in body(response)


def test_a_title_with_markup_is_shown_as_words(client):
    Meeting.objects.filter(slug="gfmd-14").update(title="<b>Summit</b> & more")
    assert "&lt;b&gt;Summit&lt;/b&gt; &amp; more" in body(client.get("/meetings/gfmd-14/"))


def test_what_is_not_public_is_nowhere(client):
    Mechanism.objects.filter(slug="rcm").update(access="secretariats")
    Meeting.objects.filter(slug="gfmd-14").update(access="secretariats")
    assert client.get("/mechanisms/rcm/").status_code == 404
    assert client.get("/mechanisms/rcm/calendar.ics").status_code == 404
    assert client.get("/meetings/gfmd-14/").status_code == 404
    assert client.get("/meetings/gfmd-14/calendar.ics").status_code == 404
    assert "/meetings/gfmd-14/" not in links(client.get("/meetings/?mechanism=gfmd"))
    assert "/mechanisms/rcm/" not in links(client.get("/mechanisms/"))


def test_the_style_sheet_is_kept_for_ever_and_changes_its_address(client):
    address = next(link for link in links(client.get("/")) if link.startswith("/look.css"))
    response = client.get(address)
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]
    assert client.get("/look.css?older")["Cache-Control"] == "no-cache"
