"""``iscm receive``: one mail as the mail server hands it over, sorted by the address that it was delivered to.

Ends with 0 when the mail was taken in, 2 when it is for nobody here, 75 when the mail server should try again later.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from iscm.commands.hub import Unusable, opened

if TYPE_CHECKING:
    from iscm.papers.mail import Mail

TAKEN, NOT_FOR_US, LATER = 0, 2, 75  # the last is EX_TEMPFAIL of sysexits.h, which mail servers know

Taker = Callable[[str, "Mail"], str | None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="the mail (default: standard input)"
    )
    parser.add_argument(
        "--to", metavar="ADDRESS", help="whom it was delivered to (default: as its head says)"
    )


def run(args: argparse.Namespace) -> int:
    from iscm.papers.mail import mail_of
    from iscm.papers.paper import PaperError

    try:
        mail = mail_of(_data(args.file))
    except PaperError as fault:
        print(f"iscm receive: {fault}", file=sys.stderr)
        return NOT_FOR_US
    except OSError as fault:
        print(f"iscm receive: {fault.filename}: {fault.strerror}", file=sys.stderr)
        return NOT_FOR_US
    try:
        opened()
    except Unusable as fault:
        print(f"iscm receive: {fault}.", file=sys.stderr)
        return LATER
    return _taken(mail, [args.to] if args.to else list(mail.to))


def _data(name: str) -> bytes:
    from iscm.papers.mail import LARGEST

    if name != "-":
        return Path(name).read_bytes()
    return sys.stdin.buffer.read(LARGEST + 1)


def _taken(mail: Mail, addresses: list[str]) -> int:
    """The first address that something here answers to decides."""
    from django.db import DatabaseError

    try:
        for address in addresses:
            for taker in TAKERS:
                said = taker(address, mail)
                if said is not None:
                    print(said)
                    return TAKEN
    except DatabaseError as fault:
        print(f"iscm receive: the database does not answer: {' '.join(str(fault).split())}.", file=sys.stderr)
        return LATER
    print(f"iscm receive: nothing here has the address {', '.join(addresses) or '(none)'}.", file=sys.stderr)
    return NOT_FOR_US


def came_back(address: str, mail: Mail) -> str | None:
    """A letter of ours that comes back; what was done in a sentence, None where the address is none of a letter."""
    from django.conf import settings
    from django.utils import timezone

    from iscm.post.actions import came_back
    from iscm.post.models import Letter
    from iscm.post.rules import returned

    number = returned(address, settings.SECRET_KEY)
    if number is None:
        return None
    failed = [report for report in mail.reports if report.failed]
    if not failed:
        return f"letter {number}: no report that it did not arrive; nothing is changed"
    report = next((one for one in failed if one.permanent), failed[0])
    try:
        came_back(letter=number, why=report.why, permanent=report.permanent, at=timezone.now())
    except Letter.DoesNotExist:
        return f"letter {number}: it is kept no more; nothing is changed"
    return f"letter {number}: {'came back for good' if report.permanent else 'not arrived yet'}: {report.why}"


def reported(address: str, mail: Mail) -> str | None:
    """A secretariat's answer to a letter of a round; machines that answer by themselves are thanked, and not read."""
    from django.conf import settings
    from django.utils import timezone

    from iscm.intake.actions import receive
    from iscm.intake.rules import replied
    from iscm.papers.answer import answer_of, enclosed_in

    if replied(address, settings.SECRET_KEY) is None:
        return None
    if str(mail.message.get("Auto-Submitted", "no")).strip().lower() != "no":
        return "an answer that a machine wrote; nothing is changed"
    received = receive(
        address=address, sender=_sender(mail), text=answer_of(mail.message),
        enclosed=enclosed_in(mail.message), at=timezone.now(),
    )  # fmt: skip
    if received is None:
        return "this mechanism is asked no more; nothing is changed"
    report = received.report
    if report is None:
        return f"no report: {received.why}"
    if report.held:
        return "from an address that was not asked: it waits for the office"
    return "confirmed" if report.confirmed else f"version {report.number} of the report"


def _sender(mail: Mail) -> str:
    from email.utils import parseaddr

    return parseaddr(str(mail.message.get("From", "")))[1]


TAKERS: tuple[Taker, ...] = (came_back, reported)
