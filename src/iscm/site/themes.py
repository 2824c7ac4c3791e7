"""Themes and initiatives, each with the meetings that took it up."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iscm.accounts.queries import mark
from iscm.documents import names
from iscm.domain import terms
from iscm.meetings.queries import meetings
from iscm.registry.queries import mechanisms
from iscm.registry.templatetags.wording import lang


@lru_cache(maxsize=4)
def counted(_mark: str) -> tuple[Counter[str], Counter[str]]:
    """By theme: how many records of meetings took it up, and how many mechanisms name it as theirs."""
    return (
        Counter(theme for row in meetings() for theme in row.themes),
        Counter(theme for row in mechanisms() for theme in row.themes),
    )


def themes(request: HttpRequest) -> HttpResponse:
    held, named = counted(mark())
    rows = [
        {
            "id": key,
            "kind": row.kind,
            "name": names.theme(key, lang()),
            "meetings": held[key],
            "mechanisms": named[key],
        }
        for key, row in terms.themes().items()
    ]
    rows.sort(key=lambda row: (row["kind"], names.order(row["name"].text)))
    return render(
        request, "site/themes.html", {"rows": rows, "taken_up": sum(row["meetings"] > 0 for row in rows)}
    )
