"""A date from search to announcement, and what others learn of it on the way: real browsers, real letters."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import WIDE, everywhere
from tests.browser.town import Town

pytestmark = pytest.mark.needs("chromium")
YEAR = dt.date.today().year + 1
WISH = f"two days in the first half of March {YEAR}, Geneva or online"


def found(page: Any, town: Town, mechanism: str) -> None:
    """Ask the finder, as a person does."""
    page.goto(f"{town.address}/plan/")
    page.get_by_label("In a line").fill(WISH)
    page.get_by_label("Whose meeting").select_option(label=mechanism)
    page.get_by_role("button", name="Find dates").click()
    expect(page.get_by_role("heading", name="The best dates")).to_be_visible()


def looked_at(page: Any, day: dt.date) -> str:
    """What is said of the date that begins on a day, once it is looked at closely."""
    page.goto(f"{page.url.partition('#')[0]}&date={day}#compared")
    return str(page.locator("#compared").inner_text())


def test_from_search_to_an_announced_date(town: Town):
    for slug in ("igc", "khartoum-process", "sacm"):
        town.iscm("person", "add", f"{slug}@mail.example", "--role", f"secretariat:{slug}")
    planner, other, far = (town.signed_in(f"{s}@mail.example") for s in ("igc", "khartoum-process", "sacm"))

    day, held_at = a_date_is_held(town, planner)
    others_learn_only_what_they_may(town, day, held_at, other, far)

    # The second plans for the same days all the same: it hears of it, as far as the first allows.
    other.goto(f"{town.address}/plan/hold/?mechanisms=khartoum-process&first={day}&last={day}&type=workshop")
    other.get_by_role("textbox", name="Title").fill("A workshop of ours")
    other.get_by_role("button", name="Hold the date").click()
    said = heard(town, "khartoum-process")
    assert "14 of your members would have to be in two places" in said
    assert "quiet consultation" not in said
    assert "IGC" not in said
    assert not [m for m in town.letters("sacm@mail.example") if "clash" in m["Subject"].casefold()]

    # It is announced: now everybody sees it, and the finder names it to all.
    planner.goto(held_at)
    planner.get_by_role("button", name="Announce to everybody").click()
    stranger = town.browser()
    stranger.goto(f"{town.address}/calendar/{YEAR}/3/")
    expect(stranger.get_by_role("link", name="A quiet consultation").first).to_be_visible()
    found(stranger, town, "Khartoum Process")
    said = looked_at(stranger, day)
    assert "14 members would be at IGC as well" in said
    assert "A quiet consultation" in said
    assert "A quiet consultation" in heard(town, "khartoum-process")


def heard(town: Town, slug: str) -> str:
    """The last letter that a secretariat got."""
    return str(town.letters(f"{slug}@mail.example")[-1].get_body(("plain",)).get_content())


def a_date_is_held(town: Town, page: Any) -> tuple[dt.date, str]:
    """A secretariat looks for a date, compares two, and holds one: its first day, and where it is kept."""
    found(page, town, "IGC")
    boxes = page.locator("ol.dates input[type=checkbox]")
    day = dt.date.fromisoformat(boxes.nth(0).get_attribute("value"))
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Compare up to 3 dates").click()
    table = page.locator("#compared table")
    expect(table.locator("thead th")).to_have_count(2)
    assert not (told := everywhere(page, [])), told
    page.set_viewport_size(WIDE)
    first = table.locator(f"a[href*='first={day}']")
    first.click()
    expect(page.get_by_label("City")).to_have_value("Geneva")
    page.get_by_role("textbox", name="Title").fill("A quiet consultation")
    page.get_by_role("button", name="Hold the date").click()
    expect(page.get_by_role("heading", name="A quiet consultation")).to_be_visible()
    return day, page.url


def others_learn_only_what_they_may(town: Town, day: dt.date, held_at: str, other: Any, far: Any) -> None:
    """The second secretariat learns how many of its members are concerned; the third and strangers nothing."""
    found(other, town, "Khartoum Process")
    said = looked_at(other, day)
    assert "nother mechanism holds these days: 14 of your members would have to be in two places" in said
    search = other.url
    stranger = town.browser()
    for page in (other, far, stranger):
        for address in (
            "/plan/held/",
            f"/calendar/{YEAR}/3/",
            f"/meetings/?year={YEAR}",
            "/search/?q=consultation",
        ):
            page.goto(town.address + address)
            assert "quiet consultation" not in page.content()
        assert page.goto(held_at).status == 404 or "sign-in" in page.url
    for page in (far, stranger):
        page.goto(search)
        assert "holds these days" not in page.content()
    found(far, town, "SACM")
    assert "holds these days" not in looked_at(far, day)
