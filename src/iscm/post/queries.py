"""What letters there are."""

from typing import Any

from django.db.models import Count

from iscm.post.models import Letter, State


def tally(kind: str, prefix: str = "") -> dict[str, int]:
    """How many letters of a kind stand where: state to number. ``prefix``: of those whose key begins so."""
    rows = Letter.objects.filter(kind=kind, key__startswith=prefix).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows.order_by("state")}


def unclear() -> list[Letter]:
    """Letters of which nobody knows whether they left: the process that sent them died."""
    return list(Letter.objects.filter(state=State.SENDING).order_by("pk"))


def letters_to(address: str) -> list[dict[str, Any]]:
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
