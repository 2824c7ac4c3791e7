"""What the trail tells, and who may do what."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Prefetch

from iscm.accounts.models import Change, Revision, Role, Session, SignInLink, User
from iscm.accounts.rules import LINK_LASTS, OF_MECHANISM, OFFICE, address, sealed, sees
from iscm.post.queries import told_to


def digests(kind: str, by: str) -> dict[str, str]:
    """The digest of each record as ``by`` last kept it: key to digest."""
    rows = Change.objects.filter(kind=kind, by=by, verb="keep").order_by("pk")
    return {key: after["digest"] for key, after in rows.values_list("key", "after")}


def edited(kind: str, by: str) -> dict[str, set[str]]:
    """Fields that anybody but ``by`` has changed: key to names of fields."""
    found: dict[str, set[str]] = {}
    for key, after in Change.objects.filter(kind=kind).exclude(by=by).values_list("key", "after"):
        found.setdefault(key, set()).update(after)
    return found


def trail(kind: str, key: str) -> list[Change]:
    """Everything done to a record, the latest first."""
    return list(Change.objects.filter(kind=kind, key=key).order_by("-pk"))


def as_it_was(kind: str, key: str, now: Mapping[str, Any], on: dt.datetime) -> dict[str, Any]:
    """The fields of a record as the trail tells that they stood at a time, from what they are ``now``.

    Only fields that the trail knows are told: what changed later is taken back, step by step.
    """
    told = dict(now)
    for change in trail(kind, key):  # the latest first
        if change.at > on:
            told |= change.before
        else:
            for field, value in change.after.items():
                told.setdefault(field, value)
    return told


def latest() -> Change | None:
    """The last entry of the trail: what was made of the records since is made of these."""
    return Change.objects.order_by("-pk").first()


def revision() -> tuple[str, dt.datetime | None]:
    """A mark that is the same until any record changes, and when the last did: one look at one row."""
    for number, salt, changed in Revision.objects.filter(pk=1).values_list("number", "salt", "changed"):
        return f"{number}-{salt}", changed
    return "empty", None


def mark() -> str:
    """The mark alone: the least that can be asked of a database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, salt FROM accounts_revision WHERE id = 1")
        row = cursor.fetchone()
    return f"{row[0]}-{row[1]}" if row else "empty"


Reader = User | AnonymousUser


def roles(reader: Reader) -> frozenset[tuple[str, str]]:
    """The parts that somebody has now, each with its scope; one query. An administrator of Django's is one here."""
    if not reader.is_authenticated or not reader.is_active:
        return frozenset()
    own = Role.objects.filter(user=reader, ended=None).values_list("part", "scope")
    return frozenset(own) | ({("administrator", "")} if reader.is_superuser else set())


def seen_by(reader: Reader) -> tuple[str, ...]:
    """The marks of records that somebody may read."""
    return sees(part for part, _scope in roles(reader))


def speaks_for(reader: Reader) -> frozenset[str]:
    """Slugs of mechanisms that somebody may report for."""
    return frozenset(scope for part, scope in roles(reader) if part in OF_MECHANISM)


def has_part(reader: Reader, *parts: str) -> bool:
    """Whether somebody has one of these parts of the office."""
    assert set(parts) <= set(OFFICE)
    return any(part in parts for part, _scope in roles(reader))


def known(email: str) -> User | None:
    """Who signs in with an address; nobody who may not sign in any more."""
    email = address(email)
    return User.objects.filter(email__iexact=email, is_active=True).first() if email else None


def opens(token: str, at: dt.datetime) -> SignInLink | None:
    """The link of a token, as long as it would sign somebody in."""
    rows = SignInLink.objects.filter(digest=sealed(token), used=None, made__gt=at - LINK_LASTS)
    return rows.filter(user__is_active=True).select_related("user").first()


def people() -> list[User]:
    """Who may sign in, by name and address, each with the roles of now as ``now``."""
    now = Prefetch("roles", Role.objects.filter(ended=None).order_by("part", "scope"), to_attr="now")
    return list(User.objects.filter(is_active=True).prefetch_related(now).order_by("name", "email"))


def sessions(person: User, at: dt.datetime) -> list[Session]:
    """Where somebody is signed in, the latest used first."""
    return list(Session.objects.filter(user=person, expire_date__gt=at).order_by("-seen", "-since"))


def held(person: User, at: dt.datetime) -> dict[str, Any]:
    """Everything that is kept of somebody, as plain values; but no words that open a door."""
    return {
        "person": {
            "handle": person.username,
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "added": person.date_joined.isoformat(),
        },
        "roles": [
            {
                "part": role.part,
                "scope": role.scope,
                "since": role.since.isoformat(),
                "ended": role.ended.isoformat() if role.ended else None,
            }
            for role in person.roles.order_by("since")
        ],
        "sessions": [
            {"device": row.device, "since": str(row.since), "seen": str(row.seen)}
            for row in sessions(person, at)
        ],
        "trail": [
            {"at": row.at.isoformat(), "verb": row.verb, "kind": row.kind, "key": row.key, "why": row.why}
            for row in Change.objects.filter(by=person.username)
        ],
        "letters": told_to(person.email),
    }
