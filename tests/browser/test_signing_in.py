"""Signing in by hand: from the letter, with a passkey, with a code; and the pages around it are for everybody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.accounts.people import link_in
from tests.browser.server import serving
from tests.browser.test_pages import WIDE, everywhere

pytestmark = pytest.mark.needs("chromium")
PASSWORD = "a long sentence of a person"
Told = Callable[..., str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("people")


@pytest.fixture(scope="module")
def told(home: Path) -> Told:
    """``told("person", "list")``: what a command of the hub says."""

    def run(*words: str, **more: str) -> str:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"ISCM_HOME": str(home)}
        command = [str(Path(sys.executable).with_name("iscm")), *words]
        return subprocess.run(
            command, check=True, env=environment | more, capture_output=True, text=True
        ).stdout

    run("load", "--quiet")
    return run


@pytest.fixture(scope="module")
def hub(home: Path, told: Told) -> Iterator[str]:
    """By its name: a passkey is for a name, never for a number."""
    with serving(home) as address:
        yield address.replace("127.0.0.1", "localhost")


@contextmanager
def opened(chromium: Any, **how: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page of a browser of its own, and whatever goes wrong on it."""
    faults: list[str] = []
    context = chromium.new_context(viewport=WIDE, color_scheme="light", **how)
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    yield page, faults
    context.close()


def enter(page: Any, hub: str, told: Told, email: str) -> None:
    page.goto(hub + link_in(told("person", "link", email)))
    page.locator("main form button").click()
    page.wait_for_url("**/account/")


def sign_out(page: Any, hub: str) -> None:
    page.goto(hub + "/account/")
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.wait_for_url(hub + "/")
    page.goto(hub + "/account/")
    assert "/sign-in/" in page.url


