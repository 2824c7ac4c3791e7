"""A picture taken along: each file says what it shows and whence, in words that no format takes for its own."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import re
import struct
import subprocess
import xml.etree.ElementTree as ET
import zipfile
import zlib
from pathlib import Path

import pytest

from iscm.documents.blocks import Link, Row, Table, Text
from iscm.documents.look import LIGHT, mixed
from iscm.documents.pictures import tiles
from iscm.documents.pictures.imprint import Imprint
from iscm.documents.pictures.picture import Picture
from iscm.renderers import charts, pictures
from tests.renderers import reading, sample

SVG = "{http://www.w3.org/2000/svg}"
ADDRESS = "https://hub.example/pictures/sample/?as_of=2022-12-31"


def picture(words: str = "Kenya", narrow: int = 2) -> Picture:
    rows = [
        ("KE", tiles.MEMBER, words),
        ("UG", tiles.OTHER, "Uganda"),
        ("TZ", tiles.CHAIR, "Tanzania"),
        ("RW", tiles.SHADES[1], "Rwanda"),
    ]
    made = [tiles.Tile(code, said, f"https://hub.example/{code}/", look) for code, look, said in rows]
    blocks = [tiles.Block("Africa", (("Eastern Africa", tuple(made)),))]
    return Picture(
        key="sample",
        title=f"Title {words}",
        specification=tiles.wide(blocks, [(tiles.MEMBER, "Members")]),
        alternative=f"Alternative {words}",
        table=Table(
            head=("State", "Number", "Names")[: narrow + 1],
            rows=tuple(
                Row(((Link((Text(said),), "https://hub.example/"),), *((Text("3"),),) * narrow))
                for _code, _look, said in rows
            ),
            caption="Numbers",
            alignment=("start", "end", "start")[: narrow + 1],
            widths=(2, 1, 1)[: narrow + 1],
        ),
        unknown=f"Unknown {words}",
        of_states=True,
        as_of=dt.date(2022, 12, 31),
    )


def imprint(direction: str = "ltr") -> Imprint:
    return Imprint(
        lang="en" if direction == "ltr" else "ar",
        direction=direction,
        author="ISCM Hub",
        address=ADDRESS,
        citation="ISCM Hub, “Title”. Records of 3 May 2023.",
        issued=dt.date(2023, 5, 3),
        standing=("No opinion on the legal status of any country.",),
        headings=("What is not known", "Source"),
        page="Page {page} of {pages}",
    )


@pytest.mark.parametrize("words", sample.HOSTILE)
def test_words_stay_words_in_every_file(words):
    shown = picture(words)
    root = ET.fromstring(pictures.svg(shown, imprint()))
    assert root.find(f"{SVG}title").text == f"Title {words}"
    assert root.find(f"{SVG}desc").text.startswith(f"Alternative {words}")
    rows = list(csv.reader(io.StringIO(pictures.table(shown, imprint()).decode("utf-8-sig"))))
    assert rows[1][0] == (f"'{words}" if words.startswith("=") else words)
    made = json.loads(pictures.specification(shown, imprint()))
    assert made["usermeta"]["title"] == f"Title {words}"
    assert reading.bare(f"Title {words}") in reading.bare(reading.docx_text(docx(shown)))
    page = charts.inline(shown.specification)
    titles = [title.text for title in ET.fromstring(page).iter(f"{SVG}title")]
    assert titles == [words, "Uganda", "Tanzania", "Rwanda"]


def docx(shown: Picture) -> bytes:
    return pictures.WRITERS["docx"](shown, imprint())


@pytest.mark.parametrize("ending", pictures.WRITERS)
def test_the_same_picture_makes_the_same_bytes(ending):
    write = pictures.WRITERS[ending]
    assert write(picture(), imprint()) == write(picture(), imprint())


def test_the_svg_stands_alone_and_can_be_read_without_seeing_it():
    drawn = pictures.svg(picture(), imprint()).decode()
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    assert [root.find(f".//*[@id='{name}']").tag for name in named] == [f"{SVG}title", f"{SVG}desc"]
    assert root.find(f"{SVG}rect").get("fill") == LIGHT["page"]
    said = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert "Records of 3 May 2023." in said
    assert ADDRESS in said
    assert "legal status of any country" in said
    asked = set(re.findall(r'(?:href|src|url)[=(]"?([^"\')]+)', drawn))
    assert {address.partition(":")[0] for address in asked} == {"https", "data"}
    assert "var(" not in drawn
    assert "<script" not in drawn


def test_its_lines_fit_into_it():
    drawn = ET.fromstring(pictures.svg(picture("word " * 60), imprint()))
    height = float(drawn.get("height"))
    lines = [text for group in drawn.findall(f"{SVG}g") for text in group.findall(f"{SVG}text")]
    assert len(lines) > 5
    assert all(0 < float(line.get("y")) < height for line in lines)


def test_from_right_to_left_its_words_begin_at_the_right():
    drawn = ET.fromstring(pictures.svg(picture(), imprint("rtl")))
    line = drawn.find(f"{SVG}g/{SVG}text")
    assert line.get("text-anchor") == "end"
    assert line.text.startswith("\N{RIGHT-TO-LEFT EMBEDDING}")
    assert any(text.text == ADDRESS for text in drawn.iter(f"{SVG}text"))  # which is never turned round


def test_word_begins_at_the_right_where_its_language_does():
    arabic = pictures.WRITERS["docx"](picture("كينيا"), imprint("rtl"))
    with zipfile.ZipFile(io.BytesIO(arabic)) as package:
        body, look = (package.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    assert "<w:bidi/>" in look
    assert "<w:bidiVisual" in body
    assert re.search(r"<w:rtl/>(?:<w:lang[^>]*/>)?</w:rPr><w:t[^>]*>كينيا", body)
    with zipfile.ZipFile(io.BytesIO(docx(picture()))) as package:
        assert "<w:bidi/>" not in package.read("word/styles.xml").decode()
        assert "<w:bidiVisual" not in package.read("word/document.xml").decode()


@pytest.mark.parametrize("lang", ["ru", "zh-Hans"])
def test_the_pdf_takes_any_tag_of_a_language(lang):
    written = dataclasses.replace(imprint(), lang=lang)
    assert pictures.WRITERS["pdf"](picture(), written).startswith(b"%PDF")


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = [], 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + body)
        found.append((kind, body))
        at += size + 12
    return found


def test_the_png_is_twice_as_sharp_and_says_whence_it_is():
    svg = ET.fromstring(pictures.svg(picture(), imprint()))
    found = chunks(pictures.png(picture("Türkiye"), imprint()))
    assert [kind for kind, _body in found] == [b"IHDR", *[b"iTXt"] * 5, b"IDAT", b"IEND"]
    wide, high = struct.unpack(">II", found[0][1][:8])
    assert abs(wide - 2 * float(svg.get("width"))) <= 2
    assert abs(high - 2 * float(svg.get("height"))) <= 2
    told = dict(body.split(b"\0\0\0\0\0", 1) for kind, body in found if kind == b"iTXt")
    assert told[b"Title"].decode() == "Title Türkiye"
    assert told[b"Source"].decode() == ADDRESS
    assert told[b"Creation Time"] == b"2023-05-03"
    rows = zlib.decompress(found[-2][1])
    assert len(rows) == high * (wide * 4 + 1)


def test_the_specification_is_the_one_that_is_drawn():
    shown = picture()
    made = json.loads(pictures.specification(shown, imprint()))
    told = made.pop("usermeta")
    assert made.pop("description") == shown.alternative
    assert made == shown.specification
    assert ADDRESS in told["citation"]
    assert told["as_of"] == "2022-12-31"
    assert charts.svg(made) == charts.svg(shown.specification)


def test_word_has_the_drawing_sharp_and_for_those_who_cannot_see_it():
    with zipfile.ZipFile(io.BytesIO(docx(picture()))) as package:
        body = package.read("word/document.xml").decode()
        links = package.read("word/_rels/document.xml.rels").decode()
        drawn = package.read("word/media/drawing1.svg").decode()
        assert 'PartName="/word/media/drawing1.svg"' in package.read("[Content_Types].xml").decode()
    number = re.search(r'svgBlip [^>]*r:embed="(\w+)"', body)[1]
    assert re.search(rf'Id="{number}"[^>]*drawing1\.svg|drawing1\.svg"[^>]*Id="{number}"', links)
    assert 'descr="Alternative Kenya"' in body
    assert drawn == charts.svg(picture().specification)


@pytest.mark.needs("libreoffice", "pdftotext")
def test_libreoffice_opens_the_word_file(tmp_path: Path):
    path = tmp_path / "picture.docx"
    path.write_bytes(docx(picture()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = reading.bare(reading.pdf_text((tmp_path / "picture.pdf").read_bytes()))
    for wanted in ("Title Kenya", "Uganda", "What is not known", "Unknown Kenya", "legal status"):
        assert reading.bare(wanted) in text


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("columns", [1, 2])
def test_the_pdf_is_for_everybody_and_holds_it_all(columns):
    file = pictures.WRITERS["pdf"](picture(narrow=columns), imprint())
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    text = reading.bare(reading.pdf_text(file))
    for wanted in ("Title Kenya", "Eastern Africa", "Uganda", "What is not known", "Records of 3 May 2023"):
        assert reading.bare(wanted) in text


def test_a_page_gives_it_its_own_colours():
    page = charts.inline(picture().specification)
    assert "style=" not in page
    assert re.findall(r'(?:fill|stroke)="(?:#|rgb)', page) == []
    assert 'fill="var(--bar)"' in page
    assert "color-mix(in srgb, var(--bar) 32%, var(--page))" in page
    assert page.count('class="mark"') == page.count("<title>") == 4


def test_to_be_looked_at_only_it_has_neither_links_nor_marks():
    page = charts.inline(picture().specification, still=True)
    assert "<a " not in page
    assert "<title>" not in page
    assert page.count("<path") == charts.svg(picture().specification).count("<path")


@pytest.mark.parametrize("name", ["bar", "deep", "ink", "accent"])
@pytest.mark.parametrize("part", [0.1, 0.25, 0.5, 0.75, 0.9])
def test_a_mixture_is_known_again(name, part):
    said = charts.themed(mixed(name, part))
    known = re.fullmatch(r"color-mix\(in srgb, var\(--(\w+)\) (\d+)%, var\(--page\)\)", said)
    again = mixed(known[1], int(known[2]) / 100)
    assert all(
        abs(a - b) <= 4
        for a, b in zip(charts.channels(again), charts.channels(mixed(name, part)), strict=True)
    )


def test_a_colour_of_nobodys_look_stays():
    assert charts.themed("#ff00ff") == "#ff00ff"
