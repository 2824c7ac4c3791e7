"""Letting an issue in and waiving its queries. Keyword-only, one transaction, ``by`` whom, ``at`` when."""

import datetime as dt
import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from iscm.accounts import actions as trail
from iscm.accounts.models import SHIPPED, Access
from iscm.accounts.queries import digests, edited
from iscm.accounts.rules import Coming, sort_out
from iscm.documents.words import LANGUAGES, words
from iscm.library.actions import keep_newsletter
from iscm.library.models import Publication
from iscm.meetings.models import Meeting
from iscm.newsletter.models import (
    Entry,
    GlobalEvent,
    IndexLink,
    Issue,
    Link,
    Listed,
    Standing,
    Told,
    WaivedFinding,
)
from iscm.newsletter.rules import OUT, Refused, told
from iscm.registry.actions import changed_columns, find_sources
from iscm.registry.models import Mechanism

Row = Mapping[str, Any]


@transaction.atomic
def keep_issues(
    *, rows: Sequence[Row], sources: Mapping[str, Row], at: dt.datetime, by: str = SHIPPED
) -> Coming:
    """Keep shipped issues. One that people have worked on, or that is published, is theirs from then on."""
    coming = sort_out(rows, _year, digests("issue", by), sources)
    theirs = edited("issue", by)
    for row in coming.news:
        if _year(row) in theirs:
            continue
        cited = find_sources([row["source"]], sources)[row["source"]] if "source" in row else None
        issue = Issue.objects.filter(year=row["year"]).first() or Issue(
            year=row["year"], access=Access.PUBLIC, standing=Standing.SHIPPED
        )
        changed_columns(issue, {k: row[k] for k in ("number", "period", "title", "office", "contact")}, ())
        issue.source = cited
        issue.full_clean(validate_unique=False)
        issue.save()
        _keep_parts(issue, row)
    trail.record_kept(
        kind="issue", marks={_year(r): coming.marks[_year(r)] for r in coming.news}, by=by, at=at
    )
    for issue in Issue.objects.filter(year__in=[row["year"] for row in rows], standing=Standing.SHIPPED):
        keep_as_material(issue=issue, by=by, at=at)
    return coming


def keep_as_material(
    *, issue: Issue, by: str, at: dt.datetime, files: Mapping[str, bytes] | None = None
) -> None:
    """An issue that is out as a material of the library: with the files it was published as, or its page."""
    page = f"/issues/{issue.year}/"
    title = words("en").say("title", year=issue.year)
    rows: list[dict[str, Any]] = [
        {
            "name": name, "language": _language(name), "url": f"{page}{name}", "size": len(content),
            "digest": hashlib.sha256(content).hexdigest(), "media_type": mimetypes.guess_type(name)[0] or "",
        }
        for name, content in (files or {}).items()
    ] or [{"name": title, "language": "en", "url": page}]  # fmt: skip
    keep_newsletter(year=issue.year, title=title, issuer=issue.office, files=rows, by=by, at=at)


def _language(name: str) -> str:
    """The language that the name of an issue's file tells: highlights-2022-fr.pdf is French, without a mark English."""
    mark = name.partition(".")[0].rpartition("-")[2]
    return mark if mark in LANGUAGES else "en"


def _year(row: Row) -> str:
    return str(row["year"])


def _keep_parts(issue: Issue, row: Row) -> None:
    for part in (issue.entries, issue.index, issue.listed, issue.links):
        part.all().delete()
    GlobalEvent.objects.filter(issue=issue).delete()
    mechanisms = {m.slug: m for m in Mechanism.objects.all()}
    meetings = {m.slug: m for m in Meeting.objects.only("slug")}
    for place, entry in enumerate(row["entries"]):
        _keep_entry(issue, place, entry, mechanisms, meetings)
    for place, line in enumerate([*row["initiatives"], *row["themes"]]):
        made = issue.index.create(theme=line["theme"], place=place, elsewhere=line.get("elsewhere", False))
        printed = line.get("names") or [""] * len(line["mechanisms"])
        IndexLink.objects.bulk_create(
            IndexLink(row=made, mechanism=mechanisms[slug], place=i, printed=name)
            for i, (slug, name) in enumerate(zip(line["mechanisms"], printed, strict=True))
        )
    works = {p.slug: p for p in Publication.objects.all()}
    Listed.objects.bulk_create(
        Listed(issue=issue, publication=works[p["id"]], place=i) for i, p in enumerate(row["publications"])
    )
    Link.objects.bulk_create(Link(issue=issue, place=i, **link) for i, link in enumerate(row["links"]))
    if event := row.get("global-meeting"):
        fields = {k: v for k, v in event.items() if k != "event"}
        GlobalEvent.objects.create(issue=issue, meeting=meetings.get(event.get("event")), **fields)


