"""The pages of dates that are held, of avoid lists and of following: read by axe, in English and Arabic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.server import serving
from tests.browser.test_pages import WIDE, everywhere
from tests.browser.town import Town

pytestmark = pytest.mark.needs("chromium")
PAGES = {
    "held": "/plan/held/",
    "new": "/plan/hold/?mechanisms=rabat-process,rcm&first=2027-10-12&country=KE",
    "avoid": "/plan/avoid/rabat-process/",
    "following": "/plan/follow/?state=KE",
    "nothing": "/plan/follow/?state=nowhere",
    "stop": "/plan/follow/stop/nonsense/",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("holding")


def hold(page: Any, address: str, days: tuple[str, str], shows: str) -> None:
    page.goto(address + "/plan/hold/")
    page.get_by_label("Kind").select_option(label="Workshop")
    page.get_by_label("First day").fill(days[0])
    page.get_by_label("Last day").fill(days[1])
    page.get_by_label(shows, exact=True).check()
    page.get_by_role("button", name="Hold the date").click()
    expect(page.get_by_text("The date is held.")).to_be_visible()


def test_the_pages_of_planning_are_for_everybody(chromium: Any, home: Path, post: Any, settings: Any):
    town = Town(home, chromium, post, settings.ISCM_MAIL)
    town.iscm("load", "--quiet")
    for email, slug in (("rabat@mail.example", "rabat-process"), ("tripoli@mail.example", "tripoli-process")):
        town.iscm("person", "add", email, "--role", f"secretariat:{slug}")
    wrong: dict[str, list[str]] = {}
    with serving(home) as town.address:
        other = town.signed_in("tripoli@mail.example")
        hold(other, town.address, ("2031-03-03", "2031-03-05"), "which of their members")
        page = town.signed_in("rabat@mail.example")
        hold(page, town.address, ("2031-03-04", "2031-03-04"), "which mechanism plans for it")
        own = page.url.removeprefix(town.address)
        summary = page.locator("summary", has_text="of your members would have to be in two places")
        expect(summary).to_be_visible()
        page.goto(town.address + "/plan/avoid/rabat-process/")
        page.get_by_label("From (month-day, such as 07-15)").fill("07-15")
        page.get_by_label("To (such as 08-31)").fill("08-31")
        page.get_by_role("button", name="Avoid: the same days every year").click()
        expect(page.get_by_role("row", name="Every year from 15 July to 31 August")).to_be_visible()
        for language in ("", "/ar"):
            for name, path in (PAGES | {"hold": own}).items():
                page.set_viewport_size(WIDE)
                page.emulate_media(color_scheme="light")
                page.goto(town.address + language + path)
                for folded in page.locator("main details").all():
                    folded.evaluate("it => it.open = true")
                wrong[language + name] = everywhere(page, [])
    assert {name: told for name, told in wrong.items() if told} == {}
