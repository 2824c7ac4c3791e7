"""The Word file: real styles, lists, tables and links, its language and title, and LibreOffice opens it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from iscm.documents.blocks import Document
from iscm.documents.newsletter import compose
from iscm.renderers import charts, word
from tests.documents import year
from tests.renderers import reading, sample
from tests.renderers.reading import W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.fixture(scope="module")
def issue() -> Document:
    return compose(year.load(), "fr")


@pytest.fixture(scope="module")
def file(issue: Document) -> bytes:
    return word.render(issue)


def test_paragraphs_have_real_styles(file: bytes):
    styles = [p.style.name for p in docx.Document(io.BytesIO(file)).paragraphs]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 8
    assert styles.count("Heading 2") == 26
    assert styles.count("List Bullet") == 11
    assert styles.count("Caption") == 2


def test_lists_are_numbered_by_word_and_each_begins_at_one():
    twice = [block for block in sample.document().blocks if getattr(block, "ordered", False)]
    root = reading.docx(word.render(sample.document("x", *twice)))
    numbers = [
        n.get(f"{W}val") for p in root.iter(f"{W}p") if _style(p) == "ListNumber" for n in p.iter(f"{W}numId")
    ]
    assert len(numbers) == 4
    assert len(set(numbers)) == 2
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]


def _style(paragraph) -> str | None:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if found is None else found.get(f"{W}val")


def test_it_carries_title_author_language_and_the_day_of_its_data(file: bytes, issue: Document):
    core = docx.Document(io.BytesIO(file)).core_properties
    assert (core.title, core.language) == (issue.title, "fr")
    assert core.author == "International Organization for Migration · International Partnerships Division"
    assert core.created.date() == core.modified.date() == issue.issued
    styles = reading.docx(file, "word/styles.xml")
    assert next(lang.get(f"{W}val") for lang in styles.iter(f"{W}lang")) == "fr-FR"


def test_english_words_in_it_are_marked_as_english(file: bytes):
    runs = [r for r in reading.docx(file).iter(f"{W}r") if r.find(f"{W}rPr/{W}lang") is not None]
    assert {r.find(f"{W}rPr/{W}lang").get(f"{W}val") for r in runs} == {"en-GB"}
    assert any("Impact assessment" in "".join(t.text for t in r.iter(f"{W}t")) for r in runs)


def test_head_rows_repeat_and_rows_stay_whole(file: bytes):
    tables = list(reading.docx(file).iter(f"{W}tbl"))
    data = [t for t in tables if t.find(f"{W}tblPr/{W}tblCaption") is not None]
    assert len(data) == 4
    for found in data:
        rows = list(found.iter(f"{W}tr"))
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_the_picture_says_what_it_shows(file: bytes):
    (picture,) = [e for e in reading.docx(file).iter() if e.tag.endswith("}docPr")]
    assert picture.get("descr").startswith("Diagramme à barres de 20 domaines thématiques")


def test_links_within_lead_to_a_bookmark(file: bytes):
    root = reading.docx(file)
    marks = [b.get(f"{W}name") for b in root.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    assert all(len(mark) <= 40 for mark in marks)
    anchors = {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")} - {None}
    assert len(anchors) > 60
    assert anchors <= set(marks)


def test_links_outward_are_of_the_web_and_mail_only():
    content = word.render(sample.document())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
    assert 'Target="https://example.org/?a=1&amp;b=%22"' in relations
    assert "javascript" not in relations


def test_page_numbers_are_fields(file: bytes):
    footer = reading.docx(file, "word/footer1.xml")
    assert [code.text.strip() for code in footer.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]
    assert "".join(t.text for t in footer.iter(f"{W}t")).startswith("Faits marquants 2022 · Numéro VIII")


def test_its_fonts_are_inside_and_whole_again_once_unmasked(file: bytes):
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        masked = package.read("word/fonts/font2.odttf")
    fonts = reading.docx(file, "word/fontTable.xml")
    key = next(e.get(f"{W}fontKey") for e in fonts.iter(f"{W}embedRegular")).strip("{}").replace("-", "")
    mask = bytes.fromhex(key)[::-1]
    bare = bytes(b ^ mask[i % 16] for i, b in enumerate(masked[:32])) + masked[32:]
    assert bare == (charts.FONTS / "SourceSans3_400Regular.ttf").read_bytes()


def test_no_clock_is_asked(file: bytes, issue: Document):
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert {entry.date_time[:3] for entry in package.infolist()} == {(2023, 2, 28)}
    assert word.render(issue) == file


@pytest.mark.needs("libreoffice")
def test_libreoffice_opens_it(file: bytes, tmp_path: Path):
    path = tmp_path / "issue.docx"
    path.write_bytes(file)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "issue.txt").read_text("utf-8-sig")
    for wanted in ("Faits marquants 2022", "Processus de Bali", "Désignations", "Publications de 2022"):
        assert wanted in text
