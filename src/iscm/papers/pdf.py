"""The text of a PDF: lines in reading order, joined to paragraphs; page numbers and running heads taken away.

A text layer knows letters and their boxes, nothing of lines, columns or words cut by a hyphen. See ``columns`` for the
order and ``ligatures`` for letters that a font has swallowed.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from iscm.papers.columns import Piece, rows_in_order
from iscm.papers.ligatures import known_words, mended
from iscm.papers.paper import LARGEST_TEXT, PaperError, too_long

_BULLET = re.compile(r"[•▪■◦‣·●○–*-]\s")
_CLOSED = re.compile(r"[.;:!?][\"”»)\]]*\Z")
_PAGE_NUMBER = re.compile(
    r"(?:page|pág\.?|стр\.?)?\s*[-–—|•·]?\s*\d{1,4}\s*[-–—|•·]?(?:\s*(?:/|of|de|sur|из)\s*\d{1,4})?",
    re.IGNORECASE,
)
_HYPHEN = "\x02"  # how the text layer marks a word cut at the end of a line


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, box, size of letters, whether all bold; ``row`` if it is a row of a table."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    row: bool = False


def pdf_text(data: bytes, name: str) -> tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Text, links as (label, address), and notes. PaperError if it is locked, broken, or has pictures only."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise PaperError(f"{name} is locked with a password. Send it without one.") from error
        raise PaperError(
            f"{name} is a broken PDF: it cannot be opened. Export it again and send that."
        ) from error
    try:
        return _text(document, name)
    finally:
        document.close()


def pdf_pages(data: bytes) -> int | None:
    """How many pages it has; None where it is locked or broken."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return None
    try:
        return len(document)
    finally:
        document.close()


def _text(document: Any, name: str) -> tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]:
    pages, links, empty, size = [], [], [], 0
    for number in range(len(document)):
        page = document[number]
        layer = page.get_textpage()
        pieces = list(_pieces(layer))
        height = page.get_height()
        pages.append((height, [_line(row, height) for row in rows_in_order(pieces)]))
        links += _links(document, page, layer)
        size += sum(len(piece.text) for piece in pieces)
        if size > LARGEST_TEXT:
            raise too_long(name, size, LARGEST_TEXT)
        if not pieces:
            empty.append(number + 1)
        layer.close()
        page.close()
    if size < 8 or len(empty) == len(pages):
        raise PaperError(
            f"{name} is a scan: pictures of pages without any text. Send the Word file, or run text recognition (OCR) "
            "on it first."
        )
    text, count = mended(_paragraphs(_without_running_heads(pages)))
    notes = []
    if count:
        notes.append(f"{count} words had lost letters in the PDF (“Meeng”) and were mended")
    if empty:
        plural = "s" if len(empty) > 1 else ""
        notes.append(f"page{plural} {', '.join(map(str, empty))}: no text, perhaps a scan")
    return text, tuple(_whole_links(text, links)), tuple(notes)


