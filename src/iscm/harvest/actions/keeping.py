"""Sources: added and changed by a mechanism's people or the office, with ``by`` whom and ``at`` what time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from iscm.accounts import actions as trail
from iscm.harvest.models import Source
from iscm.harvest.rules import Forbidden, clean
from iscm.newsletter.rules import Refused
from iscm.registry.models import Mechanism

SETTINGS = ("kind", "address", "every", "active", "hosts", "language", "note")


@transaction.atomic
def add_source(*, mechanism: str, values: Mapping[str, Any], by: str, at: dt.datetime) -> int:
    """A new source of a mechanism, asked from now on; its number. ``values``: those of ``SETTINGS``."""
    row = Source(mechanism=Mechanism.objects.get(slug=mechanism), due=at, by=by, at=at)
    _set(row, values)
    _tell(row, "add", by, at, {}, {name: getattr(row, name) for name in SETTINGS if getattr(row, name)})
    return int(row.pk)


@transaction.atomic
def change_source(*, source: int, values: Mapping[str, Any], by: str, at: dt.datetime) -> None:
    """Other settings of a source. At another address, or read as another kind, it is asked anew at once."""
    row = Source.objects.select_for_update().get(pk=source)
    before = {name: getattr(row, name) for name in SETTINGS}
    if any(name in values and values[name] != before[name] for name in ("address", "kind")):
        row.etag = row.modified = row.moved = ""
    row.due, row.failures = at, 0
    _set(row, values)
    changed = [name for name in SETTINGS if getattr(row, name) != before[name]]
    if changed:
        _tell(row, "change", by, at, {n: before[n] for n in changed}, {n: getattr(row, n) for n in changed})


def _set(row: Source, values: Mapping[str, Any]) -> None:
    for name in SETTINGS:
        if name in values:
            setattr(row, name, values[name])
    try:
        row.address = clean(row.address)
    except Forbidden as fault:
        raise Refused(str(fault)) from None
    if Source.objects.filter(mechanism=row.mechanism, address=row.address).exclude(pk=row.pk).exists():
        raise Refused(_("This address is a source of the mechanism already."))
    row.full_clean()
    row.save()


def _tell(
    row: Source, verb: str, by: str, at: dt.datetime, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    trail.record(
        kind="source", key=str(row.pk), verb=verb, by=by, at=at, before=before,
        after=dict(after) | {"mechanism": row.mechanism.slug},
    )  # fmt: skip
