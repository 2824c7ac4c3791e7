"""Letting meetings in. Keyword-only, one transaction each, with ``by`` whom and ``at`` what time."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction

from iscm.accounts import actions as trail
from iscm.accounts.models import SHIPPED, Access
from iscm.accounts.queries import digests, edited
from iscm.accounts.rules import Coming, sort_out
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
from iscm.meetings.rules import STATUSES, claims, columns, subjects
from iscm.registry.actions import changed_columns, find_parties, find_sources, link, replace_children
from iscm.registry.models import Mechanism, Source
from iscm.registry.rules import sources_in

Row = Mapping[str, Any]


@transaction.atomic
def keep_meetings(
    *,
    rows: Sequence[Row],
    themes: Mapping[str, Sequence[str]],
    sources: Mapping[str, Row],
    at: dt.datetime,
    by: str = SHIPPED,
) -> Coming:
    """Keep shipped meetings: new ones are made, changed ones renewed, and what people have changed is left."""
    coming = sort_out(rows, _id, digests("meeting", by), themes, sources)
    if not coming.news:
        return coming
    found = {m.slug: m for m in Meeting.objects.all()}
    made = [
        Meeting(slug=_id(row), access=Access.PUBLIC, **columns(row))
        for row in coming.news
        if _id(row) not in found
    ]
    found |= {m.slug: m for m in Meeting.objects.bulk_create(made)}
    theirs = edited("meeting", by)
    for row in coming.changed:
        meeting = found[_id(row)]
        values = columns(row)
        values["when"] = When.parse(values["when"]) if values["when"] else None
        if changed_columns(meeting, values, theirs.get(meeting.slug, ())):
            meeting.save()
    _keep_prepares(coming.news, found)
    cited = find_sources((key for row in coming.news for key in sources_in(row)), sources)
    pairs = ((found[_id(row)], cited[key]) for row in coming.news for key in row["sources"])
    link(Meeting.sources.through, "meeting", "source", pairs)
    _keep_children(coming.news, found, themes, cited)
    trail.record_kept(kind="meeting", marks={_id(r): coming.marks[_id(r)] for r in coming.news}, by=by, at=at)
    return coming


@transaction.atomic
def keep_series(
    *, rows: Sequence[Row], sources: Mapping[str, Row], at: dt.datetime, by: str = SHIPPED
) -> Coming:
    """Keep shipped series, and which meetings belong to them; what people have changed is left."""
    coming = sort_out(rows, _slug, digests("series", by), sources)
    theirs = edited("series", by)
    for row in coming.news:
        series = Series.objects.filter(slug=row["slug"]).first() or Series(
            slug=row["slug"], access=Access.PUBLIC
        )
        values = {name: row[name] for name in ("name", "participants", "organiser")}
        values["mechanism"] = Mechanism.objects.get(slug=row["mechanism"])
        changed_columns(series, values, theirs.get(series.slug, ()))
        series.full_clean(validate_unique=False)
        series.save()
        series.sources.add(*find_sources(row["sources"], sources).values())
        Meeting.objects.filter(slug__in=row["meetings"], series=None).update(series=series)
    trail.record_kept(
        kind="series", marks={_slug(r): coming.marks[_slug(r)] for r in coming.news}, by=by, at=at
    )
    return coming


def _slug(row: Row) -> str:
    return str(row["slug"])


def _id(row: Row) -> str:
    return str(row["id"])


def _keep_prepares(rows: Sequence[Row], found: Mapping[str, Meeting]) -> None:
    for row in rows:
        if "prepares" in row:
            meeting = found[_id(row)]
            meeting.prepares = found[row["prepares"]]
            meeting.save(update_fields=["prepares"])


def _keep_children(
    rows: Sequence[Row],
    found: Mapping[str, Meeting],
    themes: Mapping[str, Sequence[str]],
    cited: Mapping[str, Source],
) -> None:
    parents = [found[_id(row)] for row in rows]
    mechanisms = {m.slug: m for m in Mechanism.objects.all()}
    partners = find_parties(("organisation", key) for row in rows for key in row.get("with", ()))

    def keep(model: type[models.Model], make: Callable[[Row], Iterable[Row]], *key: str) -> list[Any]:
        children = [model(meeting=found[_id(row)], **fields) for row in rows for fields in make(row)]
        return replace_children(model, parents, "meeting", children, key)

    def owners(row: Row) -> Iterable[Row]:
        for owner in row["owners"]:
            when = owner.get("when")
            yield {
                "mechanism": mechanisms[owner["mechanism"]],
                "wording": owner.get("wording", ""),
                "when": str(when) if when else None,
                "undated": when == "",
                "counted_in": found[owner["counted-in"]] if "counted-in" in owner else None,
                "note": owner.get("note", ""),
                "source": cited[owner["source"]] if "source" in owner else None,
            }

    def steps(row: Row) -> Iterable[Row]:
        for step in row.get("history", ()):
            yield {**step, "source": cited[step["source"]]} if "source" in step else step

    keep(Ownership, owners, "mechanism_id")
    keep(
        Partner, lambda row: ({"party": partners["organisation", k]} for k in row.get("with", ())), "party_id"
    )
    keep(StatusChange, steps, "status", "before", "after")
    keep(Outcome, lambda row: ({"text": text} for text in row.get("outcomes", ())), "text")
    keep(Subject, lambda row: subjects(row, themes), "printed", "theme")
    _keep_claims(rows, found, cited)


def _keep_claims(rows: Sequence[Row], found: Mapping[str, Meeting], cited: Mapping[str, Source]) -> None:
    people = MeetingClaim.objects.exclude(entered_by=SHIPPED).filter(chosen=True, withdrawn=None)
    taken = set(people.values_list("meeting_id", "field"))  # where people chose a value, it stays chosen
    pairs = []
    for row in rows:
        meeting = found[_id(row)]
        for claim in [*claims(row), *_rivals(row, meeting)]:
            chosen = claim.get("chosen", False) and (meeting.pk, claim["field"]) not in taken
            fields = {"field": claim["field"], "value": str(claim["value"]), "note": claim.get("note", "")}
            pairs.append((MeetingClaim(meeting=meeting, chosen=chosen, **fields), claim.get("sources", ())))
    said = {id(claim): keys for claim, keys in pairs}
    parents = [found[_id(row)] for row in rows]
    made = replace_children(
        MeetingClaim, parents, "meeting", [claim for claim, _ in pairs], ("field", "value")
    )
    links = ((claim, cited[key]) for claim in made for key in said[id(claim)])
    link(MeetingClaim.sources.through, "meetingclaim", "source", links)


def _rivals(row: Row, meeting: Meeting) -> Iterable[Row]:
    """Shipped values of fields that people have set otherwise: they are kept beside, not lost."""
    told = {(claim["field"], str(claim["value"])) for claim in claims(row)}
    for field, value in columns(row).items():
        text = _told(value)
        if text not in ("", _told(getattr(meeting, field))) and (field, text) not in told:
            yield {"field": field, "value": text}


@transaction.atomic
def add_meeting(
    *,
    values: Row,
    mechanisms: Sequence[str],
    themes: Sequence[str] = (),
    wording: str = "",
    access: str = Access.CLOSED,
    source: str,
    by: str,
    at: dt.datetime,
) -> str:
    """A meeting that was not known: ``values`` as in ``columns`` (``when`` EDTF text); its permanent id.

    The first of ``mechanisms`` tells of it, in ``wording``; the id is made of it, the date and the type.
    """
    values = {**values, "title": values["title"][:500]}
    row = Meeting(slug=_free_slug(mechanisms[0], values), access=access, **columns(values))
    row.full_clean()
    row.save()
    cited = find_sources([source])[source]
    row.sources.add(cited)
    owners = {m.slug: m for m in Mechanism.objects.filter(slug__in=mechanisms)}
    Ownership.objects.bulk_create(
        Ownership(
            meeting=row,
            mechanism=owners[slug],
            wording="" if n else wording,
            source=None if n else cited,
            entered_by=by,
        )
        for n, slug in enumerate(dict.fromkeys(mechanisms))
    )
    Subject.objects.bulk_create(
        Subject(meeting=row, theme=theme, entered_by=by) for theme in dict.fromkeys(themes)
    )
    trail.record(
        kind="meeting", key=row.slug, verb="add", by=by, at=at,
        after={name: value for name, value in columns(values).items() if value} | {"owners": list(mechanisms)},
    )  # fmt: skip
    return row.slug


def _free_slug(mechanism: str, values: Row) -> str:
    """``rcm-2025-05-12-workshop``, with a number where that is taken; never one that was ever given."""
    when = When.parse(str(values["when"])) if values.get("when") else None
    day = str(when.first).rstrip("?~%") if when and when.first else ""
    named = "-".join(part for part in (mechanism, day, values["type"]) if part)[:110]
    taken = set(Meeting.objects.filter(slug__startswith=named).values_list("slug", flat=True))
    return next(slug for n in range(1, 10_000) if (slug := named if n == 1 else f"{named}-{n}") not in taken)


@transaction.atomic
def share(
    *,
    meeting: str,
    mechanism: str,
    wording: str = "",
    when: str = "",
    source: str,
    by: str,
    at: dt.datetime,
) -> None:
    """A meeting is this mechanism's too, in its ``wording`` and, where it gives others, on its own dates (EDTF).

    Where it already is, what is given is renewed.
    """
    row = Meeting.objects.select_for_update().get(slug=meeting)
    own = row.ownerships.filter(mechanism__slug=mechanism).first()
    made = own is None
    own = own or Ownership(meeting=row, mechanism=Mechanism.objects.get(slug=mechanism))
    given = {name: value for name, value in (("wording", wording), ("when", when)) if value}
    before = {name: _told(getattr(own, name)) for name in given}
    if not made and before == given:
        return
    for name, value in given.items():
        setattr(own, name, Ownership._meta.get_field(name).to_python(value))
    own.undated = own.undated and not when
    own.entered_by, own.source = by, find_sources([source])[source]
    own.save()
    trail.record(
        kind="meeting", key=meeting, verb="share" if made else "word", by=by, at=at,
        before={f"{name} of {mechanism}": value for name, value in before.items()},
        after={f"{name} of {mechanism}": value for name, value in given.items()} | {"owner": mechanism},
    )  # fmt: skip


@transaction.atomic
def set_value(
    *,
    meeting: str,
    field: str,
    value: Any,
    by: str,
    at: dt.datetime,
    sources: Sequence[str] = (),
    note: str = "",
    why: str = "",
) -> None:
    """Choose a value for a meeting's field (a date as EDTF text). The value shown before stays, as a claim."""
    row = Meeting.objects.select_for_update().get(slug=meeting)
    before = getattr(row, field)
    setattr(row, field, Meeting._meta.get_field(field).to_python(value))
    row.full_clean(exclude=["slug"])
    after = getattr(row, field)
    if _told(before) == _told(after):
        return
    row.save()
    chosen = row.claims.filter(field=field, chosen=True, withdrawn=None)
    if _told(before) and not chosen.exists():
        row.claims.create(field=field, value=_told(before), entered_by=by)
    chosen.update(chosen=False)
    claim = row.claims.filter(field=field, value=_told(after), withdrawn=None).first()
    claim = claim or MeetingClaim(meeting=row, field=field, value=_told(after), note=note)
    claim.chosen, claim.entered_by = True, by
    claim.save()
    claim.sources.add(*find_sources(sources).values())
    trail.record(
        kind="meeting", key=meeting, verb="set", by=by, at=at, why=why,
        before={field: _told(before)}, after={field: _told(after)},
    )  # fmt: skip


