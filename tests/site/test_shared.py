"""What is shared is seen by those it is shared with, row by row, and by nobody else."""

from __future__ import annotations

import pytest

from iscm.meetings.models import Meeting
from tests.accounts.people import person
from tests.site.pages import words

pytestmark = pytest.mark.django_db

QUERIES = 13
MARKED = {"officials": "gfmd-14", "secretariats": "sacm-2022-annual-20", "closed": "rcm-2022-plenary-3"}


@pytest.fixture
def marked():
    """A meeting for each mark; the closed one is of RCM and SACM."""
    for mark, slug in MARKED.items():
        assert Meeting.objects.filter(slug=slug).update(access=mark, title=f"A {mark} meeting") == 1


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (None, ""),
        ("focal-point:KE", "officials"),
        ("secretariat:gfmd", "officials secretariats"),
        ("secretariat:rcm", "officials secretariats closed"),
        ("chair:sacm", "officials secretariats closed"),
        ("compiler", "officials secretariats closed"),
    ],
)
def test_who_sees_what(client, marked, role, seen):
    client.force_login(person("somebody@mail.example", *([role] if role else [])))
    answer = client.get("/shared/")
    said = words(answer)
    assert {mark for mark in MARKED if f"A {mark} meeting" in said} == set(seen.split())
    assert answer["Cache-Control"] == "private, no-store"


def test_a_part_that_ends_is_gone_at_once(client, marked):
    who = person("somebody@mail.example", "secretariat:rcm")
    client.force_login(who)
    assert "A closed meeting" in words(client.get("/shared/"))
    who.roles.update(ended=who.date_joined)
    assert "Nothing at present." in words(client.get("/shared/"))


def test_strangers_sign_in_first(client, marked):
    assert client.get("/shared/")["Location"] == "/sign-in/?next=%2Fshared%2F"


@pytest.mark.parametrize("role", ["secretariat:gfmd", "secretariat:rcm"])
def test_it_costs_the_same_for_two_and_for_three(client, marked, role, django_assert_num_queries):
    client.force_login(person("somebody@mail.example", role))
    client.get("/shared/")
    with django_assert_num_queries(QUERIES):
        client.get("/shared/")
