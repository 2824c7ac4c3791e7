"""OAI-PMH: the protocol's errors, its order and deletions; and a published client that harvests a hub over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from iscm.library import actions
from iscm.library.models import Publication
from iscm.library.views import oai
from tests.browser.server import serving

NS = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}
SLUG = "rcm-rcm-charter"
HEAD = "http://testserver/publications/"


def ask(client, **said):
    response = client.get("/oai", {k.rstrip("_"): v for k, v in said.items()})
    assert response.status_code == 200
    return ET.fromstring(response.content)


def error(tree) -> str:
    return tree.find("o:error", NS).get("code")


ERRORS = {
    "": "badVerb",
    "verb=Nothing": "badVerb",
    "verb=Identify&verb=Identify": "badVerb",
    "verb=Identify&x=1": "badArgument",
    "verb=ListRecords": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=yesterday": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-01T00:00:00Z": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x": "badArgument",
    "verb=ListRecords&resumptionToken=x": "badResumptionToken",
    "verb=ListSets&resumptionToken=x": "badResumptionToken",
    "verb=ListRecords&metadataPrefix=marc": "cannotDisseminateFormat",
    "verb=ListIdentifiers&metadataPrefix=oai_dc&until=1999-01-01": "noRecordsMatch",
    "verb=ListIdentifiers&metadataPrefix=oai_dc&set=mechanism:none": "noRecordsMatch",
    "verb=ListIdentifiers&metadataPrefix=oai_dc&set=colour:red": "noRecordsMatch",
    "verb=GetRecord&metadataPrefix=oai_dc": "badArgument",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=nothing": "idDoesNotExist",
    "verb=ListMetadataFormats&identifier=http://testserver/publications/none/": "idDoesNotExist",
    f"verb=GetRecord&metadataPrefix=marc&identifier={HEAD}{SLUG}/": "cannotDisseminateFormat",
    "verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31&set=theme:none": "noRecordsMatch",
}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ERRORS)
def test_errors_as_the_protocol_says(client, query):
    tree = ET.fromstring(client.get(f"/oai?{query}").content)
    assert error(tree) == ERRORS[query]
    if ERRORS[query] in ("badVerb", "badArgument"):
        assert not tree.find("o:request", NS).attrib
    posted = client.post("/oai", query, content_type="application/x-www-form-urlencoded")
    assert error(ET.fromstring(posted.content)) == ERRORS[query]


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [1, 40, 82, 83, 200])
def test_a_list_in_parts_is_the_whole_list(client, monkeypatch, at_once):
    monkeypatch.setattr(oai, "AT_ONCE", at_once)
    said, seen, cursors = {"metadataPrefix": "oai_dc"}, [], []
    while True:
        tree = ask(client, verb="ListIdentifiers", **said)
        token = tree.find("o:ListIdentifiers/o:resumptionToken", NS)
        seen += [one.text for one in tree.iterfind(".//o:identifier", NS)]
        if token is None or not token.text:
            break
        cursors.append(int(token.get("cursor")))
        said = {"resumptionToken": token.text}
    assert seen == list(dict.fromkeys(seen))
    assert set(seen) == {f"{HEAD}{slug}/" for slug in Publication.objects.values_list("slug", flat=True)}
    assert cursors == list(range(0, 83, at_once))[: len(cursors)]
    assert (token is None) == (at_once >= 83)  # the last part of many ends with an empty token


@pytest.mark.django_db
def test_a_token_is_for_its_verb_and_not_to_be_changed(client, monkeypatch):
    monkeypatch.setattr(oai, "AT_ONCE", 10)
    tree = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = tree.find(".//o:resumptionToken", NS).text
    assert error(ask(client, verb="ListRecords", resumptionToken=token)) == "badResumptionToken"
    assert error(ask(client, verb="ListIdentifiers", resumptionToken=f"A{token}")) == "badResumptionToken"


@pytest.mark.django_db
def test_what_was_withdrawn_is_told_as_deleted_in_its_sets_for_ever(client, now):
    actions.withdraw_material(slug=SLUG, why="", by="p-ana", at=now)
    for said in ({"set": "mechanism:rcm"}, {"set": "mechanism"}, {}):
        tree = ask(client, verb="ListRecords", metadataPrefix="oai_datacite", **said)
        (gone,) = [
            r for r in tree.iterfind(".//o:record", NS) if SLUG in r.find("o:header/o:identifier", NS).text
        ]
        assert gone.find("o:header", NS).get("status") == "deleted"
        assert gone.find("o:metadata", NS) is None
    one = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=f"{HEAD}{SLUG}/")
    assert one.find(".//o:header", NS).get("status") == "deleted"


@pytest.mark.django_db
def test_a_change_is_found_from_its_second_and_not_after(client, now):
    actions.edit_material(slug=SLUG, by="p-ana", at=now.replace(year=2030, microsecond=7), pages=3)

    def found(**said):
        tree = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **said)
        return [one.text for one in tree.iterfind(".//o:identifier", NS)]

    assert found(from_="2030-01-15T12:00:00Z") == [f"{HEAD}{SLUG}/"]
    assert found(from_="2030-01-15", until="2030-01-15") == [f"{HEAD}{SLUG}/"]
    assert found(from_="2030-01-15T12:00:00Z", until="2030-01-15T12:00:00Z") == [f"{HEAD}{SLUG}/"]
    late = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", from_="2030-01-15T12:00:01Z")
    assert error(late) == "noRecordsMatch"
    assert f"{HEAD}{SLUG}/" not in found(until="2030-01-15T11:59:59Z")


@pytest.mark.django_db
def test_what_nobody_could_see_is_told_to_no_harvester(client, now):
    Publication.objects.create(slug="hush", title="Hush", changed=now)
    assert b"hush" not in client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").content
    wanted = f"{HEAD}hush/"
    assert (
        error(ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=wanted)) == "idDoesNotExist"
    )


@pytest.mark.django_db
def test_a_list_costs_the_same_number_of_queries_whatever_its_length(
    client, monkeypatch, django_assert_num_queries
):
    for at_once in (40, 80):
        monkeypatch.setattr(oai, "AT_ONCE", at_once)
        with django_assert_num_queries(16):
            client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc")


FILL = """
import os, datetime as dt
os.environ["DJANGO_SETTINGS_MODULE"] = "iscm.site.settings"
import django; django.setup()
from iscm.library import actions
at = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
rows = [
    {"id": f"made-{n}", "title": f"Paper {n} <&>", "year": 2020, "mechanisms": ["rcm"], "sources": [], "kind": "study"}
    for n in range(500)
]
actions.keep_publications(rows=rows, sources={}, by="p-bulk", at=at)
actions.withdraw_material(slug="made-7", why="", by="p-bulk", at=at)
"""


def test_a_published_client_harvests_a_hub(tmp_path):
    from sickle import Sickle

    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"ISCM_HOME": str(tmp_path)}
    iscm = str(Path(sys.executable).with_name("iscm"))
    subprocess.run([iscm, "load", "--quiet"], check=True, env=environment)
    subprocess.run([sys.executable, "-c", FILL], check=True, env=environment)
    with serving(tmp_path) as hub:
        client = Sickle(f"{hub}/oai")
        assert client.Identify().deletedRecord == "persistent"
        assert {form.metadataPrefix for form in client.ListMetadataFormats()} == {"oai_dc", "oai_datacite"}
        assert {"mechanism:rcm", "theme:labour-migration"} <= {one.setSpec for one in client.ListSets()}
        records = list(client.ListRecords(metadataPrefix="oai_dc"))
        assert len({record.header.identifier for record in records}) == len(records) == 583
        (gone,) = [record for record in records if record.header.deleted]
        assert gone.header.identifier == f"{hub}/publications/made-7/"
        own = {
            r.metadata["title"][0]
            for r in client.ListRecords(metadataPrefix="oai_dc", set="mechanism:rcm", ignore_deleted=True)
        }
        assert "Paper 499 <&>" in own
        assert len([t for t in own if t.startswith("Paper")]) == 499
        one = client.GetRecord(identifier=f"{hub}/publications/made-8/", metadataPrefix="oai_datacite")
        assert "Paper 8" in one.raw
        posting = Sickle(f"{hub}/oai", http_method="POST")
        assert len(list(posting.ListIdentifiers(metadataPrefix="oai_dc", set="mechanism:rcm"))) > 500
