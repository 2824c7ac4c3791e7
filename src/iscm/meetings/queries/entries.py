"""Letting meetings out as calendars show them, so that thousands are quick; and which of them changed."""

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import pairwise

from django.db.models import CharField, Count, F, Max, Q, QuerySet
from django.db.models.functions import Cast

from iscm.accounts.models import Change
from iscm.domain import meetings as m
from iscm.domain.when import When
from iscm.meetings.models import Meeting, Ownership, Subject
from iscm.meetings.queries.choosing import FEW, PUBLIC, fitting, public, touching
from iscm.meetings.rules import Choice

_PLAIN = ("title", "type", "count", "earliest", "latest", "city", "country", "mode", "status", "topic")


def entries(
    choice: Choice | None = None,
    *,
    slugs: Collection[str] | None = None,
    within: When | None = None,
    undated: bool = False,
    start: int = 0,
    stop: int | None = None,
    trail: bool = False,
    seen: Collection[str] = PUBLIC,
) -> list[m.Entry]:
    """Meetings as calendars show them, at four queries, however many.

    By first day, and of those the vaguest first: a year before the months of it. Without a year at the end.

    ``undated``: besides those ``within`` a time also those without any year.
    ``trail``: also when each changed and how often, and those that are withdrawn or merged into another, since
    calendars that know them must hear of it; that costs one query more.
    """
    rows = _asked(
        choice,
        slugs,
        within,
        undated,
        Meeting.objects.filter(access__in=seen) if trail else public(seen),
        seen,
    )
    ordered = rows.order_by(F("earliest").asc(nulls_last=True), F("latest").desc(nulls_last=True), "slug")
    cells = list(
        ordered.values_list(
            "pk", "slug", *_PLAIN, Cast("when", CharField()), "at", "prepares__slug", "series", "merged_into__slug",
            "withdrawn",
        )[start:stop]
    )  # fmt: skip
    wanted = rows.order_by().values("pk") if len(cells) > FEW else [row[0] for row in cells]
    owners = gathered(Ownership.objects.filter(meeting__in=wanted), "mechanism__slug")
    subjects = gathered(Subject.objects.filter(meeting__in=wanted).exclude(theme=""), "theme")
    before = _before(row[15] for row in cells) if any(row[15] for row in cells) else {}
    told = _told(None if len(cells) > FEW else [row[1] for row in cells]) if trail else {}
    nothing = (None, 1)
    return [
        m.Entry(
            slug, title, kind, count, when or "", first, last, city, country, mode, status, topic,
            owners.get(pk, ()), subjects.get(pk, ()),
            tuple(one for one in (prepares, at, merged) if one), before.get(slug, ""),
            told.get(slug, nothing)[0], told.get(slug, nothing)[1] - 1, bool(withdrawn or merged),
        )
        for pk, slug, title, kind, count, first, last, city, country, mode, status, topic,
            when, at, prepares, _series, merged, withdrawn in cells
    ]  # fmt: skip


def number(choice: Choice | None = None, *, within: When | None = None, undated: bool = False) -> int:
    """How many records ``entries`` would let out."""
    return _asked(choice, None, within, undated, public(PUBLIC), PUBLIC).count()


def _asked(
    choice: Choice | None,
    slugs: Collection[str] | None,
    within: When | None,
    undated: bool,
    rows: QuerySet[Meeting],
    seen: Collection[str],
) -> QuerySet[Meeting]:
    if choice:
        rows = rows.filter(fitting(choice, seen))
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    if within:
        time = touching(within)
        rows = rows.filter(time | Q(earliest=None, latest=None) if undated else time)
    return rows


def gathered(children: QuerySet, field: str) -> dict[int, tuple[str, ...]]:
    """A field of the children of meetings, by meeting, each value once."""
    found: dict[int, tuple[str, ...]] = {}
    for pk, value in children.filter(withdrawn=None).order_by("pk").values_list("meeting", field):
        have = found.get(pk, ())
        if value not in have:
            found[pk] = (*have, value)
    return found


def _before(series: Iterable[int | None]) -> dict[str, str]:
    """The meeting before each in its series."""
    rows = public(PUBLIC).filter(series__in={one for one in series if one}, earliest__isnull=False)
    ordered = list(rows.order_by("series", "earliest", "slug").values_list("series", "slug"))
    return {later: slug for (one, slug), (other, later) in pairwise(ordered) if one == other}


def _told(slugs: list[str] | None) -> dict[str, tuple[dt.datetime, int]]:
    """When the trail last told of each meeting, and how often."""
    rows = Change.objects.filter(kind="meeting")
    if slugs is not None:
        rows = rows.filter(key__in=slugs)
    counted = rows.order_by().values("key").annotate(last=Max("at"), number=Count("pk"))
    return {key: (last, number) for key, last, number in counted.values_list("key", "last", "number")}


def changed(
    choice: Choice | None,
    number: int,
    seen: Collection[str] = PUBLIC,
    since: int = 0,
    until: int | None = None,
) -> list[Change]:
    """The last entry of the trail of each meeting that fits, the latest first; at most ``number``.

    ``since``, ``until``: only entries after that one, and up to this one, by their numbers.
    """
    rows = Meeting.objects.filter(access__in=seen)
    if choice:
        rows = rows.filter(fitting(choice, seen))
    trail = Change.objects.filter(kind="meeting", key__in=rows.order_by().values("slug"), pk__gt=since)
    if until is not None:
        trail = trail.filter(pk__lte=until)
    latest = trail.order_by().values("key").annotate(last=Max("pk")).order_by("-last")
    return list(
        Change.objects.filter(pk__in=list(latest.values_list("last", flat=True)[:number])).order_by("-pk")
    )
