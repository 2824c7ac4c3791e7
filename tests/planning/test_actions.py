"""Holding, changing, releasing and announcing; avoid lists; following."""

from __future__ import annotations

import datetime as dt

import pytest

from iscm.accounts.actions import forget_person
from iscm.accounts.models import Access, Change
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meeting, meetings
from iscm.newsletter.rules import Refused
from iscm.planning import actions
from iscm.planning.actions.following import stopped_by, stopping
from iscm.planning.models import Follow, Heard, Hold
from iscm.planning.queries import holds as queries
from iscm.planning.rules import Followed
from tests.accounts.people import person
from tests.planning.conftest import TODAY

pytestmark = pytest.mark.django_db
VALUES = {"title": "A workshop", "type": "workshop", "when": "2027-03-02/2027-03-04", "city": "Nairobi",
          "country": "KE", "mode": "hybrid", "shows": "members"}  # fmt: skip


@pytest.fixture
def did(now):
    return {"by": "p-own", "at": now, "today": TODAY}


def held(did, *slugs: str, **values: str) -> str:
    return actions.hold(mechanisms=slugs or ("rcm",), values=VALUES | values, **did)


def test_a_hold_is_kept_as_said_and_told_in_the_trail(did):
    key = held(did, "sacm", "rcm")
    row = Hold.objects.get(key=key)
    plan = queries.plan(row)
    assert (plan.mechanisms, str(plan.when), plan.shows) == (("sacm", "rcm"), VALUES["when"], "members")
    assert (row.earliest, row.latest) == (dt.date(2027, 3, 2), dt.date(2027, 3, 4))
    (entry,) = Change.objects.filter(kind="hold", key=key)
    assert (entry.verb, entry.by) == ("hold", "p-own")


def test_the_same_pressed_twice_is_one_hold(did):
    assert held(did) == held(did)
    assert held(did) != held(did, "rcm", "sacm")
    assert Hold.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"when": "2027"}, "Give the first and the last day"),
        ({"when": "nonsense"}, "Give the first and the last day"),
        ({"when": "2027-02-30"}, "Give the first and the last day"),
        ({"when": "../2027-03-02"}, "Give the first and the last day"),
        ({"when": "XXXX-03-02"}, "Give the first and the last day"),
        ({"when": "2025-03-02"}, "is over"),
        ({"when": "2027-03-02/2027-05-02"}, "at most 31 days"),
        ({"when": "2207-03-02"}, "too far away"),
        ({"type": "party"}, "“party” is no kind of meeting"),
        ({"country": "QQ"}, "“QQ” is no State"),
        ({"mode": "by post"}, "“by post” is no way to meet"),
        ({"shows": "everything"}, "what others learn"),
    ],
)
def test_what_cannot_be_held_is_said_in_words(did, values, says):
    with pytest.raises(Refused, match=says):
        held(did, **values)
    assert not Hold.objects.exists()


def test_whose_it_is_must_be_known(did):
    for slugs in ((), ("nobody",), ("rcm", "nobody")):
        with pytest.raises(Refused, match="whose date"):
            actions.hold(mechanisms=slugs, values=VALUES, **did)


def test_a_change_tells_what_was_before_and_no_change_tells_nothing(did):
    key = held(did)
    actions.change(key=key, values={"when": "2027-04", "shows": "number"}, **did)
    actions.change(key=key, values={"when": "2027-04"}, **did)
    entry = Change.objects.get(kind="hold", verb="change")
    assert entry.before == {"when": VALUES["when"], "shows": "members"}
    assert entry.after == {"when": "2027-04", "shows": "number"}
    assert Hold.objects.get().latest == dt.date(2027, 4, 30)


def test_announcing_makes_one_public_meeting_of_all_its_owners_and_ends_the_hold(did):
    key = held(did, "sacm", "rcm")
    slug = actions.announce(key=key, **did)
    made = meeting(slug)
    assert made.mechanisms == ("sacm", "rcm")
    assert (made.title, made.status, str(made.when), made.country) == (
        "A workshop", "announced", VALUES["when"], "KE",
    )  # fmt: skip
    row = Hold.objects.get()
    assert (row.how, row.meeting.slug) == ("announced", slug)
    with pytest.raises(Refused, match="announced already, perhaps by a colleague"):
        actions.announce(key=key, **did)
    with pytest.raises(Refused, match="announced already"):
        actions.release(key=key, **did)
    assert Meeting.objects.filter(title="A workshop").count() == 1


