"""The index is what the records say, whatever was done to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from iscm.accounts.actions import record
from iscm.explore import actions
from iscm.explore.models import Card, Head, Term
from iscm.explore.queries import records
from iscm.explore.queries.search import NotMade, search
from iscm.explore.rules import bits
from iscm.library.models import Publication
from iscm.meetings.actions import change_status, set_value
from iscm.meetings.models import Meeting
from iscm.registry.models import Mechanism, Name
from tests.explore.asking import found
from tests.newsletter.office import published

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": "editor"}


def index() -> dict[str, set[str]]:
    """Every term and the records that it leads to, whatever their places."""
    keys = {row.place: f"{row.kind} {row.key}" for row in Card.objects.all()}
    return {
        row.key: {keys[place] for place in bits.places(bits.unpack(bytes(row.bits)))}
        for row in Term.objects.all()
    }


def in_line() -> bool:
    """Whether the index is the same as one made anew."""
    kept = index()
    actions.rebuild()
    return kept == index()


def test_loading_makes_it_and_loading_again_leaves_it():
    version = Head.objects.get().version
    assert actions.refresh() == 0
    assert Head.objects.get().version == version
    assert in_line()


def test_a_change_is_found_at_once_and_what_was_is_not(now: dt.datetime):
    assert not found("quodlibetarian")
    set_value(meeting="grcp-5", field="title", value="A quodlibetarian gathering", at=now, **BY)
    assert found("quodlibetarian") == ["meeting grcp-5"]
    set_value(meeting="grcp-5", field="city", value="Tristan da Cunha", at=now, **BY)
    assert "meeting grcp-5" in found("tristan cunha")
    set_value(meeting="grcp-5", field="title", value="Another", at=now, **BY)
    assert not found("quodlibetarian")
    change_status(meeting="grcp-5", status="moved", when="2031-03-03", at=now, **BY)
    assert "meeting grcp-5" in found("March 2031")
    assert in_line()


def test_a_change_that_is_taken_back_leaves_nothing(now: dt.datetime):
    before = found("GRCP")
    with transaction.atomic():
        set_value(meeting="grcp-5", field="title", value="A quodlibetarian gathering", at=now, **BY)
        assert found("quodlibetarian")
        transaction.set_rollback(True)
    assert not found("quodlibetarian")
    assert found("GRCP") == before


def test_a_new_name_finds_the_mechanism_and_all_that_is_its(now: dt.datetime):
    Name.objects.create(mechanism=Mechanism.objects.get(slug="rcm"), text="Zarzuela Process", kind="alias")
    record(kind="mechanism", key="rcm", verb="edit", at=now, **BY)
    hits = found("Zarzuela Process")
    assert hits[0] == "mechanism rcm"
    assert len(hits) > 20
    assert in_line()


def test_what_is_withdrawn_or_merged_is_found_no_more(now: dt.datetime):
    Meeting.objects.filter(slug="grcp-5").update(withdrawn=now)
    record(kind="meeting", key="grcp-5", verb="withdraw", at=now, **BY)
    assert "meeting grcp-5" not in found("GRCP 5")
    assert in_line()


def test_publications_follow_their_mechanisms():
    work = Publication.objects.exclude(mechanisms__slug="rcm")[0]
    work.mechanisms.add(Mechanism.objects.get(slug="rcm"))
    assert f"publication {work.slug}" in found("", filters={"mechanism": "rcm", "kind": "publication"})
    assert in_line()


def test_a_published_issue_is_found_as_it_was_frozen():
    published()
    assert found("SOM Lilongwe")
    assert in_line()


def test_an_index_that_is_not_made_says_so_and_takes_nothing_in(now: dt.datetime, client):
    Head.objects.all().delete()
    with pytest.raises(NotMade):
        search("RCM")
    assert client.get("/search/?q=RCM").status_code == 503
    record(kind="meeting", key="grcp-5", verb="edit", at=now, **BY)
    assert actions.refresh() > 900
    assert found("RCM")[0] == "mechanism rcm"


def test_words_read_in_another_way_make_it_anew(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("iscm.explore.rules.words.VERSION", "other")
    assert actions.refresh() > 900
    assert actions.refresh() == 0


def test_every_kind_of_record_is_in_it():
    kinds = dict.fromkeys(Card.objects.values_list("kind", flat=True))
    assert set(kinds) == {
        "mechanism",
        "state",
        "theme",
        "type",
        "month",
        "meeting",
        "publication",
        "statement",
    }
    for name, read in records.READ.items():
        kind = actions.KIND_OF.get(name, name)
        assert Card.objects.filter(kind=kind).count() == len(list(read()))


@pytest.mark.parametrize(
    ("question", "number"),
    [("RCM", 3), ("Kenya 2022", 3), ("migration", 3), ("", 2), ("Puebla Process", 3), ("xyzzyx", 1)],
)
def test_a_question_asks_the_database_a_fixed_number_of_times(question: str, number: int):
    """The head, the cards that are shown, and those that lend them their names; the terms are on the shelf."""
    search(question)
    for stop in (1, 3, 20):
        with CaptureQueriesContext(connection) as asked:
            search(question, stop=stop)
        assert len(asked) <= number


def test_a_new_version_of_the_index_costs_a_few_questions_once():
    """Besides: the terms, facets, ranks, concepts and names of mechanisms; words as printed, where one is not known."""
    for question, most in (("migration health 2019", 10), ("Ouagadogou", 13)):
        Head.objects.update(version=question)
        with CaptureQueriesContext(connection) as asked:
            search(question)
        assert len(asked) <= most
