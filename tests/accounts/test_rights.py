"""Views for people: who gets in, who is sent to sign in, who is told no; rights end at once."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from iscm.accounts.actions import end_role, give_role
from iscm.accounts.models import Part, User
from iscm.accounts.rules import OF_MECHANISM, OFFICE, holds, sees
from iscm.accounts.views import for_people, way_back

MARKS = ("public", "officials", "secretariats", "closed")  # each wider than the next
PARTS = st.sampled_from(Part.values)
ROLES = st.frozensets(st.tuples(PARTS, st.sampled_from(["rcm", "gfmd", "KE"])))


@pytest.fixture
def person(db):
    return User.objects.create(username="p-test", email="person@office.example")


def asked(rf, user, *parts, path="/desk/?a=1", slug="", **how):
    request = rf.get(path)
    request.user = user
    view = for_people(*parts, **how)(lambda _request, **_named: HttpResponse("in"))
    return view(request, **({"slug": slug} if slug else {}))


@given(st.sets(PARTS), st.sets(PARTS))
def test_more_parts_never_see_less_and_nobody_sees_less_than_everybody(some, more):
    assert set(sees([])) == {"public"}
    assert set(sees(some)) <= set(sees(some | more))
    assert sees(some) == MARKS[: len(sees(some))]


@given(PARTS)
def test_what_a_part_sees(part):
    assert ("closed" in sees([part])) == (part in OFFICE)
    assert ("secretariats" in sees([part])) == (part != "focal-point")


@given(ROLES, ROLES, st.sets(PARTS), st.sampled_from(["", "rcm", "gfmd"]))
def test_a_part_of_one_mechanism_is_none_of_another(some, more, parts, scope):
    assert not holds(some, set())
    assert not holds(frozenset(), parts, scope)
    assert holds(some | more, parts, scope) == (holds(some, parts, scope) or holds(more, parts, scope))
    if scope and holds(some, parts, scope):
        assert any(part in parts and (part in OFFICE or of == scope) for part, of in some)


def test_a_stranger_is_sent_to_sign_in_and_back(rf):
    answer = asked(rf, AnonymousUser(), "compiler")
    address = urlsplit(answer["Location"])
    assert (answer.status_code, address.path) == (302, "/sign-in/")
    assert parse_qs(address.query) == {"next": ["/desk/?a=1"]}
    assert answer["Cache-Control"] == "private, no-store"


def test_whoever_is_signed_in_gets_in_where_no_part_is_asked(rf, person):
    answer = asked(rf, person)
    assert (answer.content, answer["Cache-Control"]) == (b"in", "private, no-store")


def test_without_the_part_it_is_said(rf, person, now):
    give_role(user=person, part="approver", by="test", at=now)
    answer = asked(rf, person, "compiler")
    assert (answer.status_code, answer["Cache-Control"]) == (403, "private, no-store")
    assert "This page is for other parts than yours: Compiler." in answer.content.decode()
    with pytest.raises(Http404):
        asked(rf, person, "compiler", hidden=True)


@pytest.mark.parametrize("part", OF_MECHANISM)
def test_a_mechanism_opens_to_its_own_people_and_to_the_office(rf, person, now, part):
    role = give_role(user=person, part=part, scope="rcm", by="test", at=now)
    assert asked(rf, person, part, "compiler", scope="slug", slug="rcm").status_code == 200
    assert asked(rf, person, part, "compiler", scope="slug", slug="gfmd").status_code == 403
    end_role(role=role, by="test", at=now)
    assert asked(rf, person, part, "compiler", scope="slug", slug="rcm").status_code == 403
    give_role(user=person, part="compiler", by="test", at=now)
    assert asked(rf, person, part, "compiler", scope="slug", slug="gfmd").status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil",
        "",
        None,
    ],
)
def test_a_way_back_stays_in_the_hub(rf, said):
    assert way_back(rf.get("/"), said) == ""
    assert way_back(rf.get("/"), "/fr/people/?a=1") == "/fr/people/?a=1"
