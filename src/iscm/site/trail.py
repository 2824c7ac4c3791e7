"""What was done to a record, by whom, when and why, and the record as it was on a day. For the office alone."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from iscm.accounts import queries
from iscm.accounts.rules import OFFICE
from iscm.accounts.views import for_people


@for_people(*OFFICE)
def trail(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Every entry of the trail of a record, the latest first; ``on`` a day: its values at the end of that day (UTC)."""
    changes = queries.trail(kind, key)
    if not changes:
        raise Http404
    said, complaint, then = request.GET.get("on", ""), "", None
    if said:
        try:
            day = dt.date.fromisoformat(said[:40])
        except ValueError:
            complaint = _("“%(said)s” is no day such as 2026-01-31.") % {"said": said[:40]}
        else:
            on = dt.datetime.combine(day, dt.time.max, dt.UTC)
            then = {
                field: _told(value)
                for field, value in sorted(queries.as_it_was(kind, key, {}, on).items())
                if field != "digest"
            }
    rows = [(change, _fields(change.before, change.after)) for change in changes]
    context = {"kind": kind, "key": key, "rows": rows, "said": said, "complaint": complaint, "then": then}
    return render(request, "site/trail.html", context, status=400 if complaint else 200)


def _fields(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (field, _told(before.get(field)), _told(after.get(field)))
        for field in sorted({*before, *after} - {"digest"})
    ]


def _told(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