def code(secret: str, later: int = 0) -> str:
    """What an app would show, RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    drawn = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + later), hashlib.sha1).digest()
    at = drawn[-1] & 15
    return f"{(struct.unpack('>I', drawn[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_foot_of_a_page_by_a_letter_to_the_account(
    chromium: Any, hub: str, told: Told, post: Any, settings: Any, scripts: bool
):
    email = f"letter-{scripts}@office.example".lower()
    told("person", "add", email, "--language", "fr", "--role", "secretariat:rcm")
    with opened(chromium, java_script_enabled=scripts) as (page, faults):
        page.goto(hub + "/fr/mechanisms/rcm/")
        page.locator(".feet").get_by_role("link", name="Se connecter").click()
        page.get_by_label("Adresse électronique").fill(email.upper())
        page.get_by_role("button", name="M’envoyer un lien").click()
        expect(page.get_by_role("heading", name="Consultez votre courrier")).to_be_visible()
        told("work", "--once", ISCM_MAIL=settings.ISCM_MAIL)
        link = link_in(post.taken[0][2].get_body(("plain",)).get_content())
        page.goto(hub + link)
        page.get_by_role("button", name=f"Se connecter en tant que {email}").click()
        assert page.url == hub + "/fr/account/"
        expect(page.get_by_text("Secrétariat").first).to_be_visible()
        page.goto(hub + link)
        expect(page.get_by_text("Ce lien n’ouvre plus rien")).to_be_visible()
        assert [fault for fault in faults if "410" not in fault] == []


def test_a_passkey_is_added_and_signs_in(chromium: Any, hub: str, told: Told):
    told("person", "add", "key@office.example")
    with opened(chromium) as (page, faults):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        device = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
        enter(page, hub, told, "key@office.example")
        page.get_by_role("link", name="Passkeys").click()
        page.get_by_role("link", name="Add").click()
        page.get_by_role("button", name="Add").click()
        page.wait_for_url("**/recovery-codes/")
        assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
        sign_out(page, hub)
        page.goto(hub + "/sign-in/?next=/themes/")
        page.get_by_role("button", name="With a passkey").click()
        page.wait_for_url(hub + "/themes/")
        page.goto(hub + "/account/")
        expect(page.get_by_text("key@office.example")).to_be_visible()
        sign_out(page, hub)
        session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
        page.get_by_role("button", name="With a passkey").click()
        page.get_by_text("The passkey could not be used.").wait_for()
        assert faults == []


def test_a_code_of_an_app_follows_a_password(chromium: Any, hub: str, told: Told):
    told("person", "add", "code@office.example")
    with opened(chromium) as (page, faults):
        enter(page, hub, told, "code@office.example")
        page.goto(hub + "/account/factors/totp/activate/")
        assert page.locator(".qr svg path").bounding_box()["width"] > 150
        secret = page.locator("#authenticator_secret").inner_text()
        page.locator("input[name=code]").fill(code(secret, -1))
        page.get_by_role("button", name="Activate").click()
        page.wait_for_url("**/recovery-codes/")
        spare = re.search(r"\d{8}", page.locator("textarea").input_value())[0]
        page.goto(hub + "/account/")
        page.get_by_role("link", name="Set a password").click()
        page.locator("input[name=password1]").fill(PASSWORD)
        page.locator("input[name=password2]").fill(PASSWORD)
        page.locator("main form button").click()
        for second in (code(secret), spare):
            sign_out(page, hub)
            page.get_by_role("link", name="With a password and a second factor").click()
            page.locator("input[name=login]").fill("code@office.example")
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("main form button").first.click()
            page.wait_for_url("**/authenticate/")
            asked = page.url
            page.goto(hub + "/account/")
            assert "/sign-in/" in page.url  # the password alone has opened nothing
            page.goto(asked)
            page.locator("input[name=code]").first.fill(second)
            page.locator("main form button").first.click()
            page.wait_for_url(hub + "/account/")
        assert faults == []


def test_the_administration_works_under_the_same_policy(chromium: Any, hub: str, told: Told):
    told("person", "add", "admin@office.example", "--role", "administrator")
    with opened(chromium) as (page, faults):
        page.goto(hub + "/admin/")
        assert "/sign-in/?next=%2Fadmin%2F" in page.url
        enter(page, hub, told, "admin@office.example")
        page.goto(hub + "/admin/")
        colour = page.locator("#header").evaluate("it => getComputedStyle(it).backgroundColor")
        assert colour != "rgba(0, 0, 0, 0)"
        page.get_by_role("link", name="Users").first.click()
        page.get_by_text("admin@office.example").first.wait_for()
        page.get_by_role("button", name="Log out").click()
        page.goto(hub + "/account/")
        assert "/sign-in/" in page.url
        assert [fault for fault in faults if "404" not in fault] == []  # Django's own pages have no icon


PAGES = {
    "account": "/account/",
    "forget": "/account/forget/",
    "people": "/people/",
    "factors": "/account/factors/",
    "passkeys": "/account/factors/webauthn/",
    "add-passkey": "/account/factors/webauthn/add/",
    "app": "/account/factors/totp/activate/",
    "sign-out": "/account/sign-out/",
}
STRANGERS = {
    "sign-in": "/sign-in/",
    "link": "/sign-in/nonsense/",
    "password": "/account/sign-in/",
    "refused": "/sign-in/?next=//evil.example",
}


@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_pages_of_signing_in_are_for_everybody(chromium: Any, hub: str, told: Told, language: str):
    email = f"axe{language[1:]}@office.example"
    told("person", "add", email, "--name", "Office", "--role", "administrator", "--role", "chair:gfmd")
    handle = next(line.split("\t")[0] for line in told("person", "list").splitlines() if email in line)
    wrong = {}
    with opened(chromium) as (page, faults):
        for name, path in STRANGERS.items():
            page.goto(hub + language + path)
            wrong[name] = everywhere(page, [])
            page.set_viewport_size(WIDE)
            page.emulate_media(color_scheme="light")
        page.goto(hub + language + "/sign-in/")
        page.locator("input[name=email]").fill(email)
        page.locator("main form button").first.click()
        wrong["sent"] = everywhere(page, [])
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(hub + language + link_in(told("person", "link", email)))
        wrong["link"] = everywhere(page, [])
        page.locator("main form button").click()
        page.wait_for_url("**/account/")
        for name, path in (PAGES | {"person": f"/people/{handle}/"}).items():
            page.set_viewport_size(WIDE)
            page.emulate_media(color_scheme="light")
            page.goto(hub + language + path)
            wrong[name] = everywhere(page, [])
        assert [fault for fault in faults if "410" not in fault] == []
    assert {name: told for name, told in wrong.items() if told} == {}
