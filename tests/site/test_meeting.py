"""A meeting's page, at its permanent address."""

from __future__ import annotations

import pytest

from iscm.accounts.views import SHELF
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meetings
from iscm.registry.templatetags import wording
from tests.site.pages import links, words

pytestmark = pytest.mark.django_db


def said(text: str) -> str:
    text = " ".join(text.split()).replace("’", "'")
    return text[:1].upper() + text[1:]


def test_nothing_of_a_record_is_left_out(client):
    """Every meeting that has something rare, and every tenth of the others."""
    rows = meetings()
    rare = [
        r
        for r in rows
        if r.claims or r.history or len(r.owners) > 1 or r.figures or r.series or r.at or r.prepares
    ]
    missing = []
    for record in dict.fromkeys(row.id for row in [*rare, *rows[::10]]):
        row = next(one for one in rows if one.id == record)
        response = client.get(f"/meetings/{row.id}/")
        page, leading = words(response).replace("’", "'"), set(links(response))
        told = [row.title, row.topic, row.note, wording.when(row.when), wording.kind(row.type), *row.outcomes]
        told += [subject.printed for subject in row.subjects] + [owner.wording for owner in row.owners]
        told += [owner.note for owner in row.owners] + [wording.value(claim) for claim in row.claims]
        told += [str(number) for number in row.figures.values()] + [step.note for step in row.history]
        missing += [
            (row.id, text) for text in told if text and said(text) not in page and said(text)[1:] not in page
        ]
        missing += [
            (row.id, source.url) for source in row.sources if source.url and source.url not in leading
        ]
        missing += [(row.id, slug) for slug in row.mechanisms if f"/mechanisms/{slug}/" not in leading]
    assert not missing


def test_it_leads_to_the_statement_it_was_read_from(client):
    response = client.get("/meetings/abu-dhabi-dialogue-2022-10-18-som/")
    assert "SOM (18-19 October)" in words(response)
    assert "/issues/2022/#s-2022-abu-dhabi-dialogue-1" in links(response)
    assert 'id="s-2022-abu-dhabi-dialogue-1"' in client.get("/issues/2022/").content.decode()


def test_it_can_be_added_to_a_calendar_only_if_its_day_is_known(client):
    assert "/meetings/gfmd-14/calendar.ics" in links(client.get("/meetings/gfmd-14/"))
    assert "/meetings/imrf-2/calendar.ics" not in links(client.get("/meetings/imrf-2/"))
    assert client.get("/meetings/imrf-2/calendar.ics").status_code == 404


def test_a_slip_in_the_address_asks_what_was_meant(client):
    response = client.get("/meetings/gfmd-144/")
    assert response.status_code == 404
    assert "/meetings/gfmd-14/" in links(response)


def test_a_meeting_that_was_merged_leads_to_the_one_it_is_part_of(client):
    kept = Meeting.objects.get(slug="gfmd-14")
    Meeting.objects.filter(slug="gfmd-13").update(merged_into=kept)
    response = client.get("/meetings/gfmd-13/")
    assert (response.status_code, response["Location"]) == (301, "/meetings/gfmd-14/")


@pytest.mark.parametrize("slug", ["<script>", "a" * 3000, "..", "%00", "no-such'"])
def test_a_strange_address_is_no_fault(client, slug):
    assert client.get(f"/meetings/{slug}/").status_code == 404
    assert client.get(f"/mechanisms/{slug}/").status_code == 404
    assert client.get(f"/meetings/{slug}/calendar.ics").status_code == 404


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    client.get("/meetings/gfmd-14/")
    SHELF.clear()
    with django_assert_num_queries(23):
        client.get("/meetings/gfmd-14/")
    with django_assert_num_queries(23):
        client.get("/meetings/gfmd-13/")
    with django_assert_num_queries(1):  # kept until a record changes
        client.get("/meetings/gfmd-13/")
