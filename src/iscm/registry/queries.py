"""Letting mechanisms out as values, at a fixed number of queries."""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from iscm.accounts.models import Access
from iscm.domain import claims as c
from iscm.domain import mechanisms as m
from iscm.domain.claims import holds_on
from iscm.domain.when import When
from iscm.registry.models import (
    Body,
    Claim,
    Focus,
    Mechanism,
    Name,
    Participation,
    Relation,
    Remark,
    Source,
)

PUBLIC = (Access.PUBLIC,)


def source_value(row: Source | None) -> c.Source | None:
    """A source as a value."""
    if row is None:
        return None
    return c.Source(id=row.key, title=row.title, url=row.url, kind=row.kind, year=row.year, read=row.read)


def mechanisms(as_of: dt.date | None = None, seen: Collection[str] = PUBLIC) -> tuple[m.Mechanism, ...]:
    """Every mechanism that a reader with these marks may see, by slug; ``as_of`` as it stood on that day."""
    return tuple(_value(row, as_of) for row in _rows().filter(access__in=seen))


def mechanism(slug: str, as_of: dt.date | None = None, seen: Collection[str] = PUBLIC) -> m.Mechanism | None:
    """One mechanism, or None where there is none that the reader may see."""
    row = _rows().filter(access__in=seen, slug=slug).first()
    return _value(row, as_of) if row else None


class Outline(NamedTuple):
    """What lists of many mechanisms ask of each."""

    level: str
    region: str
    status: str
    ended: When | None

    def at_rest(self, day: dt.date) -> bool:
        """Whether it is dormant or ended, as far as known for a day: its silence asks for nothing."""
        later = self.ended and self.ended.earliest and self.ended.earliest > day
        return self.status in m.AT_REST and not later


def outlines(seen: Collection[str] = PUBLIC) -> dict[str, Outline]:
    """Every mechanism in a few words, by slug; one query."""
    rows = Mechanism.objects.filter(access__in=seen).order_by("slug")
    return {slug: Outline(*rest) for slug, *rest in rows.values_list("slug", *Outline._fields)}


ROLES_OF_PLACES = ("member", "observer", "partner")


def places(as_of: dt.date, seen: Collection[str] = PUBLIC) -> dict[str, dict[str, list[str]]]:
    """States and territories that take part on a day, as read in a source: code to role to slugs of mechanisms.

    Two queries of plain values: the list of all States is asked for often.
    """
    stood = standing(as_of, seen)
    rows = _of_places(seen).filter(_on(as_of), role__in=ROLES_OF_PLACES, basis="read", chosen=True)
    found: dict[str, dict[str, list[str]]] = {}
    told = rows.order_by("mechanism__slug", "pk").values_list("party__key", "role", "mechanism__slug")
    for code, role, slug in told:
        if slug not in stood:
            continue
        slugs = found.setdefault(code, {role: [] for role in ROLES_OF_PLACES})[role]
        if slug not in slugs:
            slugs.append(slug)
    return {code: {role: slugs for role, slugs in roles.items() if slugs} for code, roles in found.items()}


def standing(day: dt.date, seen: Collection[str] = PUBLIC) -> frozenset[str]:
    """Mechanisms that may have existed on a day: founded by then, and not known to have ended before."""
    rows = Mechanism.objects.filter(access__in=seen).values_list("slug", "established", "ended")
    return frozenset(slug for slug, founded, ended in rows if holds_on(day, founded, ended))


def around_the_table(*codes: str, seen: Collection[str] = PUBLIC) -> dict[str, list[m.Participation]]:
    """Every part of these States and territories, and of all who chair, by the mechanism's slug; one query."""
    rows = _of_places(seen).filter(Q(party__key__in=codes) | Q(role__in=m.CHAIRS))
    found: dict[str, list[m.Participation]] = {}
    for row in rows.select_related("mechanism", "party", "source").order_by("mechanism__slug", "pk"):
        found.setdefault(row.mechanism.slug, []).append(_participation(row))
    return found


def naming(seen: Collection[str] = PUBLIC) -> dict[str, dict[str, tuple[str, ...]]]:
    """Themes that mechanisms name as their own: slug to theme to the wordings printed; one query."""
    rows = Focus.objects.filter(withdrawn=None, mechanism__access__in=seen).exclude(theme="")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    told = rows.order_by("mechanism__slug", "pk").values_list("mechanism__slug", "theme", "printed")
    for slug, theme, printed in told:
        themes = found.setdefault(slug, {})
        themes[theme] = (*themes.get(theme, ()), printed)
    return found


