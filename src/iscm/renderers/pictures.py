"""A picture to be taken along: SVG and PNG that say what they show and whence, its numbers, its specification."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import struct
import textwrap
import zlib
from functools import cache
from html import escape

from iscm.documents.blocks import plain
from iscm.documents.look import FONTS, LIGHT, breadth
from iscm.documents.pictures.imprint import Imprint, sheet
from iscm.documents.pictures.picture import Picture
from iscm.renderers import charts, pdf, word
from iscm.renderers.table import cell

_MARGIN = 20  # px
_FAMILY = f"'{FONTS['sans']}', 'Segoe UI', Roboto, Arial, sans-serif"
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FACES = ((400, "HubSans-Regular"), (600, "HubSans-SemiBold"))


def svg(picture: Picture, imprint: Imprint) -> bytes:
    """Self-contained: title, drawing and small print on white, its fonts inside, and what it shows in words."""
    return _sheet(picture, imprint, fonts=_fonts()).encode()


def png(picture: Picture, imprint: Imprint) -> bytes:
    """The same in two pixels to the px, with title, author, source and day as its metadata."""
    drawn = charts.png_of(_sheet(picture, imprint), 2)
    facts = {
        "Title": picture.title,
        "Author": imprint.author,
        "Description": picture.alternative,
        "Source": imprint.address,
        "Creation Time": imprint.issued.isoformat(),
    }
    said = b"".join(_chunk(b"iTXt", _told(key, words)) for key, words in facts.items())
    return said.join(_pressed(drawn))


def table(picture: Picture, _imprint: Imprint) -> bytes:
    """Its numbers as CSV, as ``iscm.renderers.table`` writes it."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(map(cell, picture.table.head))
    for row in picture.table.rows:
        writer.writerow([cell(plain(content)) for content in row.cells])
    return b"\xef\xbb\xbf" + page.getvalue().encode()


def specification(picture: Picture, imprint: Imprint) -> bytes:
    """The Vega-Lite that is drawn, with its source in it."""
    told = {
        "title": picture.title,
        "citation": f"{imprint.citation} {imprint.address}",
        "issued": imprint.issued.isoformat(),
        "as_of": picture.as_of.isoformat() if picture.as_of else None,
        "unknown": picture.unknown,
        "notes": imprint.standing,
    }
    whole = {**picture.specification, "description": picture.alternative, "usermeta": told}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


WRITERS = {
    "svg": svg,
    "png": png,
    "csv": table,
    "vl.json": specification,
    "pdf": lambda picture, imprint: pdf.render(sheet(picture, imprint)),
    "docx": lambda picture, imprint: word.render(sheet(picture, imprint)),
}


def _sheet(picture: Picture, imprint: Imprint, fonts: str = "") -> str:
    """Title, drawing and small print below each other, from the side where the language begins."""
    drawing = charts.svg(picture.specification)
    size = _SIZE.match(drawing)
    wide, high = (float(side) for side in size.groups()) if size else (0.0, 0.0)
    width = max(wide, 360) + 2 * _MARGIN
    back = imprint.direction == "rtl"
    credit = (imprint.citation, imprint.address, *imprint.standing)
    title, below = _lines((picture.title,), width, _MARGIN, "deep", 20, 600, back=back)
    small, height = _lines(credit, width, below + 14 + high + 18, "quiet", 11, 400, back=back)
    left = width - _MARGIN - wide if back else _MARGIN
    nested = drawing.replace("<svg ", f'<svg x="{left:g}" y="{below + 14:g}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'xml:lang="{escape(imprint.lang)}" aria-labelledby="title desc" width="{width:g}" '
        f'height="{height + _MARGIN:g}" viewBox="0 0 {width:g} {height + _MARGIN:g}">'
        f'<title id="title">{escape(picture.title)}</title>'
        f'<desc id="desc">{escape(picture.alternative)} {escape(imprint.citation)} {escape(imprint.address)}</desc>'
        f'{fonts}<rect width="100%" height="100%" fill="{LIGHT["page"]}"/>{title}{nested}{small}</svg>\n'
    )


def _lines(
    paragraphs: tuple[str, ...], width: float, y: float, colour: str, points: int, weight: int, *, back: bool
) -> tuple[str, float]:
    """Words set in lines that fit, from ``y`` on, and where they end."""
    x, side = (width - _MARGIN, "end") if back else (_MARGIN, "start")
    look = f'text-anchor="{side}" font-size="{points}px" font-weight="{weight}" fill="{LIGHT[colour]}"'
    written = []
    for words in paragraphs:
        each = breadth(words, points) / max(len(words), 1)
        turned = back and not words.startswith("http")
        for line in textwrap.wrap(words, int((width - 2 * _MARGIN) / each), break_on_hyphens=False):
            line = f"\N{RIGHT-TO-LEFT EMBEDDING}{line}\N{POP DIRECTIONAL FORMATTING}" if turned else line
            written.append(f'<text x="{x:g}" y="{y + points:g}" {look}>{escape(line)}</text>')
            y += points * 1.4
    return f'<g font-family="{_FAMILY}">{"".join(written)}</g>', y


@cache
def _fonts() -> str:
    """Our letters in the file, so that words keep the room measured for them; other scripts take the reader's."""
    faces = "".join(
        f"@font-face{{font-family:'{FONTS['sans']}';font-weight:{weight};src:url(data:font/woff2;base64,"
        f"{base64.b64encode((charts.FONTS / f'{name}.woff2').read_bytes()).decode()})}}"
        for weight, name in _FACES
    )
    return f"<style>{faces}</style>"


def _pressed(png: bytes) -> tuple[bytes, bytes]:
    """A PNG packed as small as can be: its head, and its pixels; between them there is room for words."""
    chunks, at = [], len(_SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + size]))
        at += size + 12
    head = next(body for kind, body in chunks if kind == b"IHDR")
    pixels = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    packed = _chunk(b"IDAT", zlib.compress(pixels, 9)) + _chunk(b"IEND", b"")
    return _SIGNATURE + _chunk(b"IHDR", head), packed


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _told(key: str, words: str) -> bytes:
    """A text in UTF-8, as the PNG specification has it."""
    return key.encode("latin-1") + b"\0\0\0\0\0" + words.encode()