@transaction.atomic
def keep_beside(
    *, meeting: str, field: str, value: str, sources: Sequence[str], by: str, at: dt.datetime, why: str = ""
) -> None:
    """What a source says otherwise than is shown: a claim beside the value, which stays."""
    row = Meeting.objects.select_for_update().get(slug=meeting)
    claim = row.claims.filter(field=field, value=value, withdrawn=None).first()
    made = claim is None
    claim = claim or row.claims.create(field=field, value=value, entered_by=by)
    before = set(claim.sources.values_list("key", flat=True))
    claim.sources.add(*find_sources(sources).values())
    if made or not set(sources) <= before:
        trail.record(
            kind="meeting", key=meeting, verb="beside", by=by, at=at, why=why,
            after={f"also said of {field}": value},
        )  # fmt: skip


def _told(value: object) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def change_status(
    *,
    meeting: str,
    status: str,
    by: str,
    at: dt.datetime,
    when: str | None = None,
    note: str = "",
    source: str | None = None,
    why: str = "",
) -> None:
    """A step in a meeting's life. ``when`` is its new date, for a meeting that is moved; the old one stays in the
    step. Telling the same step again changes nothing."""
    row = Meeting.objects.select_for_update().get(slug=meeting)
    before, after = row.when, When.parse(when) if when else row.when
    if status == "moved" and before == after:
        return
    if status != "moved" and row.status == status and before == after:
        return
    was = {"status": row.status, "when": _told(before)}
    cited = find_sources([source])[source] if source else None
    row.history.create(
        status=status, before=before, after=after, day=at.date(), note=note, source=cited, entered_by=by
    )
    row.when = after
    if status in STATUSES:
        row.status = status
    row.save()
    now = {"status": row.status, "when": _told(after)}
    changed = {name for name in was if was[name] != now[name]}
    trail.record(
        kind="meeting", key=meeting, verb=status, by=by, at=at, why=why or note,
        before={n: was[n] for n in changed}, after={n: now[n] for n in changed},
    )  # fmt: skip