def bodies_chaired(code: str, seen: Collection[str] = PUBLIC) -> tuple[tuple[str, m.Body], ...]:
    """Parts of mechanisms that a State chairs, each with the mechanism's slug."""
    rows = Body.objects.filter(chair=code, withdrawn=None, mechanism__access__in=seen)
    return tuple((row.mechanism.slug, _body(row)) for row in rows.select_related("mechanism"))


def _of_places(seen: Collection[str]) -> QuerySet[Participation]:
    return Participation.objects.filter(
        withdrawn=None, party__kind__in=("state", "territory", "other"), mechanism__access__in=seen
    )


def _on(day: dt.date) -> Q:
    """Participations that may have held on a day, as ``holds_on`` has it."""
    begun = Q(since_first=None) | Q(since_first__lte=day)
    return begun & (Q(until_last=None) | Q(until_last__gte=day))


SeatRow = tuple[str, str, m.Participation]


def seats(
    code: str | None = None, as_of: dt.date | None = None, seen: Collection[str] = PUBLIC
) -> tuple[SeatRow, ...]:
    """Every participation of a State or territory, or of all: its code, the mechanism's slug, and how; one query."""
    rows = Participation.objects.filter(
        withdrawn=None, party__kind__in=("state", "territory", "other"), mechanism__access__in=seen
    )
    if code:
        rows = rows.filter(party__key=code)
    if as_of:
        begun = Q(since_first=None) | Q(since_first__lte=as_of)
        rows = rows.filter(begun, Q(until_last=None) | Q(until_last__gte=as_of))
    rows = rows.select_related("mechanism", "party", "source").order_by("mechanism__slug", "pk")
    return tuple((row.party.key, row.mechanism.slug, _participation(row)) for row in rows)


def _rows() -> QuerySet[Mechanism]:
    def now(model: type, *related: str) -> QuerySet:
        rows = model._default_manager.filter(withdrawn=None)
        return rows.select_related(*related) if related else rows

    return Mechanism.objects.prefetch_related(
        "sources",
        Prefetch("names", now(Name)),
        Prefetch("participations", now(Participation, "party", "source")),
        Prefetch("bodies", now(Body)),
        Prefetch("relations", now(Relation, "other")),
        Prefetch("remarks", now(Remark)),
        Prefetch("foci", now(Focus)),
        Prefetch("claims", now(Claim).prefetch_related("sources")),
    )


def _value(row: Mechanism, as_of: dt.date | None) -> m.Mechanism:
    sources = tuple(filter(None, map(source_value, row.sources.all())))
    remarks: dict[str, tuple[str, ...]] = {}
    for remark in row.remarks.all():
        remarks[remark.about] = (*remarks.get(remark.about, ()), remark.text)
    value = m.Mechanism(
        slug=row.slug,
        level=row.level,
        region=row.region,
        established=row.established,
        ended=row.ended,
        status=row.status,
        website=row.website,
        secretariat=row.secretariat,
        parent=row.parent,
        members_complete=row.members_complete,
        names=tuple(_name(n) for n in row.names.all()),
        participations=tuple(_participation(p) for p in row.participations.all()),
        bodies=tuple(_body(b) for b in row.bodies.all()),
        relations=tuple(m.Relation(r.kind, r.other.slug) for r in row.relations.all()),
        claims=tuple(_claim(claim, sources) for claim in row.claims.all()),
        subjects=tuple(m.Subject(f.printed, f.theme) for f in row.foci.all()),
        remarks=remarks,
        sources=sources,
        access=row.access,
    )
    return value.as_of(as_of) if as_of else value


def _name(row: Name) -> m.Name:
    return m.Name(
        text=row.text, kind=row.kind, lang=row.lang, since=row.since, until=row.until, note=row.note
    )


def _body(row: Body) -> m.Body:
    return m.Body(kind=row.kind, name=row.name, acronym=row.acronym, chair=row.chair, note=row.note)


def _participation(row: Participation) -> m.Participation:
    return m.Participation(
        party=m.Party(row.party.kind, row.party.key),
        role=row.role,
        capacity=row.capacity,
        since=row.since,
        until=row.until,
        basis=row.basis,
        chosen=row.chosen,
        note=row.note,
        source=source_value(row.source),
    )


def _claim(row: Claim, record: tuple[c.Source, ...]) -> c.Claim:
    own = tuple(filter(None, map(source_value, row.sources.all())))
    return c.Claim(
        field=row.field,
        value=row.value,
        chosen=row.chosen,
        sources=own or record,
        exact=bool(own),
        since=row.since,
        until=row.until,
        note=row.note,
    )
