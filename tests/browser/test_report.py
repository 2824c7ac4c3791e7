"""A secretariat reports its year in a real browser: by mouse, by keyboard, on a phone, without a script, in Arabic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.server import serving
from tests.browser.test_pages import NARROW, RULES, WIDE, everywhere, found

pytestmark = pytest.mark.needs("chromium")

EIGHT = (
    "8th SOM (24 March, Managua, Nicaragua); two workshops (6-7 May and 3 July); thematic meeting on labour migration"
    " (12 June, San José, Costa Rica); twenty-four webinars; joint workshop with SACM (9 September); ministerial"
    " meeting (13 November); Steering Committee meeting (October); one side event of the 2nd IMRF."
)
OPEN = """
import datetime as dt, json
import django
django.setup()
from iscm.intake.actions import new_door, open_round
now = dt.datetime.now(dt.UTC)
asks = {slug: (slug + "@mail.example", "en") for slug in ("rcm", "sacm", "midsa", "gfmd", "arcp", "pidc", "ocam")}
opened = open_round(year=2025, number=11, due=now.date() + dt.timedelta(30), office="The office",
                    contact="office@hub.example", asks=asks, by="office", at=now)
print(json.dumps({ask.mechanism.slug: new_door(ask=ask, at=now) for ask in opened.asks.select_related("mechanism")}))
"""


def told(home: Path, code: str) -> str:
    """What some Python prints that works on a hub's own records."""
    own = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    own |= {"ISCM_HOME": str(home), "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}
    return subprocess.run(
        [sys.executable, "-c", code], env=own, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture(scope="module")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A hub with a round open: its address, and a link's secret for each mechanism."""
    home = tmp_path_factory.mktemp("round")
    own = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"ISCM_HOME": str(home)}
    subprocess.run([Path(sys.executable).with_name("iscm"), "load", "--quiet"], check=True, env=own)
    doors = json.loads(told(home, OPEN))
    with serving(home) as address:
        yield address, doors


def test_eight_statements_take_five_actions_and_less_than_a_minute(chromium: Any, reporting: Any):
    address, doors = reporting
    page = chromium.new_context(viewport=NARROW).new_page()
    began = time.monotonic()
    actions = 0

    def do(act: Any) -> None:
        nonlocal actions
        act()
        actions += 1

    do(lambda: page.goto(f"{address}/report/open/{doors['rcm']}/"))
    do(lambda: page.get_by_role("button", name="Open the report").click())
    do(lambda: page.get_by_label("Your year").fill(EIGHT))
    expect(page.locator("#reading .lines > li")).to_have_count(8)
    do(lambda: page.get_by_role("button", name="All of it is right").click())
    page.get_by_role("heading", name="As it will appear").wait_for()
    assert actions <= 5
    assert time.monotonic() - began < 60


def test_it_is_read_while_it_is_typed_and_a_choice_stays(chromium: Any, reporting: Any):
    address, doors = reporting
    page = chromium.new_context(viewport=WIDE).new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/report/open/{doors['sacm']}/")
    page.get_by_role("button", name="Open the report").click()
    page.get_by_label("Your year").fill("one workshop (3 May)")
    expect(page.locator("#reading .lines > li")).to_have_count(1)
    expect(page.locator("#reading mark")).to_have_text("one workshop (3 May)")
    page.get_by_label("Not known to us yet").select_option("leave")
    page.get_by_label("Your year").press("End")
    page.keyboard.type("; two webinars")
    expect(page.locator("#reading .lines > li")).to_have_count(2)
    assert page.locator("#reading select").first.input_value() == "leave"
    assert faults == []


def test_without_a_script_the_buttons_do_the_same(chromium: Any, reporting: Any):
    address, doors = reporting
    page = chromium.new_context(viewport=NARROW, java_script_enabled=False).new_page()
    page.goto(f"{address}/report/open/{doors['midsa']}/")
    page.get_by_role("button", name="Open the report").click()
    page.get_by_label("Your year").fill("Ministerial meeting (24 March)")
    page.get_by_role("button", name="Read it again").click()
    assert page.locator("#reading mark").inner_text() == "Ministerial meeting (24 March)"
    page.get_by_role("button", name="All of it is right").click()
    expect(page.get_by_role("heading", name="As it will appear")).to_be_visible()


def test_it_can_be_done_by_keyboard_alone(chromium: Any, reporting: Any):
    address, doors = reporting
    page = chromium.new_context(viewport=WIDE).new_page()
    page.goto(f"{address}/report/open/{doors['gfmd']}/")

    def reach(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            at = page.evaluate("(document.activeElement.id || document.activeElement.innerText || '').trim()")
            if name in at:
                return
        raise AssertionError(f"{name} is not reached by keyboard")

    reach("Open the report")
    page.keyboard.press("Enter")
    page.get_by_label("Your year").wait_for()
    reach("prose")
    page.keyboard.press("Control+A")
    page.keyboard.type("Summit (5 May)")
    expect(page.locator("#reading .lines > li")).to_have_count(1)
    expect(page.locator("#reading mark")).to_have_text("Summit (5 May)")
    reach("All of it is right")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="As it will appear").wait_for()


@pytest.mark.parametrize(("slug", "prefix"), [("pidc", ""), ("arcp", "/ar")])
def test_a_report_is_for_everybody(chromium: Any, reporting: Any, slug: str, prefix: str):
    address, doors = reporting
    page = chromium.new_context(viewport=WIDE, color_scheme="light").new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}{prefix}/report/open/{doors[slug]}/")
    assert not (told_ := found(page, RULES)), "\n".join(told_)
    page.locator("button.large").click()
    page.locator("#prose").fill(EIGHT)
    expect(page.locator("#reading .lines > li")).to_have_count(8)
    assert not (told_ := everywhere(page, faults)), "\n".join(told_)
    page.locator("button[value=confirm]").click()
    page.locator("#confirmed").wait_for()
    assert not (told_ := everywhere(page, faults)), "\n".join(told_)
