"""A whole round, as its people live it: asked, reported in five ways, approved by another, published, received.

A real browser, a real mail server, the real commands; only the clock is that of the machine.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser.test_pages import WIDE, everywhere
from tests.browser.town import Town

pytestmark = pytest.mark.needs("chromium")
ASKED = {"rcm": "es", "sacm": "es", "midsa": "en", "gfmd": "en", "arcp": "ar", "pidc": "en"}


def test_a_whole_round(town: Town):
    for email, part in (("compiler@office.example", "compiler"), ("approver@office.example", "approver")):
        town.iscm("person", "add", email, "--role", part)
    subscribe(town, "reader@mail.example")

    office = town.signed_in("compiler@office.example")
    open_and_ask(town, office)

    by_link_with_a_joint_meeting(town)
    by_mail(town)
    by_word(town)
    in_arabic(town)

    office.goto(f"{town.address}/office/rounds/2025/")
    board = office.locator("table.board")
    for slug, standing in (
        ("RCM", "confirmed"),
        ("SACM", "confirmed"),
        ("MIDSA", "confirmed"),
        ("GFMD", "confirmed"),
        ("PIDC", "asked"),
    ):
        expect(
            board.get_by_role("row").filter(has=office.get_by_role("link", name=slug, exact=True))
        ).to_contain_text(standing)

    the_office_s_pages_are_for_everybody(town, office)
    office.goto(f"{town.address}/office/rounds/2025/")

    # Until it is out, nobody else sees what was reported.
    stranger = town.browser()
    for address in ("/issues/2025/", "/meetings/rcm-2025-05-06-workshop/"):
        assert stranger.goto(town.address + address).status == 404

    # The round is closed; the compiler submits, and another approves, publishes and sends.
    office.get_by_role("button", name="Close the round").click()
    office.goto(f"{town.address}/office/issues/2025/")
    office.get_by_role("button", name="Submit for review").click()
    assert office.get_by_role("button", name="Approve").count() == 0
    approver = town.signed_in("approver@office.example")
    approver.goto(f"{town.address}/office/issues/2025/")
    approver.get_by_role("main").get_by_role(
        "link", name="English", exact=True
    ).click()  # what is approved is read
    approver.get_by_role("button", name="Approve", exact=True).click()
    approver.goto(f"{town.address}/office/issues/2025/")
    for name in ("Publish", "Send to subscribers"):
        approver.get_by_role("button", name=name, exact=True).click()

    # It is out: on the web, in the calendar, in the reader's mail, once.
    stranger.goto(f"{town.address}/issues/2025/")
    said = stranger.locator("main").inner_text()
    assert (
        "One workshop on “migración laboral” (6–7 May); one joint workshop with SACM (9 September)." in said
    )
    assert "SOM (3–5 June, Lusaka, Zambia); two workshops (May and July)." in said
    assert said.count("No report was received for this period") == 1  # PIDC was silent
    assert stranger.goto(f"{town.address}/meetings/rcm-2025-05-06-workshop/").status == 200
    feed = stranger.request.get(f"{town.address}/calendar.ics?mechanism=rcm&year=2025").text()
    assert "rcm-2025-05-06-workshop" in feed
    town.iscm("work", "--once")
    sent = [m for m in town.letters("reader@mail.example") if "2025" in m["Subject"]]
    assert len(sent) == 1
    assert sent[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "migración laboral" in sent[0].get_body(("html",)).get_content()
    town.iscm("verify", "2025")  # made again from what was frozen: every file is the same, bit for bit


def open_and_ask(town: Town, office: Any) -> None:
    """The office opens the round of 2025, and writes to everybody."""
    office.goto(f"{town.address}/office/rounds/")
    office.get_by_label("Year").fill("2025")
    office.get_by_label("Answers by").fill((dt.date.today() + dt.timedelta(30)).isoformat())
    office.get_by_label("Office").fill("The office")
    office.get_by_label("Its address").fill("office@office.example")
    for box in office.get_by_role("checkbox").all():
        slug = box.get_attribute("name").removeprefix("ask-")
        box.set_checked(slug in ASKED)
        if slug in ASKED:
            office.locator(f"[name='address-{slug}']").fill(f"{slug}@mail.example")
            office.locator(f"[name='language-{slug}']").select_option(ASKED[slug])
    office.get_by_role("button", name="Open the round").click()
    assert office.url == f"{town.address}/office/rounds/2025/"
    office.get_by_role("button", name="Write to 6 mechanisms").click()


def the_office_s_pages_are_for_everybody(town: Town, page: Any) -> None:
    for address in (
        "/office/rounds/2025/",
        "/ar/office/rounds/2025/",
        "/ar/office/rounds/",
        "/office/trail/round/2025/",
    ):
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(town.address + address)
        assert not (told := everywhere(page, [])), f"{address}: {told}"
    page.set_viewport_size(WIDE)


def subscribe(town: Town, address: str) -> None:
    page = town.browser()
    page.goto(f"{town.address}/subscribe/")
    page.locator("#address").fill(address)
    page.locator("form.wishes button").click()
    page.goto(town.link(town.letters(address)[-1]))
    page.locator("form.wishes button").first.click()


def by_link_with_a_joint_meeting(town: Town) -> None:
    """RCM reports in Spanish, and a meeting together with SACM, which then stands in SACM's year."""
    page = town.browser()
    page.goto(town.link(town.letters("rcm@mail.example")[-1]))
    page.locator("button.large").click()
    page.locator("#prose").fill(
        "Taller sobre migración laboral (6-7 de mayo); taller conjunto con la CSM (9 de septiembre)."
    )
    expect(page.locator("#reading .lines > li")).to_have_count(2)
    page.locator("button[value=confirm]").click()
    page.locator("#confirmed").wait_for()
    other = town.browser()
    other.goto(town.link(town.letters("sacm@mail.example")[-1]))
    other.locator("button.large").click()
    assert "9 de septiembre" in other.locator("#prose").input_value()
    other.locator("button[value=confirm]").click()
    other.locator("#confirmed").wait_for()


