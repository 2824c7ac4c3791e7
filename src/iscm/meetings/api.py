"""Meetings for programs: addresses, their parameters, and how each is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import F, Q, QuerySet

from iscm.accounts.models import Access
from iscm.domain.meetings import Meeting as MeetingValue
from iscm.domain.states import states
from iscm.domain.terms import mechanisms, themes, types
from iscm.meetings import rules
from iscm.meetings.forms import complaints
from iscm.meetings.models import Meeting, Series
from iscm.meetings.queries import records
from iscm.prose import names
from iscm.registry.api import closed, near, sayable, slug
from iscm.renderers.cursors import LIMIT, cursor, written
from iscm.renderers.linked.events import event
from iscm.renderers.openapi import Absent, Elsewhere, Endpoint, Page, Parameter, Unfit, fields_of
from iscm.renderers.records import meetings as shapes
from iscm.renderers.records.shape import many, one_of

UNDATED = ""  # in a cursor, where its day would be


def _filter(name: str, values: Iterable[str] | None, meaning: str, example: str) -> Parameter:
    """A filter of ``Choice``, which reads it: several values, one of which must fit."""
    said = one_of(values) if values else {"type": "string", "pattern": r"^[12]\d{3}(-\d\d(-\d\d)?)?$"}
    return Parameter(
        name, many(said) if values else said, meaning, str, example=example, several=bool(values)
    )


_CODES = [code.lower() for code in states()]
FILTERS = (
    _filter("mechanism", mechanisms(), "Slug of a mechanism, or any of its names", "rabat-process"),
    _filter(
        "state", _CODES, "Hosted by this State, or of mechanisms that it was a member of at the time", "ke"
    ),
    _filter("host", _CODES, "Held in this State or territory: two letters or name", "ke"),
    _filter("theme", themes(), "Id of a theme, or its name", "data"),
    _filter("type", types(), "Main kind of meeting", "ministerial"),
    _filter("level", rules.LEVELS, "Level of the mechanism", "regional"),
    _filter("region", rules.REGIONS, "Continent of the mechanism", "africa"),
    _filter(
        "online",
        rules.MANNERS,
        "Whether online: `no` is at a place, nothing said of joining from afar",
        "hybrid",
    ),
    _filter("status", (*rules.STATUSES, rules.NOT_STATED), "Where it stands", "cancelled"),
    _filter("year", None, "Meetings that may touch this year", "2022"),
    _filter("from", None, "... this year, month or day, or a later one", "2022-01"),
    _filter("to", None, "... this year, month or day, or an earlier one", "2022-06-30"),
    Parameter(
        "q",
        {"type": "string", "maxLength": rules.LONGEST},
        "Words of its title, topic or city",
        str,
        example="data",
    ),
)
_NAMES = {parameter.name for parameter in FILTERS}


def checked(asked: dict[str, Any]) -> dict[str, Any]:
    """The same with all filters as one ``choice``; Unfit for the first thing that is wrong with them."""
    pairs: list[tuple[str, str]] = []
    for name in _NAMES & asked.keys():
        said = asked[name]
        pairs += [(name, value) for value in ((said,) if isinstance(said, str) else said)]
    choice, faults = rules.Choice.parse(pairs)
    for fault in faults:
        raise Unfit(fault.filter, complaints(faults)[0], next(iter(fault.near), ""))
    return {name: value for name, value in asked.items() if name not in _NAMES} | {"choice": choice}


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
    return Page(open_parts([records.value(row) for row in shown]), after, total)


def _after(on: str, slug: str) -> Q:
    if on == UNDATED:
        return Q(earliest=None, slug__gt=slug)
    try:
        date = dt.date.fromisoformat(on)
    except ValueError as fault:
        raise Unfit("cursor", "That is no cursor of this list: take it from “next”.") from fault
    return Q(earliest__gt=date) | Q(earliest=date, slug__gt=slug) | Q(earliest=None)


def open_parts(rows: Sequence[MeetingValue]) -> tuple[MeetingValue, ...]:
    """Meetings without a word of records that not all may see; at three queries at most, however many there are."""
    named = {n for row in rows for n in (row.at, row.prepares, *(o.counted_in for o in row.owners)) if n}
    known = Meeting.objects.filter(slug__in=named)
    shut = set(known.exclude(access=Access.PUBLIC, withdrawn=None).values_list("slug", flat=True))
    series = {row.series for row in rows if row.series}
    secret = Series.objects.filter(slug__in=series).exclude(access=Access.PUBLIC)
    hidden = closed()
    of_those = set(secret.values_list("slug", flat=True))
    return tuple(_open(row, shut, of_those, hidden) for row in rows)


def _open(
    row: MeetingValue, shut: Collection[str], series: Collection[str], hidden: Collection[str]
) -> MeetingValue:
    owners = tuple(
        replace(owner, counted_in="") if owner.counted_in in shut else owner
        for owner in row.owners
        if owner.mechanism not in hidden
    )
    return replace(
        row,
        owners=owners,
        at="" if row.at in shut else row.at,
        prepares="" if row.prepares in shut else row.prepares,
        series="" if row.series in series else row.series,
    )


def public(slugs: Iterable[str]) -> frozenset[str]:
    """Those of these meetings that all may see."""
    rows = Meeting.objects.filter(slug__in=slugs, access=Access.PUBLIC, merged_into=None, withdrawn=None)
    return frozenset(rows.values_list("slug", flat=True))


def existing(asked: dict[str, Any]) -> None:
    """Unfit where the meeting asked for is none that all may see: nothing found would tell something else."""
    said = asked.get("meeting")
    if said and not public([said]):
        near = next(iter(names.nearest(said, records.slugs())), "")
        raise Unfit("meeting", f"No meeting “{said}” is known here.", near)


def _meetings(asked: dict[str, Any]) -> Page:
    choice, shut = asked["choice"], closed()
    if wanted := set(choice.mechanism):
        choice = replace(choice, mechanism=tuple(sorted(wanted - shut)))
        if not choice.mechanism:
            return Page(())
    return page(records.chosen(choice), asked)


def meeting(asked: dict[str, Any]) -> MeetingValue:
    """One meeting; Elsewhere where it was merged into another, Absent where there is none that all may see."""
    said = asked["id"]
    found = records.meeting(said) if sayable(said) else None
    if found is None:
        raise Absent(f"No meeting “{said[:80]}” is known here.", names.nearest(said[:80], records.slugs()))
    if found.id != said:
        raise Elsewhere(found.id)
    return open_parts([found])[0]


def every(size: int = 500) -> Iterator[MeetingValue]:
    """Every public meeting by id, ``size`` rows in hand at a time."""
    rows, last = records.chosen().order_by("slug"), ""
    while found := list(rows.filter(slug__gt=last)[:size]):
        yield from open_parts([records.value(row) for row in found])
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
        check=checked,
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
