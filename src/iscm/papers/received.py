"""A file as received and what is in it, whatever it is called: its kind is told by its content."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from iscm.papers.encoding import decoded
from iscm.papers.paper import LARGEST_FILE, LARGEST_TEXT, Paper, PaperError, too_long

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = {
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"II*\x00": "a picture",
    b"MM\x00*": "a picture", b"\x1f\x8b": "a packed file", b"7z\xbc\xaf": "a packed archive",
    b"Rar!": "a packed archive", b"\x7fELF": "a program", b"MZ\x90": "a program", b"SQLite format 3": "a database",
}  # fmt: skip
_WAY_OUT = "Send a Word file, a PDF, a web page or the plain text."


def read_paper(source: str | Path) -> Paper:
    """The paper at a path, or on standard input for "-". PaperError says in a sentence why it cannot be read."""
    if str(source) == "-":
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
        return paper_of(data, "standard input")
    path = Path(source)
    try:
        if path.is_dir():
            raise PaperError(f"{source} is a folder. Name the files in it: {source}/*")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise too_long(str(source), size, LARGEST_FILE)
        data = path.read_bytes()
    except FileNotFoundError:
        raise PaperError(f"There is no file {source}.") from None
    except PermissionError:
        raise PaperError(f"{source} may not be read: you have no permission.") from None
    except (OSError, ValueError) as error:
        raise PaperError(f"{source} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    return paper_of(data, str(source))


def paper_of(data: bytes, name: str) -> Paper:
    """The paper in ``data``; ``name`` is how its sender calls it, and decides only between text and Markdown."""
    if not data.strip(b"\x00 \t\r\n\f\v"):
        raise PaperError(f"{name} is empty.")
    if len(data) > LARGEST_FILE:
        raise too_long(name, len(data), LARGEST_FILE)
    return _reader(data, name)(data, name)


def _reader(data: bytes, name: str) -> Callable[[bytes, str], Paper]:
    start = data[:1024].lstrip()
    if start.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return _pdf
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sheet if "xl/workbook.xml" in _parts(data) else _word
    if data.startswith(_OLE):
        return _old_office
    for magic, kind in _PICTURES.items():
        if data.startswith(magic):
            advice = (
                "Run text recognition on it first, or send the Word file."
                if kind == "a picture"
                else _WAY_OUT
            )
            raise PaperError(f"{name} is {kind}, not a text. {advice}")
    if start.startswith(b"{\\rtf"):
        raise PaperError(f"{name} is a Rich Text file. Save it as .docx in Word and send that.")
    if start[:200].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        start.startswith(b"<") and b"<html" in data[:4096].lower()
    ):
        return _html
    if name.lower().endswith((".htm", ".html", ".xhtml")) and b"<" in data:
        return _html
    if name.lower().endswith((".csv", ".tsv")):
        return _csv
    return _markdown if name.lower().endswith((".md", ".markdown", ".mkd")) else _text


def _parts(data: bytes) -> frozenset[str]:
    """Names of the files in a packed one; none where it is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return frozenset(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError):
        return frozenset()


def _decoded(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    if len(data) > LARGEST_TEXT:
        raise too_long(name, len(data), LARGEST_TEXT)
    try:
        text, encoding = decoded(data, declared)
    except UnicodeError:
        raise PaperError(f"{name} is not a text, and of no kind known here. {_WAY_OUT}") from None
    if not text.strip("\ufeff\x00 \t\r\n\f\v\u00a0"):
        raise PaperError(f"{name} is empty.")
    return text, (f"read as {encoding}",) if encoding else ()


def _text(data: bytes, name: str) -> Paper:
    text, notes = _decoded(data, name)
    return Paper(name=name, kind="text", text=text, notes=notes)


def _markdown(data: bytes, name: str) -> Paper:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - each format's library costs only those who send it

    from iscm.papers.html import html_text  # noqa: PLC0415

    source, notes = _decoded(data, name)
    text, links = html_text(MarkdownIt("commonmark").enable("table").render(source))
    return Paper(name=name, kind="markdown", text=_something(text, name), links=links, notes=notes)


def _html(data: bytes, name: str) -> Paper:
    from iscm.papers.html import declared_charset, html_text  # noqa: PLC0415

    source, notes = _decoded(data, name, declared_charset(data))
    text, links = html_text(source)
    return Paper(name=name, kind="html", text=_something(text, name), links=links, notes=notes)


def _word(data: bytes, name: str) -> Paper:
    from iscm.papers.word import word_text  # noqa: PLC0415

    text, links = word_text(data, name)
    return Paper(name=name, kind="word", text=_something(text, name), links=links)


def _sheet(data: bytes, name: str) -> Paper:
    from iscm.papers.sheet import sheet_text  # noqa: PLC0415
    from iscm.papers.word import check_size  # noqa: PLC0415

    check_size(data, name)
    return Paper(name=name, kind="table", text=_something(sheet_text(data, name), name))


def _csv(data: bytes, name: str) -> Paper:
    from iscm.papers.sheet import csv_text  # noqa: PLC0415

    source, notes = _decoded(data, name)
    return Paper(name=name, kind="table", text=_something(csv_text(source, name), name), notes=notes)


def _pdf(data: bytes, name: str) -> Paper:
    from iscm.papers.pdf import pdf_text  # noqa: PLC0415

    text, links, notes = pdf_text(data, name)
    return Paper(name=name, kind="pdf", text=text, links=links, notes=notes)


def _old_office(data: bytes, name: str) -> Paper:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise PaperError(f"{name} is locked with a password. Send it without one.")
    raise PaperError(
        f"{name} is a file of an old Office version. Open it in Word, save it as .docx and send that."
    )


def _something(text: str, name: str) -> str:
    if not text.strip():
        raise PaperError(f"{name} has no text in it.")
    if len(text) > LARGEST_TEXT:
        raise too_long(name, len(text), LARGEST_TEXT)
    return text
