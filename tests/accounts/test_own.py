"""One's own page: sessions that end, data to take and to erase; and pages for all stay as they were."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from iscm.accounts import rules
from iscm.accounts.actions import end_role, forget_person, make_link, record
from iscm.accounts.models import Change, Role, Session, User
from iscm.accounts.queries import known, seen_by, trail
from iscm.post.actions import Draft, came_back, queue
from iscm.post.models import Letter, Unreachable
from tests.accounts.people import person

pytestmark = pytest.mark.django_db


def browser(who: User, agent: str = "Firefox Linux") -> Client:
    made = Client(headers={"User-Agent": agent})
    made.post(f"/sign-in/{make_link(person=who, at=timezone.now())}/")
    assert made.get("/account/").status_code == 200
    return made


def test_each_session_is_shown_and_ends_where_it_is_told_to():
    who = person()
    here, there, third = (browser(who, f"{name} Windows") for name in ("Firefox", "Chrome", "Edg"))
    page = here.get("/account/").content.decode()
    assert page.count("· Windows") == 3
    assert page.count("this one") == 1
    mark = rules.sealed(there.session.session_key)
    assert there.session.session_key not in page
    here.post("/account/sessions/", {"session": mark})
    assert [one.get("/account/").status_code for one in (here, there, third)] == [200, 302, 200]
    here.post("/account/sessions/")
    assert [one.get("/account/").status_code for one in (here, third)] == [200, 302]


def test_nobody_ends_another_ones_session():
    mine, theirs = browser(person()), browser(person("other@office.example"))
    for said in (theirs.session.session_key, rules.sealed(theirs.session.session_key), "", "x"):
        mine.post("/account/sessions/", {"session": said})
        assert theirs.get("/account/").status_code == 200
    assert Client().post("/account/sessions/").status_code == 302
    assert mine.get("/account/sessions/").status_code == 405


def test_a_form_of_another_site_ends_and_erases_nothing():
    who = person()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(who)
    for path in ("/account/sessions/", "/account/forget/", "/account/", "/account/sign-out/"):
        assert strict.post(path, {"name": "x", "language": "en"}).status_code == 403
    assert known("person@office.example")


def test_a_role_that_ends_and_a_person_who_is_kept_out_lose_their_rights_at_once():
    who = person("person@office.example", "administrator")
    client = browser(who)
    assert client.get("/people/").status_code == client.get("/admin/").status_code == 200
    end_role(role=Role.objects.get(), by="test", at=timezone.now())
    assert client.get("/people/").status_code == 403
    assert client.get("/admin/").status_code == 302
    assert seen_by(User.objects.get(pk=who.pk)) == ("public",)
    User.objects.filter(pk=who.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_a_day_is_all_that_is_kept_of_when():
    who = person()
    client = browser(who)
    assert not hasattr(who, "last_login") or who.last_login is None
    session = client.session
    session["seen"] = "2020-01-01"
    session.save()
    client.get("/account/")
    assert Session.objects.get().seen == timezone.localdate()
    factor = Authenticator.objects.create(user=who, type="totp", data={"secret": "s"})
    factor.record_usage()
    factor.refresh_from_db()
    assert factor.last_used_at.time().isoformat() == "00:00:00"


def test_all_that_is_kept_can_be_taken():
    who = person("person@office.example", "chair:rcm", name="Person")
    at = timezone.now()
    record(kind="meeting", key="m-1", verb="edit", by=who.username, at=at, why="a reason")
    record(kind="meeting", key="m-2", verb="edit", by="other", at=at)
    draft = {"key": "k", "kind": "request", "to": who.email, "subject": "About", "text": "words"}
    queue(letters=[Draft(**draft), Draft(**draft | {"key": "s", "text": "open", "secret": True})], at=at)
    answer = browser(who).get("/account/data.json")
    assert "attachment" in answer["Content-Disposition"]
    told = json.loads(answer.content)
    assert told["person"]["email"] == "person@office.example"
    assert told["person"]["handle"] == who.username
    assert [(role["part"], role["scope"]) for role in told["roles"]] == [("chair", "rcm")]
    assert [row["key"] for row in told["trail"]] == ["m-1"]
    assert [row["text"] for row in told["letters"]] == ["words", ""]
    assert len(told["sessions"]) == 1
    assert Client().get("/account/data.json").status_code == 302


def everywhere(words: list[str]) -> list[str]:
    """Tables that still hold one of these words."""
    from django.apps import apps

    return sorted(
        {
            model._meta.label
            for model in apps.get_models()
            if model._meta.app_label in ("accounts", "post", "mfa", "socialaccount", "account", "admin")
            for row in model.objects.values_list()
            if any(word in str(row) for word in words)
        }
    )


def test_forgetting_leaves_the_handle_and_nothing_else():
    who = person("person@office.example", "chair:rcm", "administrator", name="Person Name")
    at = timezone.now()
    client = browser(who)
    record(kind="meeting", key="m-1", verb="edit", by=who.username, at=at)
    queue(letters=[Draft(key="k", kind="r", to=who.email, subject="Dear Person Name", text="w")], at=at)
    came_back(letter=Letter.objects.get(key="k").pk, why="gone", permanent=True, at=at)
    Authenticator.objects.create(user=who, type="totp", data={"secret": "s"})
    assert len(everywhere(["person@office.example"])) == 3
    assert "Erase" in client.get("/account/forget/").content.decode()
    assert known("person@office.example")
    assert "You are signed out." in client.post("/account/forget/").content.decode()
    assert client.get("/account/").status_code == 302
    assert everywhere(["person@office.example", "Person Name"]) == []
    assert not Role.objects.filter(ended=None).exists()
    assert not Authenticator.objects.exists()
    assert not Session.objects.filter(user=who).exists()
    assert not Unreachable.objects.exists()
    assert Letter.objects.get(key="k").state == "withheld"
    assert Change.objects.get(key="m-1").by == who.username
    assert trail("person", who.username)[0].verb == "forget"
    again = person("person@office.example")  # the address is free, and who has it is somebody else
    assert again.username != who.username


def test_two_can_be_forgotten():
    for name in ("a", "b"):
        forget_person(person=person(f"{name}@office.example"), by="test", at=timezone.now())
    assert User.objects.filter(email="").count() == 2


def test_pages_for_all_are_the_same_for_whoever_is_signed_in(client):
    who = person("person@office.example", "administrator", name="Person Name")
    mine = browser(who)
    for path in ("/", "/mechanisms/", "/issues/2022/", "/calendar/2022/10/", "/states/ke/", "/search/?q=rcm"):
        kept, told = (
            client.get(path, HTTP_REFERER="http://testserver/"),
            mine.get(path, HTTP_REFERER="http://testserver/"),
        )
        assert kept.content == told.content
        # the revision's second may begin between the two answers, and only then it is dated
        assert dict(kept.items()) | {"Last-Modified": ""} == dict(told.items()) | {"Last-Modified": ""}
        assert "cookie" not in told.get("Vary", "").lower()
        assert "private" not in told.get("Cache-Control", "")
        assert not told.cookies
        assert b"person@office.example" not in told.content
        again = mine.get(path, headers={"If-None-Match": told["ETag"], "Referer": "http://testserver/"})
        assert again.status_code == 304
        assert not again.cookies


def test_the_foot_of_every_page_leads_to_the_account(client):
    assert '<a href="/fr/account/">' in client.get("/fr/mechanisms/").content.decode()
    answer = client.get("/fr/account/")
    assert answer["Location"] == "/fr/sign-in/?next=%2Ffr%2Faccount%2F"


PRIVATE = ("/account/", "/account/forget/", "/account/data.json", "/account/factors/", "/account/factors/webauthn/",
           "/account/factors/totp/activate/", "/account/password/set/", "/people/", "/sign-in/", "/account/sign-in/",
           "/admin/")  # fmt: skip


@pytest.mark.parametrize("path", PRIVATE)
def test_pages_for_one_are_kept_by_nobody(client, path):
    assert client.get(path)["Cache-Control"] == "private, no-store"
    assert (
        browser(person("person@office.example", "administrator")).get(path)["Cache-Control"]
        == "private, no-store"
    )


def test_name_and_language_are_ones_own_to_change():
    who = person()
    client = browser(who)
    client.post("/account/", {"name": " New ", "language": "ar", "email": "x@y.example", "is_superuser": "1"})
    who.refresh_from_db()
    assert (who.name, who.language, who.email, who.is_superuser) == (
        "New",
        "ar",
        "person@office.example",
        False,
    )
    assert trail("person", who.username)[0].verb == "edit"
    assert "New" not in str(trail("person", who.username)[0].after)


def test_what_somebody_follows_is_theirs_to_take_and_to_find():
    from iscm.planning.actions import follow
    from iscm.planning.rules import Followed

    who = person("own@mail.example", "secretariat:rcm")
    follow(person=who, what=Followed(kind="state", key="KE"), at=timezone.now())
    client = Client()
    client.force_login(who)
    kept = json.loads(client.get("/account/data.json").content)
    assert kept["follows"] == [{"kind": "own", "key": ""}, {"kind": "state", "key": "KE"}]
    page = client.get("/account/").content.decode()
    assert 'href="/plan/held/"' in page
    assert 'href="/plan/follow/"' in page
    client.force_login(person("focal@mail.example", "focal-point:KE"))
    assert 'href="/plan/held/"' not in client.get("/account/").content.decode()
