"""Issues and digests go to the post: each to a subscriber once. Keyword-only, ``at`` when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TypeAlias

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from iscm.accounts import actions as trail
from iscm.accounts.queries import latest
from iscm.documents.words import LANGUAGES as WRITTEN
from iscm.domain.when import When
from iscm.meetings.forms import told
from iscm.meetings.queries import entries
from iscm.meetings.rules import Choice
from iscm.newsletter import queries
from iscm.newsletter.actions import letters
from iscm.newsletter.actions.approving import begin
from iscm.newsletter.models import Rhythm, Subscriber
from iscm.newsletter.rules import Refused, period
from iscm.post.actions import Draft, body, queue
from iscm.post.models import Body
from iscm.post.rules import OWN
from iscm.registry.api import closed
from iscm.registry.templatetags.wording import short, when
from iscm.renderers import email

BATCH = 500
MOST = 100  # meetings in a digest
Words: TypeAlias = tuple[str, Body, letters.Foot]  # subject, what all say alike, what stands below


@transaction.atomic
def send(*, year: int, by: str, at: dt.datetime) -> int:
    """Give a published issue to the post, for everybody who wants it; how many letters. Only once."""
    row, _stand = begin("send", year, by)
    if row.sent:
        raise Refused(_("The issue of %(year)s was sent already.") % {"year": year})
    words = {code: _issue(year, code) for code, _name in settings.LANGUAGES}
    number = queue(letters=_issues(year, words), at=at)
    row.sent = at
    row.save(update_fields=["sent"])
    trail.record(kind="issue", key=str(year), verb="send", by=by, at=at, after={"letters": number})
    return number


def active() -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(ended=None).exclude(confirmed=None)


def _issues(year: int, words: dict[str, Words]) -> Iterator[Draft]:
    rows = active().filter(highlights=True).order_by("pk")
    for number, address, language, token in rows.values_list("pk", "address", "language", "token"):
        yield _letter(f"highlights/{year}/{number}", letters.HIGHLIGHTS, address, token, words[language])


def _letter(key: str, kind: str, address: str, token: str, words: Words) -> Draft:
    subject, shared, foot = words
    text, html = foot.of(token)
    return Draft(
        key=key, kind=kind, to=address, subject=subject, text=text, html=html, body=shared,
        headers=foot.headers(token, kind), secret=True,
    )  # fmt: skip


def _issue(year: int, language: str) -> Words:
    """An issue as it was published, within a few words in the subscriber's language."""
    written = language if language in WRITTEN else "en"
    name = f"highlights-{year}" + ("" if written == "en" else f"-{written}") + ".eml"
    mail = queries.published_file(year, name)
    if mail is None:
        raise Refused(_("The issue of %(year)s has no file %(name)s.") % {"year": year, "name": name})
    subject, text, html = email.parts(mail)
    with translation.override(language):
        above, above_html = letters.before_issue(year, written)
        if written != language:
            subject = _("Highlights %(year)s") % {"year": year}
        shared = body(text=f"{above}\n{text}\n{OWN}", html=email.within(html, above_html, OWN))
        return subject, shared, letters.Foot()


def send_digests(*, at: dt.datetime) -> int:
    """Give to the post what is new for everybody whose day, week or month (by UTC) has begun; how many letters.

    Whoever was looked at is marked in the same transaction, whether there was news or not: a clock that is turned back
    finds nobody, and the letter's key holds it off besides.
    """
    last = latest()
    upto, number = last.pk if last else 0, 0
    made: dict[tuple[str, str, int], Words | None] = {}
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.MONTHLY):
        begun = period(rhythm, at)
        while _waiting(rhythm, begun).exists():  # most turns find nobody, and need not hold up other writers
            with transaction.atomic():
                rows = _due(rhythm, begun)
                found = [_digest(row, begun, upto, made) for row in rows]
                number += queue(letters=filter(None, found), at=at)
                Subscriber.objects.bulk_update(rows, ["told", "digested"])
            if not rows:  # another process has them
                break
    return number


def _waiting(rhythm: str, begun: dt.date) -> QuerySet[Subscriber]:
    return active().filter(Q(digested=None) | Q(digested__lt=begun), rhythm=rhythm)


def _due(rhythm: str, begun: dt.date) -> list[Subscriber]:
    """Some whose period has begun since they were last looked at, held by this transaction."""
    rows = _waiting(rhythm, begun)
    skip = connection.features.has_select_for_update_skip_locked
    return list(rows.select_for_update(skip_locked=skip).order_by("pk")[:BATCH])


def _digest(
    row: Subscriber, begun: dt.date, upto: int, made: dict[tuple[str, str, int], Words | None]
) -> Draft | None:
    """The digest of a subscriber, None where there is no news; the row tells from now on that it was looked at."""
    wanted = (row.language, row.choice, row.told)
    if wanted not in made:
        with translation.override(row.language):
            made[wanted] = _news(row.choice, row.told, upto)
    row.told, row.digested = max(row.told, upto), begun
    words = made[wanted]
    if words is None:
        return None
    key = f"digest/{row.pk}/{row.rhythm}/{begun.isoformat()}"
    return _letter(key, letters.DIGEST, row.address, row.token, words)


def _news(choice: str, since: int, upto: int) -> Words | None:
    """What is new or changed among public meetings after an entry of the trail, as the feed of changes tells it."""
    narrowed, _faults = Choice.parse(choice)
    changes = entries.changed(narrowed, MOST + 1, since=since, until=upto)
    if not changes:
        return None
    shown, hidden = changes[:MOST], closed()
    rows = {row.id: row for row in entries.entries(slugs=[change.key for change in shown], trail=True)}
    news = [
        letters.News(
            title=row.title,
            who=", ".join(short(slug) for slug in row.mechanisms if slug not in hidden),
            when=when(When.parse(row.when) if row.when else None),
            done=told(change),
            address=letters.hub("meeting", row.id),
        )
        for change in shown
        if (row := rows.get(change.key)) and not row.withdrawn  # of which nothing is told any more
    ]
    if not news:
        return None
    subject, text, html = letters.digest(news, len(changes) > MOST, OWN)
    return subject, body(text=text, html=html), letters.Foot()
