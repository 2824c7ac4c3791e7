"""What is new in an answer by mail: what stands above the thread it quotes and above its signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage

from mailparser_reply import EmailReplyParser

from iscm.papers.html import html_text

ABOVE = "##-"  # begins the line above which our letters ask to be answered
LANGUAGES = [
    "en",
    "fr",
    "es",
    "zh",
]  # in which the lines are known that mail programs write above what they quote

_SAYS_WHEN = re.compile(r"\d{4}.*\d:\d\d|<[^<>\s]+@")


def answer_of(message: EmailMessage) -> str:
    """The words of an answer, "" where it has none. HTML is read where there is no plain text."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None or body.get_payload() is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeDecodeError):  # an encoding that nobody has heard of
        raw = body.get_payload(decode=True)
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    if body.get_content_subtype() == "html":
        text = html_text(text)[0]
    text = f"\n{text}".replace("\r\n", "\n").partition(f"\n{ABOVE}")[0]
    own = _without_signature(_above_heads(_unquoted(text)))
    return (EmailReplyParser(languages=LANGUAGES).parse_reply(own) or "").strip()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came with a mail, as the mail names it."""

    name: str
    kind: str
    data: bytes


def enclosed_in(message: EmailMessage) -> tuple[Enclosed, ...]:
    """The files that came with a mail; pictures within its text and signatures of machines are none."""
    found = []
    for part in message.iter_attachments():
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data and part.get_content_type() not in _NO_FILES:
            found.append(Enclosed(part.get_filename() or "file", part.get_content_type(), data))
    return tuple(found)


_NO_FILES = ("application/pgp-signature", "application/pkcs7-signature", "text/calendar")


def _unquoted(text: str) -> str:
    """Without quoted lines, and without the line above them that says whose they are, in whatever language."""
    kept: list[str] = []
    for line in text.split("\n"):
        if not line.lstrip().startswith(">"):
            kept.append(line)
            continue
        while kept and not kept[-1].strip():
            kept.pop()
        if kept and kept[-1].rstrip().endswith((":", "：")):
            kept.pop()
            if kept and _SAYS_WHEN.search(kept[-1]):  # it was broken into two
                kept.pop()
    return "\n".join(kept)


_HEADS = (
    "from sent to subject date cc de envoyé à objet enviado para asunto от отправлено кому тема дата "
    "من إلى الموضوع تاريخ 发件人 收件人 主题 发送时间"
).split()
_HEAD = re.compile(rf"\*?(?:{'|'.join(_HEADS)})(?: [^:：]{{1,20}})?\*?\s*[:：]", re.IGNORECASE)


def _above_heads(text: str) -> str:
    """Up to a block of the heads of another mail, as some programs set it above what they quote without a sign."""
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if _HEAD.match(line.strip()) and sum(bool(_HEAD.match(one.strip())) for one in lines[n : n + 5]) > 2:
            return "\n".join(lines[:n])
    return text


def _without_signature(text: str) -> str:
    """Up to the line that RFC 3676 section 4.3 sets before a signature."""
    head, _line, _rest = f"\n{text}\n".partition("\n-- \n")
    return head
