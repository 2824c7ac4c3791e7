"""Calendars to subscribe to. Each has a strong validator from the trail of changes: unchanged, it costs one look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from iscm import __version__
from iscm.accounts.queries import latest, mark
from iscm.accounts.rules import digest
from iscm.meetings import queries
from iscm.meetings.forms import MeetingChoice
from iscm.registry.queries import mechanism
from iscm.registry.templatetags.wording import heading, lang
from iscm.renderers import agenda

_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # an empty hub's calendar changed last


def _validator(request: HttpRequest, **_arguments: str) -> str:
    """Whatever the answer is made of: the records, the address as asked, and the release that writes it."""
    return f'"{digest(mark(), __version__, lang(), request.build_absolute_uri())}"'


@lru_cache(maxsize=64)
def _made(_mark: str, host: str, name: str, language: str, choice: tuple[tuple[str, Any], ...]) -> bytes:
    """A calendar as of a mark of the trail, made once."""
    change = latest()
    asked = dict(choice)
    one = asked.pop("meeting", None)
    rows = (queries.meeting(one),) if one else queries.meetings(**asked)
    return agenda.render(
        [row for row in rows if row],
        name=name,
        lang=language,
        at=change.at if change else _NEVER,
        address=lambda slug: host + reverse("meeting", args=[slug]),
    )


def _answer(request: HttpRequest, name: str, file: str, **choice: Any) -> HttpResponse:
    host = request.build_absolute_uri("/").rstrip("/")
    content = _made(mark(), host, name, lang(), tuple(sorted(choice.items())))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slugify(file)}.ics"'
    response["Cache-Control"] = "public, no-cache"  # keep it, and ask each time: never stale
    return response


def _conditional(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    made: Callable[..., HttpResponse] = condition(etag_func=_validator)(view)
    return made


@_conditional
def of_all(request: HttpRequest) -> HttpResponse:
    """Every dated meeting, or those that the same filters choose as in the list of meetings."""
    choice = MeetingChoice(request.GET, beside=())
    if not choice.is_valid():
        text = "\n".join(choice.complaints) + "\n"
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    return _answer(request, _("Inter-State consultation mechanisms on migration"), "iscm", **choice.asked)


@_conditional
def of_mechanism(request: HttpRequest, slug: str) -> HttpResponse:
    if mechanism(slug) is None:
        raise Http404
    return _answer(request, heading(slug).text, slug, mechanism=slug)


@_conditional
def of_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.meeting(slug)
    if found is None or not (found.when and found.when.days):
        raise Http404
    return _answer(request, found.title, found.id, meeting=found.id)
