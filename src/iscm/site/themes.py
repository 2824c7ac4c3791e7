"""Themes and initiatives, each with the meetings that took it up."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iscm.documents import names
from iscm.domain import terms
from iscm.meetings.queries import themed
from iscm.registry.queries import mechanisms
from iscm.registry.templatetags.wording import lang


def themes(request: HttpRequest) -> HttpResponse:
    held = themed()
    named = Counter(theme for row in mechanisms() for theme in row.themes)
    rows = [
        {
            "id": key,
            "kind": row.kind,
            "name": names.theme(key, lang()),
            "meetings": held.get(key, 0),
            "mechanisms": named[key],
        }
        for key, row in terms.themes().items()
    ]
    rows.sort(key=lambda row: (row["kind"], names.order(row["name"].text)))
    return render(
        request, "site/themes.html", {"rows": rows, "taken_up": sum(row["meetings"] > 0 for row in rows)}
    )
