"""The page of people and ``iscm person``: for administrators alone, and every refusal in a sentence."""

from __future__ import annotations

import pytest
from django.urls import reverse

from iscm.accounts.models import Change, Role, User
from iscm.accounts.queries import known, roles, trail
from iscm.accounts.rules import LETTERS
from iscm.commands import main
from tests.accounts.people import link_in, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(person("office@office.example", "administrator"))
    return client


def test_the_office_adds_somebody_gives_a_part_and_ends_it(office):
    answer = office.post("/people/", {"email": "New@Office.example", "name": "N", "language": "es"})
    who = known("new@office.example")
    page = f"/people/{who.username}/"
    assert answer["Location"] == page
    assert (who.email, who.name, who.language, who.has_usable_password()) == (
        "new@office.example",
        "N",
        "es",
        False,
    )
    office.post(page, {"do": "give", "part": "secretariat", "mechanism": "rcm", "state": "KE"})
    office.post(page, {"do": "give", "part": "focal-point", "mechanism": "rcm", "state": "KE"})
    office.post(page, {"do": "give", "part": "compiler", "mechanism": "rcm"})
    assert roles(who) == {("secretariat", "rcm"), ("focal-point", "KE"), ("compiler", "")}
    assert "RCM" in office.get(page).content.decode()
    office.post(page, {"do": "end", "role": Role.objects.get(part="compiler").pk})
    assert roles(who) == {("secretariat", "rcm"), ("focal-point", "KE")}
    assert [entry.verb for entry in trail("person", who.username)] == ["end role", *["give role"] * 3, "add"]
    kept = str(list(Change.objects.filter(kind="person").values()))
    assert "new@office.example" not in kept


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": "office@office.example"}, "Somebody is known by this address already."),
        ({"email": "OFFICE@office.example"}, "Somebody is known by this address already."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"email": ""}, "This field is required."),
        ({"email": "a@b.example", "language": "xx"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_added_is_said(office, data, said):
    answer = office.post("/people/", {"language": "en", **data})
    assert said in answer.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "data", [{"part": "chair"}, {"part": "focal-point", "mechanism": "rcm"}, {"part": "king"},
             {"part": "chair", "mechanism": "nowhere"}]
)  # fmt: skip
def test_a_part_without_its_scope_is_not_given(office, data):
    who = person()
    answer = office.post(f"/people/{who.username}/", {"do": "give", **data})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert roles(who) == frozenset()


def test_nobody_ends_a_role_by_another_ones_page(office):
    first, second = person("a@office.example", "compiler"), person("b@office.example")
    office.post(f"/people/{second.username}/", {"do": "end", "role": Role.objects.get(user=first).pk})
    assert roles(first) == {("compiler", "")}


def test_forgetting_asks_for_sure(office):
    who = person()
    page = reverse("person", args=[who.username])
    office.post(page, {"do": "forget"})
    assert known("person@office.example")
    office.post(page, {"do": "forget", "sure": "1"})
    assert known("person@office.example") is None
    assert office.get(page).status_code == 404


@pytest.mark.parametrize("role", ["compiler", "approver", "secretariat:rcm", "focal-point:ke", ""])
def test_others_neither_see_nor_do_it(client, role):
    who = person("person@office.example", *filter(None, [role]))
    client.force_login(who)
    page = f"/people/{who.username}/"
    for answer in (
        client.get("/people/"),
        client.post("/people/", {"email": "x@office.example", "language": "en"}),
        client.get(page),
        client.post(page, {"do": "give", "part": "administrator"}),
    ):
        assert answer.status_code == 403
    assert User.objects.count() == 1
    assert "administrator" not in str(roles(who))


def test_the_administration_has_no_door_of_its_own(client):
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    answer = client.get("/admin/login/?next=/admin/")
    assert answer["Location"] == "/sign-in/?next=%2Fadmin%2F"
    flagged = User.objects.create_user("flagged", "flagged@office.example", "a long password", is_staff=True)
    client.post("/admin/login/", {"username": "flagged", "password": "a long password"})
    assert "_auth_user_id" not in client.session
    client.force_login(flagged)  # Django's own flag counts for nothing
    assert client.get("/admin/login/?next=/admin/").status_code == 403
    client.force_login(person("a@office.example", "administrator"))
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/admin/"
    assert client.get("/admin/accounts/user/").status_code == 200


def test_an_edit_of_a_person_by_hand_leaves_no_address_in_the_trail(office):
    who = person()
    answer = office.post(
        f"/admin/accounts/user/{who.pk}/change/",
        {"email": "Moved@office.example", "name": "M", "language": "en", "is_active": "on",
         "roles-TOTAL_FORMS": 0, "roles-INITIAL_FORMS": 0},
    )  # fmt: skip
    assert answer.status_code == 302
    assert known("moved@office.example") == who
    assert trail("person", who.username)[0].after == {"fields": ["email", "name"]}


def test_a_handle_says_nothing_and_is_nobody_elses():
    made = {person(f"a{n}@office.example").username for n in range(50)}
    assert len(made) == 50
    assert all(one.startswith("p-") and set(one[2:]) <= set(LETTERS) and len(one) == 8 for one in made)


def test_the_command_adds_the_first_administrator_and_a_link_without_mail(client, capsys):
    assert main(["person", "add", "You@example.org", "--role", "administrator", "--role", "chair:rcm"]) == 0
    handle = capsys.readouterr().out.split()[0]
    assert roles(known("you@example.org")) == {("administrator", ""), ("chair", "rcm")}
    assert main(["person", "list"]) == 0
    assert capsys.readouterr().out == f"{handle}\tyou@example.org\t\ten\tadministrator, chair:rcm\n"
    assert main(["person", "link", "you@example.org"]) == 0
    client.post(link_in(capsys.readouterr().out))
    assert client.get("/people/").status_code == 200
    assert main(["person", "give", "you@example.org", "--role", "focal-point:ke"]) == 0
    assert main(["person", "end", "you@example.org", "--role", "administrator"]) == 0
    assert roles(known("you@example.org")) == {("focal-point", "KE"), ("chair", "rcm")}
    assert client.get("/people/").status_code == 403
    assert main(["person", "forget", "you@example.org"]) == 0
    assert client.get("/account/").status_code == 302
    assert {entry.by for entry in Change.objects.filter(kind="person")} == {"console"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add"], "an address is missing"),
        (["add", "nobody"], "nobody is no e-mail address"),
        (["add", "known@office.example"], "is known already, as p-"),
        (["add", "a@b.example", "--language", "de"], "there are no pages in “de”: take ar,"),
        (["add", "a@b.example", "--role", "king"], "there is no part “king”: take secretariat:SLUG"),
        (["add", "a@b.example", "--role", "chair:nowhere"], "there is no mechanism “nowhere”"),
        (["add", "a@b.example", "--role", "chair"], "there is no mechanism “”"),
        (["add", "a@b.example", "--role", "focal-point:xx"], "there is no State “XX”"),
        (["add", "a@b.example", "--role", "compiler:rcm"], "compiler is of the office"),
        (["give", "known@office.example"], "which part?"),
        (["end", "known@office.example", "--role", "compiler"], "known@office.example is no compiler"),
        (["give", "a@b.example", "--role", "compiler"], "nobody is known by a@b.example; iscm person add"),
        (["forget", "a@b.example"], "nobody is known by a@b.example"),
    ],
)
def test_what_the_command_cannot_do_is_said_and_nothing_is_changed(capsys, words, said):
    person("known@office.example")
    assert main(["person", *words]) == 2
    assert said in capsys.readouterr().err
    assert (User.objects.count(), Role.objects.count()) == (1, 0)
