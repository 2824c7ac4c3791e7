"""Meetings as they are counted over the years: grouped by the database, so that a hundred thousand are quick."""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, CharField, Count, FilteredRelation, IntegerField, Q, QuerySet, Value
from django.db.models import When as If
from django.db.models.functions import Cast, Coalesce, Length, StrIndex, Substr

from iscm.analysis.drift import Held, Telling
from iscm.analysis.series import TYPES, of_kinds
from iscm.analysis.trends import DAY_LENGTH, Told
from iscm.domain import meetings as m
from iscm.domain.terms import themes
from iscm.meetings.models import Meeting, Outcome, Ownership, Subject
from iscm.meetings.queries.choosing import PUBLIC, fitting, public
from iscm.meetings.queries.entries import gathered
from iscm.meetings.rules import Choice
from iscm.registry.models import Mechanism

_YEAR = Substr(Cast(Coalesce("earliest", "latest"), CharField()), 1, 4)  # as ``Meeting.year`` has it
_EDTF = Cast("when", CharField())
_DAYS = Case(  # as ``When.days`` has it: both ends are known, and neither is shorter than a day
    If(Q(earliest=None) | Q(latest=None), then=Value(0)),
    If(slash=0, size__gte=DAY_LENGTH, then=Value(1)),
    If(slash__gt=0, size__gte=2 * DAY_LENGTH + 1, then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)


def _yearly(choice: Choice | None, seen: Collection[str]) -> QuerySet[Meeting]:
    """Meetings of a choice that may be counted, with the ``year`` as text and whether they are known to the ``day``."""
    rows = public(seen).exclude(status__in=m.NOT_TO_COUNT)
    rows = rows.filter(fitting(choice, seen)) if choice else rows
    rows = rows.annotate(year=_YEAR, size=Length(_EDTF), slash=StrIndex(_EDTF, Value("/")))
    return rows.annotate(day=_DAYS).order_by()


def told(choice: Choice | None = None, by: str = "mechanism", seen: Collection[str] = PUBLIC) -> list[Told]:
    """Meetings of a choice as ``analysis.trends`` counts them, each once; at five queries at most, however many.

    ``by``: ``mechanism``, ``type`` or ``theme``, which each comes with besides its year; other fields may be empty.
    By theme, a meeting of several comes once with each, and those that count each other come with all of theirs.
    """
    rows = _yearly(choice, seen)
    owned = Ownership.objects.filter(withdrawn=None)
    parts = owned.exclude(counted_in=None)
    singly = Q(pk__in=parts.values("meeting")) | Q(pk__in=parts.values("counted_in"))
    slugs = dict(Mechanism.objects.filter(access__in=seen).values_list("pk", "slug"))
    if by == "mechanism":
        joint = owned.values("meeting").annotate(owners=Count("pk")).filter(owners__gt=1)
        singly |= Q(pk__in=joint.values("meeting"))
        own = FilteredRelation("ownerships", condition=Q(ownerships__withdrawn=None))
        lots = _lots(rows.exclude(singly).annotate(own=own), "own__mechanism")
        found = [row._replace(mechanisms=_some(slugs.get(pk))) for row, pk in lots]
    elif by == "theme":
        known = Q(subjects__withdrawn=None, subjects__theme__in=list(themes()))
        borne = FilteredRelation("subjects", condition=known)
        lots = _lots(rows.exclude(singly).annotate(borne=borne), "borne__theme")
        found = [row._replace(themes=_some(theme)) for row, theme in lots]
    else:
        found = [row._replace(type=kind) for row, kind in _lots(rows.exclude(singly), "type")]
    return found + _singly(rows.filter(singly), slugs, themed=by == "theme")


def _lots(rows: QuerySet[Meeting], field: str) -> list[tuple[Told, Any]]:
    """Meetings that are alike in year, number, exactness and a field, with that field; one query."""
    number = Count("pk", distinct=field == "borne__theme")  # a theme may stand on a meeting in two wordings
    lots = rows.values_list("year", "day", "count", field).annotate(number=number)
    return [
        (Told(year=_int(year), days=bool(day), means=count, number=number), value)
        for year, day, count, value, number in lots
    ]


def _singly(rows: QuerySet[Meeting], slugs: dict[int, str], *, themed: bool) -> list[Told]:
    """Those that count each other, or have several owners: one by one, with all that is counted by."""
    cells = list(rows.values_list("pk", "slug", "year", "day", "count", "type"))
    owners: dict[int, list[tuple[str, str]]] = {}
    own = Ownership.objects.filter(meeting__in=rows.values("pk"), withdrawn=None).order_by("pk")
    for meeting, mechanism, whole in own.values_list("meeting", "mechanism", "counted_in__slug"):
        if mechanism in slugs:
            owners.setdefault(meeting, []).append((slugs[mechanism], whole or ""))
    bearing = Subject.objects.filter(meeting__in=rows.values("pk"), theme__in=list(themes()))
    borne = gathered(bearing, "theme") if themed else {}
    return [
        Told(
            year=_int(year),
            type=kind,
            mechanisms=tuple(slug for slug, _whole in owners.get(pk, ())),
            themes=borne.get(pk, ()),
            means=count,
            days=bool(day),
            id=slug,
            within=tuple((owner, whole) for owner, whole in owners.get(pk, ()) if whole),
        )
        for pk, slug, year, day, count, kind in cells
    ]


def _some(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _int(year: str | None) -> int | None:
    return int(year) if year else None


RESTS_ON = (
    "newsletter",
    "report",
    "overview",
    "press",
    "page",
)  # kinds of sources, the one that counts most first


def resting(choice: Choice | None = None, seen: Collection[str] = PUBLIC) -> dict[int | None, dict[str, int]]:
    """What the records of each year rest on: a kind of source, "" for none, to the number of records; one query.

    A record that several sources tell stands with the first of ``RESTS_ON`` among them.
    """
    through = Meeting.sources.through.objects
    own = Ownership.objects.filter(withdrawn=None)
    cases = [
        If(
            Q(pk__in=through.filter(source__kind=kind).values("meeting"))
            | Q(pk__in=own.filter(source__kind=kind).values("meeting")),
            then=Value(kind),
        )
        for kind in RESTS_ON
    ]
    rows = _yearly(choice, seen).annotate(rests=Case(*cases, default=Value(""), output_field=CharField()))
    found: dict[int | None, dict[str, int]] = {}
    for year, kind, number in rows.values_list("year", "rests").annotate(number=Count("pk")):
        found.setdefault(_int(year), {})[kind] = number
    return found


def not_counted(choice: Choice | None = None, seen: Collection[str] = PUBLIC) -> dict[str, int]:
    """Records of a choice that are in no count: status to number; one query."""
    rows = public(seen).filter(status__in=m.NOT_TO_COUNT)
    rows = rows.filter(fitting(choice, seen)) if choice else rows
    told = rows.order_by("status").values_list("status").annotate(number=Count("pk"))
    return dict(told)


def telling(
    choice: Choice | None = None, seen: Collection[str] = PUBLIC
) -> tuple[tuple[Telling, ...], dict[str, tuple[Telling, ...]]]:
    """What the records of each year tell: of all meetings, each once, and of each mechanism's; at three queries."""
    rows = _yearly(choice, seen).exclude(year=None)
    outcomes = Outcome.objects.filter(withdrawn=None).values("meeting")
    aspects = {
        "with_day": Q(day=1),
        "with_place": ~Q(city="", country="", mode=""),
        "with_topic": ~Q(topic=""),
        "with_outcome": Q(pk__in=outcomes),
        "with_people": Q(figures__has_any_keys=["participants", "represented"]),
    }
    counts = {name: Count("pk", filter=fits) for name, fits in aspects.items()}
    everywhere = rows.values_list("year").annotate(number=Count("pk"), **counts)
    whole = tuple(Telling(int(year), *cells) for year, *cells in everywhere.order_by("year"))
    slugs = dict(Mechanism.objects.filter(access__in=seen).values_list("pk", "slug"))
    of_each = rows.annotate(own=FilteredRelation("ownerships", condition=Q(ownerships__withdrawn=None)))
    own: dict[str, list[Telling]] = {}
    told = of_each.values_list("own__mechanism", "year").annotate(number=Count("pk"), **counts)
    for mechanism, year, *cells in told.order_by("own__mechanism", "year"):
        if mechanism in slugs:
            own.setdefault(slugs[mechanism], []).append(Telling(int(year), *cells))
    return whole, {slug: tuple(told) for slug, told in own.items()}


def heard(seen: Collection[str] = PUBLIC) -> dict[str, set[int]]:
    """Years of which records tell of a mechanism, whatever became of the meetings; one query."""
    rows = Ownership.objects.filter(
        withdrawn=None, mechanism__access__in=seen, meeting__access__in=seen, meeting__withdrawn=None,
        meeting__merged_into=None,
    )  # fmt: skip
    year = Substr(Cast(Coalesce("meeting__earliest", "meeting__latest"), CharField()), 1, 4)
    found: dict[str, set[int]] = {}
    for slug, said in (
        rows.annotate(said=year).exclude(said=None).values_list("mechanism__slug", "said").distinct()
    ):
        found.setdefault(slug, set()).add(int(said))
    return found


def in_series(choice: Choice | None = None, seen: Collection[str] = PUBLIC) -> list[Held]:
    """Meetings of a choice that stand in a series of main meetings, once for each owner; at three queries."""
    rows = public(seen).filter(type__in=TYPES, count=1).exclude(earliest=None).order_by()
    rows = rows.filter(fitting(choice, seen)) if choice else rows
    rows = rows.annotate(said=_EDTF, size=Length(_EDTF), slash=StrIndex(_EDTF, Value("/"))).annotate(
        day=_DAYS
    )
    own: dict[int, list[int]] = {}
    owned = Ownership.objects.filter(withdrawn=None, meeting__in=rows.values("pk")).order_by()
    for meeting, mechanism in owned.values_list("meeting", "mechanism"):
        own.setdefault(meeting, []).append(mechanism)
    slugs = dict(Mechanism.objects.filter(access__in=seen).values_list("pk", "slug"))
    cells = rows.values_list("pk", "type", "kinds", "title", "earliest", "latest", "day", "status", "said")
    return [
        Held(slugs[mechanism], series, first, last, bool(day), status, said)
        for pk, kind, kinds, title, first, last, day, status, said in cells
        for mechanism in own.get(pk, ())
        if mechanism in slugs and (series := of_kinds(slugs[mechanism], (kind, *kinds), title))
    ]
