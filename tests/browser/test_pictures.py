"""Pictures in a real browser: read by pointer and keys, framed by a page from elsewhere, taken along, printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import NARROW, WIDE, opened

pytestmark = pytest.mark.needs("chromium")
TILES = "/pictures/participation/?as_of=2022-12-31&mechanism=rcm"


def test_the_arrow_keys_lead_from_state_to_state_and_enter_to_its_page(chromium: Any, hub: str):
    with opened(chromium, hub + TILES, viewport=WIDE) as (page, faults):
        drawing, reading = page.locator(".drawing").first, page.locator(".reading")
        drawing.focus()
        expect(reading).to_have_text("Antigua and Barbuda: –")
        page.keyboard.press("ArrowRight")
        expect(reading).to_have_text("Bahamas: –")
        for _step in range(2):
            page.keyboard.press("ArrowDown")
        expect(reading).to_have_text("Costa Rica: Member")
        page.keyboard.press("ArrowLeft")
        expect(reading).to_have_text("Belize: Member")
        expect(page.locator(".mark.at")).to_have_count(1)
        page.keyboard.press("Enter")
        page.wait_for_url(hub + "/states/bz/?as_of=2022-12-31")
        assert faults == []


def test_the_keys_lead_the_same_way_where_writing_runs_from_the_right(chromium: Any, hub: str):
    with opened(chromium, f"{hub}/ar{TILES}", viewport=WIDE) as (page, _faults):
        page.locator(".drawing").first.focus()
        before = page.locator(".mark.at").bounding_box()
        page.keyboard.press("ArrowLeft")
        after = page.locator(".mark.at").bounding_box()
        assert after["x"] < before["x"]
        assert abs(after["y"] - before["y"]) < 1


def test_what_lies_under_the_pointer_is_said(chromium: Any, hub: str):
    with opened(chromium, hub + "/pictures/themes/?year=2022", viewport=NARROW) as (page, _faults):
        drawing = page.locator(".narrow-drawing")
        expect(page.locator(".wide-drawing")).to_be_hidden()
        drawing.locator(".mark").nth(1).hover()
        expect(page.locator(".reading")).to_have_text(re.compile(r"^.+: \d+ mechanisms$"))


def test_letters_and_tiles_follow_light_and_dark(chromium: Any, hub: str):
    seen = {}
    for scheme in ("light", "dark"):
        with opened(chromium, hub + TILES, viewport=WIDE, color_scheme=scheme) as (page, _faults):
            seen[scheme] = page.evaluate(
                """() => [...new Set([...document.querySelectorAll('.wide-drawing .mark')]
                    .map(mark => getComputedStyle(mark).fill))].sort()"""
            )
    assert seen["light"] == ["rgb(11, 42, 74)", "rgb(255, 255, 255)", "rgb(47, 105, 168)"]
    assert seen["dark"] == ["rgb(110, 163, 221)", "rgb(15, 23, 34)", "rgb(233, 241, 251)"]


@pytest.fixture
def elsewhere(tmp_path: Path, hub: str) -> Iterator[str]:
    """A page of somebody else, with the code that a picture's page gives, and one that frames that page itself."""
    frame = '<!doctype html><title>x</title><iframe src="{}" width="800" height="900"></iframe>'
    (tmp_path / "embed.html").write_text(frame.format(hub + "/pictures/founded/embed/"))
    (tmp_path / "page.html").write_text(frame.format(hub + "/pictures/founded/"))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_said: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def test_others_can_frame_the_page_made_for_it_and_no_other(chromium: Any, hub: str, elsewhere: str):
    page = chromium.new_page(viewport=WIDE)
    page.goto(elsewhere + "/embed.html")
    framed = page.frame_locator("iframe")
    expect(framed.get_by_role("heading", name="Consultation mechanisms by the years")).to_be_visible()
    with page.expect_popup() as opening:
        framed.get_by_role("link", name="ISCM Hub").click()
    expect(opening.value).to_have_url(hub + "/pictures/founded/")
    page.goto(elsewhere + "/page.html")
    expect(page.frame_locator("iframe").get_by_role("heading", name="Consultation mechanisms")).to_have_count(
        0
    )
    page.close()


def test_every_file_of_a_picture_comes(chromium: Any, hub: str):
    begins = {
        "svg": b"<svg",
        "png": b"\x89PNG",
        "csv": b"\xef\xbb\xbf",
        "json": b"{",
        "pdf": b"%PDF",
        "docx": b"PK",
    }
    with opened(chromium, hub + TILES, viewport=WIDE, accept_downloads=True) as (page, _faults):
        links = page.locator(".files a").all()
        assert len(links) == len(begins)
        for link in links:
            with page.expect_download() as waiting:
                link.click()
            name = waiting.value.suggested_filename
            assert name.startswith("participation-2022-12-31-rcm.")
            assert waiting.value.path().read_bytes().startswith(begins[name.rpartition(".")[2]])


def test_a_click_takes_the_whole_citation(chromium: Any, hub: str):
    with opened(chromium, hub + TILES, viewport=WIDE) as (page, _faults):
        page.get_by_label("As a sentence").focus()
        chosen = page.get_by_label("As a sentence").evaluate(
            "field => field.value.slice(field.selectionStart, field.selectionEnd)"
        )
        assert chosen.startswith("ISCM Hub, “Who takes part: RCM”")
        assert chosen.endswith(TILES)


def test_on_paper_there_is_the_drawing_and_nothing_to_copy(chromium: Any, hub: str):
    with opened(chromium, hub + TILES, viewport=WIDE) as (page, _faults):
        page.emulate_media(media="print")
        expect(page.locator(".wide-drawing svg")).to_be_visible()
        expect(page.locator("#code")).to_be_hidden()
        expect(page.locator("#citation")).to_be_visible()
