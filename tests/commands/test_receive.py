"""What a mail server hands over: letters that came back are known for what they are, and nothing else is believed."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from iscm.commands import main
from iscm.post.actions import Draft, queue
from iscm.post.models import Letter, Unreachable
from iscm.post.rules import return_path

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@mail.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="xx"

--xx
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--xx
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Thu, 15 Jan 2026 12:00:00 +0000

Final-Recipient: rfc822; reader@mail.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {code} <reader@mail.example>: Recipient address rejected

--xx
Content-Type: message/rfc822

From: hub@hub.example
To: reader@mail.example
Subject: The letter

text
--xx--
"""


@pytest.fixture
def letter(now) -> Letter:
    queue(letters=[Draft(key="k", kind="digest", to="reader@mail.example", subject="s", text="t")], at=now)
    Letter.objects.update(state="sent")
    return Letter.objects.get()


def received(monkeypatch, capsys, mail: str | bytes, *arguments: str) -> tuple[int, str]:
    data = mail.encode() if isinstance(mail, str) else mail
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    code = main(["receive", *arguments])
    out, err = capsys.readouterr()
    return code, out + err


def back(letter: Letter, settings) -> str:
    return return_path(letter.pk, settings.SECRET_KEY, "hub@hub.example")


@pytest.mark.parametrize(
    ("action", "status", "code", "closed", "known"),
    [
        ("failed", "5.1.1", "550 5.1.1", True, True),
        ("Failed", "5.0.0", "550", True, True),
        ("failed", "4.4.7", "451 4.4.7", False, True),
        ("delayed", "4.4.1", "451", False, True),
        ("delivered", "2.0.0", "250", False, False),
        ("failed", "", "550 5.7.1", True, True),
    ],
)
def test_a_letter_that_comes_back(monkeypatch, capsys, letter, settings, action, status, code, closed, known):
    mail = REPORT.format(to=back(letter, settings), action=action, status=status, code=code)
    assert received(monkeypatch, capsys, mail)[0] == 0
    letter.refresh_from_db()
    assert bool(letter.returned) == known
    assert Unreachable.objects.filter(address="reader@mail.example").exists() == closed
    if known:
        assert "Recipient address rejected" in letter.fault


def test_the_address_is_that_of_the_envelope_where_it_is_said(
    monkeypatch, capsys, letter, settings, tmp_path
):
    mail = REPORT.format(to="somebody@else.example", action="failed", status="5.1.1", code="550 5.1.1")
    assert received(monkeypatch, capsys, mail)[0] == 2
    for said in (
        f"Delivered-To: {back(letter, settings)}\n{mail}",
        f"X-Original-To: {back(letter, settings)}\n{mail}",
    ):
        Letter.objects.update(returned=None)
        assert received(monkeypatch, capsys, said)[0] == 0
        assert Letter.objects.get().returned
    Letter.objects.update(returned=None)
    path = tmp_path / "mail.eml"
    path.write_text(mail)
    assert received(monkeypatch, capsys, b"", str(path), "--to", back(letter, settings))[0] == 0
    assert Letter.objects.get().returned


def test_a_way_back_that_was_made_up_closes_nothing(monkeypatch, capsys, letter):
    for to in (
        f"bounce+{letter.pk}.000000000000@hub.example",
        "bounce+1@hub.example",
        "hub@hub.example",
        "<>",
        "",
    ):
        mail = REPORT.format(to=to, action="failed", status="5.1.1", code="550 5.1.1")
        code, said = received(monkeypatch, capsys, mail)
        assert (code, "nothing here has the address" in said) == (2, True)
    assert not Unreachable.objects.exists()


def test_an_answer_of_a_machine_is_no_report(monkeypatch, capsys, letter, settings):
    mail = f"To: {back(letter, settings)}\nSubject: Out of office\n\nAction: failed\nStatus: 5.1.1\n"
    code, said = received(monkeypatch, capsys, mail)
    assert (code, "no report" in said) == (0, True)
    assert not Unreachable.objects.exists()


def test_a_letter_that_was_erased_is_kept_no_more(monkeypatch, capsys, letter, settings):
    mail = REPORT.format(to=back(letter, settings), action="failed", status="5.1.1", code="550 5.1.1")
    letter.delete()
    assert received(monkeypatch, capsys, mail)[0] == 0
    assert not Unreachable.objects.exists()


@pytest.mark.parametrize(
    "mail",
    [
        b"", b"\n\n", b"\x00\xff\xfe", b"To: =?x?q?=zz?=\n\n", b"To: <<<>>>@@\nContent-Type: multipart/report\n\n",
        b"Content-Type: message/delivery-status\n\nAction: failed\n\nStatus: 5\n", b"To: " + b"a" * 100_000 + b"\n\nx",
        b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 300,
    ],
)  # fmt: skip
def test_a_mail_that_is_none_is_told_in_a_sentence(monkeypatch, capsys, mail):
    code, said = received(monkeypatch, capsys, mail)
    assert code == 2
    assert said.startswith("iscm receive: ")
    assert "Traceback" not in said


def test_a_database_that_is_away_is_asked_again_later(monkeypatch, capsys, letter, settings):
    from django.db import OperationalError

    def away(**_: object) -> None:
        raise OperationalError("it is away")

    monkeypatch.setattr("iscm.post.actions.came_back", away)
    mail = REPORT.format(to=back(letter, settings), action="failed", status="5.1.1", code="550 5.1.1")
    assert received(monkeypatch, capsys, mail)[0] == 75


def test_a_file_that_is_not_there(monkeypatch, capsys):
    code, said = received(monkeypatch, capsys, b"", "nowhere.eml")
    assert (code, "nowhere.eml" in said) == (2, True)
