"""Every kind of page in a real browser: wide and narrow, light and dark, read by axe, walked by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.needs("chromium")

PAGES = {
    "home": "/",
    "mechanisms": "/mechanisms/",
    "mechanism": "/mechanisms/rcm/",
    "mechanism-full": "/mechanisms/bali-process/",
    "meetings": "/meetings/",
    "meetings-none": "/meetings/?type=ministeral",
    "meeting": "/meetings/rcm-2018-plenary-1/",
    "states": "/states/",
    "state": "/states/ke/",
    "state-as-of": "/states/ml/?as_of=2015-06-30&with=ci",
    "state-nonsense": "/states/ke/?as_of=yesterday&with=Ugand",
    "mechanism-as-of": "/mechanisms/pidc/?as_of=2015-06-30&with=rcm",
    "themes": "/themes/",
    "theme": "/themes/labour-migration/",
    "index": "/index/?year=2022",
    "index-theme": "/index/?year=2022&theme=labour-migration",
    "trends": "/trends/",
    "trends-themes": "/trends/themes/?level=regional&from=2015",
    "trends-year": "/trends/themes/2022/",
    "trends-telling": "/trends/telling/2022/",
    "trends-rhythm": "/trends/rhythm/?as_of=2024-06-30",
    "trends-nonsense": "/trends/rhythm/?as_of=yesterday",
    "objectives": "/gcm/",
    "objective": "/gcm/5/",
    "publications": "/publications/",
    "publications-nonsense": "/publications/?kind=novel",
    "publication": "/publications/rabat-process-cadiz-political-declaration-and-action-plan/",
    "publication-ar": "/ar/publications/rcm-regional-guidelines-for-the-preliminary-identification/",
    "issues": "/issues/",
    "issue": "/issues/2022/",
    "issue-fr": "/issues/2022/fr/",
    "calendar": "/calendar/2022/10/",
    "calendar-year": "/calendar/2022/",
    "calendar-timeline": "/calendar/2022/timeline/?region=africa",
    "agenda": "/calendar/agenda/?year=2022",
    "overlap": "/overlap/?level=interregional",
    "overlap-states": "/overlap/states/?region=018",
    "overlap-state": "/overlap/states/?state=ke",
    "overlap-seats": "/overlap/seats/?place=009&observers=yes",
    "overlap-themes": "/overlap/themes/?level=regional&region=americas",
    "overlap-history": "/overlap/history/?mechanism=rcm",
    "overlap-pair": "/overlap/ocam/rcm/?as_of=2015-06-01",
    "overlap-nonsense": "/overlap/?level=x&colour=red",
    "clashes": "/clashes/2022/",
    "clashes-years": "/clashes/",
    "data": "/data/",
    "api": "/api/",
    "meetings-chosen": "/meetings/?host=ch&from=2015",
    "search": "/search/?q=labour+migration",
    "pictures": "/pictures/",
    "picture": "/pictures/participation/",
    "picture-of": "/pictures/participation/?mechanism=rabat-process&as_of=2022-12-31",
    "picture-themes": "/ar/pictures/themes/",
    "picture-embed": "/pictures/founded/embed/",
    "missing": "/meetings/gfmd-144/",
    "analysis": "/analysis/",
    "plan": "/plan/",
    "plan-found": "/plan/?mechanism=igc&q=2+days+in+November+2022,+Geneva+or+online&date=2022-11-08&date=2022-11-22",
    "plan-nonsense": "/plan/?mechanism=nobody&q=Xanadu",
}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK_RULES = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]


@contextmanager
def opened(chromium: Any, address: str, **how: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page, and whatever went wrong on it: errors of the console, and requests to anyone but the hub."""
    faults: list[str] = []
    host = "/".join(address.split("/")[:3])
    context = chromium.new_context(**how)
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on(
        "request", lambda asked: None if asked.url.startswith((host, "data:")) else faults.append(asked.url)
    )
    page.goto(address)
    yield page, [fault for fault in faults if "status of 40" not in fault]
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(chromium: Any, hub: str, name: str):
    """All rules once on a wide screen; on others and in the dark, those that size and colour decide."""
    with opened(chromium, hub + PAGES[name], viewport=WIDE, color_scheme="light") as (page, faults):
        assert not (told := everywhere(page, faults)), "\n".join(told)


