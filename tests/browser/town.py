"""A hub, its people's browsers, and the post between them: with the real commands, only the clock is the machine's."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.browser.test_pages import WIDE


class Town:
    """A hub, its people's browsers, and the post between them."""

    def __init__(self, home: Path, chromium: Any, post: Any, mail: str) -> None:
        self.home, self.chromium, self.post, self.address = home, chromium, post, ""
        kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        self.own = kept | {
            "ISCM_HOME": str(home),
            "ISCM_MAIL": mail,
            "ISCM_MAIL_FROM": "The hub <hub@hub.example>",
        }

    def iscm(self, *words: str, given: bytes = b"") -> str:
        command = [Path(sys.executable).with_name("iscm"), *words]
        done = subprocess.run(command, env=self.own, input=given, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def browser(self) -> Any:
        return self.chromium.new_context(viewport=WIDE).new_page()

    def letters(self, to: str) -> list[EmailMessage]:
        """What has arrived at an address, once what waits is sent."""
        self.iscm("work", "--once")
        return [message for _back, address, message in self.post.taken if address == to]

    def link(self, letter: EmailMessage) -> str:
        """The link in a letter, at the address that this hub has here."""
        text = letter.get_body(("plain",)).get_content()
        path = re.search(r"https?://[^/\s]+(/\S*(?:report/open|sign-in|subscribe)/\S+)", text)[1]
        return self.address + path

    def signed_in(self, email: str) -> Any:
        page = self.browser()
        page.goto(f"{self.address}/sign-in/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_role("button", name="Send me a link").click()
        page.goto(self.link(self.letters(email)[-1]))
        page.locator("main form button").click()
        return page

    def answer(self, letter: EmailMessage, sender: str, text: str) -> str:
        """Answer a letter by mail; what the hub says of it."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, letter["Reply-To"], f"Re: {letter['Subject']}"
        quoted = "\n".join(f"> {line}" for line in letter.get_body(("plain",)).get_content().splitlines())
        mail.set_content(
            f"{text}\n\nOn Monday, the hub <hub@hub.example> wrote:\n{quoted}\n-- \nThe secretariat\n"
        )
        return self.iscm("receive", given=mail.as_bytes())
