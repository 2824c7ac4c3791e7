"""``post``: a real mail server that takes what the hub sends, and misbehaves when told to."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from email import policy

import pytest
from aiosmtpd.controller import Controller


class Post:
    """What the server took, and how it misbehaves.

    ``stop_after``: so many letters, then it closes; ``refuse``: what it answers for an address; ``swallow``: it takes a
    letter and hangs up. The names of its methods are those of aiosmtpd.
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, email.message.EmailMessage]] = []
        self.refuse: dict[str, str] = {}
        self.stop_after: int | None = None
        self.swallow = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        if self.stop_after is not None and len(self.taken) >= self.stop_after:
            return "421 closing down"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos[0], message))
        if self.swallow:
            server.transport.close()
        return "250 taken"


@pytest.fixture
def post(settings) -> Iterator[Post]:
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=_free())
    controller.start()
    settings.EMAIL_PORT = controller.port
    settings.ISCM_MAIL = f"smtp://127.0.0.1:{controller.port}"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    settings.DEFAULT_FROM_EMAIL = "The hub <hub@hub.example>"
    yield handler
    controller.stop()


def _free() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