@transaction.atomic
def count_within(
    *, meeting: str, mechanism: str, counted: str | None, by: str, at: dt.datetime, why: str = ""
) -> None:
    """A mechanism's meeting is one of a counted record of it ("24 working group meetings"); None takes it out again."""
    own = Ownership.objects.select_for_update().get(meeting__slug=meeting, mechanism__slug=mechanism)
    before = own.counted_in.slug if own.counted_in else None
    if before == counted:
        return
    own.counted_in = (
        Meeting.objects.get(slug=counted, ownerships__mechanism__slug=mechanism) if counted else None
    )
    own.entered_by = by
    own.save()
    trail.record(
        kind="meeting", key=meeting, verb="count within", by=by, at=at, why=why,
        before={"counted in": before}, after={"counted in": counted},
    )  # fmt: skip


@transaction.atomic
def show(*, meeting: str, by: str, at: dt.datetime) -> None:
    """Let everybody see a meeting."""
    row = Meeting.objects.select_for_update().get(slug=meeting)
    before = row.access
    if before == Access.PUBLIC:
        return
    row.access = Access.PUBLIC
    row.save(update_fields=["access"])
    trail.record(
        kind="meeting",
        key=meeting,
        verb="show",
        by=by,
        at=at,
        before={"access": before},
        after={"access": row.access},
    )


@transaction.atomic
def withdraw(*, meeting: str, by: str, at: dt.datetime, why: str = "") -> None:
    """Take a meeting off every list. Its row and its trail stay; calendars that know it are told that it is off."""
    row = Meeting.objects.select_for_update().get(slug=meeting)
    if row.withdrawn:
        return
    row.withdrawn = at
    row.save(update_fields=["withdrawn"])
    trail.record(
        kind="meeting",
        key=meeting,
        verb="withdraw",
        by=by,
        at=at,
        why=why,
        after={"withdrawn": at.isoformat()},
    )
