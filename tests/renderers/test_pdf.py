"""The PDF: tagged, bookmarked, its fonts inside, and read back as it was written."""

from __future__ import annotations

import dataclasses
import subprocess

import pypdfium2
import pytest

from iscm.documents.blocks import Document, Heading, Paragraph, Text
from iscm.documents.newsletter import compose
from iscm.renderers import charts, pdf
from tests.documents import year
from tests.renderers import reading, sample


@pytest.fixture(scope="module")
def issue() -> Document:
    return compose(year.load(), "en")


@pytest.fixture(scope="module")
def file(issue: Document) -> bytes:
    return pdf.render(issue)


def run(program: str, content: bytes) -> str:
    return subprocess.run([program, "-"], input=content, capture_output=True, check=True).stdout.decode()


@pytest.mark.needs("pdfinfo")
def test_it_is_tagged_titled_and_dated_by_its_data(file: bytes, issue: Document):
    info = run("pdfinfo", file)
    for line in ("Tagged:          yes", f"Title:           {issue.title}", "Author:          International"):
        assert line in info
    assert "Feb 28" in info


def test_it_says_that_it_is_pdf_ua_in_english(file: bytes):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert b"/Lang (en" in file or b"/Lang(en" in file


@pytest.mark.needs("pdffonts")
def test_its_fonts_are_ours_and_inside(file: bytes):
    rows = [line.split() for line in run("pdffonts", file).splitlines()[2:]]
    assert {row[0].partition("+")[2].partition("-")[0] for row in rows} == {"SourceSans3", "SourceSerif4"}
    assert {row[-5] for row in rows} == {"yes"}


def test_bookmarks_are_its_headings(file: bytes, issue: Document):
    found = [(b.level, b.get_title()) for b in pypdfium2.PdfDocument(file).get_toc()]
    wanted = [b.text for b in issue.blocks if isinstance(b, Heading) and b.level == 1]
    assert [title for level, title in found if level == 0] == wanted
    assert (1, "Bali Process") in found


@pytest.mark.needs("pdftotext")
def test_its_text_is_read_back(file: bytes):
    text = reading.bare(reading.pdf_text(file))
    for wanted in ("54th ordinary meeting (13–14 June)", "Combating human trafficking", "28 February 2023"):
        assert reading.bare(wanted) in text
    assert "Page1of6" in text


def test_links_lead_within_it_and_out(file: bytes):
    assert file.count(b"/Dest") > 80
    assert b"(https://www.pragueprocess.eu/)" in file


def test_a_place_named_twice_does_no_harm():
    twice = Paragraph((Text("again"),), id="row")
    assert pdf.render(sample.document("x", twice, twice)).startswith(b"%PDF")


def test_what_no_font_can_show_is_said_in_words():
    private = Paragraph((Text("a \U000f0000 b"),))
    with pytest.raises(pdf.Unprintable, match=r"the PDF cannot show .*: no font at hand has it"):
        pdf.render(sample.document("x", private))


def test_a_warning_is_a_fault(monkeypatch: pytest.MonkeyPatch):
    source = pdf._source().replace(b"font: sans,", b'font: "No Such Font",')
    monkeypatch.setattr(pdf, "_source", lambda: source)
    with pytest.raises(pdf.Unprintable, match=r"unknown font family"):
        pdf.render(sample.document())


def test_the_chart_keeps_its_text_as_text():
    drawn = charts.svg(sample.document().blocks[-2].specification)
    assert "<text" in drawn
    assert "http://" not in drawn.replace("http://www.w3.org", "")
    assert "https://" not in drawn


def test_another_language_is_another_tag(issue: Document):
    content = pdf.render(dataclasses.replace(issue, lang="es"))
    assert b"/Lang (es" in content or b"/Lang(es" in content