def _keep_entry(
    issue: Issue,
    place: int,
    entry: Row,
    mechanisms: Mapping[str, Mechanism],
    meetings: Mapping[str, Meeting],
) -> None:
    made = Entry.objects.create(
        issue=issue,
        mechanism=mechanisms[entry["mechanism"]],
        place=place,
        heading=entry["heading"],
        prose=entry["prose"],
    )
    for i, (start, end, statement, slugs) in enumerate(told(entry)):
        row = Told.objects.create(entry=made, place=i + 1, start=start, end=end, statement=statement)
        row.meetings.set([meetings[slug] for slug in slugs])


@transaction.atomic
def open_issue(*, year: int, number: int, office: str, contact: str, by: str, at: dt.datetime) -> Issue:
    """An issue of a year that has none yet, closed until it is published; the one that there is otherwise."""
    issue, made = Issue.objects.get_or_create(
        year=year,
        defaults={
            "number": number,
            "period": str(year),
            "office": office,
            "contact": contact,
            "access": Access.CLOSED,
        },
    )
    if made:
        issue.full_clean()
        trail.record(kind="issue", key=str(year), verb="open", by=by, at=at, after={"number": number})
    return issue


@transaction.atomic
def keep_entry(
    *,
    year: int,
    mechanism: str,
    prose: str,
    statements: Sequence[tuple[int, int, Row, Sequence[str]]],
    by: str,
    at: dt.datetime,
) -> None:
    """What an issue says of a mechanism's year, instead of what it said: the prose, and each statement of it.

    ``statements``: first and last character, the statement in the public shape, and ids of its meetings. The former
    entry stays in the trail. Refused where the issue is out.
    """
    issue = Issue.objects.select_for_update().get(year=year)
    if issue.standing in OUT:
        raise Refused(_("The issue of %(year)d is out: an erratum says what was wrong.") % {"year": year})
    entry = issue.entries.filter(mechanism__slug=mechanism).first()
    before = entry.prose if entry else ""
    if entry is None:
        last = issue.entries.order_by("-place").values_list("place", flat=True).first()
        entry = Entry(issue=issue, mechanism=Mechanism.objects.get(slug=mechanism), place=(last or 0) + 1)
    entry.prose, entry.entered_by, entry.withdrawn = prose, by, None
    entry.save()
    entry.told.all().delete()
    for place, (start, end, statement, slugs) in enumerate(statements, 1):
        row = entry.told.create(place=place, start=start, end=end, statement=dict(statement), entered_by=by)
        row.meetings.set(Meeting.objects.filter(slug__in=slugs))
    trail.record(
        kind="entry", key=f"{year}/{mechanism}", verb="keep", by=by, at=at, before={"prose": before},
        after={"prose": prose},
    )  # fmt: skip


@transaction.atomic
def waive(*, year: int, key: str, reason: str, by: str, at: dt.datetime) -> None:
    """Waive a query of an issue, by its key, for a reason. Waiving again with another reason keeps the latest."""
    issue = Issue.objects.get(year=year)
    waived = issue.waived.filter(key=key).first()
    if waived and waived.reason == reason:
        return
    before = {"waived": waived.reason} if waived else {}
    WaivedFinding.objects.update_or_create(
        issue=issue, key=key, defaults={"reason": reason, "by": by, "at": at}
    )
    trail.record(
        kind="finding", key=f"{year}|{key}"[:200], verb="waive", by=by, at=at, why=reason, before=before,
        after={"waived": reason},
    )  # fmt: skip


@transaction.atomic
def ask_again(*, year: int, key: str, by: str, at: dt.datetime) -> None:
    """Take back the waiver of a query; a query that was not waived stays as it is."""
    waived = WaivedFinding.objects.filter(issue__year=year, key=key).first()
    if waived is None:
        return
    trail.record(
        kind="finding", key=f"{year}|{key}"[:200], verb="ask-again", by=by, at=at,
        before={"waived": waived.reason}, after={},
    )  # fmt: skip
    waived.delete()
