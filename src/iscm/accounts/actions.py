"""Writing the trail. Every action of every app passes here."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from iscm.accounts.models import Change, Part, Revision, Role, User
from iscm.accounts.rules import OF_MECHANISM

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
