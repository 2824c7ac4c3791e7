"""Letting mechanisms in. Keyword-only, one transaction each, with ``by`` whom and ``at`` what time."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.db import models, transaction

from iscm.accounts import actions as trail
from iscm.accounts.models import SHIPPED, Access
from iscm.accounts.queries import digests, edited
from iscm.accounts.rules import Coming, sort_out
from iscm.domain.terms import MechanismName
from iscm.registry.models import (
    Body,
    Claim,
    Focus,
    Mechanism,
    Name,
    Participation,
    Party,
    Relation,
    Remark,
    Source,
)
from iscm.registry.rules import COLUMNS, COUNTS, claims_of, names, participations, shown, sources_in

Row = Mapping[str, Any]


def find_sources(keys: Iterable[str], known: Mapping[str, Row] | None = None) -> dict[str, Source]:
    """The sources of these keys, made where they are new; ``known`` tells title and address of those with an id."""
    wanted = dict.fromkeys(keys)
    found = {s.key: s for s in Source.objects.all() if s.key in wanted}
    new = [_source(key, (known or {}).get(key, {})) for key in wanted if key not in found]
    return found | {s.key: s for s in Source.objects.bulk_create(new)}


def _source(key: str, row: Row) -> Source:
    url = row.get("url") or (key if key.startswith("http") else "")
    return Source(
        key=key, url=url, title=row.get("title", ""), kind=row.get("kind", "page"), year=row.get("year")
    )


def find_parties(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Party]:
    """The parties of these kinds and keys, made where they are new."""
    keys = dict.fromkeys(wanted)
    found = {(p.kind, p.key): p for p in Party.objects.all()}
    made = Party.objects.bulk_create(Party(kind=k, key=key) for k, key in keys if (k, key) not in found)
    return found | {(p.kind, p.key): p for p in made}


def link(through: Any, left: str, right: str, pairs: Iterable[tuple[models.Model, models.Model]]) -> None:
    """Rows of a many-to-many table, in one statement and in this order."""
    rows = [through(**{f"{left}_id": a.pk, f"{right}_id": b.pk}) for a, b in dict.fromkeys(pairs)]
    through.objects.bulk_create(rows, ignore_conflicts=True)


def replace_children(
    model: type[models.Model],
    parents: Sequence[models.Model],
    parent: str,
    rows: Iterable[Any],
    key: Sequence[str],
) -> list[Any]:
    """The shipped children of these parents, made anew. Those that people entered or withdrew stay as they are.

    ``key`` names the fields by which a child is known: a shipped one is not made where people hold the same.
    """
    mine = model._default_manager.filter(**{f"{parent}__in": parents})
    mine.filter(entered_by=SHIPPED).delete()
    known_by = attrgetter(f"{parent}_id", *key)
    held = {
        tuple(map(str, known_by(child))) for child in mine
    }  # as text: a date may be a value here and its spelling there
    fresh = [row for row in rows if tuple(map(str, known_by(row))) not in held]
    return model._default_manager.bulk_create(fresh)


def changed_columns(row: models.Model, values: Mapping[str, Any], theirs: Iterable[str]) -> bool:
    """Give a row its shipped values, except for fields that people have changed. Whether any differs."""
    differs = False
    for name, value in values.items():
        if name not in theirs and getattr(row, name) != value:
            setattr(row, name, value)
            differs = True
    return differs


@transaction.atomic
def keep_mechanisms(
    *,
    rows: Sequence[Row],
    called: Mapping[str, MechanismName],
    themes: Mapping[str, Sequence[str]],
    sources: Mapping[str, Row],
    at: dt.datetime,
    by: str = SHIPPED,
) -> Coming:
    """Keep shipped mechanisms: new ones are made, changed ones renewed, and what people have changed is left."""
    coming = sort_out(
        [{**row, "called": str(called[row["slug"]])} for row in rows],
        _slug,
        digests("mechanism", by),
        themes,
        sources,
    )
    if not coming.news:
        return coming
    theirs = edited("mechanism", by)
    found = {m.slug: m for m in Mechanism.objects.all()}
    for row in coming.news:
        slug = row["slug"]
        mechanism = found.setdefault(slug, Mechanism(slug=slug, access=Access.PUBLIC))
        if changed_columns(mechanism, _columns(row), theirs.get(slug, ())) or mechanism.pk is None:
            mechanism.full_clean(validate_unique=False, validate_constraints=False)
            mechanism.save()
    cited = find_sources((key for row in coming.news for key in sources_in(row)), sources)
    people = find_parties(p["party"] for row in coming.news for p in participations(row))
    link(
        Mechanism.sources.through,
        "mechanism",
        "source",
        ((found[row["slug"]], cited[key]) for row in coming.news for key in row["sources"]),
    )
    _keep_children(coming.news, found, called, themes, cited, people)
    trail.record_kept(
        kind="mechanism", marks={_slug(r): coming.marks[_slug(r)] for r in coming.news}, by=by, at=at
    )
    return coming


def _slug(row: Row) -> str:
    return str(row["slug"])


def _columns(row: Row) -> dict[str, Any]:
    values: dict[str, Any] = {name: shown(row, name) for name in COLUMNS}
    for name in ("established", "ended"):
        values[name] = Mechanism._meta.get_field(name).to_python(values[name])
    return {**values, "members_complete": row.get("members-complete")}


def _keep_children(
    rows: Sequence[Row],
    found: Mapping[str, Mechanism],
    called: Mapping[str, MechanismName],
    themes: Mapping[str, Sequence[str]],
    cited: Mapping[str, Source],
    people: Mapping[tuple[str, str], Party],
) -> None:
    parents = [found[row["slug"]] for row in rows]

    def keep(model: type[models.Model], make: Any, *key: str) -> list[Any]:
        children = [model(mechanism=found[row["slug"]], **fields) for row in rows for fields in make(row)]
        return replace_children(model, parents, "mechanism", children, key)

    keep(Name, lambda row: names(row, called[row["slug"]]), "text", "kind", "lang")
    keep(
        Participation,
        lambda row: (
            {**p, "party": people[p["party"]], "source": cited[p["source"]] if p["source"] else None}
            for p in participations(row)
        ),
        "party_id",
        "role",
        "since",
    )
    keep(Body, lambda row: row.get("bodies", ()), "kind", "name")
    keep(Remark, _remarks, "about", "text")
    keep(Focus, lambda row: _foci(row, themes), "printed", "theme")
    keep(Relation, lambda row: _relations(row, found), "kind", "other_id")
    _keep_claims(rows, found, cited)


def _keep_claims(rows: Sequence[Row], found: Mapping[str, Mechanism], cited: Mapping[str, Source]) -> None:
    pairs = [
        (_claim(found[row["slug"]], field, claim), claim)
        for row in rows
        for field in (*COLUMNS, *COUNTS)
        for claim in [*claims_of(row, field), *_rivals(row, field, found[row["slug"]])]
    ]
    taken = set(
        Claim.objects.exclude(entered_by=SHIPPED)
        .filter(chosen=True, withdrawn=None)
        .values_list("mechanism_id", "field")
    )
    for claim, _ in pairs:  # where people chose a value, it stays chosen
        claim.chosen = claim.chosen and (claim.mechanism_id, claim.field) not in taken
    parents = [found[row["slug"]] for row in rows]
    made = replace_children(Claim, parents, "mechanism", [claim for claim, _ in pairs], ("field", "value"))
    said = {id(claim): claim_row.get("sources", ()) for claim, claim_row in pairs}
    link(
        Claim.sources.through,
        "claim",
        "source",
        ((claim, cited[key]) for claim in made for key in said[id(claim)]),
    )


def _rivals(row: Row, field: str, mechanism: Mechanism) -> Iterable[Row]:
    """The shipped value of a field that people have set otherwise: it is kept beside, not lost."""
    value = shown(row, field)
    told = {str(claim["value"]) for claim in claims_of(row, field)}
    if field in COLUMNS and value not in {"", shown_now(mechanism, field), *told}:
        yield {"value": value}


def _claim(mechanism: Mechanism, field: str, row: Row) -> Claim:
    return Claim(
        mechanism=mechanism,
        field=field,
        value="" if row["value"] is None else str(row["value"]),
        chosen=row.get("chosen", False),
        since=str(row["since"]) if "since" in row else None,
        note=row.get("note", ""),
    )


def _remarks(row: Row) -> Iterable[Row]:
    return (
        {"about": about, "text": text} for about, texts in row.get("remarks", {}).items() for text in texts
    )


def _foci(row: Row, themes: Mapping[str, Sequence[str]]) -> Iterable[Row]:
    return ({"printed": p, "theme": theme} for p in row.get("themes", ()) for theme in themes.get(p) or [""])


def _relations(row: Row, found: Mapping[str, Mechanism]) -> Iterable[Row]:
    return ({"kind": kind, "other": found[row[kind]]} for kind in ("predecessor", "successor") if kind in row)


@transaction.atomic
def set_value(
    *,
    mechanism: str,
    field: str,
    value: str,
    by: str,
    at: dt.datetime,
    sources: Sequence[str] = (),
    note: str = "",
    why: str = "",
) -> None:
    """Choose a value for a mechanism's field. The value shown before stays beside it, as a claim."""
    row = Mechanism.objects.select_for_update().get(slug=mechanism)
    before = shown_now(row, field)
    chosen = row.claims.filter(field=field, chosen=True, withdrawn=None)
    if field in COLUMNS and before and not chosen.exists():
        row.claims.create(field=field, value=before, entered_by=by)
    chosen.update(chosen=False)
    claim = row.claims.filter(field=field, value=value, withdrawn=None).first()
    if claim is None:
        claim = Claim(mechanism=row, field=field, value=value, note=note, entered_by=by)
    claim.chosen, claim.entered_by = True, by
    claim.save()
    claim.sources.add(*find_sources(sources).values())
    if field in COLUMNS:
        setattr(row, field, value)
        row.full_clean(exclude=["slug"])
        row.save()
    trail.record(
        kind="mechanism",
        key=mechanism,
        verb="set",
        by=by,
        at=at,
        why=why,
        before={field: before},
        after={field: value},
    )


