"""``iscm work``: writes what is due by rule and sends what waits, until it is stopped or, with ``--once``, done."""

from __future__ import annotations

import argparse
import sys
import time

from iscm.commands.hub import Unusable, opened

NOT_DONE = 2
PAUSE = 5  # seconds between two looks
SOURCES = 3  # asked in one turn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due now, and end")


def run(args: argparse.Namespace) -> int:
    try:
        opened()
        _mail_server()
    except Unusable as fault:
        print(f"iscm work: {fault}.", file=sys.stderr)
        return NOT_DONE
    from django.db import OperationalError

    while True:
        try:
            code = _turn()
        except OperationalError as fault:  # busy, or two waited for each other: the next turn does it
            print(f"iscm work: the database does not answer: {fault}.", file=sys.stderr, flush=True)
            code = 1
        if args.once:
            return code
        time.sleep(PAUSE)


def _mail_server() -> None:
    from django.conf import settings

    if not settings.ISCM_MAIL:
        raise Unusable(
            "there is no mail server: set ISCM_MAIL, such as smtp://127.0.0.1:25 (see docs/operators.md)"
        )


def _turn() -> int:
    from django.utils import timezone

    from iscm.harvest.actions import harvest, tell
    from iscm.intake.actions import remind
    from iscm.newsletter.actions.sending import send_digests
    from iscm.newsletter.actions.subscribing import tidy
    from iscm.planning.actions import watch
    from iscm.post.actions import Server, deliver
    from iscm.post.queries import unclear

    now = timezone.now()
    tidy(at=now)
    send_digests(at=now)
    reminded = remind(today=timezone.localdate(), by="hub", at=now)
    if reminded:
        print(f"{reminded} reminded", flush=True)
    watch(today=timezone.localdate(), at=now)
    tell(today=timezone.localdate(), at=now)
    done = deliver(clock=timezone.now, mailbox=Server())
    if done.sent or done.refused or done.stopped:
        print(f"{done.sent} sent, {done.refused} refused", flush=True)
    if done.stopped:
        print(f"iscm work: {done.stopped}.", file=sys.stderr, flush=True)
    for letter in unclear():
        print(
            f"iscm work: nobody knows whether {letter.key} left: look, and decide.",
            file=sys.stderr,
            flush=True,
        )
    harvested = harvest(
        clock=timezone.now, wait=time.sleep, most=SOURCES
    )  # last: slow sites hold up no letter
    if harvested.asked:
        print(f"{harvested.asked} sources asked, {harvested.proposed} proposals", flush=True)
    return 1 if done.stopped else 0
