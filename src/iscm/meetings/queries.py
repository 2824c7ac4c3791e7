"""Letting meetings out as values, at a fixed number of queries."""

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models import (
    When as If,
)
from django.db.models.functions import Cast, Coalesce, Length, StrIndex, Substr

from iscm.accounts.models import Access, Change
from iscm.analysis.drift import Held, Telling
from iscm.analysis.series import TYPES, of_kinds
from iscm.analysis.trends import DAY_LENGTH, Told
from iscm.domain import claims as c
from iscm.domain import meetings as m
from iscm.domain.mechanisms import Subject as SubjectValue
from iscm.domain.terms import themes
from iscm.domain.when import When
from iscm.meetings.models import (
    Meeting,
    MeetingClaim,
    Outcome,
    Ownership,
    Partner,
    Series,
    StatusChange,
    Subject,
)
from iscm.meetings.rules import NOT_STATED, Choice, reach
from iscm.registry.models import Mechanism, Participation
from iscm.registry.queries import source_value

PUBLIC = (Access.PUBLIC,)


def meetings(choice: Choice | None = None, *, seen: Collection[str] = PUBLIC) -> tuple[m.Meeting, ...]:
    """Meetings of a choice by date, those without a year at the end. ``seen``: the marks of access of the reader."""
    values = [_value(row) for row in chosen(choice, seen=seen)]
    return tuple(sorted(values, key=lambda v: (v.year is None, (v.when and v.when.earliest) or _LATE, v.id)))


def chosen(choice: Choice | None = None, *, seen: Collection[str] = PUBLIC) -> QuerySet[Meeting]:
    """Rows of the meetings of a choice, or of all."""
    rows = _rows().filter(access__in=seen, merged_into=None, withdrawn=None)
    return rows.filter(fitting(choice, seen)) if choice else rows


def fitting(choice: Choice, seen: Collection[str] = PUBLIC) -> Q:
    """What a meeting's row must fulfil to be of a choice. One owner fits mechanism, level and region together; none
    that the reader may not see."""
    found = Q()
    if choice.mechanism or choice.level or choice.region:
        found &= Q(pk__in=_owned(choice, seen).values("meeting"))
    if choice.state:
        found &= Q(country__in=_codes(choice.state)) | Q(pk__in=_of_members(choice.state).values("meeting"))
    if choice.host:
        found &= Q(country__in=_codes(choice.host))
    if choice.theme:
        found &= Q(pk__in=Subject.objects.filter(theme__in=choice.theme, withdrawn=None).values("meeting"))
    if choice.type:
        found &= Q(type__in=choice.type)
    if choice.status:
        found &= Q(status__in=["" if one == NOT_STATED else one for one in choice.status])
    if choice.online:
        manner = Q(pk__in=())
        for one in choice.online:
            manner |= _MANNERS[one]
        found &= manner
    if choice.within:
        found &= _touches(choice.within)
    for word in choice.q.split():
        found &= Q(title__icontains=word) | Q(topic__icontains=word) | Q(city__icontains=word)
    return found


_SOMEWHERE = ~Q(city="", country="")
_MANNERS = {
    "yes": Q(mode="online"),
    "hybrid": Q(mode="hybrid"),
    "no": Q(mode="in-person") | (Q(mode="") & _SOMEWHERE),
    NOT_STATED: Q(mode="", city="", country=""),
}


def _codes(said: Iterable[str]) -> list[str]:
    return [code.upper() for code in said]


def _owned(choice: Choice, seen: Collection[str]) -> QuerySet[Ownership]:
    rows = Ownership.objects.filter(withdrawn=None, mechanism__access__in=seen)
    if choice.mechanism:
        rows = rows.filter(mechanism__slug__in=choice.mechanism)
    if choice.level:
        rows = rows.filter(mechanism__level__in=choice.level)
    if choice.region:
        wanted = set(choice.region)
        regions = Mechanism.objects.exclude(region="").values_list("pk", "region")
        rows = rows.filter(mechanism__in=[pk for pk, region in regions if wanted & reach(region)])
    return rows


def _of_members(codes: Iterable[str]) -> QuerySet[Ownership]:
    """Meetings of mechanisms that one of these States was a member of, as read in a source, on the meeting's day."""
    spans = Participation.objects.filter(
        party__key__in=_codes(codes), party__kind__in=("state", "territory", "other"),
        role="member", basis="read", chosen=True, withdrawn=None,
    ).values_list("since_first", "until_last", "mechanism")  # fmt: skip
    held: dict[tuple[dt.date | None, dt.date | None], list[int]] = {}
    for since, until, mechanism in spans:
        held.setdefault((since, until), []).append(mechanism)
    member = Q(pk__in=())
    for (since, until), mechanisms in held.items():
        time = Q(mechanism__in=mechanisms)
        if since:
            time &= Q(meeting__latest__gte=since) | Q(meeting__latest=None)
        if until:
            time &= Q(meeting__earliest__lte=until) | Q(meeting__earliest=None)
        member |= time
    return Ownership.objects.filter(member, withdrawn=None)