def test_announced_to_secretariats_alone_it_is_not_public(did):
    slug = actions.announce(key=held(did), access=Access.SECRETARIATS, **did)
    assert meeting(slug) is None
    assert meeting(slug, seen=("secretariats",))


def test_without_a_title_nothing_is_announced(did):
    key = held(did, title=" ")
    with pytest.raises(Refused, match="title first"):
        actions.announce(key=key, **did)
    assert Hold.objects.get().how == ""


def test_what_is_over_or_released_or_unknown_is_left_alone(did):
    key = held(did)
    late = did | {"today": dt.date(2027, 3, 5)}
    with pytest.raises(Refused, match="days are past"):
        actions.announce(key=key, **late)
    actions.release(key=key, **did)
    for act in (actions.release, actions.announce):
        with pytest.raises(Refused, match="released already"):
            act(key=key, **did)
    with pytest.raises(Refused, match="no such hold"):
        actions.change(key="nothing", values={}, **did)


def test_a_hold_is_on_no_list_of_meetings(did):
    before = len(meetings(seen=tuple(Access.values)))
    held(did)
    assert len(meetings(seen=tuple(Access.values))) == before


@pytest.mark.parametrize(
    ("kind", "said"),
    [("days", "2027-07-15/2027-08-31"), ("days", "2027-08"), ("yearly", "12-20/01-06"), ("meetings", "sacm"),
     ("holidays", "CR")],
)  # fmt: skip
def test_a_rule_is_kept_once_and_taken_off(now, kind, said):
    own = person("a@mail.example", "secretariat:rcm")
    done = {"by": own.username, "at": now}
    rows = [actions.avoid(mechanism="rcm", kind=kind, said=said, reason=" for  rest ", **done) for _ in "12"]
    assert rows[0] == rows[1]
    (rule,) = queries.avoidances(own, ["rcm"])
    assert (rule.kind, rule.said, rule.reason) == (kind, said, "for rest")
    actions.stop_avoiding(mechanism="sacm", key=rule.key, **done)  # another's list
    assert queries.avoidances(own, ["rcm"])
    actions.stop_avoiding(mechanism="rcm", key=rule.key, **done)
    assert not queries.avoidances(own, ["rcm"])


@pytest.mark.parametrize(
    ("kind", "said", "says"),
    [("days", "../2027", "such as 2027-07-15"), ("days", "XXXX-03-02", "with their year"),
     ("yearly", "13-01/14-02", "such as 07-15/08-31"), ("yearly", "summer", "such as 07-15/08-31"),
     ("meetings", "rcm", "another mechanism"), ("meetings", "nobody", "another mechanism"),
     ("holidays", "QQ", "a State"), ("moods", "x", "what is to be avoided")],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused_in_words(now, kind, said, says):
    with pytest.raises(Refused, match=says):
        actions.avoid(mechanism="rcm", kind=kind, said=said, by="p", at=now)


def test_a_link_of_a_letter_stops_one_thing_for_one_person(now):
    who = person("a@mail.example", "secretariat:rcm")
    state, own = Followed(kind="state", key="KE"), Followed(kind="own")
    actions.follow(person=who, what=state, at=now)
    assert queries.follows(who) == (own, state)
    found = stopped_by(stopping(who, state))
    assert found == (who, state)
    actions.stop(person=found[0], what=found[1], at=now)
    assert queries.follows(who) == (own,)
    actions.stop(person=who, what=own, at=now)
    assert queries.follows(who) == ()
    actions.follow(person=who, what=own, at=now)
    assert queries.follows(who) == (own,)
    assert stopped_by("nonsense") is None
    assert stopped_by("x" + stopping(who, state)) is None


def test_who_is_forgotten_follows_nothing_and_has_heard_nothing(now):
    who, other = person("a@mail.example"), person("b@mail.example")
    for one in (who, other):
        actions.follow(person=one, what=Followed(kind="state", key="KE"), at=now)
        Heard.objects.create(person=one, mine="meeting:a", other="meeting:b", days="2027-01-01 2027-01-01")
    forget_person(person=who, by="office", at=now)
    assert set(Follow.objects.values_list("person", flat=True)) == {other.pk}
    assert set(Heard.objects.values_list("person", flat=True)) == {other.pk}
