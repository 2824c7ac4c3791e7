"""Lists: filters combine and stand in the address, pages do not overlap, and nonsense is told in a sentence."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from iscm.accounts.views import SHELF
from iscm.domain.meetings import total
from iscm.library.models import Publication
from iscm.meetings.models import Meeting
from iscm.meetings.queries.by_theme import themed
from iscm.meetings.queries.records import meetings, tally
from iscm.meetings.rules import Choice
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
        ("host=ch", lambda m: m.country == "CH"),
        ("host=ch&host=ke", lambda m: m.country in ("CH", "KE")),
        ("online=yes", lambda m: m.mode == "online"),
        ("status=announced", lambda m: m.status == "announced"),
        ("from=2010&to=2012", lambda m: m.year in (2010, 2011, 2012)),
        (
            "mechanism=gfmd&host=ch&from=2020",
            lambda m: "gfmd" in m.mechanisms and m.country == "CH" and (m.year or 0) >= 2020,
        ),
        ("mechanism=rcm&online=hybrid&status=cancelled", lambda m: False),
    ],
)
def test_filters_choose_and_combine(client, query, fits):
    expected = sorted(row.id for row in meetings() if fits(row))
    response = client.get(f"/meetings/?{query}")
    found = listed(response)
    for address in [link for link in links(response) if link.startswith("?") and "page=2" in link]:
        found += listed(client.get("/meetings/" + address))
    assert sorted(found)[:100] == expected[:100]
    assert response.status_code == 200
    if not expected:
        assert "No meeting on record fits all of this" in words(response)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("mechanism=Puebla+Process", "mechanism=rcm"),
        ("country=Switzerland", "host=ch"),
        ("host=CH", "host=ch"),
        ("mode=online&since=2020", "online=yes&from=2020"),
        ("theme=Labour+migration", "theme=labour-migration"),
    ],
)
def test_names_are_understood_in_an_address(client, said, meant):
    answer = client.get(f"/meetings/?{said}", follow=True)
    assert answer.redirect_chain == [(f"/meetings/?{meant}", 302)]
    assert listed(answer) == listed(client.get(f"/meetings/?{meant}")) != []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "type=ministeral",
            "Kind: “ministeral” is not known. Is “ministerial” (Ministerial Conference) meant?",
        ),
        ("mechanism=xyzzy", "Mechanism: “xyzzy” is not known."),
        ("since=abc", "From: “abc” is no date here."),
        ("since=12", "From: “12” is no date here."),
        ("year=1066", "Year: 1066 is outside these records: say a year from 1900 to 2100."),
        ("since=2015&until=2010", "To: 2010 is before 2015."),
        ("mechansim=rcm", "“mechansim” is no filter. Is “mechanism” meant?"),
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


@pytest.mark.parametrize("page", ["/states/{most}/", "/themes/data/", "/mechanisms/rcm/"])
def test_what_leads_to_the_list_leads_to_rows(client, page, monkeypatch):
    monkeypatch.setattr("iscm.site.state.HOSTED", 5)  # shipped, nobody hosted more than a page shows
    most, _times = Counter(row.country for row in meetings() if row.country).most_common(1)[0]
    response = client.get(page.format(most=most.lower()))
    leading = [link for link in links(response) if link.startswith("/meetings/?")]
    assert leading
    for link in leading:
        assert listed(client.get(link.replace("&amp;", "&"), follow=True)), link


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
    with django_assert_num_queries(14):
        assert len(listed(client.get("/meetings/"))) == 3
    Meeting.objects.exclude(pk=keep[0]).update(access="closed")
    SHELF.clear()
    with django_assert_num_queries(14):
        assert len(listed(client.get("/meetings/"))) == 1


@pytest.mark.parametrize(
    ("address", "queries"), [("/mechanisms/", 11), ("/states/", 3), ("/publications/", 15), ("/issues/", 14)]
)
def test_other_lists_likewise(client, django_assert_num_queries, address, queries):
    with django_assert_num_queries(queries):
        client.get(address)
    Mechanism.objects.exclude(slug="rcm").update(access="closed")
    Publication.objects.exclude(slug=Publication.objects.exclude(meetings=None).first().slug).update(
        access="closed"
    )
    SHELF.kept.clear()
    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize(
    "choice",
    [Choice(), Choice(mechanism=("rcm",)), Choice(mechanism=("budapest-process",)), Choice(theme=("data",))],
)
def test_a_tally_is_the_total_of_the_records(choice, django_assert_num_queries):
    expected = total(meetings(choice))
    with django_assert_num_queries(2):
        assert tally(choice) == expected


def test_themes_are_counted_as_the_records_have_them():
    assert themed() == Counter(theme for row in meetings() for theme in row.themes)
