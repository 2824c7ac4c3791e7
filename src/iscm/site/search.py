"""Finding a mechanism, a State or a theme by any of its names, an old acronym and a slip of the hand included."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iscm.domain.states import State, state_named
from iscm.domain.terms import mechanisms
from iscm.meetings.queries import titled
from iscm.prose import names

LONGEST, MEETINGS = 200, 20


def search(request: HttpRequest) -> HttpResponse:
    asked = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    found = _mechanisms(asked)
    return render(
        request,
        "site/search.html",
        {
            "asked": asked,
            "mechanisms": found,
            "nearly": [] if found else names.nearest(asked) if asked else [],
            "state": _state(asked),
            "theme": names.resolve_theme(asked) if asked else None,
            "meetings": titled(asked, MEETINGS) if len(asked) > 2 else (),
        },
    )


def _mechanisms(asked: str) -> list[str]:
    """The one that the words are a name of; else those of whose names they are a part."""
    if not asked:
        return []
    if exact := names.resolve(asked):
        return [exact]
    key = names.key(asked)
    if len(key) < 3:
        return []
    return [
        slug
        for slug, row in mechanisms().items()
        if any(key in names.key(name) for name in (slug, row.acronym or "", *row.name.values(), *row.aliases))
    ]


def _state(asked: str) -> State | None:
    return state_named(asked) if asked else None
