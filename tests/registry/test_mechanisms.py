"""Mechanisms as kept: what was shipped comes out as values, with its sources, as of a day."""

import datetime as dt

import pytest

from iscm import shipped
from iscm.registry.queries import mechanism, mechanisms
from iscm.registry.rules import participations

pytestmark = pytest.mark.django_db


def test_every_mechanism_comes_out():
    values = mechanisms()
    assert [v.slug for v in values] == sorted(row["slug"] for row in shipped.mechanisms())
    assert sum(len(v.members) for v in values) == 701 + 8 + 13
    assert sum(len(v.in_role("member", basis="inferred")) for v in values) == 120
    assert sum(len(v.claimed("established")) > 1 for v in values) == 9
    parts = sum(1 for row in shipped.mechanisms() for _ in participations(row))
    assert sum(len(v.participations) for v in values) == parts


def test_a_list_costs_the_same_number_of_queries_with_one_row_and_with_all(django_assert_num_queries):
    with django_assert_num_queries(10):
        mechanisms()
    with django_assert_num_queries(10):
        mechanism("budapest-process")


def test_values_that_disagree_stay_side_by_side_with_their_sources():
    budapest = mechanism("budapest-process")
    first, second = budapest.claimed("established")
    assert (first.value, second.value) == ("1993", "1991")
    assert first.chosen
    assert str(budapest.established) == "1993"
    assert {s.id for s in second.sources} == {"overview-2013", "overview-2015", "overview-2017"}
    assert second.exact


def test_a_value_without_sources_of_its_own_rests_on_those_of_the_record():
    chosen, _ = mechanism("almaty-process").claimed("established")
    assert not chosen.exact
    assert chosen.sources == mechanism("almaty-process").sources


@pytest.mark.parametrize(
    ("slug", "day", "chairs"),
    [
        ("almaty-process", "2015-01-01", ["KZ"]),
        ("almaty-process", "2022-06-30", ["TR"]),
        ("budapest-process", "2000-01-01", ["HU"]),
        ("budapest-process", "2022-01-01", ["TR", "HU"]),
        ("bali-process", "2022-01-01", ["AU", "ID"]),
        ("gfmd", "2018-06-01", ["DE", "MA"]),
        ("gfmd", "2023-06-01", ["FR"]),
        ("rabat-process", "2022-06-01", ["ES"]),
        ("colombo-process", "2015-06-01", ["LK"]),
        ("ocam", "2030-01-01", []),
    ],
)
def test_who_held_the_chair_on_a_day(slug, day, chairs):
    held = mechanism(slug).chairs_on(dt.date.fromisoformat(day))
    assert [p.party.id for p in held] == chairs


def test_names_have_a_history():
    def called(year):
        return {
            n.text for n in mechanism("pidc", as_of=dt.date(year, 7, 1)).names if n.kind in ("name", "former")
        }

    assert called(1996) == {"South Pacific Immigration Directors' Conference"}
    assert called(2005) == {"Pacific Immigration Directors' Conference"}
    assert called(2022) == {"Pacific Immigration Development Community"}


def test_members_that_are_no_states():
    members = {p.party.id: p.party.kind for p in mechanism("bali-process").members}
    assert (members["HK"], members["NC"], members["AU"], members["iom"]) == (
        "territory",
        "territory",
        "state",
        "organisation",
    )
    assert {p.party.kind for p in mechanism("acp-eu-dialogue").members} == {"organisation", "group"}
    assert mechanism("prague-process").in_role("member")
    assert {p.party.kind for p in mechanism("prague-process").members} == {"state", "other"}


def test_capacities_bodies_relations_and_remarks():
    add = mechanism("abu-dhabi-dialogue")
    assert {p.capacity for p in add.members} == {"origin", "destination"}
    assert [b.chair for b in mechanism("budapest-process").bodies] == ["MK", "BG", "TR", ""]
    assert mechanism("soderkoping-process").relations[0].mechanism == "eap-migration-panel"
    assert mechanism("eap-migration-panel").relations[0].kind == "predecessor"
    assert mechanism("arcp").remarks["chair"]


def test_silence_of_sources_is_not_a_status():
    assert mechanism("apc").status == ""
    (hint,) = mechanism("apc").claimed("status")
    assert "dormant" in hint.note
    assert mechanism("acp-eu-dialogue").status == "dormant"
    assert mechanism("cis-conference").status == "ended"


def test_a_closed_record_is_not_let_out():
    from iscm.registry.models import Mechanism

    Mechanism.objects.filter(slug="igc").update(access="secretariats")
    assert mechanism("igc") is None
    assert mechanism("igc", seen=("public", "secretariats")).slug == "igc"
    assert len(mechanisms()) == 45


def test_a_record_that_nobody_marked_is_closed():
    from iscm.registry.models import Mechanism

    Mechanism.objects.create(slug="new-one", level="regional")
    assert mechanism("new-one") is None
