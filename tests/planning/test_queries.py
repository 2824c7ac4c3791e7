"""Who sees which hold, and how much of it: asked of rows."""

from __future__ import annotations

import re
from dataclasses import astuple

import pytest
from django.contrib.auth.models import AnonymousUser

from iscm.domain.when import When
from iscm.planning.models import Avoidance, Follow
from iscm.planning.queries import holds as queries
from iscm.planning.rules import Followed
from iscm.registry.models import Mechanism
from tests.accounts.people import person
from tests.planning.conftest import TODAY, pair

pytestmark = pytest.mark.django_db


def test_others_learn_the_number_and_owners_and_office_the_whole(hold_of):
    mine, theirs, common = pair()
    key = hold_of(theirs)
    asks = person("a@mail.example", f"secretariat:{mine}")
    (held,) = queries.in_the_way(asks, [mine], None, TODAY)
    assert (held.number, held.members, held.mechanisms, held.title) == (len(common), None, None, None)
    assert held.sure
    assert queries.hold(asks, key) is None
    assert queries.own_holds(asks, TODAY) == ()
    for owner in (person("b@mail.example", f"chair:{theirs}"), person("c@office.example", "compiler")):
        assert queries.hold(owner, key).title == "A secret title"
        assert [plan.key for plan in queries.own_holds(owner, TODAY)] == [key]


@pytest.mark.parametrize(
    ("shows", "tells"),
    [("number", ()), ("members", ("members",)), ("mechanism", ("members", "mechanisms")),
     ("all", ("members", "mechanisms", "title", "type", "city", "country", "mode"))],
)  # fmt: skip
def test_what_each_step_tells(hold_of, shows, tells):
    mine, theirs, common = pair()
    hold_of(theirs, shows=shows)
    (held,) = queries.in_the_way(person("a@mail.example", f"secretariat:{mine}"), [mine], None, TODAY)
    told = {name for name in ("members", "mechanisms", "title", "type", "city", "country", "mode")
            if getattr(held, name) is not None}  # fmt: skip
    assert told == set(tells)
    assert held.members is None or set(held.members) == common


@pytest.mark.parametrize("roles", [(), ("focal-point:KE",), ("secretariat:gfmd",)])
def test_who_does_not_speak_for_the_searching_mechanism_is_told_nothing(hold_of, roles):
    mine, theirs, _common = pair()
    hold_of(theirs, shows="all")
    for reader in (person("a@mail.example", *roles), AnonymousUser()):
        assert queries.in_the_way(reader, [mine], None, TODAY) == ()
        assert queries.own_holds(reader, TODAY) == ()


def test_a_part_that_has_ended_and_a_person_who_may_not_sign_in_see_nothing(hold_of):
    _mine, theirs, _common = pair()
    key = hold_of(theirs)
    owner = person("b@mail.example", f"secretariat:{theirs}")
    assert queries.hold(owner, key)
    owner.is_active = False
    assert queries.hold(owner, key) is None
    owner.is_active = True
    owner.roles.update(ended=owner.date_joined)
    assert queries.hold(owner, key) is None


def test_the_office_may_search_for_any_and_sees_the_whole(hold_of):
    mine, theirs, _common = pair()
    hold_of(theirs)
    (held,) = queries.in_the_way(person("c@office.example", "approver"), [mine], None, TODAY)
    assert held.mechanisms == (theirs,)
    assert held.title == "A secret title"


def test_a_hold_lapses_when_its_days_are_over_and_is_found_within_a_time(hold_of):
    mine, theirs, _common = pair()
    hold_of(theirs)
    asks = person("a@mail.example", f"secretariat:{mine}")
    (held,) = queries.in_the_way(asks, [mine], When.parse("2027-03"), TODAY)
    assert queries.in_the_way(asks, [mine], When.parse("2027-04"), TODAY) == ()
    assert queries.in_the_way(asks, [mine], None, held.last) == (held,)
    after = held.last.replace(day=held.last.day + 1)
    assert queries.in_the_way(asks, [mine], None, after) == ()
    owner = person("b@mail.example", f"secretariat:{theirs}")
    assert queries.own_holds(owner, after) == ()
    assert len(queries.past_holds(owner, after)) == 1