def by_mail(town: Town) -> None:
    """MIDSA answers the letter, gets a proof, and says yes."""
    letter = town.letters("midsa@mail.example")[-1]
    said = town.answer(
        letter, "midsa@mail.example", "SOM (3-5 June, Lusaka, Zambia); two workshops (May and July)."
    )
    assert said == "version 1 of the report\n"
    proof = town.letters("midsa@mail.example")[-1]
    assert "1. SOM (3-5 June, Lusaka, Zambia)" in proof.get_body(("plain",)).get_content()
    assert town.answer(proof, "midsa@mail.example", "Yes, thank you.") == "confirmed\n"
    assert "waits for the office" in town.answer(letter, "who@else.example", "We never met.")


def by_word(town: Town) -> None:
    """GFMD's secretariat has an account, and reports by a Word file."""
    town.iscm("person", "add", "gfmd@mail.example", "--role", "secretariat:gfmd")
    document, file = Document(), io.BytesIO()
    document.add_paragraph("Second preparatory meeting (12-13 February, Geneva, Switzerland).")
    document.save(file)
    page = town.signed_in("gfmd@mail.example")
    page.goto(town.address + "/report/2025/gfmd/")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator("#paper").set_input_files({"name": "year.docx", "mimeType": kind, "buffer": file.getvalue()})
    page.get_by_role("button", name="Take its text").click()
    assert (
        page.locator("#prose").input_value()
        == "Second preparatory meeting (12-13 February, Geneva, Switzerland)."
    )
    page.get_by_role("button", name="All of it is right").click()
    page.locator("#confirmed").wait_for()


def in_arabic(town: Town) -> None:
    """ARCP does it in Arabic."""
    page = town.browser()
    link = town.link(town.letters("arcp@mail.example")[-1])
    assert link.startswith(f"{town.address}/ar/report/open/")
    page.goto(link)
    page.locator("button.large").click()
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    page.locator("button[value=confirm]").click()
    page.locator("#confirmed").wait_for()
