"""An answer by mail is what somebody has newly written, and nothing of what they quote or sign with."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from iscm.papers.answer import answer_of

NEW = "8th SOM (23 March); two workshops (May, Nairobi).\nOne webinar (4 June)."
QUOTED = "> This is what we know of the year 2025:\n>\n> SOM (23 March); one workshop (1 May)"


def mail(text: str, kind: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message.set_content(text, subtype=kind)
    return message


@pytest.mark.parametrize(
    "above",
    [
        "On Mon, 12 Jan 2026 at 10:00, ISCM Hub <hub@hub.example> wrote:",
        "On Mon, 12 Jan 2026 at 10:00, ISCM Hub\n<hub@hub.example> wrote:",
        "Le lun. 12 janv. 2026 à 10:00, ISCM Hub <hub@hub.example> a écrit :",
        "El lun, 12 ene 2026 a las 10:00, ISCM Hub (<hub@hub.example>) escribió:",
        "12.01.2026 10:00, ISCM Hub пишет:",
        "在 2026年1月12日 10:00，ISCM Hub 写道：",
        "كتب ISCM Hub في 12 يناير 2026 10:00:",
        "",
    ],
)
def test_what_is_quoted_is_not_said_again(above):
    assert answer_of(mail(f"{NEW}\n\n{above}\n\n{QUOTED}\n")) == NEW


def test_what_outlook_quotes_without_a_sign_is_not_said_again():
    head = "From: ISCM Hub <hub@hub.example>\nSent: Monday, 12 January 2026 10:00\nTo: rcm@mail.example\n"
    head += "Subject: RCM\n\n"
    assert answer_of(mail(f"{NEW}\n\n{head}SOM (23 March)\n")) == NEW


def test_a_signature_is_no_report():
    assert answer_of(mail(f"{NEW}\n-- \nThe secretariat\nWorkshop Street 5\n")) == NEW


def test_a_page_without_plain_text_is_read():
    assert (
        answer_of(mail("<p>8th SOM (23 March)</p><script>alert(1)</script>", "html")) == "8th SOM (23 March)"
    )


@pytest.mark.parametrize("message", [mail(""), mail(QUOTED), EmailMessage()])
def test_nothing_new_is_nothing(message):
    assert answer_of(message) == ""


def test_an_answer_between_the_lines_keeps_what_is_new():
    assert answer_of(mail("> SOM (23 March)\nNo: 24 March.\n> one workshop\nYes.\n")) == "No: 24 March.\nYes."


@pytest.mark.parametrize("head", ["", "From: hub@hub.example\n"])
def test_nothing_below_our_own_line_is_read(head):
    said = answer_of(mail(f"{NEW}\n\n{head}##- Por favor, responda encima.\n\nSOM (1 May)\n"))
    assert said.startswith(NEW)
    assert "SOM (1 May)" not in said
