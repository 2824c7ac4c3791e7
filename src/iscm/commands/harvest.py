"""``iscm harvest``: asks the sites of mechanisms what they publish. What it finds is proposed, and not published."""

from __future__ import annotations

import argparse
import sys
import time

from iscm.commands.hub import Unusable, opened

NOT_DONE = 2
PAUSE = 60  # seconds between two looks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--once", action="store_true", help="ask what is due now, and end")
    which.add_argument(
        "source", metavar="SOURCE", nargs="?", help="ask this one now: its number, address or mechanism"
    )


def run(args: argparse.Namespace) -> int:
    try:
        opened()
    except Unusable as fault:
        print(f"iscm harvest: {fault}.", file=sys.stderr)
        return NOT_DONE
    from django.db import OperationalError

    only = _named(args.source) if args.source else None
    if only is not None and not only:
        print(f"iscm harvest: there is no active source {args.source}.", file=sys.stderr)
        return NOT_DONE
    while True:
        try:
            code = _turn(only)
        except OperationalError as fault:  # busy: the next turn does it
            print(f"iscm harvest: the database does not answer: {fault}.", file=sys.stderr, flush=True)
            code = 1
        if args.once or only is not None:
            return code
        time.sleep(PAUSE)


def _named(said: str) -> list[int]:
    from django.db.models import Q

    from iscm.harvest.models import Source

    wanted = Q(address=said) | Q(mechanism__slug=said)
    if said.isascii() and said.isdigit() and len(said) < 19:
        wanted |= Q(pk=int(said))
    return list(Source.objects.filter(wanted, active=True).values_list("pk", flat=True))


def _turn(only: list[int] | None) -> int:
    from django.utils import timezone

    from iscm.harvest.actions import harvest, tell

    done = harvest(clock=timezone.now, wait=time.sleep, only=only)
    tell(today=timezone.localdate(), at=timezone.now())
    if done.asked:
        print(f"{done.asked} asked, {done.failed} failed, {done.proposed} proposals", flush=True)
    return 1 if done.failed else 0