def shown_now(row: Mechanism, field: str) -> str:
    """The value of a field as now shown."""
    if field in COLUMNS:
        value = getattr(row, field)
        return "" if value is None else str(value)
    claim = row.claims.filter(field=field, chosen=True, withdrawn=None).first()
    return claim.value if claim else ""


@transaction.atomic
def take_part(
    *,
    mechanism: str,
    party: tuple[str, str],
    role: str,
    by: str,
    at: dt.datetime,
    since: str | None = None,
    until: str | None = None,
    capacity: str = "",
    note: str = "",
    source: str | None = None,
    why: str = "",
) -> None:
    """A party takes a role, or its part from ``since`` gets an end. The same told twice is one participation."""
    row = Mechanism.objects.get(slug=mechanism)
    who = find_parties([party])[party]
    cited = find_sources([source])[source] if source else None
    part = row.participations.filter(party=who, role=role, since=since, withdrawn=None).first()
    before = {role: f"{party[1]} {part.since or '..'}/{part.until or '..'}"} if part else {}
    part = part or Participation(mechanism=row, party=who, role=role, since=since)
    part.until, part.capacity, part.note, part.entered_by = (
        until,
        capacity or part.capacity,
        note or part.note,
        by,
    )
    part.source = cited or part.source
    part.full_clean()
    part.save()
    trail.record(
        kind="mechanism",
        key=mechanism,
        verb="take part",
        by=by,
        at=at,
        why=why,
        before=before,
        after={role: f"{party[1]} {since or '..'}/{until or '..'}"},
    )
