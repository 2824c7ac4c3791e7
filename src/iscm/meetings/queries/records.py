"""Letting meetings out as whole records, at a fixed number of queries."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import F, Prefetch, QuerySet

from iscm.domain import claims as c
from iscm.domain import meetings as m
from iscm.domain.mechanisms import Subject as SubjectValue
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
from iscm.meetings.queries.choosing import FEW, LATE, PUBLIC, fitting, public
from iscm.meetings.rules import Choice
from iscm.registry.queries import source_value


def meetings(choice: Choice | None = None, *, seen: Collection[str] = PUBLIC) -> tuple[m.Meeting, ...]:
    """Meetings of a choice by date, those without a year at the end. ``seen``: the marks of access of the reader."""
    values = [value(row) for row in chosen(choice, seen=seen)]
    return tuple(sorted(values, key=lambda v: (v.year is None, (v.when and v.when.earliest) or LATE, v.id)))


def chosen(choice: Choice | None = None, *, seen: Collection[str] = PUBLIC) -> QuerySet[Meeting]:
    """Rows of the meetings of a choice, or of all."""
    rows = _rows().filter(access__in=seen, merged_into=None, withdrawn=None)
    return rows.filter(fitting(choice, seen)) if choice else rows


def listed(start: int, stop: int, choice: Choice | None = None) -> tuple[int, tuple[m.Meeting, ...]]:
    """How many meetings fit ``choice``, and those from ``start`` up to ``stop``: latest first, undated last."""
    rows = chosen(choice)
    ordered = rows.order_by(F("earliest").desc(nulls_last=True), "slug")
    return rows.count(), tuple(value(row) for row in ordered[start:stop])


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


def of(ids: Collection[str], seen: Collection[str] = PUBLIC) -> tuple[m.Meeting, ...]:
    """These meetings, by date."""
    rows = _rows().filter(access__in=seen, merged_into=None, withdrawn=None, slug__in=list(ids)[:FEW])
    return tuple(value(row) for row in rows.order_by("earliest", "slug"))


def coming(
    today: dt.date, number: int, choice: Choice | None = None, seen: Collection[str] = PUBLIC
) -> tuple[m.Meeting, ...]:
    """The next meetings on ``today``: those that may still end on that day or later, unless called off."""
    rows = chosen(choice, seen=seen).filter(latest__gte=today).exclude(status__in=m.CALLED_OFF)
    return tuple(value(row) for row in rows.order_by("earliest", "slug")[:number])


def last(today: dt.date, number: int, seen: Collection[str] = PUBLIC) -> tuple[m.Meeting, ...]:
    """The last meetings known to the day that were over on ``today``, the latest first."""
    rows = chosen(seen=seen).filter(latest__lt=today).exclude(status__in=m.CALLED_OFF)
    return tuple(value(row) for row in rows.order_by("-latest", "-earliest", "slug")[:number])


def titles(slugs: Iterable[str], seen: Collection[str] = PUBLIC) -> dict[str, str]:
    """Titles of these meetings, those that there are and that the reader may see."""
    wanted = [slug for slug in slugs if slug]
    rows = Meeting.objects.filter(slug__in=wanted, access__in=seen, withdrawn=None)
    return dict(rows.values_list("slug", "title"))


def slugs(seen: Collection[str] = PUBLIC) -> tuple[str, ...]:
    """The id of every meeting that the reader may see."""
    return tuple(public(seen).values_list("slug", flat=True))


def countries(seen: Collection[str] = PUBLIC) -> tuple[str, ...]:
    """Codes of the places where meetings were held."""
    rows = public(seen).exclude(country="").order_by("country")
    return tuple(rows.values_list("country", flat=True).distinct())


def meeting(slug: str, seen: Collection[str] = PUBLIC) -> m.Meeting | None:
    """One meeting, or the one it was merged into; None where there is none that the reader may see."""
    row = _rows().filter(slug=slug, access__in=seen, withdrawn=None).first()
    if row and row.merged_into:
        return meeting(row.merged_into.slug, seen)
    return value(row) if row else None


def series(slug: str, seen: Collection[str] = PUBLIC) -> m.Series | None:
    """A series and the ids of its meetings by date; None where there is none that the reader may see."""
    meetings_seen = public(seen)
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


def value(row: Meeting) -> m.Meeting:
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
