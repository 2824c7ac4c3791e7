"""Asking for mail and the office's page, worked by hand in a real browser and read by axe, in English and Arabic."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.server import serving
from tests.browser.test_pages import WIDE, everywhere, opened

pytestmark = pytest.mark.needs("chromium")

PEOPLE = """
import django
django.setup()
import datetime as dt
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from iscm.accounts.actions import give_role
from iscm.accounts.models import User
from iscm.newsletter.models import Issue
at = dt.datetime.now(dt.UTC)
for part in ("compiler", "approver"):
    user = User.objects.create_user(part)
    give_role(user=user, part=part, by="root", at=at)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(part, session.session_key)
Issue.objects.filter(year=2022).update(standing="draft", access="closed")
"""
LETTER = """
import django
django.setup()
from iscm.newsletter.models import Subscriber
print(Subscriber.objects.get().token)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str], Path]]:
    """A hub of its own: its address, the sessions of a compiler and an approver, and its folder."""
    home = tmp_path_factory.mktemp("office")
    subprocess.run(
        [str(Path(sys.executable).with_name("iscm")), "load", "--quiet"], check=True, env=own(home)
    )
    sessions = dict(line.split() for line in told(home, PEOPLE).splitlines())
    with serving(home) as address:
        yield address, sessions, home


def own(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return kept | {"ISCM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}


def told(home: Path, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], env=own(home), check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("language", ["", "/ar"])
def test_pages_of_subscriptions_are_for_everybody(chromium: Any, office: Any, language: str):
    address, _sessions, home = office
    with opened(chromium, f"{address}{language}/subscribe/", viewport=WIDE, java_script_enabled=True) as (
        page,
        faults,
    ):
        assert not (seen := everywhere(page, faults)), "\n".join(seen)
        page.set_viewport_size(WIDE)
        page.locator("#address").fill("reader@mail.example")
        page.locator("#rhythm").select_option("weekly")
        page.locator("#theme").select_option(["labour-migration", "border-management"])
        page.locator("form.wishes button").click()
        assert page.url == f"{address}{language}/subscribe/asked/"
        assert not (seen := everywhere(page, faults)), "\n".join(seen)
        page.set_viewport_size(WIDE)
        subscription = f"{address}{language}/subscribe/{told(home, LETTER)}/"
        page.goto(subscription)
        assert not (seen := everywhere(page, faults)), "\n".join(seen)
        page.set_viewport_size(WIDE)
        page.locator("form.wishes button").click()
        assert page.locator("#theme").evaluate("it => it.selectedOptions.length") == 2
        assert not (seen := everywhere(page, faults)), "\n".join(seen)
        page.goto(f"{subscription}stop/")
        assert not (seen := everywhere(page, faults)), "\n".join(seen)
        page.set_viewport_size(WIDE)
        page.locator("main button").click()
        assert "reader@mail.example" in page.locator("main").inner_text()
        page.goto(subscription)
        page.locator("form[action$='/erase/'] button").click()
        assert not (seen := everywhere(page, faults)), "\n".join(seen)
        page.goto(subscription)
        assert not (seen := everywhere(page, [])), "\n".join(seen)


def test_an_issue_is_approved_and_published_by_two_persons(chromium: Any, office: Any):
    address, sessions, _home = office

    def at_work(part: str) -> Any:
        context = chromium.new_context(viewport=WIDE)
        context.add_cookies([{"name": "sessionid", "value": sessions[part], "url": address}])
        return context.new_page()

    compiler, approver = at_work("compiler"), at_work("approver")
    for page in (compiler, approver):
        page.goto(f"{address}/office/")
        assert not (seen := everywhere(page, [])), "\n".join(seen)
        page.set_viewport_size(WIDE)
        page.get_by_role("link", name="2022", exact=True).click()
    compiler.get_by_role("button", name="Submit for review").click()
    approver.goto(f"{address}/ar/office/issues/2022/")
    assert not (seen := everywhere(approver, [])), "\n".join(seen)
    approver.set_viewport_size(WIDE)
    approver.goto(f"{address}/office/issues/2022/")
    approver.get_by_role("link", name="English", exact=True).last.click()
    assert approver.url == f"{address}/office/issues/2022/en/"
    assert not (seen := everywhere(approver, [])), "\n".join(seen)
    approver.set_viewport_size(WIDE)
    approver.get_by_role("button", name="Approve").click()
    approver.get_by_role("button", name="Publish").click()
    assert approver.locator("code.digest").count() == 24
    approver.get_by_label("Erratum: what is wrong, and what is right").fill("Cádiz, not Cadiz")
    approver.get_by_role("button", name="Add the erratum").click()
    for place in ("/office/issues/2022/", "/ar/office/issues/2022/", "/issues/2022/", "/ar/issues/2022/"):
        approver.goto(address + place)
        assert "Cádiz, not Cadiz" in approver.locator("main").inner_text()
        assert not (seen := everywhere(approver, [])), "\n".join(seen)
