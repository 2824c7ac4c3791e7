"""What the trail tells."""

from iscm.accounts.models import Change
from iscm.accounts.rules import digest


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


def mark() -> str:
    """A short mark that is the same until any record changes; costs one look at the trail."""
    last = latest()
    return (
        digest(last.pk, last.at, last.kind, last.key, last.verb, last.before, last.after) if last else "empty"
    )
