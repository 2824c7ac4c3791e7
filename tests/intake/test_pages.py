"""The pages of a round: a report opens for its own secretariat alone, and says back what it reads."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from email.message import EmailMessage
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from iscm.accounts.actions import give_role
from iscm.accounts.models import User
from iscm.intake.actions import (
    ask_all,
    confirm,
    new_door,
    open_round,
    readdress,
    receive,
    remind,
    write_report,
)
from iscm.intake.models import Ask, Report
from iscm.intake.rules import reply_address
from iscm.meetings.models import Meeting
from iscm.newsletter.queries import prose as entries
from iscm.papers.answer import answer_of, enclosed_in
from iscm.post.actions import Server, deliver
from iscm.post.models import Letter
from tests.site.pages import words

pytestmark = pytest.mark.django_db
PAGE = "/report/2025/rcm/"


@pytest.fixture
def opened(asked, client):
    """A browser in which the link of RCM was opened."""
    token = new_door(ask=asked["rcm"], at=dt.datetime.now(dt.UTC))
    assert client.post(f"/report/open/{token}/").headers["Location"] == PAGE
    return client


def person(now, *roles: tuple[str, str]) -> User:
    user = User.objects.create_user("p-1", "someone@mail.example")
    for part, scope in roles:
        give_role(user=user, part=part, scope=scope, by="office", at=now)
    return user


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def test_a_link_shows_one_button_and_opens_in_the_first_browser_alone(asked, client):
    token = new_door(ask=asked["rcm"], at=dt.datetime.now(dt.UTC))
    for _ in range(3):  # mail programs look at links
        assert "Open the report for 2025" in words(client.get(f"/report/open/{token}/"))
    assert client.get(PAGE).status_code == 403
    client.post(f"/report/open/{token}/")
    assert client.get(PAGE).status_code == 200
    assert client.get(f"/report/open/{token}/").headers["Location"] == PAGE
    other = Client()
    assert other.get(f"/report/open/{token}/").status_code == 403
    assert other.post(f"/report/open/{token}/").status_code == 403
    assert other.get(PAGE).status_code == 403


@pytest.mark.parametrize("address", [PAGE, "/report/2025/sacm/", "/report/2025/xyz/", "/report/1999/rcm/"])
def test_a_report_looks_the_same_to_strangers_whether_there_is_one_or_not(asked, client, address):
    answer = client.get(address)
    assert answer.status_code == 403
    said = words(answer)
    assert "This link opens nothing" in said
    assert "RCM" not in said.split("ISCM Hub")[0]


@pytest.mark.parametrize("way", ["get", "post"])
@pytest.mark.parametrize("rest", ["", "reading/", "1/"])
def test_one_secretariat_opens_nothing_of_another(opened, way, rest):
    assert getattr(opened, way)(f"/report/2025/sacm/{rest}", {"do": "read", "prose": "x"}).status_code in (
        403,
        405,
    )


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ([], 403), ([("secretariat", "sacm")], 403), ([("focal-point", "KE")], 403), ([("secretariat", "rcm")], 200),
        ([("chair", "rcm")], 200), ([("compiler", "")], 200),
    ],
)  # fmt: skip
def test_who_may_open_a_report_signed_in(asked, client, now, roles, status):
    client.force_login(person(now, *roles))
    assert client.get(PAGE).status_code == status


@pytest.mark.parametrize("address", ["/office/rounds/", "/office/rounds/2025/"])
@pytest.mark.parametrize(("roles", "status"), [([("secretariat", "rcm")], 403), ([("compiler", "")], 200)])
def test_the_board_is_for_the_office(asked, client, now, address, roles, status):
    assert client.get(address).headers["Location"].startswith("/sign-in/?next=")
    client.force_login(person(now, *roles))
    assert client.get(address).status_code == status


def test_no_page_of_a_round_is_kept_by_anyone_on_the_way(opened):
    for address in (PAGE, "/report/2025/sacm/", "/report/open/x/"):
        assert opened.get(address)["Cache-Control"] == "private, no-store"


def test_what_is_written_is_read_back_and_confirmed(opened):
    page = opened.get(PAGE)
    assert hidden(page, "after") == "0"
    text = "8th SOM (23 March); twenty-four webinars"
    page = opened.post(PAGE, {"do": "read", "prose": text, "after": "0"}, follow=True)
    said = words(page)
    assert "Senior officials meeting the 8th" in said or "8th" in said
    assert "undated · number" not in said
    assert "24" in said
    assert "Not known to us yet" in said
    page = opened.post(
        PAGE,
        {"do": "confirm", "prose": text, "after": hidden(page, "after"), "shown": hidden(page, "shown")},
        follow=True,
    )
    assert "As it will appear" in words(page)
    assert Meeting.objects.filter(
        slug="rcm-2025-03-23-senior-officials", ownerships__wording="8th SOM (23 March)"
    ).exists()


def test_a_text_that_was_not_shown_as_read_is_not_confirmed_unseen(opened):
    page = opened.get(PAGE)
    shown = hidden(page, "shown")
    answer = opened.post(PAGE, {"do": "confirm", "prose": "8th SOM (23 March)", "after": "0", "shown": shown})
    assert answer.status_code == 400
    assert "The text has changed" in words(answer)
    assert Report.objects.get().confirmed is None
    again = {"do": "confirm", "prose": "8th SOM (23 March)", "after": "1", "shown": hidden(answer, "shown")}
    assert opened.post(PAGE, again).status_code == 302


def test_two_editors_at_once_see_both_texts(opened, asked, now):
    write_report(ask=asked["rcm"], prose="theirs (1 May)", way="page", by="rcm", at=now)
    answer = opened.post(PAGE, {"do": "read", "prose": "ours (2 May)", "after": "0"})
    assert answer.status_code == 409
    said = unescape(answer.content.decode())
    assert "theirs (1 May)" in said
    assert "ours (2 May)</textarea>" in said
    assert hidden(answer, "after") == "1"


def test_reading_as_one_types_keeps_nothing(opened):
    answer = opened.post(PAGE + "reading/", {"prose": "8th SOM (24 March). Thank you."})
    assert answer.status_code == 200
    assert "<mark>8th SOM (24 March)</mark>" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> workshop (1 May)",
        '"><img src=x onerror=alert(1)>',
        "=HYPERLINK(1)",
        "x" * 30_000,
        "\0",
        "",
    ],
)
def test_markup_formulas_and_nothing_do_no_harm(opened, text):
    for answer in (
        opened.post(PAGE + "reading/", {"prose": text}),
        opened.post(PAGE, {"do": "read", "prose": text, "after": "0"}, follow=True),
    ):
        assert answer.status_code in (200, 400)
        assert "<script>alert" not in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"do": "file"}, "There is neither a file nor an address."),
        ({"do": "file", "url": "javascript:alert(1)"}, "An address begins with https://."),
        ({"do": "text"}, "There is no file."),
        ({"do": "remark", "remark": " "}, "There is nothing written."),
        ({"do": "everything"}, "Nothing was asked for."),
        ({}, "Nothing was asked for."),
    ],
)
def test_what_cannot_be_done_is_said(opened, sent, said):
    answer = opened.post(PAGE, sent)
    assert answer.status_code == 400
    assert said in words(answer)


def test_a_file_of_50_mb_is_refused_and_another_is_kept_as_a_download(opened):
    big = SimpleUploadedFile("big.pdf", b"x" * 50_000_000)
    answer = opened.post(PAGE, {"do": "file", "file": big})
    assert "50 MB" in words(answer)
    opened.post(
        PAGE, {"do": "file", "file": SimpleUploadedFile("a.html", b"<script>alert(1)</script>", "text/html")}
    )
    link = re.search(rf'href="({PAGE}\d+/)"', opened.get(PAGE).content.decode())[1]
    answer = opened.get(link)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="a.html"'


def test_the_text_of_a_word_file_takes_the_place_of_what_stands(opened):
    document = Document()
    document.add_paragraph("8th SOM (23 March); two workshops (May, Nairobi).")
    file = io.BytesIO()
    document.save(file)
    page = opened.post(
        PAGE, {"do": "text", "paper": SimpleUploadedFile("report.docx", file.getvalue())}, follow=True
    )
    assert "8th SOM (23 March); two workshops (May, Nairobi)." in unescape(page.content.decode())
    assert Report.objects.get().way == "file"
    answer = opened.post(
        PAGE, {"do": "text", "paper": SimpleUploadedFile("report.docx", b"PK\x03\x04not a zip")}
    )
    assert answer.status_code == 400


def test_of_a_word_file_with_macros_only_the_text_is_taken(opened):
    document, file = Document(), io.BytesIO()
    document.add_paragraph("8th SOM (23 March)")
    document.save(file)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub AutoOpen() Shell")
    upload = SimpleUploadedFile(
        "report.docm", file.getvalue(), "application/vnd.ms-word.document.macroEnabled.12"
    )
    opened.post(PAGE, {"do": "text", "paper": upload})
    assert Report.objects.get().prose == "8th SOM (23 March)"
    assert not Ask.objects.get(mechanism__slug="rcm").enclosures.exists()


def link_in(message) -> str:
    return re.search(r"https?://\S+?(/\S*report/open/\S+/)", message.get_body(("plain",)).get_content())[1]


def test_everybody_is_asked_once_in_their_language_and_reminded_by_rule(asked, post, now):
    assert ask_all(year=2025, by="office", at=now) == 2
    assert ask_all(year=2025, by="office", at=now) == 0
    deliver(clock=lambda: now, mailbox=Server())
    assert sorted(to for _, to, _ in post.taken) == ["rcm@mail.example", "sacm@mail.example"]
    _, _, message = post.taken[0]
    assert message["content-language"] == "es"
    assert link_in(message).startswith("/es/report/open/")
    due = dt.datetime(2026, 1, 25, 9, tzinfo=dt.UTC)
    assert remind(today=due.date(), by="hub", at=due) == 2
    assert remind(today=due.date(), by="hub", at=due) == 0
    write_report(ask=asked["rcm"], prose="one workshop", way="page", by="rcm", at=now)
    later = dt.date(2026, 2, 8)
    assert remind(today=later, by="hub", at=due) == 1
    assert remind(today=later, by="hub", at=due) == 0
    assert Letter.objects.filter(kind="round").count() == 5


def test_another_link_goes_to_the_address_on_record_and_not_too_often(asked, client, now):
    ask_all(year=2025, by="office", at=now)
    before = Letter.objects.count()
    said = {
        words(client.post(f"/report/{where}/link/"))
        for where in ("2025/rcm", "2025/rcm", "2025/xyz", "1990/rcm")
    }
    assert len(said) == 1
    assert Letter.objects.count() == before + 1
    assert Letter.objects.order_by("pk").last().to == "rcm@mail.example"


def reply(to: str, text: str, sender: str = "rcm@mail.example") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message.set_content(text)
    return message


def taken(message: EmailMessage, now):
    return receive(address=message["To"], sender=message["From"], text=answer_of(message), at=now).report


def test_a_report_by_mail_is_answered_with_a_proof_and_confirmed_by_a_yes(asked, post, now, settings):
    ask_all(year=2025, by="office", at=now)
    deliver(clock=lambda: now, mailbox=Server())
    asked_by = next(message for _, to, message in post.taken if to == "rcm@mail.example")
    text = "8th SOM (23 March); two workshops (May, Nairobi).\n\nOn Mon, the hub <hub@hub.example> wrote:\n> nothing\n"
    report = taken(reply(asked_by["Reply-To"], text), now)
    assert (report.way, report.held, report.prose) == (
        "mail",
        False,
        "8th SOM (23 March); two workshops (May, Nairobi).",
    )
    deliver(clock=lambda: now, mailbox=Server())
    _, to, proof = post.taken[-1]
    assert to == "rcm@mail.example"
    assert "1. 8th SOM (23 March)" in proof.get_body(("plain",)).get_content()
    taken(reply(proof["Reply-To"], "Sí, gracias\n\n> 1. 8th SOM"), now)
    report.refresh_from_db()
    assert report.confirmed
    assert Meeting.objects.filter(slug="rcm-2025-03-23-senior-officials").exists()


def test_a_word_file_by_mail_is_the_report_and_a_file_too_big_is_named(asked, now, settings):
    document, file = Document(), io.BytesIO()
    document.add_paragraph("8th SOM (23 March)")
    document.save(file)
    message = reply(reply_address(asked["rcm"].pk, 0, settings.SECRET_KEY, settings.DEFAULT_FROM_EMAIL), "")
    message.add_attachment(b"x" * 50_000_000, maintype="application", subtype="zip", filename="all.zip")
    message.add_attachment(
        file.getvalue(), maintype="application", subtype="octet-stream", filename="report.docx"
    )
    report = receive(
        address=message["To"], sender=message["From"], text=answer_of(message), enclosed=enclosed_in(message), at=now
    ).report  # fmt: skip
    assert report.prose == "8th SOM (23 March)"
    assert [one.name for one in asked["rcm"].enclosures.all()] == ["report.docx"]
    assert "all.zip" in Letter.objects.get().text


def test_a_stranger_s_mail_waits_and_the_proof_never_goes_to_a_stranger(asked, now, settings, client):
    address = reply_address(asked["rcm"].pk, 0, settings.SECRET_KEY, settings.DEFAULT_FROM_EMAIL)
    report = taken(reply(address, "We never met.", "someone@else.example"), now)
    assert report.held
    assert not Letter.objects.exists()
    client.force_login(person(now, ("compiler", "")))
    page = client.get("/office/rounds/2025/")
    assert "someone@else.example" in words(page)
    client.post("/office/rounds/2025/", {"do": "let-in", "report": report.pk})
    report.refresh_from_db()
    assert not report.held


def test_a_yes_to_a_version_that_was_overtaken_confirms_nothing(asked, now, settings):
    first = write_report(ask=asked["rcm"], prose="one workshop", way="mail", by="rcm", at=now)
    write_report(ask=asked["rcm"], prose="two workshops", way="page", by="rcm", at=now)
    address = reply_address(asked["rcm"].pk, first.number, settings.SECRET_KEY, settings.DEFAULT_FROM_EMAIL)
    taken(reply(address, "yes"), now)
    assert not Report.objects.exclude(confirmed=None).exists()
    assert Letter.objects.get().to == "rcm@mail.example"  # says that it could not be done, with a link


def test_who_is_asked_elsewhere_opens_nothing_with_the_former_link(opened, asked, now):
    ask_all(year=2025, by="office", at=now)
    assert opened.get(PAGE).status_code == 200
    readdress(
        ask=Ask.objects.get(mechanism__slug="rcm"),
        address="new@mail.example",
        language="en",
        by="office",
        at=now,
    )
    assert opened.get(PAGE).status_code == 403
    assert opened.post(PAGE, {"do": "read", "prose": "x"}).status_code == 403
    assert Letter.objects.get(to="rcm@mail.example").state == "withheld"
    assert ask_all(year=2025, by="office", at=now + dt.timedelta(hours=1)) == 1
    assert Letter.objects.filter(to="new@mail.example", state="queued").count() == 1


def test_what_was_decided_stands_when_the_report_is_opened_again(opened):
    text = "Retreat of the troika (1 May)"
    page = opened.post(PAGE, {"do": "read", "prose": text, "after": "0"}, follow=True)
    key = re.search(r'name="(is-[^"]+)"', page.content.decode())[1]
    sent = {"do": "confirm", "prose": text, "after": "1", "shown": hidden(page, "shown"), key: "leave"}
    page = opened.post(PAGE, sent, follow=True)
    assert '<option value="leave" selected>' in page.content.decode()
    assert "Calendar none" in words(page)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "No hay nada escrito."),
        ("We will write next week.", "No hemos podido leer"),
        ("8th SOM (23 March). " + "x" * 20_000, "20020 caracteres"),
    ],
)
def test_a_mail_that_is_no_report_is_answered_in_their_language_and_changes_nothing(
    asked, now, settings, said, why
):
    write_report(ask=asked["rcm"], prose="one workshop", way="page", by="rcm", at=now)
    address = reply_address(asked["rcm"].pk, 0, settings.SECRET_KEY, settings.DEFAULT_FROM_EMAIL)
    assert taken(reply(address, said), now) is None
    assert Report.objects.get().prose == "one workshop"
    letter = Letter.objects.get()
    assert letter.to == "rcm@mail.example"
    assert why in letter.text
    assert letter.text.startswith("##- ")
    assert [one.text for one in asked["rcm"].remarks.all()] == ([said] if "week" in said else [])


def test_what_is_told_no_more_is_asked_and_what_is_told_is_not(client, now):
    opened = open_round(
        year=2023, number=9, due=dt.date(2026, 2, 15), office="The office", contact="o@hub.example",
        asks={"rcm": ("rcm@mail.example", "en")}, by="office", at=now,
    )  # fmt: skip
    client.force_login(person(now, ("secretariat", "rcm")))
    told = []
    for prose in ("two webinars", entries(2022)["rcm"]):
        write_report(ask=opened.asks.get(), prose=prose, way="page", by="rcm", at=now)
        told.append(
            "Last year you told of these, and this year not:" in words(client.get("/report/2023/rcm/"))
        )
    assert told == [True, False]


def test_a_stranger_s_mail_does_not_stop_reminders(asked, now):
    ask_all(year=2025, by="office", at=now)
    write_report(ask=asked["rcm"], prose="x", way="mail", by="x", sender="x@y.example", held=True, at=now)
    assert remind(today=dt.date(2026, 1, 25), by="hub", at=now) == 2


@pytest.mark.parametrize(
    "url", ["https://", "https://foo bar", "https://x.example/" + "y" * 600, "https://x.example/\0"]
)
def test_an_address_that_cannot_be_kept_is_told(opened, url):
    assert opened.post(PAGE, {"do": "file", "url": url}).status_code in (302, 400)


@pytest.mark.parametrize("address", ["report+1.0.0000000000000000@hub.example", "hub@hub.example", ""])
def test_an_address_that_was_made_up_is_none_of_ours(asked, now, address):
    assert receive(address=address, sender="rcm@mail.example", text="x", at=now) is None
    assert not Report.objects.exists()


def test_the_office_opens_a_round_asks_and_readdresses(client, now):
    client.force_login(person(now, ("compiler", "")))
    assert "Open a round" in words(client.get("/office/rounds/"))
    form = {
        "year": "2024", "number": "10", "due": "2099-02-01", "office": "The office", "contact": "office@hub.example",
        "ask-rcm": "1", "address-rcm": "rcm@mail.example", "language-rcm": "es", "ask-gfmd": "1", "language-gfmd": "en",
    }  # fmt: skip
    assert "That day is over" in words(client.post("/office/rounds/", form | {"due": "2020-01-01"}))
    assert "is no e-mail address" in words(client.post("/office/rounds/", form | {"address-rcm": "nobody"}))
    answer = client.post("/office/rounds/", form)
    assert answer.headers["Location"] == "/office/rounds/2024/"
    assert Ask.objects.count() == 2
    page = client.get("/office/rounds/2024/")
    assert "Write to 1 mechanism" in words(page)
    client.post(
        "/office/rounds/2024/",
        {"do": "readdress", "mechanism": "gfmd", "address": "g@mail.example", "language": "fr"},
    )
    client.post("/office/rounds/2024/", {"do": "ask"})
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["g@mail.example", "rcm@mail.example"]
    assert client.post("/office/rounds/2024/", {"do": "nonsense"}).status_code == 400
    client.post("/office/rounds/2024/", {"do": "close"})
    assert "closed" in words(client.get("/office/rounds/2024/"))


def test_nothing_reported_is_public_before_the_issue_is_out(asked, client, now):
    report = write_report(
        ask=asked["rcm"], prose="Secret retreat (1 May, Paris, France)", way="page", by="rcm", at=now
    )
    confirm(report=report, choices={}, by="rcm", at=now)
    slug = Meeting.objects.order_by("-pk").first().slug
    assert client.get(f"/meetings/{slug}/").status_code == 404
    for address in (
        "/meetings/?mechanism=rcm&year=2025", "/calendar.ics?year=2025", "/changes.atom", "/search/?q=retreat",
        "/mechanisms/rcm/", "/api/v1/meetings?year=2025", "/calendar/2025/5/", "/index/?year=2025", "/issues/2025/",
    ):  # fmt: skip
        page = client.get(address).content.decode()
        assert slug not in page, address
        assert "Secret retreat" not in page, address
