"""What letters there are."""

from django.db.models import Count

from iscm.post.models import Letter, State


def tally(kind: str, prefix: str = "") -> dict[str, int]:
    """How many letters of a kind stand where: state to number. ``prefix``: of those whose key begins so."""
    rows = Letter.objects.filter(kind=kind, key__startswith=prefix).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows.order_by("state")}


def unclear() -> list[Letter]:
    """Letters of which nobody knows whether they left: the process that sent them died."""
    return list(Letter.objects.filter(state=State.SENDING).order_by("pk"))
