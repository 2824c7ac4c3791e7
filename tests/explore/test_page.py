"""The page of the search as a visitor gets it."""

from __future__ import annotations

import re

import pytest

from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db


def page(client, **asked: str) -> str:
    return words(client.get("/search/", asked))


def test_it_says_what_it_understands_before_anything_is_asked(client):
    assert "Names in any language" in page(client)


def test_hits_are_marked_and_lead_to_their_pages(client):
    response = client.get("/search/", {"q": "Lilongwe SOM"})
    assert "<mark>SOM</mark> on better migration management" in body(response)
    assert "/issues/2022/#s-2022-midsa-1" in links(response)
    for asked, address in (
        ("RCM", "/mechanisms/rcm/"),
        ("Kenya", "/states/ke/"),
        ("labour migration", "/meetings/?theme=labour-migration"),
        ("GRCP 5", "/meetings/grcp-5/"),
    ):
        assert address in links(client.get("/search/", {"q": asked}))


def test_every_link_of_a_result_leads_somewhere(client):
    for asked in ("Kenya", "labour migration", "SOM Lilongwe", "Prague Process"):
        response = client.get("/search/", {"q": asked})
        main = body(response).partition("<main")[2].partition("</main>")[0]
        for address in re.findall(r'href="([^"#]+)', main):
            address = address.replace("&amp;", "&")
            answer = client.get(f"/search/{address}" if address.startswith("?") else address)
            assert answer.status_code == 200, address


def test_a_filter_is_in_the_address_and_can_be_taken_away(client):
    response = client.get("/search/", {"q": "migration", "kind": "meeting", "year": "2022"})
    assert "?q=migration&kind=meeting" in links(response)
    assert "?q=migration&year=2022" in links(response)
    assert '<input type="hidden" name="year" value="2022">' in body(response)


def test_a_filter_may_be_said_in_other_words(client):
    assert page(client, q="2022", mechanism="Puebla Process") == page(client, q="2022", mechanism="rcm")
    assert page(client, q="2022", country="Кения") == page(client, q="2022", country="KE")


def test_pages_follow_each_other(client):
    first = client.get("/search/", {"q": "migration"})
    assert "?q=migration&page=2" in links(first)
    second = client.get("/search/", {"q": "migration", "page": "2"})
    assert 'start="21"' in body(second)
    assert {"?q=migration", "?q=migration&page=3"} <= set(links(second))


def test_a_slip_is_mended_and_said(client):
    text = page(client, q="Ouagadogou")
    assert "Did you mean Ouagadougou" in text
    assert "1 record" in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "x" * 10_000}, "The question has 10000 characters: ask with 200 or fewer."),
        ({"q": "RCM", "kind": "meetings"}, "“meetings” is not known. Is “meeting” meant?"),
        ({"q": "RCM", "mechanism": "nosuchthing"}, "“nosuchthing” is not known."),
        ({"q": "RCM", "year": "20222"}, "“20222” is not known."),
        ({"q": "RCM", "year": "٢٠٢٢"}, "is not known."),
        ({"q": "RCM", "country": "'; --"}, "is not known."),
        ({"q": "RCM", "color": "red"}, "“color” is no filter of the search."),
        ({"q": "RCM", "page": "1000000000"}, "is no page of the search: turn to one from 1 to 50."),
        ({"q": "RCM", "page": "-1"}, "is no page of the search"),
        ({"q": "RCM", "page": "²"}, "is no page of the search"),
        ({"q": "RCM", "theme": "<script>alert(1)</script>"}, "“<script>alert(1)</script>” is not known."),
    ],
)
def test_what_cannot_be_answered_is_said(client, asked: dict[str, str], said: str):
    response = client.get("/search/", asked)
    assert response.status_code == 400
    assert said in words(response)
    assert len(response.content) < 9_000


ODD = (
    "!!! ??? ...", "😀 🎉", "\u202e\u200f\u200b", "'; DROP TABLE explore_card; --", "1' OR '1'='1",
    "NOT AND OR NEAR(a b)", '"unclosed', "a* ^b :* & | !", "<script>alert(1)</script>", "<mark>RCM</mark>",
    "{{ 7*7 }}", "%s %d %", "\x00RCM\x00", "\ud7ff\ufffd\uffff", "a " * 99, "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
    "-" * 200, "e\u0301" * 90, "的" * 200, "../../etc",
)  # fmt: skip


@pytest.mark.parametrize("question", ODD)
def test_odd_questions_get_a_short_and_cheap_answer(client, question: str):
    client.get("/search/", {"q": "RCM"})
    response = client.get("/search/", {"q": question})
    assert response.status_code == 200
    text = body(response)
    assert "<script>" not in text
    assert "<mark><" not in text


@pytest.mark.parametrize("question", ["!!!", "😀", "\u202e\u200f"])
def test_a_question_without_a_word_is_told_so(client, question: str):
    assert "There is no word in this question to look for." in page(client, q=question)


def test_too_many_words_are_told(client):
    assert "Only the first twelve words were looked for." in page(
        client, q=" ".join(f"word{n}" for n in range(14))
    )


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_it_is_there_in_every_language(client, language: str):
    response = client.get(f"/{language}/search/", {"q": "Kenya"})
    if response.status_code == 302:
        response = client.get(response["Location"])
    assert response.status_code == 200
    assert "<mark>" in body(response)