def everywhere(page: Any, faults: list[str]) -> list[str]:
    """What is wrong with a page that was opened wide and light, there and as others see it."""
    told = [f"wide, light: {fault}" for fault in [*faults, *found(page, RULES)]]
    for size, scheme in ((WIDE, "dark"), (NARROW, "dark"), (NARROW, "light")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        told += [f"{size['width']}, {scheme}: {fault}" for fault in found(page, LOOK_RULES)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            told.append(f"{size['width']}: wider than the screen")
    return told


def found(page: Any, rules: list[str]) -> list[str]:
    """What axe has against the page as it now looks."""
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in results["violations"]
        for node in rule["nodes"][:3]
    ]


def test_axe_sees_what_is_wrong(chromium: Any, hub: str):
    with opened(chromium, hub + "/") as (page, _faults):
        page.evaluate("document.querySelector('h1').style.color = '#eee'")
        page.evaluate("document.documentElement.removeAttribute('lang')")
        seen = " ".join(found(page, RULES))
    assert "color-contrast" in seen
    assert "html-has-lang" in seen


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_the_same_without_scripts(chromium: Any, hub: str, name: str):
    texts = []
    for scripts in (True, False):
        with opened(chromium, hub + PAGES[name], java_script_enabled=scripts) as (page, _faults):
            texts.append(page.locator("main").inner_text())
    assert texts[0] == texts[1]
    assert len(texts[0]) > 100


def test_dark_is_dark_and_light_is_light(chromium: Any, hub: str):
    grounds = []
    for scheme in ("light", "dark"):
        with opened(chromium, hub + "/", color_scheme=scheme) as (page, _faults):
            grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(15, 23, 34)"]


def test_home_is_light_on_a_thin_line(chromium: Any, hub: str):
    with opened(chromium, "about:blank") as (page, _faults):
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        bytes_ = []
        session.on("Network.loadingFinished", lambda done: bytes_.append(done["encodedDataLength"]))
        page.goto(hub + "/", wait_until="networkidle")
        page.evaluate("document.fonts.ready")
    assert len(bytes_) >= 4  # page, style, fonts
    assert sum(bytes_) < 100_000


def test_the_keyboard_reaches_everything_and_shows_where_it_is(chromium: Any, hub: str):
    with opened(chromium, hub + "/", viewport=WIDE) as (page, _faults):
        wanted = page.evaluate("document.querySelectorAll('a[href], button, input, select').length")
        reached = set()
        unseen = []
        for step in range(wanted + 2):
            page.keyboard.press("Tab")
            place = page.evaluate(
                """() => {
                    const here = document.activeElement, look = getComputedStyle(here);
                    const box = here.getBoundingClientRect();
                    const all = [...document.querySelectorAll('a[href], button, input, select')];
                    const seen = box.width > 0 && box.right > 0;
                    return {n: all.indexOf(here), shown: seen && look.outlineStyle !== 'none'};
                }"""
            )
            if place["n"] >= 0:
                reached.add(place["n"])
                unseen += [] if place["shown"] else [place["n"]]
            if step == 0:
                assert page.evaluate("document.activeElement.className") == "skip"
        assert len(reached) == wanted
        assert unseen == []


def test_the_skip_link_leads_past_the_head(chromium: Any, hub: str):
    with opened(chromium, hub + "/mechanisms/", viewport=WIDE) as (page, _faults):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_an_officer_finds_her_mechanism_by_its_old_name_and_takes_its_calendar(chromium: Any, hub: str):
    with opened(chromium, hub + "/", viewport=WIDE) as (page, _faults):
        page.get_by_role("searchbox").fill("Puebla Process")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Regional Conference on Migration (RCM, Puebla Process)").first.click()
        assert page.url == hub + "/mechanisms/rcm/"
        address = page.get_by_role("link", name="Calendar (.ics)", exact=True).get_attribute("href")
        answer = page.request.get(f"{hub}{address}")
        assert answer.body().startswith(b"BEGIN:VCALENDAR")


def test_the_filters_work_by_hand(chromium: Any, hub: str):
    with opened(chromium, hub + "/meetings/", viewport=NARROW) as (page, _faults):
        page.get_by_text("Narrow to a mechanism").click()
        page.get_by_label("Mechanism", exact=True).select_option("gfmd")
        page.get_by_label("Kind", exact=True).select_option("summit")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url(hub + "/meetings/?mechanism=gfmd&type=summit")
        assert page.get_by_role("link", name="Fourteenth GFMD Summit").count() == 1
        page.get_by_label("Chosen").get_by_role("link", name="summit").click()
        page.wait_for_url(hub + "/meetings/?mechanism=gfmd")


def test_an_official_sees_in_two_clicks_what_her_state_belongs_to(chromium: Any, hub: str):
    with opened(chromium, hub + "/", viewport=WIDE) as (page, _faults):
        page.get_by_label("Parts of the hub").get_by_role("link", name="States").click()
        page.get_by_role("link", name="Kenya", exact=True).click()
        assert page.url == hub + "/states/ke/"
        expect(page.get_by_role("link", name="Khartoum Process").first).to_be_visible()
        page.get_by_label("Another State", exact=True).select_option("ug")
        page.get_by_role("button", name="Compare").click()
        assert page.url == hub + "/states/ke/?with=ug#beside"
        expect(page.get_by_role("heading", name="Kenya and Uganda")).to_be_visible()


def test_a_day_is_chosen_by_hand_and_left_again(chromium: Any, hub: str):
    with opened(chromium, hub + "/mechanisms/pidc/", viewport=NARROW) as (page, _faults):
        page.get_by_label("As of").fill("2015-06-30")
        page.get_by_role("button", name="Show that day").click()
        assert page.url == hub + "/mechanisms/pidc/?as_of=2015-06-30"
        assert "30 June 2015" in page.locator(".banner").inner_text()
        page.get_by_role("link", name="Back to today").click()
        assert page.url == hub + "/mechanisms/pidc/"


def test_the_index_keeps_its_heads_in_sight_and_its_cells_lead_on(chromium: Any, hub: str):
    with opened(chromium, hub + "/index/?year=2022", viewport=WIDE) as (page, _faults):
        matrix = page.get_by_role("region", name="Index of 2022")
        top = matrix.bounding_box()
        matrix.evaluate("it => it.scrollTo(400, 300)")
        corner = matrix.get_by_role("columnheader", name="Theme", exact=True).bounding_box()
        assert abs(corner["x"] - top["x"]) < 3
        assert abs(corner["y"] - top["y"]) < 3
        matrix.get_by_role("link", name="Labour migration, Prague Process: 1 meeting, 1 statement").click()
        assert "two policy talks" in page.locator("main").inner_text()
    with opened(chromium, hub + "/index/?year=2022", viewport=NARROW) as (page, _faults):
        link = page.get_by_role("link", name="Labour migration, Prague Process: 1 meeting, 1 statement")
        assert "Prague Process" in link.inner_text()


def test_every_download_of_the_issue_comes(chromium: Any, hub: str):
    begins = {
        "pdf": b"%PDF",
        "docx": b"PK",
        "html": b"<!doctype html>",
        "eml": b"",
        "txt": b"",
        "ics": b"BEGIN:VCALENDAR",
        "csv": b"\xef\xbb\xbfid",
        "json": b"{",
    }
    with opened(chromium, hub + "/issues/2022/", viewport=WIDE, accept_downloads=True) as (page, _faults):
        names = page.locator(".files a").evaluate_all("all => all.map(a => a.href)")
        assert len(names) == len(begins)
        for link in page.locator(".files a").all():
            with page.expect_download() as waiting:
                link.click()
            file = waiting.value
            content = file.path().read_bytes()
            ending = file.suggested_filename.rpartition(".")[2]
            assert content.startswith(begins[ending]), file.suggested_filename
            assert len(content) > 5000


def test_figures_and_index_of_the_issue_lead_to_the_statements(chromium: Any, hub: str):
    with opened(chromium, hub + "/issues/2022/", viewport=WIDE) as (page, _faults):
        lost = page.locator(".issue a[href^='#']").evaluate_all(
            "all => all.filter(a => !document.getElementById(a.hash.slice(1))).length"
        )
        assert lost == 0
        page.locator("section[aria-labelledby=index] a[href^='#s-']").first.click()
        assert page.evaluate("!!document.querySelector('.statement:target')")


def test_on_paper_there_is_the_matter_and_nothing_to_click(chromium: Any, hub: str):
    with opened(chromium, hub + "/mechanisms/rcm/", viewport=WIDE) as (page, _faults):
        page.emulate_media(media="print")
        assert not any(nav.is_visible() for nav in page.locator(".top nav").all())
        assert not page.locator(".find").first.is_visible()
        expect(page.get_by_role("heading", name="Who takes part")).to_be_visible()
        expect(page.get_by_text("do not imply any opinion of the publisher").first).to_be_visible()
