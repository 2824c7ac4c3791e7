"""A mail as a mail server hands it over: whom it reached, and what it reports of a letter that came back (RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser

from iscm.papers.paper import MEGABYTE, PaperError

TO = ("Delivered-To", "X-Original-To", "To", "Cc")  # the surest first
LARGEST = 30 * MEGABYTE
LONGEST = 500  # characters of a reason
LONGEST_HEAD = 10_000  # ... and of a head that names addresses
_ADDRESS = re.compile(r"[^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,255}")
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a letter at one address: ``action`` failed, delayed, delivered, relayed or expanded."""

    action: str
    status: str
    why: str

    @property
    def permanent(self) -> bool:
        return self.action == "failed" and self.status.startswith("5")

    @property
    def failed(self) -> bool:
        """Whether the letter did not arrive, or not yet."""
        return self.action in ("failed", "delayed")


@dataclass(frozen=True, slots=True)
class Mail:
    """``to``: addresses that it may be for, the surest first; ``reports`` of letters that did not arrive, or did."""

    to: tuple[str, ...]
    reports: tuple[Report, ...]
    message: EmailMessage


def mail_of(data: bytes) -> Mail:
    """The mail in ``data``; PaperError says in a sentence why it cannot be read."""
    if not data.strip():
        raise PaperError("The mail is empty.")
    if len(data) > LARGEST:
        raise PaperError(f"The mail is larger than {LARGEST // MEGABYTE} MB.")
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
        to = tuple(dict.fromkeys(_addresses(message)))
        reports = tuple(_reports(message))
    except (MessageError, ValueError, LookupError) as fault:  # headers that break every rule of theirs
        raise PaperError(f"The mail cannot be read: {fault}.") from fault
    return Mail(to, reports, message)


def _addresses(message: EmailMessage) -> Iterator[str]:
    for name in TO:
        for value in message.get_all(name, ()):
            yield from _ADDRESS.findall(str(value)[:LONGEST_HEAD])


def _reports(message: EmailMessage) -> Iterator[Report]:
    """Each group of fields of a delivery status after the first, which is about the letter as a whole."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            for fields in payload if isinstance(payload, list) else ():
                if isinstance(fields, Message) and "Action" in fields:
                    yield _report(fields)


def _report(fields: Message) -> Report:
    said = str(fields.get("Status", ""))
    found = _STATUS.search(said) or _STATUS.search(str(fields.get("Diagnostic-Code", "")))
    status = found[0] if found else ""
    told = str(fields.get("Diagnostic-Code", "")).partition(";")[2] or said
    why = " ".join(f"{status} {told}".split()) if status not in told else " ".join(told.split())
    return Report(str(fields["Action"]).strip().lower(), status, why[:LONGEST])
