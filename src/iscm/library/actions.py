"""Letting publications in. Keyword-only, one transaction, with ``by`` whom and ``at`` what time."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from iscm.accounts import actions as trail
from iscm.accounts.models import SHIPPED, Access
from iscm.accounts.queries import digests, edited
from iscm.accounts.rules import Coming, sort_out
from iscm.library.models import Publication, Title
from iscm.meetings.models import Meeting
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
        "languages": list(row.get("languages", ())),
        "url": row.get("url", ""),
        "note": row.get("note", ""),
    }


def _titles(row: Row) -> list[dict[str, str]]:
    """Its titles in other languages, with their addresses, and any other title."""
    other = [{"text": text, "lang": "", "url": ""} for text in row.get("also", ())]
    return other + [
        {"text": title, "lang": lang, "url": row.get("urls", {}).get(lang, "")}
        for lang, title in row.get("titles", {}).items()
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
