"""Papers as they arrive: every kind read alike, and a sentence for each that cannot be read."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
import typst
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from iscm.papers import Paper, PaperError, paper_of, read_paper
from iscm.papers.paper import LARGEST_TEXT
from iscm.prose.issue import read_issue

MARKDOWN = """\
International Organization for Migration

January - December 2021

Issue VII

# ISCM 2021 Highlights

## Main meetings

### Bali Process

**SOM** (3 May, Colombo, Sri Lanka); two *webinars* on labour migration; one workshop with the Rabat Process for the
newly appointed focal points (10 February); 8th meeting of the Working Group on Trafficking in Persons (30 August);
one conference on migration data.

### Réseau ibéro-américain (RIAM)

### Regional Conference on Migration (RCM)

- 4th Regional Congress (14-15 July)
- 27th Vice-Ministerial Meeting (1-2 December)

## Thematic areas

| Theme | Mechanisms |
|---|---|
| Gender | Bali Process, IGC, RCM |
| Data | MIDWA, Rabat Process |

## Publications

A guide to borders (*Prague Process*) | [Download](https://example.org/guide)

A handbook (*RCM*) | [Download](https://example.org/handbook)

ISCM events calendar: <https://example.org/calendar>
"""


def as_html() -> bytes:
    body = MarkdownIt().enable("table").render(MARKDOWN)
    head = "<!doctype html><html><head><title>x</title><style>p {color: red}</style></head>"
    return f"{head}<body><nav>Home</nav>{body}</body></html>".encode()


def as_word() -> bytes:
    document = docx.Document()
    lines = iter(MARKDOWN.replace("**", "").replace("*", "").split("\n\n"))
    for block in lines:
        text = " ".join(block.split("\n")) if not block.startswith(("|", "-")) else block
        if text.startswith("#"):
            document.add_heading(text.lstrip("# "), level=text.index(" "))
        elif text.startswith("- "):
            for item in text.splitlines():
                document.add_paragraph(item[2:], style="List Bullet")
        elif text.startswith("|"):
            rows = [row.strip("|").split("|") for row in text.splitlines() if "---" not in row]
            table = document.add_table(rows=len(rows), cols=2)
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words.strip()
        elif "[" in text:
            before, _, rest = text.partition("[")
            label, _, url = rest.partition("](")
            _linked(document.add_paragraph(before), label, url.rstrip(")"))
        else:
            document.add_paragraph(text.replace("<", "").replace(">", ""))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _linked(paragraph: docx.text.paragraph.Paragraph, label: str, url: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = label
    run.append(words)
    link.append(run)
    paragraph._p.append(link)


def typeset(source: str) -> bytes:
    return typst.compile(source.encode())


def as_pdf(columns: int = 1) -> bytes:
    lines = []
    for block in MARKDOWN.replace("**", "").split("\n\n"):
        if block.startswith("#"):
            lines.append(f"#heading(level: {block.index(' ')})[{block.lstrip('# ')}]")
        elif block.startswith("|"):
            cells = [
                f"[{c.strip()}]"
                for r in block.splitlines()
                if "---" not in r
                for c in r.strip("|").split("|")
            ]
            lines.append(f"#table(columns: (1fr, 2fr), stroke: none, {', '.join(cells)})")
        elif "](" in block:
            before, _, rest = block.partition("[")
            label, _, url = rest.partition("](")
            lines.append(f'{before.replace("*", "_")}#link("{url.rstrip(")")}")[{label}]')
        else:
            lines.append(block.replace("*", "_").replace("<", "").replace(">", ""))
    head = (
        f'#set page(paper: "a5", columns: {columns}, header: [ISCM 2021 Highlights - Issue VII], '
        "footer: context [Page #counter(page).display()])\n#set par(justify: true)\n"
        '#set text(hyphenate: true, lang: "en")\n'
    )
    return typeset(head + "\n\n".join(lines))


KINDS = {
    "text": ("a.txt", MARKDOWN.encode()),
    "markdown": ("a.md", MARKDOWN.encode()),
    "html": ("a", as_html()),
    "word": ("a.pdf", as_word()),  # the name is wrong: content decides
    "pdf": ("a.docx", as_pdf()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_alike(kind: str) -> None:
    name, data = KINDS[kind]
    paper = paper_of(data, name)
    assert paper.kind == kind
    issue = read_issue(paper.text, links=paper.links)
    assert (issue.number, issue.year, str(issue.period)) == ("VII", 2021, "2021-01/2021-12")
    assert [(entry.mechanism, len(entry.found)) for entry in issue.entries] == [
        ("bali-process", 5),
        ("riam", 0),
        ("rcm", 2),
    ]
    assert {row.theme: row.mechanisms for row in issue.themes} == {
        "gender": ("bali-process", "igc", "rcm"),
        "data": ("midwa", "rabat-process"),
    }
    assert [(p.title, p.mechanisms, p.url) for p in issue.publications] == [
        ("A guide to borders", ("prague-process",), "https://example.org/guide"),
        ("A handbook", ("rcm",), "https://example.org/handbook"),
    ]
    assert ("ISCM events calendar", "https://example.org/calendar") in issue.links


def test_two_columns_are_read_one_after_the_other() -> None:
    issue = read_issue(paper_of(as_pdf(columns=2), "a.pdf").text)
    assert [entry.mechanism for entry in issue.entries] == ["bali-process", "riam", "rcm"]
    topics = [found.statement.topic for found in issue.entries[0].found]
    assert topics[1] == "labour migration"
    assert topics[-1] == "migration data"


def test_pages_lose_their_numbers_and_running_heads() -> None:
    pages = "\n#pagebreak()\n".join(f"Page of {name}." for name in ("Rabat", "Bali", "Almaty"))
    source = f"#set page(header: [ISCM Highlights], footer: context [- #counter(page).display() -])\n{pages}"
    assert paper_of(typeset(source), "a").text == "Page of Rabat.\n\nPage of Bali.\n\nPage of Almaty.\n"


def test_a_word_cut_at_the_line_is_made_whole() -> None:
    source = (
        '#set page(width: 90pt, height: 300pt, margin: 10pt)\n#set text(hyphenate: true, lang: "en")\n'
        "implementation of cross-border reintegration"
    )
    assert paper_of(typeset(source), "a").text == "implementation of cross-border reintegration\n"


class TestMarkup:
    def test_footnote_signs_lists_tables_and_line_breaks(self) -> None:
        page = (
            "<html><body><p>GRCP<sup>9</sup> and 8<sup>th</sup> SOM<br>(3&nbsp;May)</p><script>x()</script>"
            "<ul><li>one<li>two <b>bold</b></ul><table><tr><td>RCM<td><p>SOM</p><p>workshop</p></table>"
            "<a href='#top'>Up</a> <a href='https://example.org/?a=1&amp;b=2'>The <i>guide</i></a>"
        )
        paper = paper_of(page.encode(), "page")
        assert paper.text == (
            "GRCP⁹ and 8th SOM\n(3 May)\n\n- one\n- two bold\n\nRCM | SOM; workshop\n\nUp The guide\n"
        )
        assert paper.links == (("Up", "#top"), ("The guide", "https://example.org/?a=1&b=2"))

    def test_a_page_says_its_encoding(self) -> None:
        page = "<html><head><meta charset='windows-1251'></head><body><p>Пражский процесс</p></body></html>"
        paper = paper_of(page.encode("cp1251"), "p.html")
        assert paper.text == "Пражский процесс\n"
        assert paper.notes == ("read as windows-1251",)


class TestEncodings:
    TEXT = "Réunion des hauts fonctionnaires – Processus de Rabat (3 mai), Genève: « données »."
    RUSSIAN = "Пражский процесс: совещание старших должностных лиц (3 мая)."

    @pytest.mark.parametrize(
        ("text", "encoding", "note"),
        [
            (TEXT, "utf-8", None),
            (TEXT, "utf-8-sig", None),
            (TEXT, "utf-16", "read as utf-16"),
            (TEXT, "utf-16-le", "read as utf-16"),
            (TEXT, "utf-16-be", "read as utf-16"),
            (TEXT, "utf-32", "read as utf-32"),
            (TEXT, "cp1252", "read as windows-1252"),
            (RUSSIAN, "cp1251", "read as windows-1251"),
            (RUSSIAN, "koi8_r", "read as koi8-r"),
            (RUSSIAN, "utf-8", None),
        ],
    )
    def test_as_written(self, text: str, encoding: str, note: str | None) -> None:
        paper = paper_of(text.encode(encoding), "a.txt")
        assert paper.text == text
        assert paper.notes == ((note,) if note else ())


def scan() -> bytes:
    """A page with a drawing and not a letter."""
    return typeset("#rect(width: 100%, height: 50%, fill: gray)")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w:p/>" * (9 * 1024 * 1024))
    return out.getvalue()


def packed(part: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(part, content)
    return out.getvalue()


LOCKED = (  # the smallest PDF that asks for a password
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<01><01>]>>\n%%EOF\n"
)


class TestInTheWay:
    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "is empty."),
            (b" \n\t\r\n", "is empty."),
            ("\ufeff".encode(), "is empty."),
            (os.urandom(4096) + b"\x00\x01\x02" * 200, "is not a text, and of no kind known here."),
            (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture, not a text. Run text recognition on it first"),
            (b"MZ\x90\x00" + bytes(99), "is a program, not a text."),
            (b"{\\rtf1 text}", "is a Rich Text file. Save it as .docx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "is a file of an old Office version."),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "locked with a password",
            ),
            (b"PK\x03\x04 and then nothing", "is a broken Word file"),
            (as_word()[:-400], "is a broken Word file"),
            (packed("word/document.xml", b"<w:document"), "is a broken Word file"),
            (packed("word/document.xml", b"<!DOCTYPE x [<!ENTITY a 'a'>]><x/>"), "document type declaration"),
            (packed("xl/workbook.xml"), "is a broken spreadsheet"),
            (packed("notes.txt"), "is a ZIP archive, not a paper to read."),
            (bomb(), "more than a paper can have (40 MB). It was not opened."),
            (b"%PDF-1.7 and then nothing", "is a broken PDF"),
            (LOCKED, "is locked with a password. Send it without one."),
            (
                scan(),
                "is a scan: pictures of pages without any text. Send the Word file, or run text recognition",
            ),
            (b"<html><body><img src=x></body></html>", "has no text in it."),
            (b"a" * (LARGEST_TEXT + 1), "is too large to be a paper: 20 MB, and 20 MB is the limit."),
        ],
    )
    def test_a_sentence_says_what_and_what_to_do(self, data: bytes, sentence: str) -> None:
        with pytest.raises(PaperError) as fault:
            paper_of(data, "it.bin")
        assert str(fault.value).startswith("it.bin ")
        assert sentence in str(fault.value)

    def test_not_there_a_folder_and_not_allowed(self, tmp_path: Path) -> None:
        with pytest.raises(PaperError, match=r"There is no file .*gone\.txt\."):
            read_paper(tmp_path / "gone.txt")
        with pytest.raises(PaperError, match="is a folder"):
            read_paper(tmp_path)
        with pytest.raises(PaperError, match="cannot be read"):
            read_paper("a\x00b")

    def test_not_allowed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(self: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        path = tmp_path / "closed.txt"
        path.write_text("SOM", "utf-8")
        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(PaperError, match="you have no permission"):
            read_paper(path)

    def test_a_hundred_megabytes_are_refused_unread(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.txt"
        with path.open("wb") as out:
            out.truncate(101 * 1024 * 1024)  # a hole: it takes no room
        with pytest.raises(PaperError, match=r"101 MB, and 100 MB is the limit.*\.jsonl"):
            read_paper(path)


def test_a_text_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"**SOM**\r\n(3 May)\x0c")
    assert read_paper(path) == Paper(name=str(path), kind="text", text="**SOM**\r\n(3 May)\x0c")


def test_bytes_of_windows_pasted_into_utf_8_are_read_for_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "pasted.txt"
    path.write_bytes(
        "Réunion thématique (3 mai) à Genève, l".encode() + b"\x92" + "atelier a été reporté".encode()
    )
    paper = read_paper(path)
    assert paper.text == "Réunion thématique (3 mai) à Genève, l’atelier a été reporté"
    assert any("windows-1252" in note for note in paper.notes)
