"""A mechanism's page holds all that the records hold of it."""

from __future__ import annotations

import html

import pytest

from iscm.domain.states import states
from iscm.registry.queries import mechanism, mechanisms
from iscm.registry.templatetags import wording
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db


def folded(text: str) -> str:
    """Without what a printer sets in his own way: blanks, dashes, apostrophes, a capital at the beginning."""
    return " ".join(text.split()).replace("’", "'").replace("–", "-").casefold()


def test_nothing_of_a_record_is_left_out(client):
    missing = []
    for record in mechanisms():
        response = client.get(f"/mechanisms/{record.slug}/")
        page, leading = words(response), set(links(response))
        told = [name.text for name in record.names if name.lang in ("", "en")]
        told += [
            record.secretariat,
            record.parent,
            *(text for texts in record.remarks.values() for text in texts),
        ]
        told += [body.name for body in record.bodies] + [subject.printed for subject in record.subjects]
        told += [wording.party(part.party) for part in record.participations]
        told += [wording.value(claim) for claim in record.claims if claim.field != "website"]
        plain = folded(page)
        missing += [(record.slug, text) for text in told if text and folded(text) not in plain]
        sources = {source.url for source in record.sources if source.url}
        sources |= {
            source.url for claim in record.claims for source in claim.sources if claim.exact and source.url
        }
        missing += [(record.slug, url) for url in sources - leading]
    assert not missing, "\n".join(map(str, missing))


def test_both_years_stand_where_sources_disagree_each_with_its_source(client):
    disagreeing = [
        (record, record.claimed("established"))
        for record in mechanisms()
        if len({claim.value for claim in record.claimed("established")}) > 1
    ]
    assert disagreeing
    for record, claims in disagreeing:
        founded = (
            body(client.get(f"/mechanisms/{record.slug}/"))
            .partition("Founded</dt>")[2]
            .partition("</div>")[0]
        )
        for claim in claims:
            assert wording.value(claim) in html.unescape(founded)
            assert all(html.escape(source.url) in founded for source in claim.sources if claim.exact)
        assert founded.count("Another source says:") == sum(not claim.chosen for claim in claims)


def test_the_entry_of_an_issue_leads_from_each_statement_to_its_meeting(client):
    response = client.get("/mechanisms/abu-dhabi-dialogue/")
    assert "; <a href" in body(response).partition("SOM (18-19 October)")[2][:40]
    assert '<a href="/meetings/abu-dhabi-dialogue-2022-10-18-som/">SOM (18-19 October)</a>' in body(response)
    assert "/issues/2022/#m-abu-dhabi-dialogue" in links(response)


@pytest.mark.parametrize("alias", ["puebla-process", "crm", "Puebla Process", "RCM"])
def test_another_name_leads_to_the_page_for_good(client, alias):
    response = client.get(f"/mechanisms/{alias}/")
    assert response.status_code == 301
    assert response["Location"] == "/mechanisms/rcm/"


def test_a_slip_in_the_address_asks_what_was_meant(client):
    response = client.get("/mechanisms/rabatt-proces/")
    assert response.status_code == 404
    assert "No mechanism “rabatt-proces” is known here" in words(response)
    assert "/mechanisms/rabat-process/" in links(response)


def test_under_every_list_of_states_stand_the_disclaimer_and_the_notes(client):
    for address in ("/mechanisms/prague-process/", "/states/", "/meetings/"):
        page = words(client.get(address))
        assert "do not imply any opinion of the publisher on the legal status of any country" in page
        assert f"* {states()['XK'].note}" in page
    assert "Kosovo*" in words(client.get("/mechanisms/prague-process/"))


def test_what_was_worked_out_is_not_shown_as_read(client):
    record = next(row for row in mechanisms() if any(p.basis != "read" for p in row.participations))
    assert "Worked out from a parent body, not read in a source" in words(
        client.get(f"/mechanisms/{record.slug}/")
    )
    listed = {row.slug: len(row.members) for row in mechanisms()}
    assert listed["rcm"] == len(mechanism("rcm").members) == 11
    assert "Members 11 States" in words(client.get("/mechanisms/rcm/"))


def test_the_number_of_queries_is_the_same_for_a_small_and_a_large_mechanism(
    client, django_assert_num_queries
):
    client.get("/mechanisms/rcm/")
    with django_assert_num_queries(32):
        client.get("/mechanisms/rcm/")
    with django_assert_num_queries(32):
        client.get("/mechanisms/bali-process/")
