"""The pages of sources and proposals: a source added, read and decided by hand; read by axe, in English and Arabic."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.server import serving
from tests.browser.test_pages import WIDE, everywhere
from tests.browser.town import Town
from tests.harvest.conftest import calendar, event
from tests.harvest.town import town as sites

pytestmark = pytest.mark.needs("chromium")
FIRST, SECOND = "Thematic meeting on student mobility", "Workshop on border statistics"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("harvesting")


def test_from_a_site_to_the_records(  # noqa: PLR0915 - one way, from end to end
    chromium: Any, home: Path, post: Any, settings: Any, monkeypatch: Any
):
    year = dt.date.today().year + 2
    with sites() as site:
        monkeypatch.setenv("ISCM_HARVEST_ALLOW", site.host)
        town = Town(home, chromium, post, settings.ISCM_MAIL)
        town.iscm("load", "--quiet")
        town.iscm("person", "add", "rabat@mail.example", "--role", "secretariat:rabat-process")
        town.iscm("person", "add", "office@mail.example", "--role", "compiler")
        site.put("/r.ics", calendar(
            event("1", FIRST, f"{year}-03-12", f"{year}-03-13", "LOCATION:Dakar\\, Senegal"),
            event("2", SECOND, f"{year}-05-06", "", "LOCATION:Building 7", "RRULE:FREQ=DAILY"),
        ))  # fmt: skip
        with serving(home) as town.address:
            page = town.signed_in("rabat@mail.example")
            page.goto(town.address + "/account/")
            page.get_by_role("link", name="Sources of Rabat Process").click()
            page.get_by_role("link", name="Add a source").click()
            page.get_by_label("Address").fill(site.at("/r.ics"))
            page.get_by_label("Kind of source").select_option("calendar")
            page.get_by_role("button", name="Try it out").click()
            expect(page.get_by_role("rowheader", name=FIRST)).to_be_visible()
            tried = everywhere(page, [])
            page.get_by_role("button", name="Save the source").click()
            expect(page.get_by_text("Saved. It is read at the next turn.")).to_be_visible()
            assert "1 asked, 0 failed, 2 proposals" in town.iscm("harvest", "--once")
            [letter] = [m for m in town.letters("rabat@mail.example") if "on your site" in m["Subject"]]
            assert "/sources/rabat-process/" in letter.get_body(("plain",)).get_content()
            page.goto(town.address + "/sources/rabat-process/")
            source = (
                page.get_by_role("rowheader")
                .get_by_role("link", name=site.at("/r.ics"))
                .get_attribute("href")
            )
            waiting = page.get_by_role("link", name=SECOND).get_attribute("href")
            wrong: dict[str, list[str]] = {"tried": tried}
            for language in ("", "/ar"):
                for path in ("/sources/rabat-process/", "/sources/rabat-process/add/", source, waiting):
                    page.set_viewport_size(WIDE)
                    page.emulate_media(color_scheme="light")
                    page.goto(town.address + language + path)
                    for folded in page.locator("main details").all():
                        folded.evaluate("it => it.open = true")
                    wrong[language + path] = everywhere(page, [])
            assert {name: told for name, told in wrong.items() if told} == {}
            page.set_viewport_size(WIDE)
            page.goto(town.address + "/sources/rabat-process/")
            page.get_by_role("link", name=FIRST).click()
            page.get_by_label("City").uncheck()
            page.get_by_role("button", name="Take what is ticked").click()
            expect(page.get_by_text("Decided.")).to_be_visible()
            page.get_by_role("link", name=SECOND).click()
            page.get_by_role("button", name="Waive it").click()
            expect(page.get_by_role("alert")).to_contain_text("Say why it is waived")
            page.get_by_label("Why it is waived").fill("Not one of ours.")
            page.get_by_role("button", name="Waive it").click()
            expect(page.get_by_text("Nothing at present.")).to_be_visible()
            page.goto(f"{town.address}/meetings/?from={year}")
            expect(page.get_by_role("link", name=FIRST)).to_be_visible()
            expect(page.get_by_text(SECOND)).to_have_count(0)
            office = town.signed_in("office@mail.example")
            office.goto(town.address + "/office/sources/")
            expect(office.get_by_text("in order")).to_be_visible()
            assert everywhere(office, []) == []
