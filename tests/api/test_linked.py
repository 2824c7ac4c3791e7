"""Linked data, read back by rdflib, which asks nobody: the context of schema.org is given to it here."""

from __future__ import annotations

import json
import re

import pytest
from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, OWL

from iscm.domain.terms import themes
from tests.api.asking import get, whole

pytestmark = pytest.mark.django_db
SCHEMA = Namespace("https://schema.org/")
HUB = "http://testserver"
READ = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
MEDIA = {"ttl": "text/turtle; charset=utf-8", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}


def graph(path: str, ending: str) -> Graph:
    response = get(f"{path}.{ending}")
    assert (response.status_code, response["Content-Type"]) == (200, MEDIA[ending])
    assert response["Access-Control-Allow-Origin"] == "*"
    return Graph().parse(data=response.content, format=READ[ending])


def event(path: str) -> tuple[dict[str, object], Graph]:
    response = get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
    row = json.loads(response.content)
    assert row["@context"] == "https://schema.org"
    addresses = {
        name: {"@id": f"{SCHEMA}{name}", "@type": "@id"}
        for name in ("eventStatus", "eventAttendanceMode", "about", "url")
    }
    here = {"@vocab": str(SCHEMA), **addresses}  # as schema.org has it, for the words that are used
    return row, Graph().parse(data=json.dumps({**row, "@context": here}), format="json-ld")


@pytest.mark.parametrize("path", ["/themes", "/catalog"])
def test_the_three_notations_say_the_same(path: str):
    first, *others = [graph(path, ending) for ending in READ]
    assert len(first) > 50
    assert all(isomorphic(first, other) for other in others)


def test_every_theme_is_a_concept_with_its_labels():
    found = graph("/themes", "ttl")
    whole_scheme = URIRef(f"{HUB}/themes/")
    assert len(list(found.subjects(SKOS.inScheme, whole_scheme))) == len(themes())
    for theme in themes().values():
        concept = URIRef(f"{HUB}/themes/{theme.id}/")
        assert set(found.objects(concept, SKOS.prefLabel)) == {
            Literal(t, lang=lang) for lang, t in theme.label.items()
        }
        assert (
            (concept, SKOS.broader, None) in found
            if theme.broader
            else (whole_scheme, SKOS.hasTopConcept, concept) in found
        )
        assert len(list(found.objects(concept, SKOS.relatedMatch))) == len(theme.gcm) + len(theme.sdg)
    assert (whole_scheme, OWL.versionInfo, None) in found


def test_every_concept_has_a_page():
    for concept in graph("/themes", "ttl").subjects(RDF.type, SKOS.Concept):
        assert get(str(concept).removeprefix(HUB)).status_code == 200, concept


@pytest.mark.parametrize("page", ["mechanisms/colombo-process", "meetings/grcp-9"])
def test_a_page_carries_its_linked_data(page: str):
    html = get(f"/{page}/").content.decode()
    inside = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert inside
    assert json.loads(inside[1]) == json.loads(get(f"{page}.jsonld").content)


def test_linked_data_in_a_page_cannot_end_its_element():
    from iscm.meetings.models import Meeting

    Meeting.objects.filter(slug="grcp-9").update(topic="</script><script>alert(1)</script><!--")
    html = get("/meetings/grcp-9/").content.decode()
    assert "<script>alert" not in html
    assert "<!--" not in html


def test_the_crosswalk_is_marked_as_ours_and_nothing_is_called_exact():
    found = graph("/themes", "rdf")
    assert not list(found.triples((None, SKOS.exactMatch, None)))
    for concept in found.subjects(SKOS.relatedMatch):
        assert "proposed by this project" in str(found.value(concept, SKOS.editorialNote))
    assert not [text for text in found.objects(None, SKOS.altLabel) if "*" in text]


