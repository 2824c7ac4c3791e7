"""What is closed stays closed: no hit, no number, no filter and no guess tells of it."""

from __future__ import annotations

import datetime as dt

import pytest

from iscm.accounts.actions import record
from iscm.accounts.models import Access
from iscm.explore.queries.search import search
from iscm.library.models import Publication
from iscm.meetings.models import Meeting, Ownership, Subject
from iscm.newsletter.models import Issue
from iscm.registry.models import Mechanism
from tests.explore.asking import found

pytestmark = pytest.mark.django_db
SECRETARIATS = (Access.PUBLIC, Access.OFFICIALS, Access.SECRETARIATS)


def told(kind: str, key: str, now: dt.datetime) -> None:
    record(kind=kind, key=key, verb="edit", by="editor", at=now)


@pytest.fixture
def closed(now: dt.datetime) -> Meeting:
    """A meeting that secretariats alone may see, with words that stand nowhere else."""
    row = Meeting.objects.create(
        slug="zanzibartest-2031",
        title="Retreat on quodlibetarian matters",
        type="retreat",
        city="Zanzibartown",
        country="TZ",
        when="2031-05-01",
        access=Access.SECRETARIATS,
    )
    Ownership.objects.create(meeting=row, mechanism=Mechanism.objects.get(slug="rcm"))
    Subject.objects.create(meeting=row, printed="xenotopic", theme="labour-migration")
    told("meeting", row.slug, now)
    return row


@pytest.mark.parametrize(
    "question",
    ["quodlibetarian", "Zanzibartown", "xenotopic", "retreat quodlibetarian 2031", "zanzibartest-2031"],
)
def test_it_is_found_by_those_who_may_see_it_alone(closed: Meeting, question: str):
    assert f"meeting {closed.slug}" in found(question, seen=SECRETARIATS)
    assert f"meeting {closed.slug}" not in found(question)


@pytest.mark.parametrize(
    "question", ["quodlibetarian", "quodlibetarain", "Zanzibartow", "Zanz", "xenotopik", "quodlib"]
)
def test_its_words_are_never_guessed(closed: Meeting, question: str):
    result = search(question)
    assert result.count == 0
    assert result.meant == ""
    assert result.facets == {}


def test_it_is_in_no_number(closed: Meeting):
    for question in ("", "RCM", "2031", "Tanzania", "labour migration", "retreat"):
        facets = search(question).facets
        assert "2031" not in dict(facets.get("year", ()))
        for name, values in search(question, {"mechanism": "rcm"}).facets.items():
            open_ = dict(search(question, {"mechanism": "rcm"}, seen=SECRETARIATS).facets[name])
            assert all(open_[value] >= number for value, number in values)
    assert search("2031").count == 0


def test_a_closed_word_leaves_a_question_as_one_that_nobody_knows(closed: Meeting):
    assert found("RCM quodlibetarian") == found("RCM zzzzzzz")


@pytest.mark.parametrize(
    "filters", [{"year": "2031"}, {"country": "TZ"}, {"mechanism": "rcm"}, {"type": "retreat"}]
)
def test_no_filter_lets_it_out(closed: Meeting, filters: dict[str, str]):
    assert f"meeting {closed.slug}" not in found("", filters=filters)


def test_a_closed_mechanism_lends_its_name_to_nobody(now: dt.datetime):
    Mechanism.objects.filter(slug="rcm").update(access=Access.CLOSED)
    told("mechanism", "rcm", now)
    assert "mechanism rcm" not in found("Puebla Process")
    assert "rcm" not in dict(search("").facets["mechanism"])
    assert not [
        hit for hit in search("Puebla", stop=1000).hits if any(p.field == "mechanism" for p in hit.passages)
    ]


def test_what_is_closed_later_is_gone_at_once(now: dt.datetime):
    assert found("GRCP 5")
    Meeting.objects.filter(slug="grcp-5").update(access=Access.CLOSED)
    told("meeting", "grcp-5", now)
    assert "meeting grcp-5" not in found("GRCP 5")
    Issue.objects.update(access=Access.CLOSED)
    told("issue", "2022", now)
    assert not [hit for hit in found("migration") if hit.startswith("statement")]
    Publication.objects.update(access=Access.CLOSED)
    for slug in Publication.objects.values_list("slug", flat=True):
        told("publication", slug, now)
    assert not [hit for hit in found("migration") if hit.startswith("publication")]


def test_the_page_lets_nothing_out(closed: Meeting, client):
    for question in ("quodlibetarian", "Zanzibartown 2031", "quodlibetarain"):
        page = client.get("/search/", {"q": question}).content.decode()
        assert "Retreat on" not in page
        assert closed.slug not in page
