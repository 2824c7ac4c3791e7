"""What the trail tells."""

import datetime as dt

from django.db import connection

from iscm.accounts.models import Change, Revision


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
