"""What a file is, by its content; plain work on plain values."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 100_000_000  # bytes of a file
MEMBERS = 10_000  # parts of a packed document
PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PACKED = {
    "word/document.xml": (f"{_OFFICE}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}presentationml.presentation", "pptx"),
}
_OPEN = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_MARKUP = re.compile(rb"\s*<(?:[!?a-zA-Z])")


class Unfit(ValueError):
    """A file that is not taken. ``args[0]`` is why: empty, large, macros, locked or unknown."""


@dataclass(frozen=True, slots=True)
class Type:
    """What a file is: its media type, and the ending that names it."""

    media: str
    ending: str


def type_of(data: bytes) -> Type:
    """By content alone, whatever its sender calls it. Unfit for what no reader of papers opens safely."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unfit("empty")
    if len(data) > LARGEST:
        raise Unfit("large")
    if data.startswith(b"%PDF-"):
        return Type(PDF, "pdf")
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    return _text(data)


def _packed(data: bytes) -> Type:
    """A document of an office. Only its list of parts is read: nothing is unpacked but the word that names its type."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            names = box.namelist()
            if len(names) > MEMBERS:
                raise Unfit("unknown")
            if any(
                name.lower().endswith(("vbaproject.bin", ".xlm")) or "/Basic/" in f"/{name}" for name in names
            ):
                raise Unfit("macros")
            for part, known in _PACKED.items():
                if part in names:
                    return Type(*known)
            with box.open("mimetype") as file:
                said = file.read(100).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as fault:
        raise Unfit("unknown") from fault
    if said not in _OPEN:
        raise Unfit("unknown")
    return Type(said, _OPEN[said])


def _text(data: bytes) -> Type:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Unfit("unknown") from fault
    if b"\x00" in data or _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")):
        raise Unfit("unknown")  # a page or a drawing may hold programs
    return Type("text/plain", "txt")


def called(said: str, ending: str) -> str:
    """The name of a file as kept: no folders, no signs that systems trip over, and the ending of its type."""
    last = re.split(r"[/\\]", said)[-1]
    stem = last.rpartition(".")[0] or last
    plain = re.sub(r"[^\w.,()+ -]+", "-", stem).strip(" .-_")[:120]
    return f"{plain or 'file'}.{ending}"


def place_of(digest: str) -> str:
    """Where the bytes of this digest are in the store: ``ab/abcdef...``."""
    return f"{digest[:2]}/{digest}"


_NUMBERED = re.compile(r"^[ \t]*(?:\((\d{1,3})\)|(\d{1,3})[.)])[ \t]+(?=\S)", re.MULTILINE)


def numbered(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs that begin with the next number, as (number, text); what stands before the first is no commitment.

    A number out of turn (a date, an article quoted) stays within the paragraph that it stands in.
    """
    starts = []
    for found in _NUMBERED.finditer(text):
        number = int(found[1] or found[2])
        if number == (starts[-1][0] + 1 if starts else 1):
            starts.append((number, found.start(), found.end()))
    ends = [start for _number, start, _end in starts[1:]] + [len(text)]
    if not starts:
        return
    for (number, _start, begin), end in zip(starts, ends, strict=True):
        paragraph = re.split(r"\n[ \t]*\n", text[begin:end].strip(), maxsplit=1)[0]
        yield str(number), " ".join(paragraph.split())
