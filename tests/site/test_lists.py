"""Lists: filters combine and stand in the address, pages do not overlap, and nonsense is told in a sentence."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from iscm.accounts.views import SHELF
from iscm.domain.meetings import total
from iscm.library.models import Publication
from iscm.meetings.models import Meeting
from iscm.meetings.queries import meetings, tally, themed
from iscm.registry.models import Mechanism
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db


def listed(response) -> list[str]:
    """Ids of the meetings of a list, in its order."""
    return re.findall(r'<th scope="row"><a href="/meetings/([^/]+)/"', body(response))


def test_the_pages_of_the_list_hold_every_meeting_once(client):
    pages = [listed(client.get(f"/meetings/?page={number}")) for number in range(1, 12)]
    together = [slug for page in pages for slug in page]
    assert sorted(together) == sorted(row.id for row in meetings())
    assert all(len(page) == 50 for page in pages[:-1])
    by_id = {row.id: row for row in meetings()}
    days = [by_id[slug].when.earliest for slug in together if by_id[slug].when and by_id[slug].when.earliest]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("mechanism=rcm", lambda m: "rcm" in m.mechanisms),
        ("type=ministerial", lambda m: m.type == "ministerial"),
        ("theme=labour-migration", lambda m: "labour-migration" in m.themes),
        ("country=CH", lambda m: m.country == "CH"),
        ("mode=online", lambda m: m.mode == "online"),
        ("status=announced", lambda m: m.status == "announced"),
        ("since=2010&until=2012", lambda m: m.year in (2010, 2011, 2012)),
        (
            "mechanism=gfmd&country=CH&since=2020",
            lambda m: "gfmd" in m.mechanisms and m.country == "CH" and (m.year or 0) >= 2020,
        ),
        ("mechanism=rcm&mode=hybrid&status=cancelled", lambda m: False),
    ],
)
def test_filters_choose_and_combine(client, query, fits):
    expected = sorted(row.id for row in meetings() if fits(row))
    response = client.get(f"/meetings/?{query}")
    found = listed(response)
    for address in [link for link in links(response) if link.startswith("?") and "page=2" in link]:
        found += listed(client.get("/meetings/" + address))
    assert sorted(found)[:100] == expected[:100]
    if not expected:
        assert "No meeting on record fits all of this" in words(response)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("mechanism=Puebla+Process", "mechanism=rcm"),
        ("country=Switzerland", "country=CH"),
        ("country=ch", "country=CH"),
        ("theme=Labour+migration", "theme=labour-migration"),
    ],
)
def test_names_are_understood_in_an_address(client, said, meant):
    assert listed(client.get(f"/meetings/?{said}")) == listed(client.get(f"/meetings/?{meant}")) != []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("type=ministeral", "Kind: “ministeral” is not known. Is “ministerial” meant?"),
        ("mechanism=xyzzy", "Mechanism: “xyzzy” is not known."),
        ("since=abc", "From year: Enter a whole number."),
        ("since=12", "From year: 12 is no year of these records: say one from 1900 to 2100."),
        ("since=2015&until=2010", "To year: 2010 is before 2015."),
        ("mechansim=rcm", "“mechansim” is no filter of this list."),
        ("page=0", "“0” is no number of a page."),
        ("page=-1", "“-1” is no number of a page."),
        ("page=1000000000", "“1000000000” is no number of a page."),
        ("page=99", "There is no page 99: the last is 11."),
        ("country=ZZ", "Held in: “ZZ” is not known."),
        ("theme=%27%3B+drop+table", "is not known"),
    ],
)
def test_nonsense_is_told_in_a_sentence_and_never_answered(client, query, sentence):
    response = client.get(f"/meetings/?{query}")
    assert response.status_code == 400
    assert sentence in words(response)
    assert listed(response) == []


def test_an_address_loses_what_was_left_open(client):
    response = client.get("/meetings/?mechanism=&type=summit&since=&until=")
    assert (response.status_code, response["Location"]) == (302, "/meetings/?type=summit")


def test_mechanisms_by_level_and_status(client):
    response = client.get("/mechanisms/?level=regional&status=ended")
    expected = Mechanism.objects.filter(level="regional", status="ended").values_list("slug", flat=True)
    assert {f"/mechanisms/{slug}/" for slug in expected} == {
        link for link in links(response) if re.fullmatch(r"/mechanisms/[^/?]+/", link)
    }
    assert client.get("/mechanisms/?level=galactic").status_code == 400


def test_publications_by_mechanism(client):
    response = client.get("/publications/?mechanism=colombo-process")
    titles = Publication.objects.filter(mechanisms__slug="colombo-process").values_list("title", flat=True)
    assert titles
    assert all(title in words(response) for title in titles)
    assert f"{len(titles)} publication" in words(response)
    assert client.get("/publications/?year=abc").status_code == 400


def test_a_list_costs_the_same_number_of_queries_with_one_row_and_with_three(
    client, django_assert_num_queries
):
    keep = list(Meeting.objects.filter(ownerships__mechanism__slug="rcm").values_list("pk", flat=True)[:3])
    Meeting.objects.exclude(pk__in=keep).update(access="closed")
    with django_assert_num_queries(15):
        assert len(listed(client.get("/meetings/"))) == 3
    Meeting.objects.exclude(pk=keep[0]).update(access="closed")
    SHELF.kept.clear()
    with django_assert_num_queries(15):
        assert len(listed(client.get("/meetings/"))) == 1


@pytest.mark.parametrize(
    ("address", "queries"), [("/mechanisms/", 11), ("/states/", 3), ("/publications/", 7), ("/issues/", 14)]
)
def test_other_lists_likewise(client, django_assert_num_queries, address, queries):
    with django_assert_num_queries(queries):
        client.get(address)
    Mechanism.objects.exclude(slug="rcm").update(access="closed")
    Publication.objects.exclude(slug=Publication.objects.first().slug).update(access="closed")
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize(
    "choice", [{}, {"mechanism": "rcm"}, {"mechanism": "budapest-process"}, {"theme": "data"}]
)
def test_a_tally_is_the_total_of_the_records(choice, django_assert_num_queries):
    expected = total(meetings(**choice))
    with django_assert_num_queries(2):
        assert tally(**choice) == expected


def test_themes_are_counted_as_the_records_have_them():
    assert themed() == Counter(theme for row in meetings() for theme in row.themes)
