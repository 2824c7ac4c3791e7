"""The thesaurus, the index theme x mechanism x year, and the objectives: numbers are those of the records."""

from __future__ import annotations

import re

import pytest

from iscm.domain.terms import load, themes
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meetings
from iscm.newsletter.queries import issue
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db


def cell(page: str, theme: str, mechanism: str) -> str:
    """What a cell of the index says to a screen reader; "" where it is empty."""
    found = re.search(rf'theme={theme}&amp;mechanism={mechanism}" aria-label="([^"]*)"', page)
    return found[1] if found else ""


def test_the_tree_holds_every_theme_below_its_broader_one(client):
    response = client.get("/themes/")
    page = body(response)
    for key, row in themes().items():
        assert f'<li id="{key}">' in page
        assert f"/themes/{key}/" in links(response)
        if row.broader:
            above = page.partition(f'<li id="{row.broader}">')[2]
            assert f'<li id="{key}">' in above.partition("</ul>")[0]


def test_a_theme_has_a_page_with_all_that_the_vocabulary_says(client):
    for key, row in themes().items():
        page = words(client.get(f"/themes/{key}/"))
        told = [*row.label.values(), *(word for found in row.words.values() for word in found)]
        told += [f"Objective {number}" for number in row.gcm] + list(row.sdg)
        assert not [text for text in told if " ".join(text.split()) not in page], key
        assert "a proposal of this hub, not an official mapping" in page


def test_broader_and_narrower_lead_to_each_other(client):
    for key, row in themes().items():
        if row.broader:
            assert f"/themes/{row.broader}/" in links(client.get(f"/themes/{key}/"))
            assert f"/themes/{key}/" in links(client.get(f"/themes/{row.broader}/"))


def test_any_name_leads_to_the_theme_and_a_slip_asks(client):
    assert client.get("/themes/Migration%20laborale/").status_code == 404
    response = client.get("/themes/Labour%20migration/")
    assert (response.status_code, response["Location"]) == (301, "/themes/labour-migration/")
    response = client.get("/themes/labor-migraton/")
    assert response.status_code == 404
    assert "/themes/labour-migration/" in links(response)
    assert client.get("/themes/gcm/")["Location"] == "/gcm/"


@pytest.mark.parametrize("year", [2019, 2022])
def test_the_matrix_counts_the_meetings_of_the_records(client, year):
    page = body(client.get(f"/index/?year={year}"))
    expected: dict[tuple[str, str], set[str]] = {}
    for row in meetings():
        for theme in row.themes if row.year == year else ():
            for slug in row.mechanisms:
                expected.setdefault((theme, slug), set()).add(row.id)
    assert expected
    for (theme, slug), ids in expected.items():
        said = cell(page, theme, slug)
        assert re.search(rf": {len(ids)} meetings?\b", said), (theme, slug, said)
    shown = re.findall(r'theme=([\w-]+)&amp;mechanism=([\w-]+)" aria-label="[^"]*: \d+ meeting', page)
    assert set(shown) == set(expected)


def test_every_statement_and_every_printed_entry_of_the_issue_has_its_cell(client):
    page = body(client.get("/index/?year=2022"))
    told = issue(2022)
    for entry in told.entries:
        for row in entry.statements:
            for theme in row.statement.themes:
                assert "statement" in cell(page, theme, entry.mechanism), row.id
    for line in (*told.initiatives, *told.themes):
        for slug in line.mechanisms:
            assert cell(page, line.theme, slug), (line.theme, slug)


def test_a_cell_leads_to_its_statements_and_meetings(client):
    response = client.get("/index/?year=2022&theme=labour-migration&mechanism=prague-process")
    page = words(response)
    assert "two policy talks on lessons from 2021 and on labour mobility inside the EU" in page
    assert "/issues/2022/#s-2022-prague-process-" in " ".join(links(response))
    assert any(link.startswith("/meetings/prague-process-2022") for link in links(response))


def test_what_was_only_printed_is_told_so(client):
    response = client.get("/index/?year=2022&theme=labour-migration&mechanism=rcm")
    assert "Only printed in the index" in words(response)
    assert "/issues/2022/#t-labour-migration" in links(response)


def test_without_a_year_it_is_that_of_the_latest_issue(client):
    assert "Index of themes 2022" in words(client.get("/index/"))
    assert "/index/?year=2019" not in links(client.get("/index/"))
    assert "?year=2019" in links(client.get("/index/"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("year=1850", "Year: “1850” is not known."),
        ("year=nought", "Year: “nought” is not known."),
        ("theme=xyzzy", "Theme: “xyzzy” is not known."),
        ("theme=labour-migraton", "Is “labour-migration” meant?"),
        ("mechanism=xyzzy", "Mechanism: “xyzzy” is not known."),
        ("months=3", "“months” is no filter of this list."),
    ],
)
def test_nonsense_is_told_in_a_sentence(client, query, sentence):
    response = client.get(f"/index/?{query}")
    assert response.status_code == 400
    assert sentence in words(response)


def test_the_objectives_count_each_meeting_once(client):
    response = client.get("/gcm/")
    page = body(response)
    assert len(re.findall(r'<tr id="\d+">', page)) == len(load("gcm")) == 23
    for number in (5, 8, 13, 21):
        keys = {key for key, row in themes().items() if number in row.gcm}
        expected = sum(bool(keys & set(row.themes)) or number in row.gcm for row in meetings())
        row = page.partition(f'<tr id="{number}">')[2].partition("</tr>")[0]
        assert f'data-label="meetings:">{expected or "–"}</td>' in row
        assert f"{expected} meeting" in words(client.get(f"/gcm/{number}/"))
    assert "a proposal of this hub, not an official mapping" in words(response)


@pytest.mark.parametrize("number", [0, 24, 10**9])
def test_there_are_23_of_them(client, number):
    response = client.get(f"/gcm/{number}/")
    assert response.status_code == 404
    assert "has 23 objectives" in words(response)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/themes/", 3),
        ("/themes/labour-migration/", 14),
        ("/index/?year=2022", 6),
        ("/index/?year=2022&theme=labour-migration", 14),
        ("/gcm/", 2),
        ("/gcm/5/", 5),
    ],
)
def test_the_number_of_queries_is_the_same_with_one_meeting_and_with_three(
    client, django_assert_num_queries, address, queries
):
    client.get(address)
    for number in (3, 1):
        chosen = Meeting.objects.filter(subjects__theme="labour-migration", earliest__year=2022)
        keep = list(chosen.order_by("slug").values_list("pk", flat=True)[:number])
        Meeting.objects.exclude(pk__in=keep).update(access="closed")
        with django_assert_num_queries(queries):
            client.get(address)
