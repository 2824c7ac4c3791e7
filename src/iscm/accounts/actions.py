"""Writing the trail. Every action of every app passes here."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from iscm.accounts.models import Change


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
    return Change.objects.create(
        kind=kind,
        key=key,
        verb=verb,
        by=by,
        at=at,
        why=why,
        before=dict(before or {}),
        after=dict(after or {}),
    )


def record_kept(*, kind: str, marks: Mapping[str, str], by: str, at: dt.datetime) -> None:
    """That these records were kept, each with the digest of what it said."""
    Change.objects.bulk_create(
        Change(kind=kind, key=key, verb="keep", by=by, at=at, after={"digest": mark})
        for key, mark in marks.items()
    )
