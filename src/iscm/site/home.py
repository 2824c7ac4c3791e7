"""The first page: what the hub is, what comes up, what was last, and the latest issue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from iscm.accounts.queries import mark
from iscm.domain.meetings import Total, total
from iscm.domain.terms import themes
from iscm.library.queries import publications
from iscm.meetings.queries import coming, last, meetings
from iscm.newsletter.queries import issue, years
from iscm.newsletter.views import offered
from iscm.registry.queries import mechanisms

COMING, LAST = 5, 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What the hub holds: each number is that of the page it leads to."""

    mechanisms: int
    meetings: Total
    records: int
    states: int
    publications: int
    themes: int


@lru_cache(maxsize=4)
def figures(_mark: str) -> Figures:
    """The numbers of the records as of a mark of the trail: counted once, and again when anything changes."""
    known = mechanisms()
    held = meetings()
    parties = {p.party for row in known for p in row.participations if p.party.is_place and p.chosen}
    return Figures(
        mechanisms=len(known),
        meetings=total(held),
        records=len(held),
        states=sum(p.kind == "state" for p in parties),
        publications=len(publications()),
        themes=len({theme for row in held for theme in row.themes} & set(themes())),
    )


def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    latest = next(iter(years()), None)
    shown = issue(latest) if latest else None
    return render(
        request,
        "site/home.html",
        {
            "figures": figures(mark()),
            "coming": coming(today, COMING),
            "last": last(today, LAST),
            "issue": shown,
            "files": offered(shown.year) if shown else (),
        },
    )
