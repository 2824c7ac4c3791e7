"""Writing letters down, and sending what is due. Keyword-only, ``at`` when."""

from __future__ import annotations

import datetime as dt
import hashlib
import smtplib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection, transaction
from django.db.models import QuerySet

from iscm.post.models import Body, Letter, State, Unreachable
from iscm.post.rules import OWN, return_path, wait

BATCH = 500
PERMANENT = range(500, 600)  # SMTP replies by which a server refuses for good


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is written down; the fields are those of ``Letter``."""

    key: str
    kind: str
    to: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    secret: bool = False
    body: Body | None = None


class Mailbox(Protocol):
    """A connection to a mail server, as Django has them."""

    def open(self) -> bool | None: ...
    def close(self) -> None: ...
    def send_messages(self, email_messages: Sequence[EmailMultiAlternatives]) -> int | None: ...


def queue(*, letters: Iterable[Draft], at: dt.datetime, due: dt.datetime | None = None) -> int:
    """Write letters down, to be sent from ``due`` on; how many are new. One whose key is known is left as it is."""
    new = 0
    for batch in _batches(letters):
        with transaction.atomic():
            known = set(Letter.objects.filter(key__in=[d.key for d in batch]).values_list("key", flat=True))
            gone = set(
                Unreachable.objects.filter(address__in=[d.to.lower() for d in batch]).values_list(
                    "address", flat=True
                )
            )
            rows = [_row(d, at, due or at, gone) for d in batch if d.key not in known]
            Letter.objects.bulk_create(rows, ignore_conflicts=True)  # another process may write the same
            new += len(rows)
    return new


@transaction.atomic
def body(*, text: str, html: str = "") -> Body:
    """Words that many letters share, written down once; each letter's own go where ``rules.OWN`` stands."""
    if text.count(OWN) != 1 or html.count(OWN) != bool(html):
        raise ValueError("a body has one place for the words of its letters")
    digest = hashlib.sha256(f"{text}\0{html}".encode()).hexdigest()
    return Body.objects.get_or_create(digest=digest, defaults={"text": text, "html": html})[0]


def _batches(letters: Iterable[Draft]) -> Iterator[list[Draft]]:
    batch: dict[str, Draft] = {}
    for draft in letters:
        batch.setdefault(draft.key, draft)
        if len(batch) == BATCH:
            yield list(batch.values())
            batch = {}
    if batch:
        yield list(batch.values())


def _row(draft: Draft, at: dt.datetime, due: dt.datetime, gone: Collection[str]) -> Letter:
    withheld = draft.to.lower() in gone
    return Letter(
        key=draft.key, kind=draft.kind, to=draft.to, reply_to=draft.reply_to, subject=" ".join(draft.subject.split()),
        text=draft.text, html=draft.html, body=draft.body, headers=draft.headers, secret=draft.secret, queued=at,
        due=due,
        state=State.WITHHELD if withheld else State.QUEUED,
        fault="letters to this address came back" if withheld else "",
    )  # fmt: skip


@dataclass(slots=True)
class Delivery:
    """What one turn of sending came to; ``stopped`` says why it ended before all was sent, "" where it did not."""

    sent: int = 0
    refused: int = 0
    stopped: str = ""


class Unanswered(Exception):
    """The words of a letter went out, and the server said nothing: it may have taken it, or not."""


class _Careful(smtplib.SMTP):
    """SMTP that tells a line lost before the letter from one lost after it."""

    def data(self, msg: object) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as fault:
            raise Unanswered(str(fault)) from fault