def listed(start: int, stop: int, choice: Choice | None = None) -> tuple[int, tuple[m.Meeting, ...]]:
    """How many meetings fit ``choice``, and those from ``start`` up to ``stop``: latest first, undated last."""
    rows = chosen(choice)
    ordered = rows.order_by(F("earliest").desc(nulls_last=True), "slug")
    return rows.count(), tuple(_value(row) for row in ordered[start:stop])


def tally(choice: Choice | None = None) -> m.Total:
    """How many meetings the records that fit ``choice`` stand for; at two queries, however many there are."""
    rows = chosen(choice).select_related(None).prefetch_related(None).order_by()
    owners: dict[int, list[m.Owner]] = {}
    owned = Ownership.objects.filter(meeting__in=rows.values("pk"), withdrawn=None)
    for pk, mechanism, within in owned.values_list("meeting", "mechanism__slug", "counted_in__slug"):
        owners.setdefault(pk, []).append(m.Owner(mechanism=mechanism, counted_in=within or ""))
    told = rows.values_list("pk", "slug", "count", "when", "status")
    return m.total(
        m.Meeting(
            id=slug,
            title="",
            type="",
            count=count,
            when=when,
            status=status,
            owners=tuple(owners.get(pk, ())),
        )
        for pk, slug, count, when, status in told
    )


# Meetings as they are counted over the years: grouped by the database, so that a hundred thousand are quick.

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
    rows = _public(seen).exclude(status__in=m.NOT_TO_COUNT)
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
    borne = _gathered(bearing, "theme") if themed else {}
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
    rows = _public(seen).filter(status__in=m.NOT_TO_COUNT)
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
    rows = _public(seen).filter(type__in=TYPES, count=1).exclude(earliest=None).order_by()
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
        Meeting.objects.filter(access__in=seen) if trail else _public(seen),
        seen,
    )
    ordered = rows.order_by(F("earliest").asc(nulls_last=True), F("latest").desc(nulls_last=True), "slug")
    cells = list(
        ordered.values_list(
            "pk", "slug", *_PLAIN, Cast("when", CharField()), "at", "prepares__slug", "series", "merged_into__slug",
            "withdrawn",
        )[start:stop]
    )  # fmt: skip
    wanted = rows.order_by().values("pk") if len(cells) > _FEW else [row[0] for row in cells]
    owners = _gathered(Ownership.objects.filter(meeting__in=wanted), "mechanism__slug")
    subjects = _gathered(Subject.objects.filter(meeting__in=wanted).exclude(theme=""), "theme")
    before = _before(row[15] for row in cells) if any(row[15] for row in cells) else {}
    told = _told(None if len(cells) > _FEW else [row[1] for row in cells]) if trail else {}
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
    return _asked(choice, None, within, undated, _public(PUBLIC), PUBLIC).count()


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
        time = _touches(within)
        rows = rows.filter(time | Q(earliest=None, latest=None) if undated else time)
    return rows


_FEW = 500  # rows are asked for by name up to here: SQLite takes no more than a thousand


def _gathered(children: QuerySet, field: str) -> dict[int, tuple[str, ...]]:
    """A field of the children of meetings, by meeting, each value once."""
    found: dict[int, tuple[str, ...]] = {}
    for pk, value in children.filter(withdrawn=None).order_by("pk").values_list("meeting", field):
        have = found.get(pk, ())
        if value not in have:
            found[pk] = (*have, value)
    return found


def _before(series: Iterable[int | None]) -> dict[str, str]:
    """The meeting before each in its series."""
    rows = _public(PUBLIC).filter(series__in={one for one in series if one}, earliest__isnull=False)
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


def of(ids: Collection[str], seen: Collection[str] = PUBLIC) -> tuple[m.Meeting, ...]:
    """These meetings, by date."""
    rows = _rows().filter(access__in=seen, merged_into=None, withdrawn=None, slug__in=list(ids)[:_FEW])
    return tuple(_value(row) for row in rows.order_by("earliest", "slug"))


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
    for meeting, objectives in _public(seen).exclude(gcm=[]).values_list("pk", "gcm"):
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


def coming(
    today: dt.date, number: int, choice: Choice | None = None, seen: Collection[str] = PUBLIC
) -> tuple[m.Meeting, ...]:
    """The next meetings on ``today``: those that may still end on that day or later, unless called off."""
    rows = chosen(choice, seen=seen).filter(latest__gte=today).exclude(status__in=m.CALLED_OFF)
    return tuple(_value(row) for row in rows.order_by("earliest", "slug")[:number])


def last(today: dt.date, number: int, seen: Collection[str] = PUBLIC) -> tuple[m.Meeting, ...]:
    """The last meetings known to the day that were over on ``today``, the latest first."""
    rows = chosen(seen=seen).filter(latest__lt=today).exclude(status__in=m.CALLED_OFF)
    return tuple(_value(row) for row in rows.order_by("-latest", "-earliest", "slug")[:number])


def titles(slugs: Iterable[str], seen: Collection[str] = PUBLIC) -> dict[str, str]:
    """Titles of these meetings, those that there are and that the reader may see."""
    wanted = [slug for slug in slugs if slug]
    rows = Meeting.objects.filter(slug__in=wanted, access__in=seen, withdrawn=None)
    return dict(rows.values_list("slug", "title"))


