"""Who gets mail, and what: asked for by anybody, confirmed by whom it reaches. Keyword-only, ``at`` when.

None of it enters the trail, which is kept for ever: an address can be forgotten.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from iscm.accounts.queries import latest
from iscm.newsletter.actions import letters
from iscm.newsletter.models import Rhythm, Subscriber
from iscm.newsletter.rules import Refused, period
from iscm.post.actions import Draft, forget, queue, withhold
from iscm.post.queries import written

OPEN = dt.timedelta(days=3)  # how long the link to confirm works
PENDING = dt.timedelta(days=7)  # how long an address is kept that nobody confirmed
ENDED = dt.timedelta(days=30)  # ... and one that nothing is sent to any more
MOST_TO_ONE = 3  # letters to one address within PENDING, however often somebody asks
MOST_TO_ALL = 300  # letters within an hour: above that the hub is being used against others


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a subscriber wants; ``choice`` is a ``meetings.rules.Choice`` as written in an address, "" for all."""

    language: str
    highlights: bool
    rhythm: str = Rhythm.NEVER
    choice: str = ""

    @property
    def nothing(self) -> bool:
        return not self.highlights and self.rhythm == Rhythm.NEVER


@transaction.atomic
def ask(*, address: str, wish: Wish, at: dt.datetime) -> None:
    """Somebody asks for mail to an address, which may be another's: a letter goes there, and nothing else changes.

    What an address already gets is not changed by asking: the letter then leads to its preferences.
    """
    if written([letters.ASKED], at - dt.timedelta(hours=1)) >= MOST_TO_ALL:
        raise Refused(_("Very many people are asking at the moment. Please come back in an hour."))
    address = address.lower()
    row, new = Subscriber.objects.select_for_update().get_or_create(
        address=address, defaults={"asked": at, "language": wish.language}
    )
    if written([letters.ASKED], at - PENDING, to=address) >= MOST_TO_ONE:
        return
    if new or row.ended or not row.confirmed:
        _want(row, wish)
        row.asked, row.confirmed, row.ended = at, None, None
        row.save()
    with translation.override(wish.language):
        words = letters.known(row) if row.confirmed else letters.asked(row)
        subject = _("Your subscription") if row.confirmed else _("Please confirm your subscription")
    letter = Draft(
        key=f"subscribe/{row.pk}/{at.isoformat()}", kind=letters.ASKED, to=address, subject=subject, text=words,
        secret=True,
    )  # fmt: skip
    queue(letters=[letter], at=at)


def in_time(row: Subscriber, at: dt.datetime) -> bool:
    """Whether a subscription may still be confirmed."""
    return row.confirmed is None and at - row.asked <= OPEN


@transaction.atomic
def confirm(*, token: str, at: dt.datetime) -> None:
    """Who has the letter says that it was meant. What changed before is not news."""
    row = _held(token)
    if row.confirmed:
        return
    if not in_time(row, at):
        raise Refused(_("This link has expired: ask again."))
    row.confirmed = at
    _begin(row, at)
    row.save()


@transaction.atomic
def change(*, token: str, wish: Wish, at: dt.datetime) -> None:
    """Who has the link wants something else; wanting nothing is to unsubscribe."""
    row = _held(token)
    if not row.confirmed:
        raise Refused(_("Confirm your subscription first."))
    if wish.nothing:
        return stop(token=token, at=at)
    if row.ended or row.rhythm != wish.rhythm:
        _begin(row, at, wish.rhythm)
    _want(row, wish)
    row.ended = None
    row.save()
    return None


@transaction.atomic
def stop(*, token: str, at: dt.datetime) -> None:
    """Nothing is sent any more, nor what waits already. Again is the same."""
    row = _held(token)
    withhold(to=row.address, kinds=letters.KINDS, why="unsubscribed")
    if row.confirmed is None:
        row.delete()
    elif row.ended is None:
        row.ended = at
        row.save()


@transaction.atomic
def erase(*, token: str) -> None:
    """Nothing is kept of an address, nor the letters that went there."""
    _erase(_held(token))


@transaction.atomic
def tidy(*, at: dt.datetime) -> int:
    """Forget addresses that nobody confirmed, and those that have ended; how many."""
    old = Subscriber.objects.filter(confirmed=None, asked__lt=at - PENDING)
    done = [*old, *Subscriber.objects.filter(ended__lt=at - ENDED)]
    for row in done:
        _erase(row)
    return len(done)


def _erase(row: Subscriber) -> None:
    forget(to=row.address, kinds=letters.KINDS)
    row.delete()


def _held(token: str) -> Subscriber:
    row = Subscriber.objects.select_for_update().filter(token=token).first() if token else None
    if row is None:
        raise Refused(_("Nothing is kept here for this link."))
    return row


def _want(row: Subscriber, wish: Wish) -> None:
    row.language, row.highlights = wish.language, wish.highlights
    row.rhythm, row.choice = wish.rhythm, wish.choice


def _begin(row: Subscriber, at: dt.datetime, rhythm: str = "") -> None:
    """The first digest comes when the present period is over, and tells what happens from now on."""
    last = latest()
    row.told, row.digested = last.pk if last else 0, period(rhythm or row.rhythm, at)
