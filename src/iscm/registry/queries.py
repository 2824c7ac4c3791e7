"""Letting mechanisms out as values, at a fixed number of queries."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Prefetch, QuerySet

from iscm.accounts.models import Access
from iscm.domain import claims as c
from iscm.domain import mechanisms as m
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


ROLES_OF_PLACES = ("member", "observer", "partner")


def places(as_of: dt.date, seen: Collection[str] = PUBLIC) -> dict[str, dict[str, list[str]]]:
    """States and territories that take part on a day, as read in a source: code to role to slugs of mechanisms."""
    found: dict[str, dict[str, list[str]]] = {}
    for mechanism in mechanisms(as_of, seen):
        for part in mechanism.in_role(*ROLES_OF_PLACES):
            if part.party.is_place:
                slugs = found.setdefault(part.party.id, {}).setdefault(part.role, [])
                if mechanism.slug not in slugs:
                    slugs.append(mechanism.slug)
    return found


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
        bodies=tuple(
            m.Body(kind=b.kind, name=b.name, acronym=b.acronym, chair=b.chair, note=b.note)
            for b in row.bodies.all()
        ),
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
