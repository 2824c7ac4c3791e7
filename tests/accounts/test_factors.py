"""A password opens nothing by itself: a second factor follows, each code once, and guessing has its limits."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.utils import timezone

from iscm.accounts.actions import make_link
from iscm.accounts.models import User
from tests.accounts.people import person

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence of a person"
SECRET = "JBSWY3DPEHPK3PXP"
DOOR, CODE = "/account/sign-in/", "/account/factors/authenticate/"


@pytest.fixture
def who() -> User:
    made = person()
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def guarded(who: User) -> User:
    totp.TOTP.activate(who, SECRET)
    return who


def shown(later: int = 0) -> str:
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30 + later))


def inside(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def tried(client: Client, password: str = PASSWORD, **more: str):
    return client.post(DOOR, {"login": "person@office.example", "password": password, **more})


def words(answer) -> str:
    return answer.content.decode()


def test_a_password_without_a_second_factor_is_as_good_as_a_wrong_one(who, client):
    right, wrong = tried(client), tried(Client(), "wrong")
    nobody = Client().post(DOOR, {"login": "nobody@office.example", "password": PASSWORD})
    assert not inside(client)
    for answer in (right, wrong, nobody):
        assert answer.status_code == 200
        assert "are not correct" in words(answer)


def test_recovery_codes_alone_are_no_second_factor(who, client):
    RecoveryCodes.activate(who)
    assert "are not correct" in words(tried(client))


def test_a_code_must_follow_and_signs_in(guarded, client):
    answer = tried(client, next="/themes/")
    assert answer["Location"].startswith(CODE)
    assert not inside(client)
    client.post(CODE, {"code": "000000"})
    assert not inside(client)
    answer = client.post(CODE, {"code": shown()})
    assert (answer.status_code, answer["Location"]) == (302, "/themes/")
    assert inside(client)


def test_a_code_opens_once(guarded):
    code = shown()
    for opens in (True, False):
        client = Client()
        tried(client)
        client.post(CODE, {"code": code})
        assert inside(client) == opens


def test_a_code_without_the_password_opens_nothing(guarded, client):
    client.post(CODE, {"code": shown()})
    assert not inside(client)


def test_a_recovery_code_stands_in_for_the_app_and_opens_once(guarded):
    code = RecoveryCodes.activate(guarded).get_unused_codes()[0]
    for opens in (True, False):
        client = Client()
        tried(client)
        client.post(CODE, {"code": code})
        assert inside(client) == opens


def test_guessing_has_its_limits(guarded):
    for _ in range(5):
        tried(Client(), "wrong")
    client = Client()
    assert "Too many failed login attempts" in words(tried(client))
    assert not inside(client)


def test_guessing_codes_has_its_limits(guarded, client):
    tried(client)
    answers = [client.post(CODE, {"code": f"{n:06d}"}) for n in range(6)]
    assert "Too many failed login attempts" in words(answers[-1])
    client.post(CODE, {"code": shown()})
    assert not inside(client)


def test_a_factor_that_is_taken_away_takes_the_password_with_it(guarded, client):
    Authenticator.objects.all().delete()
    tried(client)
    assert not inside(client)


def test_somebody_kept_out_is_kept_out_between_password_and_code(guarded, client):
    tried(client)
    User.objects.update(is_active=False)
    client.post(CODE, {"code": shown()})
    assert not inside(client)


def test_a_letter_helps_whoever_has_lost_the_app(guarded, client):
    """Who has just come by a link may take a factor away; a session of long ago must show one first."""
    client.post(f"/sign-in/{make_link(person=guarded, at=timezone.now())}/")
    session = client.session
    fresh = session["account_authentication_methods"]
    session["account_authentication_methods"] = [fresh[0] | {"at": 1.0}]
    session.save()
    assert "/account/confirm/" in client.post("/account/factors/totp/deactivate/")["Location"]
    session["account_authentication_methods"] = fresh
    session.save()
    client.post("/account/factors/totp/deactivate/")
    assert not Authenticator.objects.filter(type="totp").exists()


def test_nobody_removes_another_ones_key(guarded, client):
    key = Authenticator.objects.create(user=guarded, type="webauthn", data={"name": "k"})
    client.post(f"/sign-in/{make_link(person=person('other@office.example'), at=timezone.now())}/")
    assert client.post(f"/account/factors/webauthn/keys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{}",
        "null",
        '"x"',
        '{"id": "x"}',
        '{"id": "x", "rawId": 1}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
    ],
)
def test_nonsense_about_a_key_is_refused(client, said):
    answer = client.post("/account/factors/webauthn/login/", {"credential": said})
    assert answer.status_code == 302
    assert not inside(client)
    client.force_login(person())
    assert client.get("/account/factors/webauthn/add/").status_code == 200
    answer = client.post("/account/factors/webauthn/add/", {"name": "k", "credential": said})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


def test_a_refusal_stands_in_the_frame(client):
    client.force_login(person())
    assert "Not yours to see" in words(client.get("/account/confirm/"))
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/fr/sign-in/", {"email": "person@office.example"})
    assert (answer.status_code, 'lang="fr"' in words(answer)) == (403, True)


def test_nobody_signs_up(client):
    for path in ("/account/sign-up/", "/account/factors/webauthn/signup/", "/accounts/signup/"):
        answer = client.post(path, {"email": "new@office.example", "password1": PASSWORD})
        assert answer.status_code in (302, 404, 405)
    assert User.objects.count() == 0