def _whole_links(text: str, links: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Links whose label runs over two lines made one again; addresses printed as they are need no link."""
    whole: list[tuple[str, str]] = []
    for label, url in links:
        label = mended(label)[0]
        if whole and whole[-1][1] == url and (longer := _glued(whole[-1][0], label)) in text:
            whole[-1] = (longer, url)
        else:
            whole.append((label, url))
    return [(label, url) for label, url in whole if not label.startswith(("http:", "https:", "www."))]


def _pieces(layer: Any) -> list[Piece]:
    """Stretches of letters that stand on one line without a wide gap, in the order of the text layer."""
    pieces: list[Piece] = []
    text, size, heavy = "", 0.0, 0
    boxes: list[tuple[float, float, float, float]] = []
    rect = raw.FS_RECTF()

    def close() -> None:
        nonlocal text, boxes, size, heavy
        if text.strip() and boxes:
            left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
            right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
            pieces.append(Piece(text.strip(), left, right, top, bottom, size, heavy > 0.8 * len(boxes)))
        text, boxes, size, heavy = "", [], 0.0, 0

    for index in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, index)
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char in "\r\n":
            close()
            continue
        if char == "\ufffe" or raw.FPDFText_IsHyphen(layer, index) == 1:
            char = _HYPHEN
        raw.FPDFText_GetLooseCharBox(layer, index, rect)
        here = (rect.left, rect.bottom, rect.right, rect.top)
        if char.isspace() or raw.FPDFText_IsGenerated(layer, index) == 1:
            text += " " if char.isspace() else char
            continue
        letter = raw.FPDFText_GetFontSize(layer, index)
        if boxes and (
            here[0] - boxes[-1][2] > 1.6 * max(size, 4) or here[0] < boxes[-1][0] - 3 * max(size, 4)
        ):
            close()
        text += char
        boxes.append(here)
        size = max(size, letter if letter > 1.5 else here[3] - here[1])
        heavy += raw.FPDFText_GetFontWeight(layer, index) >= 600
    close()
    return pieces


def _line(row: Sequence[Piece], height: float) -> Line:
    return Line(
        " | ".join(piece.text for piece in row),
        min(p.left for p in row),
        max(p.right for p in row),
        height - max(p.top for p in row),
        height - min(p.bottom for p in row),
        max(p.size for p in row),
        all(p.bold for p in row),
        len(row) > 1,
    )


def _without_running_heads(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The lines of each page without page numbers, and without what stands at the head or foot of several pages."""
    at_edge = Counter(
        key for height, page in pages for key in {_key(line) for line in page if _edge(line, height)} if key
    )
    return [
        [
            line
            for line in page
            if not (_edge(line, height) and (_PAGE_NUMBER.fullmatch(line.text) or at_edge[_key(line)] > 1))
        ]
        for height, page in pages
    ]


def _edge(line: Line, height: float) -> bool:
    return line.top < 0.1 * height or line.bottom > 0.9 * height


def _key(line: Line) -> str:
    return re.sub(r"[\W\d_]+", " ", line.text.casefold()).strip()


def _paragraphs(pages: Sequence[list[Line]]) -> str:
    """Lines joined to paragraphs, these apart by a blank line; items of a list and rows of a table close together."""
    text, last = "", None
    leading = _leading(pages)
    for page in pages:
        for number, line in enumerate(page):
            if last is None:
                text = line.text
            elif number == 0:
                text = _glued(text, line.text) if _runs_on(last, line) else text + "\n\n" + line.text
            elif _same_paragraph(last, line, _margin(page, last), leading):
                text = _glued(text, line.text)
            else:
                near = line.bottom - last.bottom < 1.3 * leading * line.size
                listed = near and ((line.row and last.row) or bool(_BULLET.match(line.text)))
                text += ("\n" if listed else "\n\n") + line.text
            last = line
    return _glued(text, "").strip() + "\n"


def _runs_on(last: Line, line: Line) -> bool:
    """From one page to the next."""
    return last.text.endswith(_HYPHEN) or (not _CLOSED.search(last.text) and line.text[:1].islower())


def _margin(page: Sequence[Line], line: Line) -> float:
    """How far to the right the lines of a line's own column reach."""
    return max(other.right for other in (*page, line) if abs(other.left - line.left) < 3 * line.size)


def _leading(pages: Sequence[list[Line]]) -> float:
    """From one line to the next in a paragraph, in sizes of its letters: the least distance that is common."""
    distances = sorted(
        (line.bottom - last.bottom) / line.size
        for page in pages
        for last, line in pairwise(page)
        if abs(line.size - last.size) < 0.5 and 0.8 * line.size < line.bottom - last.bottom < 2.5 * line.size
    )
    return distances[len(distances) // 8] if distances else 1.2


def _same_paragraph(last: Line, line: Line, right: float, leading: float) -> bool:
    if last.text.endswith(_HYPHEN):
        return True
    if line.row or last.row or _BULLET.match(line.text) or line.top < last.top - 1:
        return False
    if (
        line.bottom - last.bottom > 1.22 * leading * line.size
        or abs(line.size - last.size) > 0.12 * last.size
    ):
        return False
    if last.bold != line.bold and not line.text[:1].islower():
        return False
    first_word = line.text.split(" ", 1)[0]
    room = right - last.right
    return room < (len(first_word) + 1) * 0.55 * line.size or (
        line.text[:1].islower() and not _CLOSED.search(last.text)
    )


def _glued(text: str, more: str) -> str:
    """The next line put on, with a word that was cut at the line's end made whole."""
    if not text.endswith(_HYPHEN):
        return f"{text} {more}" if more else text
    text = text[:-1]
    head = re.search(r"[^\W\d_]*\Z", text)
    tail = re.match(r"[^\W\d_]*", more)
    first, second = (head[0] if head else "").lower(), (tail[0] if tail else "").lower()
    whole = first + second in known_words() or not (first in known_words() and second in known_words())
    return text + ("" if whole and second and more[:1].islower() else "-") + more


def _links(document: Any, page: Any, layer: Any) -> list[tuple[str, str]]:
    """(label, address) of the page's links, from top to bottom."""
    found = []
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, place, link):
        rect = raw.FS_RECTF()
        action = raw.FPDFLink_GetAction(link)
        if not action or not raw.FPDFLink_GetAnnotRect(link, rect):
            continue
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFAction_GetURIPath(document, action, buffer, length)
        url = buffer.value.decode("utf-8", "replace")
        inset = 0.25 * (rect.top - rect.bottom)  # keeps out what hangs down from the line above
        label = layer.get_text_bounded(rect.left + 1, rect.bottom + inset, rect.right - 1, rect.top - inset)
        label = " ".join(label.replace("\ufffe", _HYPHEN).split())
        if label and url and not url.startswith("mailto:"):
            found.append((-rect.top, rect.left, label, url))
    return [(label, url) for _, _, label, url in sorted(found)]
