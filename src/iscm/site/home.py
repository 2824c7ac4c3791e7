"""The first page: what the hub is, what comes up, what was last, and the latest issue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from iscm.accounts.queries import mark
from iscm.domain.meetings import Total
from iscm.domain.states import states
from iscm.library.queries import publications
from iscm.meetings.queries.by_theme import themed
from iscm.meetings.queries.records import coming, last, tally
from iscm.newsletter.queries import issue, years
from iscm.newsletter.views.issues import offered
from iscm.registry.queries import mechanisms, places

COMING, LAST = 5, 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What the hub holds: each number is that of the page it leads to."""

    mechanisms: int
    meetings: Total
    states: int
    publications: int
    themes: int


@lru_cache(maxsize=4)
def figures(_mark: str, today: dt.date) -> Figures:
    """The numbers of the records as of a mark of the trail: counted once a day, and again when anything changes."""
    return Figures(
        mechanisms=len(mechanisms()),
        meetings=tally(),
        states=sum(states()[code].kind == "state" for code in places(today)),
        publications=len(publications()),
        themes=len(themed()),
    )


def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    latest = next(iter(years()), None)
    shown = issue(latest) if latest else None
    return render(
        request,
        "site/home.html",
        {
            "figures": figures(mark(), today),
            "coming": coming(today, COMING),
            "last": last(today, LAST),
            "issue": shown,
            "reporting": sum(bool(entry.statements) for entry in shown.entries) if shown else 0,
            "files": offered(shown.year) if shown else (),
        },
    )
