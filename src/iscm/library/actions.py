"""Letting materials in. Keyword-only, one transaction each, with ``by`` whom and ``at`` what time."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from iscm.accounts import actions as trail
from iscm.accounts.models import SHIPPED, Access, Change
from iscm.accounts.queries import digests, edited
from iscm.accounts.rules import Coming, sort_out
from iscm.domain.when import When
from iscm.library.models import Commitment, File, Maker, Publication, Title, Topic, WorkRelation, materials
from iscm.library.rules import PDF, Unfit, called, place_of, type_of
from iscm.meetings.models import Meeting
from iscm.papers.pdf import pdf_pages
from iscm.registry.actions import changed_columns, find_parties, find_sources, link, replace_children
from iscm.registry.models import Mechanism

Row = Mapping[str, Any]


@transaction.atomic
def keep_publications(
    *, rows: Sequence[Row], sources: Mapping[str, Row], at: dt.datetime, by: str = SHIPPED
) -> Coming:
    """Keep shipped publications: new ones are made, changed ones renewed, and what people have changed is left."""
    coming = sort_out(rows, _id, digests("publication", by), sources)
    if not coming.news:
        return coming
    theirs = edited("publication", by)
    found = {p.slug: p for p in Publication.objects.all()}
    new = [Publication(slug=_id(row), access=Access.PUBLIC, **_columns(row)) for row in coming.new]
    found |= {p.slug: p for p in Publication.objects.bulk_create(new)}
    for row in coming.changed:
        work = found[_id(row)]
        if changed_columns(work, _columns(row), theirs.get(work.slug, ())):
            work.save()
    _link(coming.news, found, find_sources((k for row in coming.news for k in row["sources"]), sources))
    titles = [Title(publication=found[_id(row)], **title) for row in coming.news for title in _titles(row)]
    replace_children(Title, [found[_id(row)] for row in coming.news], "publication", titles, ("text", "lang"))
    makers = [Maker(publication=found[_id(row)], **maker) for row in coming.news for maker in _makers(row)]
    replace_children(Maker, [found[_id(row)] for row in coming.news], "publication", makers, ("role", "name"))
    trail.record_kept(
        kind="publication", marks={_id(r): coming.marks[_id(r)] for r in coming.news}, by=by, at=at
    )
    return coming


def _id(row: Row) -> str:
    return str(row["id"])


def _columns(row: Row) -> dict[str, Any]:
    return {
        "title": row["title"],
        "year": row.get("year"),
        "when": When.parse(str(row["when"])) if row.get("when") else None,
        "pages": row.get("pages"),
        "languages": list(row.get("languages", ())),
        "gcm": list(row.get("gcm", ())),
        **{
            name: row.get(name, "")
            for name in ("kind", "url", "licence", "doi", "symbol", "abstract", "note")
        },
    }


def _titles(row: Row) -> list[dict[str, str]]:
    """Its titles in other languages, with their addresses, and any other title."""
    other = [{"text": text, "lang": "", "url": ""} for text in row.get("also", ())]
    return other + [
        {"text": title, "lang": lang, "url": row.get("urls", {}).get(lang, "")}
        for lang, title in row.get("titles", {}).items()
    ]


def _makers(row: Row) -> list[dict[str, Any]]:
    """Authors and issuing bodies in the order printed."""
    return [
        {"role": role, "place": place, "name": name}
        for role, names in (("author", row.get("authors", ())), ("body", row.get("bodies", ())))
        for place, name in enumerate(names, 1)
    ]


def _link(rows: Sequence[Row], found: Mapping[str, Publication], cited: Mapping[str, Any]) -> None:
    mechanisms = {m.slug: m for m in Mechanism.objects.all()}
    meetings = {m.slug: m for m in Meeting.objects.only("slug")}
    parties = find_parties(("organisation", key) for row in rows for key in row.get("with", ()))
    partners = {key: party for (_, key), party in parties.items()}
    ends: tuple[tuple[Any, str, str, Mapping[str, Any]], ...] = (
        (Publication.mechanisms.through, "mechanism", "mechanisms", mechanisms),
        (Publication.meetings.through, "meeting", "meetings", meetings),
        (Publication.partners.through, "party", "with", partners),
        (Publication.sources.through, "source", "sources", cited),
    )
    for through, name, field, table in ends:
        link(
            through,
            "publication",
            name,
            ((found[_id(row)], table[k]) for row in rows for k in row.get(field, ())),
        )


def on_recorded(sender: object, kind: str, keys: Sequence[str], **_: object) -> None:
    """What entered the trail of a material is its last change, and perhaps the first that everybody saw."""
    if kind != "publication":
        return
    for some in (keys[at : at + 400] for at in range(0, len(keys), 400)):
        rows = {row.slug: row for row in Publication.objects.filter(slug__in=some)}
        told = Change.objects.filter(kind=kind, key__in=list(rows)).values("key").annotate(last=Max("pk"))
        last = dict(Change.objects.filter(pk__in=[one["last"] for one in told]).values_list("key", "at"))
        for slug, row in rows.items():
            row.changed = last.get(slug)
            if row.access == Access.PUBLIC and row.withdrawn is None and row.opened is None:
                row.opened = row.changed
        Publication.objects.bulk_update(rows.values(), ("changed", "opened"))


@transaction.atomic
def add_file(
    *,
    slug: str,
    data: bytes,
    name: str,
    by: str,
    at: dt.datetime,
    language: str = "",
    access: str = Access.CLOSED,
    licence: str = "",
    url: str = "",
    read: dt.date | None = None,
) -> File:
    """The next version of a material in a language. Unfit where it cannot be one, or is there already.

    The bytes come to the store before the row: a row never points to nothing.
    """
    kind = type_of(data)
    pages = pdf_pages(data) if kind.media == PDF else None
    if kind.media == PDF and pages is None:
        raise Unfit("locked")
    digest = hashlib.sha256(data).hexdigest()
    work = Publication.objects.select_for_update().get(slug=slug, withdrawn=None)
    files = list(work.files.all())
    if any(f.digest == digest and f.language == language and f.withdrawn is None for f in files):
        raise Unfit("twice")
    store, place = materials(), place_of(digest)
    if not store.exists(place):
        place = store.save(place, ContentFile(data))
    row = File.objects.create(
        publication=work,
        number=1 + max((f.number for f in files), default=0),
        language=language,
        version=1 + max((f.version for f in files if f.language == language), default=0),
        name=called(name, kind.ending),
        media_type=kind.media,
        size=len(data),
        pages=pages,
        digest=digest,
        content=place,
        access=access,
        licence=licence,
        url=url,
        read=read,
        entered_by=by,
    )
    after: dict[str, Any] = {"file": {"number": row.number, "digest": digest, "access": access}}
    if language and language not in work.languages:
        work.languages = [*work.languages, language]
        work.save(update_fields=["languages"])
        after["languages"] = work.languages
    trail.record(kind="publication", key=slug, verb="add file", by=by, at=at, after=after)
    return row


@transaction.atomic
def withdraw_file(*, slug: str, number: int, why: str, by: str, at: dt.datetime) -> None:
    """Take a file back: nobody can have it any more, and whoever asks is told so."""
    row = File.objects.select_for_update().get(publication__slug=slug, number=number)
    if row.withdrawn is None:
        row.withdrawn = at
        row.save(update_fields=["withdrawn"])
        trail.record(
            kind="publication", key=slug, verb="withdraw file", by=by, at=at, why=why,
            before={"file": {"number": number, "digest": row.digest}},
        )  # fmt: skip


@transaction.atomic
def withdraw_material(*, slug: str, why: str, by: str, at: dt.datetime) -> None:
    """Take a material back with all its files; where everybody could see it, its address tells that it was there."""
    row = Publication.objects.select_for_update().get(slug=slug)
    if row.withdrawn is None:
        row.withdrawn = at
        row.save(update_fields=["withdrawn"])
        trail.record(
            kind="publication", key=slug, verb="withdraw", by=by, at=at, why=why,
            before={"withdrawn": None}, after={"withdrawn": at.isoformat()},
        )  # fmt: skip


FACTS = (
    "title", "kind", "year", "when", "pages", "licence", "doi", "symbol", "abstract", "gcm", "url", "note", "access",
)  # fmt: skip


@transaction.atomic
def edit_material(*, slug: str, by: str, at: dt.datetime, **values: Any) -> None:
    """Change facts of a material (``FACTS``); what stays as it is leaves no entry, and what is shipped no longer
    comes over it."""
    assert set(values) <= set(FACTS)
    row = Publication.objects.select_for_update().get(slug=slug)
    old = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not old:
        return
    for name in old:
        setattr(row, name, values[name])
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save(update_fields=list(old))
    trail.record(
        kind="publication", key=slug, verb="edit", by=by, at=at,
        before={name: _plain(value) for name, value in old.items()},
        after={name: _plain(values[name]) for name in old},
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, When) else value


@transaction.atomic
def say_themes(*, slug: str, themes: Sequence[str], by: str, at: dt.datetime) -> None:
    """The themes of the vocabulary that a material is about, as somebody confirmed them; printed ones stay."""
    work = Publication.objects.select_for_update().get(slug=slug)
    held = Topic.objects.filter(publication=work, commitment=None, printed="", withdrawn=None)
    before = list(held.values_list("theme", flat=True))
    wanted = list(dict.fromkeys(themes))
    if before == wanted:
        return
    held.update(withdrawn=at)
    Topic.objects.bulk_create(Topic(publication=work, theme=key, entered_by=by) for key in wanted)
    trail.record(
        kind="publication", key=slug, verb="say themes", by=by, at=at,
        before={"themes": before}, after={"themes": wanted},
    )  # fmt: skip


@transaction.atomic
def relate(*, slug: str, kind: str, other: str, by: str, at: dt.datetime) -> None:
    """Say that a material replaces another, is part of it or follows it; ValueError for itself."""
    if slug == other:
        raise ValueError("a work has no relation to itself")
    works = {row.slug: row for row in Publication.objects.filter(slug__in=(slug, other))}
    _row, made = WorkRelation.objects.get_or_create(
        publication=works[slug], kind=kind, other=works[other], withdrawn=None, defaults={"entered_by": by}
    )
    if made:
        trail.record(
            kind="publication", key=slug, verb="relate", by=by, at=at, after={"relation": f"{kind} {other}"}
        )


@transaction.atomic
def keep_commitments(*, slug: str, rows: Sequence[Row], by: str, at: dt.datetime) -> list[Commitment]:
    """The commitments of a material, in order, as somebody confirmed them; those kept before are withdrawn.

    A row has ``text`` and perhaps ``number``, ``language``, ``addressee``, ``page``, ``gcm``, ``due`` and ``themes``.
    One that says just what it said keeps its row, so that what follows it up keeps its hold.
    """
    work = Publication.objects.select_for_update().get(slug=slug)
    held = {(c.number, c.text): c for c in work.commitments.filter(withdrawn=None)}
    kept = []
    for place, row in enumerate(rows, 1):
        said = {"number": str(row.get("number", "")), "text": row["text"]}
        one = held.pop((said["number"], said["text"]), None) or Commitment(
            publication=work, entered_by=by, **said
        )
        one.place = place
        one.language, one.addressee = row.get("language", ""), row.get("addressee", "")
        one.page, one.gcm, one.due = row.get("page"), list(row.get("gcm", ())), row.get("due")
        one.save()
        one.topics.all().delete()
        Topic.objects.bulk_create(
            Topic(publication=work, commitment=one, theme=key, entered_by=by) for key in row.get("themes", ())
        )
        kept.append(one)
    Commitment.objects.filter(pk__in=[one.pk for one in held.values()]).update(withdrawn=at)
    trail.record(
        kind="publication", key=slug, verb="split", by=by, at=at,
        before={"withdrawn commitments": len(held)}, after={"commitments": len(kept)},
    )  # fmt: skip
    return kept


@transaction.atomic
def keep_newsletter(
    *, year: int, title: str, issuer: str, files: Sequence[Row], by: str, at: dt.datetime
) -> Publication:
    """An issue of the Highlights as a material: made once, with the files that it has by now.

    A file has ``name``, ``language`` and ``url`` (a path of the hub, where its bytes stay), and perhaps ``digest``,
    ``size`` and ``media_type``. The material is of the global meetings of chairs and secretariats, as its elder
    issues are.
    """
    languages = list(dict.fromkeys(row["language"] for row in files if row["language"]))
    work, made = Publication.objects.get_or_create(
        slug=f"highlights-{year}",
        defaults={
            "title": title, "year": year, "kind": "newsletter", "languages": languages, "access": Access.PUBLIC,
        },
    )  # fmt: skip
    if made:
        work.mechanisms.set(Mechanism.objects.filter(slug="grcp"))
        if issuer:
            Maker.objects.create(publication=work, role="body", name=issuer, entered_by=by)
    held = set(work.files.values_list("url", flat=True))
    new = [row for row in files if row["url"] not in held]
    File.objects.bulk_create(
        File(publication=work, number=number, access=Access.PUBLIC, entered_by=by, **row)
        for number, row in enumerate(new, len(held) + 1)
    )
    if made or new:
        after = {"files": [row["url"] for row in new]}
        trail.record(kind="publication", key=work.slug, verb="add", by=by, at=at, after=after)
    return work
