"""What letters to subscribers say: in the language that is active, with links that open their own subscription.

Links lead to the hub and nowhere else, and nothing in a letter is fetched when it is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from iscm.newsletter.models import Subscriber

ASKED, HIGHLIGHTS, DIGEST = "subscribe", "highlights", "digest"
KINDS = (ASKED, HIGHLIGHTS, DIGEST)


@dataclass(frozen=True, slots=True)
class News:
    """A meeting in a digest: what it is called, whose it is, when, what was done, and its page."""

    title: str
    who: str
    when: str
    done: str
    address: str


def hub(name: str, *args: object) -> str:
    """A page's whole address, as it stands in a letter."""
    return settings.ISCM_ADDRESS.rstrip("/") + reverse(name, args=args)


def asked(row: Subscriber) -> str:
    """To an address that somebody has asked for mail to."""
    return _rendered("asked.txt", address=hub("subscription", row.token))


def known(row: Subscriber) -> str:
    """To an address that gets mail already."""
    return _rendered("known.txt", address=hub("subscription", row.token))


class Foot:
    """What stands below a letter, in the active language; made once, and filled in for each subscriber."""

    def __init__(self) -> None:
        links = {"preferences": hub("subscription", "TOKEN"), "stop": hub("unsubscribe", "TOKEN")}
        self.text = _rendered("foot.txt", **links)
        self.html = _rendered("foot.html", **links)
        with translation.override("en"):
            self.address = hub("unsubscribe", "TOKEN")

    def of(self, token: str) -> tuple[str, str]:
        """As text and as HTML."""
        return self.text.replace("TOKEN", token), self.html.replace("TOKEN", token)

    def headers(self, token: str, of: str) -> dict[str, str]:
        """What mail readers show a button for (RFC 8058), and which list a letter is of (RFC 2919)."""
        host = settings.ISCM_ADDRESS.partition("://")[2].partition("/")[0].partition(":")[0]
        return {
            "List-Unsubscribe": f"<{self.address.replace('TOKEN', token)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"<{of}.{host}>",
        }


def before_issue(year: int, written: str) -> tuple[str, str]:
    """What stands above an issue that is ``written`` in a language, as text and as HTML."""
    told = {"address": hub("issue", year), "foreign": written != get_language()}
    return _rendered("issue.txt", **told), _rendered("issue.html", **told)


def digest(news: Sequence[News], more: bool, own: str) -> tuple[str, str, str]:
    """Subject, text and HTML of a digest; ``more``: there are others; ``own``: where each letter's words go."""
    told = {"news": news, "more": more, "address": hub("meetings"), "own": own}
    return _("New and changed meetings"), _rendered("digest.txt", **told), _rendered("digest.html", **told)


def _rendered(name: str, **told: object) -> str:
    language = get_language() or "en"
    told |= {"language": language, "direction": "rtl" if get_language_bidi() else "ltr"}
    return render_to_string(f"newsletter/letters/{name}", told)
