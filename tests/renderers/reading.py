"""What a reader finds in a rendered file: its words, by means other than those that wrote it."""

from __future__ import annotations

import email
import io
import subprocess
import zipfile
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


def page(html: str) -> _Page:
    found = _Page()
    found.feed(html)
    return found


def html(content: bytes) -> str:
    return "".join(page(content.decode()).text)


def mail(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(content: bytes, kind: str) -> str:
    body = mail(content).get_body((kind,))
    assert body is not None
    return str(body.get_content())


def docx(content: bytes, name: str = "word/document.xml") -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return ET.fromstring(package.read(name))


def docx_text(content: bytes) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in docx(content).iter(f"{W}p"))


def pdf_text(content: bytes, *options: str) -> str:
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def bare(text: str) -> str:
    """Without blanks: lines are broken differently in every format."""
    return "".join(text.split())