def slugs(seen: Collection[str] = PUBLIC) -> tuple[str, ...]:
    """The id of every meeting that the reader may see."""
    return tuple(_public(seen).values_list("slug", flat=True))


def countries(seen: Collection[str] = PUBLIC) -> tuple[str, ...]:
    """Codes of the places where meetings were held."""
    rows = _public(seen).exclude(country="").order_by("country")
    return tuple(rows.values_list("country", flat=True).distinct())


def _public(seen: Collection[str]) -> QuerySet[Meeting]:
    return Meeting.objects.filter(access__in=seen, merged_into=None, withdrawn=None)


_LATE = When.parse("9999-12-31").earliest


def _touches(time: When) -> Q:
    """Rows whose time may share a day with this one; an open end reaches for ever."""
    found = Q(earliest__isnull=False) | Q(latest__isnull=False)
    if time.latest:
        found &= Q(earliest__isnull=True) | Q(earliest__lte=time.latest)
    if time.earliest:
        found &= Q(latest__isnull=True) | Q(latest__gte=time.earliest)
    return found


def meeting(slug: str, seen: Collection[str] = PUBLIC) -> m.Meeting | None:
    """One meeting, or the one it was merged into; None where there is none that the reader may see."""
    row = _rows().filter(slug=slug, access__in=seen, withdrawn=None).first()
    if row and row.merged_into:
        return meeting(row.merged_into.slug, seen)
    return _value(row) if row else None


def series(slug: str, seen: Collection[str] = PUBLIC) -> m.Series | None:
    """A series and the ids of its meetings by date; None where there is none that the reader may see."""
    meetings_seen = _public(seen)
    rows = Series.objects.filter(slug=slug, access__in=seen).select_related("mechanism")
    row = rows.prefetch_related("sources", Prefetch("meetings", meetings_seen)).first()
    if row is None:
        return None
    return m.Series(
        slug=row.slug,
        name=row.name,
        mechanism=row.mechanism.slug if row.mechanism else "",
        participants=row.participants,
        organiser=row.organiser,
        meetings=tuple(one.slug for one in row.meetings.all()),
        sources=tuple(filter(None, map(source_value, row.sources.all()))),
    )


def _rows() -> QuerySet[Meeting]:
    def now(model: type, *related: str) -> QuerySet:
        rows = model._default_manager.filter(withdrawn=None)
        return rows.select_related(*related) if related else rows

    return Meeting.objects.select_related("series", "prepares", "merged_into").prefetch_related(
        "sources",
        Prefetch("ownerships", now(Ownership, "mechanism", "source", "counted_in")),
        Prefetch("partners", now(Partner, "party")),
        Prefetch("history", now(StatusChange, "source")),
        Prefetch("outcomes", now(Outcome)),
        Prefetch("subjects", now(Subject)),
        Prefetch("claims", now(MeetingClaim).prefetch_related("sources")),
    )


def _value(row: Meeting) -> m.Meeting:
    sources = tuple(filter(None, map(source_value, row.sources.all())))
    return m.Meeting(
        id=row.slug,
        title=row.title,
        type=row.type,
        kinds=tuple(row.kinds),
        ordinal=row.ordinal,
        count=row.count,
        when=row.when,
        city=row.city,
        country=row.country,
        mode=row.mode,
        status=row.status,
        topic=row.topic,
        at=row.at,
        series=row.series.slug if row.series else "",
        prepares=row.prepares.slug if row.prepares else "",
        closed=row.closed,
        owners=tuple(_owner(own) for own in row.ownerships.all()),
        partners=tuple(partner.party.key for partner in row.partners.all()),
        subjects=tuple(SubjectValue(s.printed, s.theme) for s in row.subjects.all()),
        gcm=tuple(row.gcm),
        figures=row.figures,
        outcomes=tuple(outcome.text for outcome in row.outcomes.all()),
        note=row.note,
        claims=tuple(_claim(claim, sources) for claim in row.claims.all()),
        history=tuple(_step(step) for step in row.history.all()),
        sources=sources,
        access=row.access,
    )


def _owner(row: Ownership) -> m.Owner:
    return m.Owner(
        mechanism=row.mechanism.slug,
        wording=row.wording,
        when=row.when,
        undated=row.undated,
        counted_in=row.counted_in.slug if row.counted_in else "",
        note=row.note,
        source=source_value(row.source),
    )


def _step(row: StatusChange) -> m.StatusChange:
    return m.StatusChange(
        status=row.status,
        before=row.before,
        after=row.after,
        day=row.day,
        note=row.note,
        source=source_value(row.source),
    )


def _claim(row: MeetingClaim, record: tuple[c.Source, ...]) -> c.Claim:
    own = tuple(filter(None, map(source_value, row.sources.all())))
    return c.Claim(
        field=row.field,
        value=row.value,
        chosen=row.chosen,
        sources=own or record,
        exact=bool(own),
        note=row.note,
    )
