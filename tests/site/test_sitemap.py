"""The sitemap: every public page and no other, each there in every language it names."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from iscm.library.models import Publication
from iscm.meetings.models import Meeting
from iscm.registry.models import Mechanism
from iscm.site import sitemap

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
AT = "http://testserver"


def read(client, address: str) -> ET.Element:
    response = client.get(address.removeprefix(AT))
    assert response.status_code == 200
    return ET.fromstring(response.content)


def everything(client) -> list[ET.Element]:
    parts = [loc.text for loc in read(client, "/sitemap.xml").iterfind(".//s:loc", NS)]
    return [url for part in parts for url in read(client, part).iterfind("s:url", NS)]


def test_it_names_every_public_record_once_and_nothing_hidden(client, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST", 100)  # meetings take several files
    Publication.objects.filter(slug="rcm-rcm-charter").update(access="officials")
    Mechanism.objects.filter(slug="apc").update(access="closed")
    pages = [url.find("s:loc", NS).text.removeprefix(AT) for url in everything(client)]
    assert len(pages) == len(set(pages))
    for head, model in (("publications", Publication), ("mechanisms", Mechanism)):
        public = model.objects.filter(access="public").values_list("slug", flat=True)
        assert {page for page in pages if page.startswith(f"/{head}/")} == {
            f"/{head}/{slug}/" for slug in public
        }
    public = Meeting.objects.filter(access="public", withdrawn=None, merged_into=None)
    assert len([page for page in pages if page.startswith("/meetings/")]) == public.count()
    assert "/states/ke/" in pages
    assert "/gcm/23/" in pages


def test_its_pages_are_there_in_every_language(client):
    seen = set()
    for url in everything(client):
        kind = url.find("s:loc", NS).text.removeprefix(AT).split("/")[1]
        if kind not in seen:
            seen.add(kind)
            links = [one.get("href") for one in url.iterfind("x:link", NS)]
            assert len(links) == 6
            assert all(client.get(link.removeprefix(AT)).status_code == 200 for link in links)
    assert seen == {"publications", "mechanisms", "meetings", "states", "themes", "gcm"}


@pytest.mark.parametrize("name", ["nothing-1", "meetings-0", "meetings-99"])
def test_no_such_part(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_are_led_to_it_and_kept_from_private_pages(client):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {AT}/sitemap.xml" in text
    assert "Disallow: /office/" in text