class _CarefulTLS(_Careful, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class Server(EmailBackend):
    """The mail server of the settings; faults are raised, never passed over."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _CarefulTLS if self.use_ssl else _Careful


def deliver(
    *,
    clock: Callable[[], dt.datetime],
    mailbox: Mailbox,
    limit: int | None = None,
    kinds: Collection[str] = (),
) -> Delivery:
    """Send what is due, oldest first, at most ``limit``; several processes may do so at once, and none sends twice.

    A letter is marked before it leaves. If the server says no, it is known not to have left, and waits for its next
    turn; if this process dies in between, it stays marked and is a person's to judge, since twice is worse than late.
    """
    done = Delivery()
    opened = False
    bodies: dict[int, Body] = {}
    try:
        while limit is None or done.sent + done.refused < limit:
            letter = _claimed(clock(), kinds)
            if letter is None:
                break
            try:
                if not opened:
                    mailbox.open()
                    opened = True
                if letter.body_id:  # read once, however many letters share it
                    letter.body = bodies.get(letter.body_id) or bodies.setdefault(letter.body_id, letter.body)
                mailbox.send_messages([message(letter)])
            except smtplib.SMTPRecipientsRefused as fault:
                code, said = next(iter(fault.recipients.values()))
                _refused(letter, code, said.decode("utf-8", "replace"), clock())
                done.refused += 1
            except smtplib.SMTPResponseException as fault:
                said = fault.smtp_error
                said = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
                _refused(letter, fault.smtp_code, said, clock())
                if fault.smtp_code not in PERMANENT:
                    done.stopped = f"the mail server answered {fault.smtp_code} {said}"
                    break
                done.refused += 1
            except Unanswered as fault:  # the letter stays marked
                done.stopped = f"the mail server was lost while it took a letter ({letter.key}): {fault}"
                break
            except (OSError, smtplib.SMTPException) as fault:
                _refused(letter, 0, str(fault) or type(fault).__name__, clock())
                done.stopped = f"the mail server does not answer: {fault}"
                break
            else:
                _sent(letter, clock())
                done.sent += 1
    finally:
        if opened:
            mailbox.close()
    return done


def _claimed(at: dt.datetime, kinds: Collection[str]) -> Letter | None:
    """The next letter due, marked as being sent by this process alone."""
    with transaction.atomic():
        rows = Letter.objects.filter(state=State.QUEUED, due__lte=at)
        if kinds:
            rows = rows.filter(kind__in=kinds)
        locked = rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        ordered = locked.order_by("due", "pk")  # somebody waits for a letter that opens a door: it goes first
        letter = ordered.filter(secret=True).first() or ordered.filter(secret=False).first()
        if letter:
            letter.state, letter.tries = State.SENDING, letter.tries + 1
            letter.save(update_fields=["state", "tries"])
        return letter


def message(letter: Letter) -> EmailMultiAlternatives:
    """A letter as mail, both as text and as a page."""
    sender = settings.DEFAULT_FROM_EMAIL
    back = return_path(letter.pk, settings.SECRET_KEY, sender)
    text, html = letter.text, letter.html
    if letter.body:
        text, html = letter.body.text.replace(OWN, text), letter.body.html.replace(OWN, html)
    made = EmailMultiAlternatives(
        letter.subject,
        text,
        back,  # where it comes back to ...
        [letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        # ... and who it is from
        headers={
            "From": sender,
            "Message-ID": f"<{back}>",
            "Auto-Submitted": "auto-generated",
            **letter.headers,
        },
    )
    if html:
        made.attach_alternative(html, "text/html")
    return made


def _sent(letter: Letter, at: dt.datetime) -> None:
    letter.state, letter.sent, letter.fault = State.SENT, at, ""
    if letter.secret:
        letter.text, letter.html, letter.headers = "", "", {}
    letter.save()


def _refused(letter: Letter, code: int, said: str, at: dt.datetime) -> None:
    pause = None if code in PERMANENT else wait(letter.tries)
    letter.fault = f"{code} {said}".strip() if code else said
    if pause is None:
        letter.state = State.FAILED
    else:
        letter.state, letter.due = State.QUEUED, at + pause
    letter.save()


@transaction.atomic
def came_back(*, letter: int, why: str, permanent: bool, at: dt.datetime) -> None:
    """A letter came back. For good: nothing goes to its address any more, until ``reachable``."""
    row = Letter.objects.select_for_update().get(pk=letter)
    row.returned, row.fault = at, why
    row.save(update_fields=["returned", "fault"])
    if permanent:
        Unreachable.objects.get_or_create(address=row.to.lower(), defaults={"since": at, "why": why})
        _withhold(Letter.objects.filter(to__iexact=row.to), "letters to this address came back")


@transaction.atomic
def withhold(*, to: str, kinds: Collection[str], why: str) -> int:
    """Letters of these kinds that still wait for an address are not sent; how many."""
    return _withhold(Letter.objects.filter(to__iexact=to, kind__in=kinds), why)


def _withhold(letters: QuerySet[Letter], why: str) -> int:
    """Those among them that wait; one that is being sent may have left already."""
    return letters.filter(state=State.QUEUED).update(state=State.WITHHELD, fault=why)


@transaction.atomic
def forget(*, to: str, kinds: Collection[str]) -> int:
    """Letters of these kinds to an address are kept no more, nor that it cannot be reached; how many letters."""
    Unreachable.objects.filter(address=to.lower()).delete()
    return Letter.objects.filter(to__iexact=to, kind__in=kinds).exclude(state=State.SENDING).delete()[0]


@transaction.atomic
def reachable(*, address: str) -> None:
    """An address is used again: a person has said so, or has written from there."""
    Unreachable.objects.filter(address=address.lower()).delete()


@transaction.atomic
def erase(*, address: str) -> None:
    """Erase an address and what was written to it; that a letter went out, and when, stays. What waits is not sent."""
    rows = Letter.objects.filter(to__iexact=address)
    rows.filter(state=State.QUEUED).update(state=State.WITHHELD)
    rows.update(to="", subject="", text="", html="", headers={}, fault="")
    Letter.objects.filter(reply_to__iexact=address).update(reply_to="")
    reachable(address=address)
