"""How long it takes to give an issue to the post: 10,000 subscribers in six languages, in a hub that is thrown away.

.venv/bin/python bench/mailing.py [NUMBER]

With DATABASE_URL it makes that database its own: give it an empty one. "sent" is the first thousand, as `iscm work`
sends them, to a mail server on this machine that takes everything.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

AT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
YEAR = 2022
SENT = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("number", type=int, nargs="?", default=10_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"ISCM_HOME": home, "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}
        measure(args.number, Path(home))


def measure(number: int, home: Path) -> None:
    from iscm.commands import load

    load.run(argparse.Namespace(quiet=True))
    from django.conf import settings
    from django.db import connection

    from iscm.newsletter.actions.approving import approve, publish, submit
    from iscm.newsletter.actions.sending import send
    from iscm.newsletter.models import Issue, Subscriber
    from iscm.newsletter.queries import stand
    from iscm.post.models import Letter

    office()
    Issue.objects.filter(year=YEAR).update(standing="draft", access="closed")
    submit(year=YEAR, by="compiler", at=AT)
    approve(year=YEAR, seal=stand(YEAR).seal, by="approver", at=AT)
    print(
        f"published, 24 files made and kept: {timed(lambda: publish(year=YEAR, by='approver', at=AT)):.1f} s"
    )
    languages = [code for code, _name in settings.LANGUAGES]
    Subscriber.objects.bulk_create(
        (
            Subscriber(
                address=f"{n}@mail.example", language=languages[n % len(languages)], asked=AT, confirmed=AT
            )
            for n in range(number)
        ),
        batch_size=500,
    )
    before = size(home)
    took = timed(lambda: send(year=YEAR, by="approver", at=AT))
    queued = Letter.objects.filter(kind="highlights").count()
    print(f"{queued:,} mails rendered and queued: {took:.1f} s ({connection.vendor})")
    if connection.vendor == "sqlite":
        print(f"they take {(size(home) - before) / 1e6:.0f} MB")
    print(f"{SENT:,} sent: {timed(deliver):.1f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def office() -> None:
    from iscm.accounts.actions import give_role
    from iscm.accounts.models import User

    for part in ("compiler", "approver"):
        give_role(user=User.objects.create_user(part), part=part, by="root", at=AT)


def deliver() -> None:
    """Send some to a mail server in this process."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Sink
    from django.conf import settings

    from iscm.post.actions import Server, deliver

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        done = deliver(clock=lambda: AT, mailbox=Server(), limit=SENT)
    finally:
        controller.stop()
    assert done.sent == SENT, done


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def size(home: Path) -> int:
    return sum(file.stat().st_size for file in home.iterdir() if "sqlite3" in file.name)


if __name__ == "__main__":
    main()
