"""Pages in other languages in a real browser: read by axe in Arabic, and none wider than a small screen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_pages import NARROW, PAGES, WIDE, everywhere, opened

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_arabic_is_for_everybody(chromium: Any, hub: str, name: str):
    with opened(chromium, f"{hub}/ar{PAGES[name]}", viewport=WIDE, color_scheme="light") as (page, faults):
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        assert not (told := everywhere(page, faults)), "\n".join(told)


@pytest.mark.parametrize("code", ["zh-hans", "fr", "ru", "es"])
def test_no_language_is_wider_than_a_small_screen(chromium: Any, hub: str, code: str):
    with opened(chromium, f"{hub}/{code}/", viewport=NARROW) as (page, faults):
        wide = []
        for address in PAGES.values():
            page.goto(f"{hub}/{code}{address}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(address)
        assert not [*faults, *wide]


def test_what_begins_at_the_left_in_english_begins_at_the_right_in_arabic(chromium: Any, hub: str):
    """The mark of the hub and the first heading; a title that is English runs its own way."""
    with opened(chromium, f"{hub}/ar/meetings/", viewport=WIDE) as (page, _faults):
        for selector in (".wordmark", "h1", ".rows thead th"):
            box = page.locator(selector).first.bounding_box()
            assert box["x"] + box["width"] > WIDE["width"] * 0.8, selector
        assert (
            page.evaluate("getComputedStyle(document.querySelector('bdi[lang=en]')).unicodeBidi") == "isolate"
        )


def test_letters_of_other_scripts_are_fetched_only_where_they_are_needed(chromium: Any, hub: str):
    def fonts(address: str) -> set[str]:
        asked: set[str] = set()
        context = chromium.new_context(viewport=WIDE)
        page = context.new_page()
        page.on("request", lambda request: asked.add(request.url) if ".woff2" in request.url else None)
        page.goto(hub + address, wait_until="networkidle")
        context.close()
        return {url.rpartition("/")[2] for url in asked}

    assert not any("Cyrillic" in name for name in fonts("/"))
    assert any("Cyrillic" in name for name in fonts("/ru/"))


def test_a_reader_chooses_a_language_by_keyboard_and_stays_on_the_page(chromium: Any, hub: str):
    with opened(chromium, f"{hub}/mechanisms/rcm/", viewport=WIDE) as (page, _faults):
        page.locator(".languages a[lang=ru]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{hub}/ru/mechanisms/rcm/")
        assert page.locator("h1").inner_text().startswith("Региональная конференция по миграции")
