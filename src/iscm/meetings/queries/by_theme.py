"""Themes and objectives that meetings took up, and what bears them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet

from iscm.domain import meetings as m
from iscm.domain.terms import themes
from iscm.meetings.models import Subject
from iscm.meetings.queries.choosing import PUBLIC, public


def themed(seen: Collection[str] = PUBLIC) -> dict[str, int]:
    """Themes of the vocabulary that meetings took up, each with the number of records."""
    rows = _subjects(seen)
    counted = rows.values("theme").annotate(number=Count("meeting", distinct=True)).order_by("theme")
    return dict(counted.values_list("theme", "number"))


def bearing(
    year: int, seen: Collection[str] = PUBLIC, *, counted: bool = False
) -> tuple[tuple[str, str, str], ...]:
    """Theme, mechanism and meeting, for every theme that a meeting of a year took up; one query.

    ``counted``: without those that are only announced, postponed or cancelled.
    """
    rows = _subjects(seen).filter(
        Q(meeting__earliest__year=year) | Q(meeting__earliest=None, meeting__latest__year=year)
    )
    if counted:
        rows = rows.exclude(meeting__status__in=m.NOT_TO_COUNT)
    owned = rows.filter(meeting__ownerships__withdrawn=None)
    told = owned.order_by("theme", "meeting__ownerships__mechanism__slug", "meeting__slug")
    return tuple(
        told.values_list("theme", "meeting__ownerships__mechanism__slug", "meeting__slug").distinct()
    )


def tallied(field: str, themes_: Collection[str] = (), seen: Collection[str] = PUBLIC) -> dict[Any, int]:
    """Records that took up one of these themes, or any, by a field of theirs: ``year`` or ``mechanism``; one query."""
    path = {"year": "meeting__earliest__year", "mechanism": "meeting__ownerships__mechanism__slug"}[field]
    rows = _subjects(seen).filter(meeting__ownerships__withdrawn=None)
    if themes_:
        rows = rows.filter(theme__in=themes_)
    counted = rows.values(path).annotate(number=Count("meeting", distinct=True)).order_by(path)
    return dict(counted.values_list(path, "number"))


def of_themes(seen: Collection[str] = PUBLIC) -> dict[str, set[int]]:
    """Meetings, as numbers of rows, of each theme; one query."""
    found: dict[str, set[int]] = {}
    for theme, meeting in _subjects(seen).order_by().values_list("theme", "meeting"):
        found.setdefault(theme, set()).add(meeting)
    return found


def of_objectives(seen: Collection[str] = PUBLIC) -> dict[int, set[int]]:
    """Meetings, as numbers of rows, that name an objective of the Global Compact themselves; one query."""
    found: dict[int, set[int]] = {}
    for meeting, objectives in public(seen).exclude(gcm=[]).values_list("pk", "gcm"):
        for number in objectives:
            found.setdefault(number, set()).add(meeting)
    return found


def _subjects(seen: Collection[str]) -> QuerySet[Subject]:
    return Subject.objects.filter(
        meeting__access__in=seen,
        meeting__merged_into=None,
        meeting__withdrawn=None,
        withdrawn=None,
        theme__in=themes(),
    )
