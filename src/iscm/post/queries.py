"""What letters there are."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count

from iscm.post.models import Letter, State, Unreachable


def tally(kind: str, prefix: str = "") -> dict[str, int]:
    """How many letters of a kind stand where: state to number. ``prefix``: of those whose key begins so."""
    rows = Letter.objects.filter(kind=kind, key__startswith=prefix).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows.order_by("state")}


def unclear() -> list[Letter]:
    """Letters of which nobody knows whether they left: the process that sent them died."""
    return list(Letter.objects.filter(state=State.SENDING).order_by("pk"))


def told_to(address: str) -> list[dict[str, Any]]:
    """What was written to an address, as plain values; without words that open a door."""
    rows = Letter.objects.filter(to__iexact=address).order_by("pk") if address else ()
    return [
        {
            "kind": row.kind,
            "subject": row.subject,
            "text": "" if row.secret else row.text,
            "state": row.state,
            "queued": row.queued.isoformat(),
            "sent": row.sent.isoformat() if row.sent else None,
        }
        for row in rows
    ]


def letters_to(address: str, kinds: Collection[str]) -> list[Letter]:
    """Letters of these kinds to an address, the latest first; without their words."""
    rows = Letter.objects.filter(to__iexact=address, kind__in=kinds).order_by("-queued", "-pk")
    return list(rows.defer("text", "html", "headers"))


def written(kinds: Collection[str], since: dt.datetime, to: str = "") -> int:
    """How many letters of these kinds were written down since a time, to anybody or to one address."""
    rows = Letter.objects.filter(kind__in=kinds, queued__gte=since)
    return (rows.filter(to__iexact=to) if to else rows).count()


def came_back_from(address: str) -> Unreachable | None:
    """Since when letters to an address come back; None where they do not."""
    return Unreachable.objects.filter(address=address.lower()).first()
