"""Writing the trail, through which every action of every app passes; and the people who sign in, with their parts."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.dispatch import Signal

from iscm.accounts.models import Change, Part, Remembered, Revision, Role, Session, SignInLink, User
from iscm.accounts.rules import LINK_LASTS, OF_MECHANISM, address, handle, sealed
from iscm.post.actions import erase

recorded = Signal()  # ``kind`` and ``keys`` of what entered the trail, still within its transaction
SECOND = dt.timedelta(seconds=1)


@transaction.atomic
def record(
    *,
    kind: str,
    key: str,
    verb: str,
    by: str,
    at: dt.datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    why: str = "",
) -> Change:
    """One entry of the trail. Values must be plain enough for JSON."""
    renew(at=at)
    entry = Change.objects.create(
        kind=kind,
        key=key,
        verb=verb,
        by=by,
        at=at,
        why=why,
        before=dict(before or {}),
        after=dict(after or {}),
    )
    recorded.send(Change, kind=kind, keys=(key,))
    return entry


@transaction.atomic
def record_kept(*, kind: str, marks: Mapping[str, str], by: str, at: dt.datetime) -> None:
    """That these records were kept, each with the digest of what it said. None kept is nothing to tell."""
    if not marks:
        return
    renew(at=at)
    Change.objects.bulk_create(
        Change(kind=kind, key=key, verb="keep", by=by, at=at, after={"digest": mark})
        for key, mark in marks.items()
    )
    recorded.send(Change, kind=kind, keys=tuple(marks))


@transaction.atomic
def renew(*, at: dt.datetime) -> None:
    """A new revision: whatever was made of the records before is made anew when next asked for."""
    ceiling = at.replace(microsecond=0) + SECOND
    salt = secrets.token_hex(4)
    row, made = Revision.objects.select_for_update().get_or_create(
        pk=1, defaults={"number": 1, "changed": ceiling, "salt": salt}
    )
    if not made:
        row.number, row.changed, row.salt = row.number + 1, max(ceiling, row.changed + SECOND), salt
        row.save()


@transaction.atomic
def give_role(*, user: User, part: str, scope: str = "", by: str, at: dt.datetime) -> Role:
    """Give somebody a part; ValueError where a mechanism's part names none, or one of the office names one."""
    scoped = part in (*OF_MECHANISM, Part.FOCAL_POINT)
    if part not in Part.values or scoped != bool(scope):
        raise ValueError(f"{part} {scope}".strip() + " is no role")
    role, made = Role.objects.get_or_create(
        user=user, part=part, scope=scope, ended=None, defaults={"since": at}
    )
    if made:
        record(kind="person", key=user.username, verb="give role", by=by, at=at, after={"role": str(role)})
    return role


@transaction.atomic
def end_role(*, role: Role, by: str, at: dt.datetime) -> None:
    """Take a part from somebody; what they did in it stays theirs."""
    if role.ended is None:
        role.ended = at
        role.save()
        record(
            kind="person", key=role.user.username, verb="end role", by=by, at=at, before={"role": str(role)}
        )


class Known(ValueError):
    """Somebody has this address already; ``args[0]`` is whose."""


@transaction.atomic
def add_person(*, email: str, name: str = "", language: str = "en", by: str, at: dt.datetime) -> User:
    """A person who may sign in from now on. ValueError where the address is none, ``Known`` where it is somebody's.

    The trail says that a handle was added and by whom, and neither name nor address.
    """
    email = address(email)
    try:
        validate_email(email)
    except ValidationError as fault:
        raise ValueError(f"{email} is no e-mail address") from fault
    if known := User.objects.filter(email__iexact=email).first():
        raise Known(known)
    person = User(username=_handle(), email=email, name=name.strip(), language=language)
    person.set_unusable_password()
    person.save()
    record(kind="person", key=person.username, verb="add", by=by, at=at)
    return person


@transaction.atomic
def edit_person(*, person: User, name: str, language: str, by: str, at: dt.datetime) -> None:
    """What somebody is called, and in which language they are written to; the trail says only that it was changed."""
    if (person.name, person.language) != (name.strip(), language):
        person.name, person.language = name.strip(), language
        person.save(update_fields=["name", "language"])
        record(kind="person", key=person.username, verb="edit", by=by, at=at)


def _handle() -> str:
    while True:
        drawn = handle(secrets.token_bytes(6))
        if not User.objects.filter(username=drawn).exists():
            return drawn


@transaction.atomic
def forget_person(*, person: User, by: str, at: dt.datetime) -> None:
    """Erase whatever says who somebody is: name, address, letters, ways to sign in, sessions. Their roles end.

    The handle stays, and with it what they did, so that the records still say that somebody did it.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    for role in person.roles.filter(ended=None):
        end_role(role=role, by=by, at=at)
    if person.email:
        erase(address=person.email)
    for rows in (
        Authenticator.objects.filter(user=person),
        SocialAccount.objects.filter(user=person),
        SignInLink.objects.filter(user=person),
        Session.objects.filter(user=person),
    ):
        rows.delete()
    person.email = person.name = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.save()
    record(kind="person", key=person.username, verb="forget", by=by, at=at)


@transaction.atomic
def make_link(*, person: User, back: str = "", at: dt.datetime) -> str:
    """The token of a new link by which somebody signs in; it is nowhere kept. Links that are too old are deleted."""
    clear(at=at)
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=person, digest=sealed(token), made=at, back=back)
    return token


@transaction.atomic
def use_link(*, token: str, at: dt.datetime) -> SignInLink | None:
    """The link of a token, used up, and with it the person's others; None where it opens nothing (any more)."""
    rows = SignInLink.objects.filter(
        digest=sealed(token), used=None, made__gt=at - LINK_LASTS, user__is_active=True
    )
    if not rows.update(used=at):  # of two who come at once, one finds it
        return None
    link = SignInLink.objects.select_related("user").get(digest=sealed(token))
    SignInLink.objects.filter(user=link.user, used=None).update(used=at)
    return link


@transaction.atomic
def clear(*, at: dt.datetime) -> None:
    """Delete what has lost its use: links of yesterday, sessions and memories of limits that are over."""
    SignInLink.objects.filter(made__lt=at - dt.timedelta(days=1)).delete()
    Session.objects.filter(expire_date__lt=at).delete()
    Remembered.objects.filter(expires__lt=at).delete()


@transaction.atomic
def sign_out(*, person: User, session: str = "", but: str = "") -> int:
    """Sign somebody out of the session whose mark is named, or everywhere but one; how many it were."""
    rows = Session.objects.filter(user=person).exclude(session_key=but)
    chosen = [row.pk for row in rows if not session or sealed(row.session_key) == session]
    return Session.objects.filter(pk__in=chosen).delete()[0]