def test_a_month_is_possible_and_not_sure(hold_of):
    mine, theirs, _common = pair()
    hold_of(theirs, when="2027-03")
    (held,) = queries.in_the_way(person("a@mail.example", f"secretariat:{mine}"), [mine], None, TODAY)
    assert not held.sure
    assert (held.first.day, held.last.day) == (1, 31)


def test_a_joint_hold_is_own_to_each_owner_and_binds_the_members_of_all(hold_of):
    mine, theirs, common = pair()
    hold_of("rcm", theirs)
    asks = person("a@mail.example", f"secretariat:{mine}")
    (held,) = queries.in_the_way(asks, [mine], None, TODAY)
    assert held.number >= len(common)
    assert len(queries.own_holds(person("b@mail.example", "secretariat:rcm"), TODAY)) == 1
    assert len(queries.own_holds(person("c@mail.example", f"secretariat:{theirs}"), TODAY)) == 1


def test_what_is_ones_own_is_not_in_ones_way(hold_of):
    mine, theirs, _common = pair()
    hold_of(theirs, mine)
    assert queries.in_the_way(person("a@mail.example", f"secretariat:{mine}"), [mine], None, TODAY) == ()
    assert queries.in_the_way(person("o@office.example", "compiler"), [mine], None, TODAY) == ()


def test_a_closed_mechanism_is_not_named_to_others(hold_of):
    mine, theirs, _common = pair()
    hold_of(theirs, shows="all")
    Mechanism.objects.filter(slug=theirs).update(access="closed")
    (held,) = queries.in_the_way(person("a@mail.example", f"secretariat:{mine}"), [mine], None, TODAY)
    assert held.mechanisms is None
    assert not re.search(f"{theirs}|secret", repr(astuple(held)), re.IGNORECASE)


def test_avoid_lists_are_told_to_their_own_and_the_office(now):
    rcm = Mechanism.objects.get(slug="rcm")
    Avoidance.objects.create(
        mechanism=rcm, kind="yearly", said="07-15/08-31", reason="Holidays", by="x", at=now
    )
    Avoidance.objects.create(mechanism=rcm, kind="holidays", said="CR", by="x", at=now, ended=now)
    own = person("a@mail.example", "secretariat:rcm")
    assert [(a.kind, a.said, a.reason) for a in queries.avoidances(own, ["rcm"])] == [
        ("yearly", "07-15/08-31", "Holidays")
    ]
    assert len(queries.avoidances(person("o@office.example", "compiler"), ["rcm"])) == 1
    assert queries.avoidances(person("b@mail.example", "secretariat:sacm"), ["rcm", "sacm"]) == ()


def test_secretariats_follow_their_own_until_they_stop(now):
    own = person("a@mail.example", "secretariat:rcm")
    assert queries.follows(own) == (Followed(kind="own"),)
    Follow.objects.create(person=own, kind="state", key="KE", since=now)
    Follow.objects.create(person=own, kind="own", since=now, stopped=now)
    assert queries.follows(own) == (Followed(kind="state", key="KE"),)
    assert queries.follows(person("b@mail.example")) == ()


@pytest.mark.parametrize("number", [1, 4])
def test_it_costs_the_same_for_one_and_for_four(hold_of, number, django_assert_num_queries):
    mine, theirs, _common = pair()
    for day in range(number):
        hold_of(theirs, "rcm", when=f"2027-03-1{day}")
    asks = person("a@mail.example", f"secretariat:{mine}")
    with django_assert_num_queries(6):
        assert len(queries.in_the_way(asks, [mine], None, TODAY)) == number
    owner = person("b@mail.example", f"secretariat:{theirs}")
    with django_assert_num_queries(3):
        assert len(queries.own_holds(owner, TODAY)) == number
