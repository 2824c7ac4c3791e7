"""The mail: two parts that say the same, from the office, with nothing to fetch."""

from __future__ import annotations

import dataclasses
import re

import pytest

from iscm.documents.blocks import Document
from iscm.documents.newsletter import compose
from iscm.renderers import email, text
from tests.documents import year
from tests.renderers import reading, sample


@pytest.fixture(scope="module")
def issue() -> Document:
    return compose(year.load(), "fr")


@pytest.fixture(scope="module")
def file(issue: Document) -> bytes:
    return email.render(issue)


def test_its_head_says_what_from_whom_and_when(file: bytes, issue: Document):
    mail = reading.mail(file)
    assert mail["Subject"] == issue.title
    assert mail["From"] == "International Organization for Migration <grcp@iom.int>"
    assert mail["Date"] == "Tue, 28 Feb 2023 12:00:00 +0000"
    assert mail["Content-Language"] == "fr"
    assert re.fullmatch(r"<highlights-2022-fr\.[0-9a-f]{16}@iom\.int>", mail["Message-ID"])
    assert mail["X-Unsent"] == "1"


def test_it_has_two_parts_the_plain_one_first(file: bytes):
    mail = reading.mail(file)
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in mail.iter_parts()} == {"utf-8"}


def test_the_plain_part_is_the_text_file(file: bytes, issue: Document):
    assert reading.part(file, "plain").splitlines() == text.render(issue).decode().splitlines()


def test_its_lines_are_as_mail_allows(file: bytes):
    lines = file.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 998
    assert file.isascii()


def test_nothing_is_fetched_and_mail_readers_do_not_cut_it(file: bytes):
    html = reading.part(file, "html")
    assert not [tag for tag, _ in reading.page(html).tags if tag in ("img", "link", "script", "svg")]
    assert "@import" not in html
    assert "url(" not in html
    assert len(html.encode()) < 102_000


def test_the_chart_is_drawn_with_cells(file: bytes):
    bars = [
        a
        for tag, a in reading.page(reading.part(file, "html")).tags
        if tag == "td" and a.get("class") == "bar"
    ]
    assert len(bars) == 20
    assert (bars[0]["width"], bars[-1]["width"]) == ("88%", "13%")


def test_the_page_names_its_language_and_title(file: bytes, issue: Document):
    html = reading.part(file, "html")
    assert next(a for tag, a in reading.page(html).tags if tag == "html")["lang"] == "fr"
    assert f"<title>{issue.title}</title>" in html


@pytest.mark.parametrize(
    "contact", ["", "by telephone", "a@b", "x@y.org\r\nBcc: z@example.org", "ünï@example.org"]
)
def test_without_an_address_the_office_is_named_alone(contact: str):
    content = email.render(dataclasses.replace(sample.document(), contact=contact))
    mail = reading.mail(content)
    assert mail["From"].addresses == ()
    assert "An Office" in mail["From"]
    assert mail["Bcc"] is None


def test_an_office_with_marks_in_its_name():
    content = email.render(dataclasses.replace(sample.document(), author='Bureau "Ré", Genève <x>'))
    assert reading.mail(content)["From"].addresses[0].display_name == 'Bureau "Ré", Genève <x>'