def test_the_catalogue_leads_to_files_that_are_there():
    found = graph("/catalog", "jsonld")
    assert len(list(found.subjects(RDF.type, DCAT.Dataset))) == 6
    for one in found.subjects(RDF.type, DCAT.Dataset):
        assert found.value(one, DCTERMS.license)
        assert found.value(one, DCTERMS.modified)
    files = {str(url) for url in found.objects(None, DCAT.downloadURL)}
    assert len(files) == 19
    for url in files:
        assert get(url.removeprefix(HUB)).status_code == 200
    service = next(found.subjects(RDF.type, DCAT.DataService))
    assert get(str(found.value(service, DCAT.endpointDescription)).removeprefix(HUB)).status_code == 200


def test_every_meeting_is_an_event_no_more_exact_than_known():
    from iscm.meetings.queries.records import meetings
    from iscm.renderers.linked.events import event as written

    for meeting in meetings():
        row = written(meeting, HUB)
        assert row["name"] == meeting.title
        start, end = row.get("startDate"), row.get("endDate")
        if meeting.when is None:
            assert (start, end) == (None, None)
        elif (
            start
            and meeting.when.first
            and meeting.when.first.month is not None
            and meeting.when.first.month < 13
        ):
            assert start == str(meeting.when.first)
        assert not any(mark in str(start) + str(end) for mark in "?~%X")
        assert ("eventStatus" in row) == bool(
            meeting.status in ("announced", "confirmed", "postponed", "cancelled") or _moved(meeting)
        )


def _moved(meeting) -> bool:
    return bool(meeting.history) and meeting.history[-1].status == "moved"


def test_an_event_is_read_as_one():
    from iscm.meetings.models import Meeting

    Meeting.objects.filter(slug="grcp-9").update(
        status="cancelled", mode="hybrid", city="Geneva", country="CH", at="imrf-1"
    )
    row, found = event("meetings/grcp-9.jsonld")
    it = URIRef(f"{HUB}/meetings/grcp-9/")
    assert (it, RDF.type, SCHEMA.Event) in found
    assert found.value(it, SCHEMA.eventStatus) == SCHEMA.EventCancelled
    assert found.value(it, SCHEMA.eventAttendanceMode) == SCHEMA.MixedEventAttendanceMode
    place = found.value(it, SCHEMA.location)
    assert str(found.value(place, SCHEMA.name)) == "Geneva, Switzerland"
    assert str(found.value(found.value(place, SCHEMA.address), SCHEMA.addressCountry)) == "CH"
    assert found.value(it, SCHEMA.superEvent) == URIRef(f"{HUB}/meetings/imrf-1/")
    assert row["startDate"] == found.value(it, SCHEMA.startDate).toPython()


def test_a_mechanism_is_an_organization_with_its_members():
    row, found = event("mechanisms/colombo-process.jsonld")
    it = URIRef(f"{HUB}/mechanisms/colombo-process/")
    assert (it, RDF.type, SCHEMA.Organization) in found
    members = {str(found.value(one, SCHEMA.identifier)) for one in found.objects(it, SCHEMA.member)}
    assert members == {
        p["party"]
        for p in json.loads(get("mechanisms/colombo-process").content)["participations"]
        if p["role"] == "member"
    }
    assert str(found.value(it, SCHEMA.foundingDate)) == row["foundingDate"] == "2003"
    names = set(found.objects(it, SCHEMA.alternateName))
    assert Literal("Proceso de Colombo") in names
    assert Literal("Processus de Colombo", lang="fr") in names or Literal("Processus de Colombo") in names


def test_a_parent_is_its_parent_organization():
    parents = {
        r["slug"]
        for r in whole("mechanisms", 200)
        if "parentOrganization" in event(f"mechanisms/{r['slug']}.jsonld")[0]
    }
    assert len(parents) > 5


def test_another_form_is_told_by_name():
    assert get("/themes.xls").status_code == 404
    assert get("/api/v1/mechanisms/nobody.jsonld").status_code == 404
