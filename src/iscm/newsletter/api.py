"""Issues and their statements for programs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from iscm.accounts.models import Access
from iscm.domain.issues import IndexRow
from iscm.domain.issues import Issue as IssueValue
from iscm.domain.terms import types
from iscm.library.api import MEETING
from iscm.library.models import Publication
from iscm.meetings.api import existing
from iscm.meetings.models import Meeting
from iscm.newsletter import queries
from iscm.newsletter.models import Told
from iscm.registry.api import closed, mechanism_filter, near, theme_filter
from iscm.renderers.cursors import LIMIT, cursor, page, written
from iscm.renderers.openapi import Absent, Endpoint, Page, fields_of, known, number, placed
from iscm.renderers.records import issues as shapes
from iscm.renderers.records.issues import Amended, Evidence

FIRST, LAST = 1990, 2100


def open_issue(row: IssueValue) -> IssueValue:
    """An issue without a word of mechanisms, meetings and publications that not all may see."""
    hidden = closed()
    event = row.global_meeting
    if (
        event
        and event.event
        and Meeting.objects.filter(slug=event.event).exclude(access=Access.PUBLIC).exists()
    ):
        event = replace(event, event=None)
    shut = set(Publication.objects.exclude(access=Access.PUBLIC).values_list("title", flat=True))
    return replace(
        row,
        entries=tuple(entry for entry in row.entries if entry.mechanism not in hidden),
        themes=_open_index(row.themes, hidden),
        initiatives=_open_index(row.initiatives, hidden),
        publications=tuple(work for work in row.publications if work.title not in shut),
        global_meeting=event,
    )


def _open_index(rows: Iterable[IndexRow], hidden: Collection[str]) -> tuple[IndexRow, ...]:
    return tuple(replace(row, mechanisms=tuple(m for m in row.mechanisms if m not in hidden)) for row in rows)


def _issues(asked: dict[str, Any]) -> Page:
    years = sorted(queries.years(), reverse=True)
    listed = page([-year for year in years], lambda year: (year,), asked)
    shown = tuple(found for year in listed.values if (found := queries.issue(-year)))
    return Page(shown, listed.after, listed.total)


def _issue(asked: dict[str, Any]) -> Amended:
    found = queries.issue(asked["year"])
    if found is None:
        years = sorted(queries.years(), key=lambda year: abs(year - asked["year"]))
        raise Absent(f"There is no public issue of {asked['year']}.", map(str, years[:3]))
    hidden = closed()
    errata = tuple(one for one in queries.errata(asked["year"]) if one.mechanism not in hidden)
    return Amended(open_issue(found), errata)


def told() -> QuerySet[Told]:
    """Statements of public issues on public mechanisms, in the order of the issues, with public meetings alone."""
    seen = Meeting.objects.filter(access=Access.PUBLIC, merged_into=None, withdrawn=None)
    rows = Told.objects.filter(
        withdrawn=None,
        entry__withdrawn=None,
        entry__issue__access=Access.PUBLIC,
        entry__mechanism__access=Access.PUBLIC,
    )
    rows = rows.select_related("entry__issue", "entry__mechanism").prefetch_related(
        Prefetch("meetings", seen)
    )
    return rows.order_by("entry__issue__year", "entry__place", "place")


def evidence(rows: Iterable[Told]) -> tuple[Evidence, ...]:
    """Rows as values, with the ids of their meetings; mechanisms that not all may see are not named as joint."""
    hidden = closed()
    return tuple(_evidence(row, hidden) for row in rows)


def _evidence(row: Told, hidden: Collection[str]) -> Evidence:
    told = queries._told(row.entry.issue.year, row.entry, row)
    joint = tuple(slug for slug in told.statement.joint_with if slug not in hidden)
    told = replace(told, statement=replace(told.statement, joint_with=joint))
    return Evidence(told, tuple(m.slug for m in row.meetings.all()))


def _statements(asked: dict[str, Any]) -> Page:
    existing(asked)
    rows = told()
    if "year" in asked:
        rows = rows.filter(entry__issue__year=asked["year"])
    if "mechanism" in asked:
        rows = rows.filter(entry__mechanism__slug=asked["mechanism"])
    if "meeting" in asked:
        rows = rows.filter(meetings__slug=asked["meeting"])
    if "type" in asked:
        rows = rows.filter(statement__type=asked["type"])
    if "theme" in asked:
        rows = rows.filter(pk__in=_on(asked["theme"]))
    limit = asked.get("limit", 50)
    total = rows.order_by().count()
    if "cursor" in asked:
        rows = rows.filter(_after(*asked["cursor"]))
    found = list(rows[: limit + 1])
    after = ""
    if len(found) > limit:
        last = found[limit - 1]
        after = written((last.entry.issue.year, last.entry.place, last.place))
    return Page(evidence(found[:limit]), after, total)


def _after(year: int, entry: int, place: int) -> Q:
    later = Q(entry__issue__year=year, entry__place=entry, place__gt=place)
    return Q(entry__issue__year__gt=year) | Q(entry__issue__year=year, entry__place__gt=entry) | later


def _on(theme: str) -> list[int]:
    """Statements on a theme; looked up here, since the two databases ask for a part of JSON differently."""
    rows = Told.objects.filter(withdrawn=None).values_list("pk", "statement__themes")
    return [pk for pk, themes in rows if theme in (themes or ())]


def every(size: int = 500) -> Iterator[Evidence]:
    """Every public statement, ``size`` rows in hand at a time."""
    rows, key = told(), (0, 0, 0)
    while found := list(rows.filter(_after(*key))[:size]):
        yield from evidence(found)
        key = (found[-1].entry.issue.year, found[-1].entry.place, found[-1].place)


YEAR = number("year", FIRST, LAST, "The year of an issue", example=2022)

ENDPOINTS = (
    Endpoint(
        "issues",
        "issues",
        "Issues, the latest first",
        shapes.ISSUE_SHORT,
        _issues,
        (fields_of(shapes.ISSUE_SHORT, near), LIMIT, cursor(int)),
        listed=True,
    ),
    Endpoint(
        "issue",
        "issues/{year}",
        "One issue",
        shapes.ISSUE,
        _issue,
        (placed(YEAR), fields_of(shapes.ISSUE, near)),
    ),
    Endpoint(
        "statements",
        "statements",
        "Statements in the order of the issues, with the meetings that they are evidence for",
        shapes.STATEMENT,
        _statements,
        (
            YEAR,
            mechanism_filter(),
            MEETING,
            known("type", types(), "Main kind of meeting", near),
            theme_filter(),
            fields_of(shapes.STATEMENT, near),
            LIMIT,
            cursor(int, int, int),
        ),
        listed=True,
    ),
)
