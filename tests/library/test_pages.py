"""Pages of materials: facts and no guesses, what a citation needs, and tombstones."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from iscm.library import actions
from iscm.library.models import Publication

pytestmark = pytest.mark.django_db
SLUG = "imrf-imrf-progress-declaration"
ADDRESS = f"/publications/{SLUG}/"


def test_every_material_has_a_page_that_describes_itself(client):
    for work in Publication.objects.all():
        response = client.get(f"/publications/{work.slug}/")
        assert response.status_code == 200, work.slug
        page = response.content.decode()
        data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
        assert data["name"] == work.title
        assert data.get("datePublished", "")[:4] == (str(work.year) if work.year else "")
        assert 'rel="cite-as"' in response["Link"]


def test_signposts_lead_to_answers_of_the_type_they_promise(client):
    links = [link.split("; ") for link in client.get(ADDRESS)["Link"].split(", ")]
    described = [(link[0].strip("<>"), link[2]) for link in links if link[1] == 'rel="describedby"']
    assert len(described) == 6
    for address, promised in described:
        response = client.get(address.removeprefix("http://testserver"))
        assert response.status_code == 200
        assert promised == f'type="{response["Content-Type"].partition(";")[0]}"'
        assert f'<http://testserver{ADDRESS}>; rel="describes"' == response["Link"]


def test_a_work_without_a_year_has_no_datacite(client):
    slug = Publication.objects.filter(year=None).first().slug
    assert client.get(f"/publications/{slug}.datacite.xml").status_code == 404
    assert client.get(f"/publications/{slug}.bib").status_code == 200
    assert "datacite" not in client.get(f"/publications/{slug}/")["Link"]


def test_words_that_are_markup_stay_words(client, now):
    evil = "</script><script>alert(1)</script> & {\\input} \x07"
    actions.edit_material(slug=SLUG, by="p-ana", at=now, abstract=evil, symbol='A"><b>', title=evil)
    page = client.get(ADDRESS).content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page
    ET.fromstring(client.get(f"/publications/{SLUG}.datacite.xml").content)
    assert r"\textbackslash{}input" in client.get(f"/publications/{SLUG}.bib").content.decode()
    assert client.get(f"/publications/{SLUG}.ris").content.count(b"\r\n") == len(
        client.get(f"/publications/{SLUG}.ris").content.decode().splitlines()
    )


@pytest.mark.parametrize("tail", ["/", ".bib", ".datacite.xml"])
def test_a_tombstone_says_what_it_was_and_nothing_else(client, now, tail):
    actions.edit_material(slug=SLUG, by="p-ana", at=now, abstract="Secret words")
    actions.withdraw_material(slug=SLUG, why="because", by="p-ana", at=now)
    response = client.get(f"/publications/{SLUG}{tail}")
    assert response.status_code == 410
    page = response.content.decode()
    assert Publication.objects.get(slug=SLUG).title in page
    assert "15 January 2026" in page
    assert "Secret words" not in page
    assert "because" not in page
    assert "noindex" in page


@pytest.mark.parametrize("slug", ["nothing", "x%00", "..", "%E2%80%AE"])
def test_no_such_material(client, slug):
    assert client.get(f"/publications/{slug}/").status_code == 404


def test_a_closed_material_is_not_there(client):
    Publication.objects.filter(slug=SLUG).update(access="officials")
    for tail in ("/", ".bib", ".nothing"):
        assert client.get(f"/publications/{SLUG}{tail}").status_code == 404


@pytest.mark.parametrize(
    "query", ["kind=declaration", "kind=report&language=es", "paper=unknown", "year=2022", "meeting=gfmd-14"]
)
def test_filters_give_what_they_say(client, query):
    asked = dict(pair.split("=") for pair in query.split("&"))
    from iscm.library.queries import publications

    asked = {k: int(v) if k == "year" else v for k, v in asked.items()}
    page = client.get(f"/publications/?{query}").content.decode()
    found = {work.id for work in publications(**asked)}
    assert {
        slug for slug in Publication.objects.values_list("slug", flat=True) if f'id="{slug}"' in page
    } == found


@pytest.mark.parametrize(
    "query",
    ["kind=novel", "paper=x", "language=zz", "meeting=none", "theme=x", "page=0", "page=9", "colour=red"],
)
def test_a_wrong_filter_is_answered_in_words(client, query):
    response = client.get(f"/publications/?{query}")
    assert response.status_code == 400
    assert "This cannot be shown" in response.content.decode()
