"""The text of a Word file, through mammoth: paragraphs, lists, tables and links; headers, comments and pictures go."""

from __future__ import annotations

import io
import zipfile

from iscm.papers.html import html_text
from iscm.papers.paper import LARGEST_TEXT, MEGABYTE, PaperError

LARGEST_XML = 2 * LARGEST_TEXT  # markup included
_OTHERS = {
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file", "META-INF/container.xml": "an e-book",
}  # fmt: skip


def word_text(data: bytes, name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text of a .docx and its links; PaperError if it is none, is broken, or unpacks to more than it should."""
    broken = PaperError(
        f"{name} is a broken Word file: it cannot be opened. Save it in Word again, as .docx."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package, name)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise broken from error

    import mammoth  # noqa: PLC0415 - only Word files need it

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=mammoth.images.img_element(lambda image: {"src": ""})
        )
    except Exception as error:
        raise broken from error
    return html_text(result.value)


def check_size(data: bytes, name: str) -> None:
    """PaperError where a packed file is broken, locked, or unpacks to more than a paper can have."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _bounded(package, name)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise PaperError(f"{name} is a broken file: it cannot be opened. Save it again.") from error


def _check(package: zipfile.ZipFile, name: str) -> None:
    names = set(package.namelist())
    if "word/document.xml" not in names:
        kind = next((kind for part, kind in _OTHERS.items() if part in names), "a ZIP archive")
        raise PaperError(f"{name} is {kind}, not a paper to read. Send a Word file, a PDF or the plain text.")
    _bounded(package, name)


def _bounded(package: zipfile.ZipFile, name: str) -> None:
    names = set(package.namelist())
    if any(info.flag_bits & 1 for info in package.infolist()):
        raise PaperError(f"{name} is locked with a password. Send it without one.")
    unpacked = sum(info.file_size for info in package.infolist() if info.filename.endswith((".xml", ".rels")))
    if unpacked > LARGEST_XML or len(names) > 10_000:
        raise PaperError(
            f"{name} unpacks to {unpacked / MEGABYTE:.0f} MB of text, more than a paper can have "
            f"({LARGEST_XML // MEGABYTE} MB). It was not opened."
        )
    for part in names:
        if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.read(part)[:4096]:
            raise PaperError(
                f"{name} holds a document type declaration, which no Word file has. It was not opened."
            )
