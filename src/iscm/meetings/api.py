"""Meetings for programs: addresses, their parameters, and how each is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet

from iscm.domain.meetings import Meeting as MeetingValue
from iscm.domain.terms import types
from iscm.domain.when import When
from iscm.meetings import queries
from iscm.meetings.models import Meeting
from iscm.prose import names
from iscm.registry.api import mechanism_filter, near, place_filter, sayable, slug, theme_filter
from iscm.renderers.cursors import LIMIT, cursor, written
from iscm.renderers.linked.events import event
from iscm.renderers.openapi import Absent, Elsewhere, Endpoint, Page, Unfit, day, fields_of, known, number
from iscm.renderers.records import meetings as shapes

FIRST, LAST = 1900, 2100
UNDATED = ""  # in a cursor, where its day would be
FILTERS = (
    mechanism_filter(),
    known("type", types(), "Main kind of meeting", near),
    theme_filter(),
    place_filter("country", "Two letters or name of the place it was held in"),
    known("mode", shapes.MODES, "How people came together", near),
    known("status", shapes.STATUSES, "Where it stands", near),
    number("year", FIRST, LAST, "Meetings that may touch this year"),
    day("from", "Meetings that may touch this day or a later one", example="2022-01-01"),
    day("to", "Meetings that may touch this day or an earlier one", example="2022-12-31"),
)


def choice(asked: dict[str, Any]) -> dict[str, Any]:
    """The filters as ``queries.chosen`` takes them; Unfit where they cannot hold together."""
    given = {k: asked[k] for k in ("mechanism", "type", "theme", "country", "mode", "status") if k in asked}
    since, until, year = asked.get("from"), asked.get("to"), asked.get("year")
    if since and until and until < since:
        raise Unfit("to", f"{until} is before {since}, from which meetings are asked for.", str(since))
    if year and (since or until):
        raise Unfit("year", "Ask for a year, or for days from and to, not for both.")
    if year:
        given["within"] = When.parse(str(year))
    elif since or until:
        given["within"] = When.parse(f"{since or '..'}/{until or '..'}")
    return given


def page(rows: QuerySet[Meeting], asked: dict[str, Any]) -> Page:
    """A page by date and id, undated ones at the end; it goes on after a meeting, not after a number of them."""
    limit = asked.get("limit", 50)
    total = rows.order_by().count()
    if "cursor" in asked:
        rows = rows.filter(_after(*asked["cursor"]))
    found = list(rows.order_by(F("earliest").asc(nulls_last=True), "slug")[: limit + 1])
    shown = found[:limit]
    after = ""
    if len(found) > limit:
        last = shown[-1]
        after = written((last.earliest.isoformat() if last.earliest else UNDATED, last.slug))
    return Page(tuple(queries._value(row) for row in shown), after, total)


def _after(on: str, slug: str) -> Q:
    if on == UNDATED:
        return Q(earliest=None, slug__gt=slug)
    try:
        date = dt.date.fromisoformat(on)
    except ValueError as fault:
        raise Unfit("cursor", "That is no cursor of this list: take it from “next”.") from fault
    return Q(earliest__gt=date) | Q(earliest=date, slug__gt=slug) | Q(earliest=None)


def _meetings(asked: dict[str, Any]) -> Page:
    return page(queries.chosen(**choice(asked)), asked)


def meeting(asked: dict[str, Any]) -> MeetingValue:
    """One meeting; Elsewhere where it was merged into another, Absent where there is none that all may see."""
    said = asked["id"]
    found = queries.meeting(said) if sayable(said) else None
    if found is None:
        raise Absent(f"No meeting “{said[:80]}” is known here.", names.nearest(said[:80], queries.slugs()))
    if found.id != said:
        raise Elsewhere(found.id)
    return found


def every(size: int = 500) -> Iterator[MeetingValue]:
    """Every public meeting by id, ``size`` rows in hand at a time."""
    rows, last = queries.chosen().order_by("slug"), ""
    while found := list(rows.filter(slug__gt=last)[:size]):
        yield from (queries._value(row) for row in found)
        last = found[-1].slug


ENDPOINTS = (
    Endpoint(
        "meetings",
        "meetings",
        "Meetings by date, those without one at the end; all filters combine",
        shapes.MEETING,
        _meetings,
        (*FILTERS, fields_of(shapes.MEETING, near), LIMIT, cursor(str, str)),
        listed=True,
    ),
    Endpoint(
        "meeting",
        "meetings/{id}",
        "One meeting",
        shapes.MEETING,
        meeting,
        (slug("id", "grcp-9", "Id of the meeting"), fields_of(shapes.MEETING, near)),
        linked=event,
    ),
)
