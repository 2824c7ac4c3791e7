"""Signing in by OpenID Connect, with a provider that really runs: only whom the hub knows by a verified address."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from iscm.accounts.models import User
from iscm.site.settings import providers
from tests.accounts.people import person
from tests.plugins.programs import leave_out

START = "/account/oidc/127.0.0.1/login/"
BACK = f"http://testserver{START}callback/"


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory, program) -> Iterator[str]:
    """What ISCM_OIDC says of it."""
    folder = tmp_path_factory.mktemp("oidc")
    for path in (Path(__file__).parent / "oidc").iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    done = subprocess.run(
        [program("npm"), "ci"], check=False, cwd=folder, capture_output=True, text=True, timeout=180
    )
    if done.returncode:
        leave_out(f"npm cannot install oidc-provider: {done.stderr[-200:]}")
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [program("node"), "provider.js", str(port), BACK]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert "ready" in process.stdout.readline()
        yield f"http://hub:a-secret-of-the-test@127.0.0.1:{port}/#The%20office"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def told(provider, settings, db) -> None:
    """A hub that was told of the provider."""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": providers(provider)}}


def there(address: str, name: str) -> str:
    """What a person does at the provider who signs in as ``name``: the address she is sent back to."""
    browser = requests.Session()
    answer = browser.get(address, allow_redirects=False, timeout=20)
    for _ in range(20):
        if answer.is_redirect:
            address = urljoin(address, answer.headers["Location"])
            if address.startswith("http://testserver"):
                return address
            answer = browser.get(address, allow_redirects=False, timeout=20)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        assert form, answer.text
        fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', answer.text))
        fields |= {"login": name, "password": "any"} if "password" in answer.text else {}
        address = urljoin(address, unescape(form[1]))
        answer = browser.post(address, fields, allow_redirects=False, timeout=20)
    raise AssertionError("the provider sends nobody back")


def came(client: Client, name: str, start: str = START):
    """The hub's answer to somebody who comes back from the provider as ``name``."""
    answer = client.get(start)
    assert answer.status_code == 302, answer.content
    back = urlsplit(there(answer["Location"], name))
    return client.get(f"{back.path}?{back.query}")


def inside(client: Client) -> bool:
    return client.get("/account/").status_code == 200


pytestmark = pytest.mark.needs("node", "npm")


def test_who_is_known_by_a_verified_address_signs_in_and_is_known_again(told, client):
    who = person("person@office.example")
    page = client.get("/sign-in/?next=/themes/").content.decode()
    link = unescape(re.search(r'href="([^"]+)">With The office<', page)[1])
    answer = came(client, "person@office.example", link)
    assert (answer.status_code, answer["Location"]) == (302, "/themes/")
    assert inside(client)
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.extra_data) == (who, {})  # what the provider tells beside is not kept
    assert kept.last_login.time().isoformat() == "00:00:00"
    assert "Told By Provider" not in str(User.objects.values())
    who.email = "moved@office.example"
    who.save()
    other = Client()
    came(other, "person@office.example")  # now known by the subject, not by the address
    assert inside(other)
    assert SocialAccount.objects.count() == 1
    who.is_active = False
    who.save()
    third = Client()
    assert came(third, "person@office.example").status_code == 403
    assert not inside(third)


@pytest.mark.parametrize("name", ["stranger@office.example", "unperson@office.example", "unknown"])
def test_nobody_else_does(told, client, name):
    person("person@office.example")
    answer = came(client, name)
    assert answer.status_code == 403
    assert "nobody is known here" in answer.content.decode()
    assert not inside(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


@pytest.mark.parametrize("part", ["state", "code"])
def test_an_answer_that_was_tampered_with_signs_nobody_in(told, client, part):
    person("person@office.example")
    back = urlsplit(there(client.get(START)["Location"], "person@office.example"))
    query = dict(parse_qsl(back.query))
    query[part] = query[part][:-3] + "abc"
    answer = client.get(urlunsplit(("", "", back.path, urlencode(query), "")))
    assert "That did not work" in answer.content.decode()
    assert not inside(client)


def test_an_answer_is_for_the_browser_that_asked_and_for_once(told, client):
    person("person@office.example")
    back = urlsplit(there(client.get(START)["Location"], "person@office.example"))
    address = f"{back.path}?{back.query}"
    victim = Client()
    victim.get(address)
    assert not inside(victim)
    client.get(address)
    assert inside(client)
    client.logout()
    client.get(address)
    assert not inside(client)


def test_the_way_back_stays_in_the_hub(told, client):
    person("person@office.example")
    answer = came(client, "person@office.example", f"{START}?next=https://evil.example/")
    assert answer["Location"] == "/account/"


def test_nothing_is_connected_to_whoever_happens_to_be_signed_in(told, client):
    mine = person("mine@office.example")
    theirs = person("theirs@office.example")
    client.force_login(mine)
    answer = came(client, "theirs@office.example", f"{START}?process=connect")
    assert answer.status_code == 302
    assert SocialAccount.objects.get().user == theirs
    assert client.get("/account/data.json").json()["person"]["email"] == "theirs@office.example"


def test_a_provider_that_is_down_is_said(client, settings, db):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": providers("http://a:b@127.0.0.1:9")}}
    answer = client.get(START)
    assert (answer.status_code, "That did not work" in answer.content.decode()) == (502, True)


def test_somebody_who_goes_back_at_the_provider_is_not_signed_in(told, client):
    person("person@office.example")
    state = dict(parse_qsl(urlsplit(client.get(START)["Location"]).query))["state"]
    answer = client.get(f"{START}callback/", {"error": "access_denied", "state": state}, follow=True)
    assert answer.status_code == 200
    assert not inside(client)


def test_a_provider_that_was_not_named_is_none(told, client):
    assert client.get("/account/oidc/evil.example/login/").status_code == 404
