"""Signing in by a link: works once, for a quarter of an hour, for whom it was made; and tells nobody who is known."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from iscm.accounts.actions import clear, forget_person, make_link
from iscm.accounts.models import Remembered, Session, SignInLink
from iscm.accounts.rules import LINK_LASTS, sealed
from iscm.post.actions import Server, deliver
from iscm.post.models import Letter
from tests.accounts.people import asked, link_in, person

pytestmark = pytest.mark.django_db


def signed_in(client) -> bool:
    return client.get("/account/").status_code == 200


def test_from_the_letter_to_signed_in(client, post):
    person("Person@Office.example", language="fr")
    client.post("/sign-in/", {"email": " PERSON@office.example"})
    assert deliver(clock=timezone.now, mailbox=Server()).sent == 1
    _back, to, message = post.taken[0]
    text, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    path = link_in(text)
    assert (to, path[:12]) == ("person@office.example", "/fr/sign-in/")
    assert path in page
    assert "Une personne, vous sans doute" in text
    assert 'lang="fr"' in page
    assert not signed_in(client)
    shown = client.get(path)
    assert "person@office.example" in shown.content.decode()
    assert not signed_in(client)  # a program that looks at mail has opened it, and nothing happened
    answer = client.post(path)
    assert (answer.status_code, answer["Location"]) == (302, "/fr/account/")
    assert signed_in(client)


def test_only_a_digest_is_kept_and_the_letter_forgets(client, post):
    person()
    path = asked(client, "person@office.example")
    token = path.split("/")[-2]
    assert SignInLink.objects.get().digest == sealed(token)
    deliver(clock=timezone.now, mailbox=Server())
    letter = Letter.objects.get()
    assert not [field for field in (letter.text, letter.html, letter.key, letter.subject) if token in field]


def test_a_link_works_once(client):
    person()
    path = asked(client, "person@office.example")
    assert Client().post(path).status_code == 302
    second = Client()
    assert second.post(path).status_code == 410
    assert second.get(path).status_code == 410
    assert not signed_in(second)


def test_using_one_link_ends_the_others(client):
    person()
    first, second = (asked(client, "person@office.example") for _ in range(2))
    assert client.post(second).status_code == 302
    assert Client().post(first).status_code == 410


@pytest.mark.parametrize(
    ("age", "status"), [(-LINK_LASTS, 410), (-LINK_LASTS + dt.timedelta(minutes=1), 302)]
)
def test_a_link_grows_old(client, age, status):
    token = make_link(person=person(), at=timezone.now() + age)
    answer = client.post(f"/sign-in/{token}/")
    assert answer.status_code == status
    if status == 410:
        assert "Ask for a new one." in answer.content.decode()
        assert 'name="email"' in answer.content.decode()


@pytest.mark.parametrize(
    "forge", [str.upper, lambda t: t[:-1], lambda t: t + "A", sealed, lambda _: "x" * 5000]
)
def test_a_forged_token_opens_nothing(client, forge):
    token = make_link(person=person(), at=timezone.now())
    assert client.post(f"/sign-in/{forge(token)}/").status_code == 410
    assert not signed_in(client)
    assert client.post(f"/sign-in/{token}/").status_code == 302


def test_an_ended_person_gets_no_link_and_uses_none(client):
    who = person()
    path = asked(client, "person@office.example")
    who.is_active = False
    who.save()
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert asked(client, "person@office.example") == ""


def test_who_asks_learns_nothing(client):
    person("known@office.example")
    ended = person("ended@office.example")
    ended.is_active = False
    ended.save()
    told = []
    for name in ("known", "ended", "alien"):
        answer = client.post("/sign-in/", {"email": f"{name}@office.example"})
        told.append(
            (answer.status_code, answer.content.decode().replace(f"{name}@", "NAME@"), sorted(answer.items()))
        )
    assert told[0] == told[1] == told[2]
    assert told[0][0] == 200


def test_asking_has_limits_for_everybody_alike(client):
    person("known@office.example")
    for name in ("known", "stranger"):
        answers = [
            client.post("/sign-in/", {"email": f"{name}@office.example"}).status_code for _ in range(6)
        ]
        assert answers == [200] * 5 + [429]
    assert Letter.objects.count() == 5


def test_asking_has_limits_for_an_address_of_the_network(client):
    answers = [client.post("/sign-in/", {"email": f"n{n}@office.example"}).status_code for n in range(61)]
    assert answers == [200] * 60 + [429]
    other = client.post("/sign-in/", {"email": "n@office.example"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 200


def test_limits_keep_no_address_and_end(client):
    client.post("/sign-in/", {"email": "who@office.example"}, REMOTE_ADDR="192.0.2.7")
    kept = " ".join(f"{row.cache_key} {row.value}" for row in Remembered.objects.all())
    assert kept
    assert "192.0.2.7" not in kept
    assert "who@office" not in kept
    clear(at=timezone.now() + dt.timedelta(hours=2))
    assert not Remembered.objects.exists()


@pytest.mark.parametrize("said", ["", "nobody", "a@b", "a@b.example\r\nBcc: c@d.example", "@" * 300])
def test_what_is_no_address_is_said(client, said):
    answer = client.post("/sign-in/", {"email": said})
    assert (answer.status_code, Letter.objects.count()) == (200, 0)
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_form_of_another_site_does_nothing():
    person()
    token = make_link(person=person("other@office.example"), at=timezone.now())
    strict = Client(enforce_csrf_checks=True)
    for path, data in (("/sign-in/", {"email": "person@office.example"}), (f"/sign-in/{token}/", {})):
        strict.get(path)
        assert strict.post(path, data).status_code == 403
        assert strict.post(path, {**data, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert not Letter.objects.exists()
    assert not signed_in(strict)


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/" + "a" * 600]
)
def test_a_way_back_out_of_the_hub_is_dropped(client, back):
    person()
    path = asked(client, "person@office.example", next=back)
    assert client.post(path)["Location"] == "/account/"
    assert client.get(f"/sign-in/?next={back}")["Location"].startswith("/a")


def test_the_way_back_is_taken(client):
    person()
    path = asked(client, "person@office.example", next="/fr/themes/?a=1")
    assert client.post(path)["Location"] == "/fr/themes/?a=1"


def test_a_session_from_before_is_worth_nothing_after(client):
    """Session fixation: whoever planted a session in a browser must not be signed in with it."""
    person()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    path = asked(client, "person@office.example")
    client.post(path)
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert signed_in(client)
    assert not signed_in(thief)


def test_the_cookie_is_closed_to_scripts_and_other_sites(client):
    person()
    client.post(asked(client, "person@office.example"))
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_device_is_known_by_two_words(client):
    who = person()
    path = asked(client, "person@office.example")
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    client.post(path, HTTP_USER_AGENT=agent, REMOTE_ADDR="192.0.2.7")
    row = Session.objects.get(user=who)
    assert (row.device, row.since, row.seen) == (
        "Firefox · Linux",
        timezone.localdate(),
        timezone.localdate(),
    )
    assert "192.0.2.7" not in str(client.session.items())
    assert row.expire_date.time().isoformat() == "00:00:00"


def test_a_forgotten_person_is_a_stranger(client):
    who = person()
    path = asked(client, "person@office.example")
    forget_person(person=who, by="test", at=timezone.now())
    assert client.post(path).status_code == 410
    assert asked(client, "person@office.example") == ""
