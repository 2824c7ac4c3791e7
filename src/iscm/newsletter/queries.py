"""Letting an issue out as values, at a fixed number of queries."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Prefetch

from iscm.accounts.models import SHIPPED, Access, Change
from iscm.analysis import checks
from iscm.analysis.known import Known, pasts
from iscm.analysis.material import of_issue
from iscm.domain import issues as d
from iscm.domain import meetings as m
from iscm.domain.mechanisms import AT_REST
from iscm.domain.statements import Statement
from iscm.domain.terms import themes
from iscm.domain.waivers import Waiver
from iscm.domain.when import When
from iscm.library.queries import work_value
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meetings
from iscm.newsletter.models import (
    Entry,
    Erratum,
    GlobalEvent,
    IndexLink,
    IndexRow,
    Issue,
    Link,
    Listed,
    PublishedFile,
    Standing,
    Subscriber,
    Told,
    WaivedFinding,
)
from iscm.newsletter.rules import STEPS, as_json, from_json, seal
from iscm.registry.queries import mechanisms

PUBLIC = (Access.PUBLIC,)
ANY = tuple(Access.values)


def years(seen: Collection[str] = PUBLIC) -> tuple[int, ...]:
    """Years that have an issue, the latest first."""
    return tuple(Issue.objects.filter(access__in=seen).values_list("year", flat=True))


def out(seen: Collection[str] = PUBLIC) -> tuple[tuple[int, dt.datetime | None], ...]:
    """Years that have an issue, the latest first, and when it was published; None for one that was shipped."""
    return tuple(Issue.objects.filter(access__in=seen).values_list("year", "published"))


def issue(year: int, seen: Collection[str] = PUBLIC) -> d.Issue | None:
    """A year's issue: once published, as it was frozen; before, as its records now stand. None where there is none."""
    row = _row(year, seen)
    if row is None:
        return None
    return from_json(row.frozen) if row.frozen else _value(row)


def next_number() -> int:
    """The number of the issue that comes after the last."""
    return (Issue.objects.aggregate(n=Max("number"))["n"] or 0) + 1


def masthead(year: int) -> dict[str, str]:
    """Who made an issue and where they are written to; empty where there is none."""
    return Issue.objects.filter(year=year).values("office", "contact").first() or {}


def known(rows: Iterable[m.Meeting] | None = None) -> Known:
    """What this hub keeps beside an issue: meetings (all public ones, or these), and which mechanisms are at rest."""
    rest = (mechanism.slug for mechanism in mechanisms() if mechanism.status in AT_REST)
    past = (one for meeting in (meetings() if rows is None else rows) for one in pasts(meeting))
    return Known(tuple(past), at_rest=frozenset(rest))


def checked(year: int) -> checks.Checked | None:
    """The queries about a year's issue, open and waived; None where there is no issue."""
    value = issue(year, ANY)
    waivers = [Waiver(key, reason) for key, reason in waived(year).items()]
    return checks.check(of_issue(value), known(), waivers) if value else None


def to_freeze(year: int) -> dict[str, Any] | None:
    """An issue's records as they now stand, whole: what ``rules.as_json`` holds, and every entry as told."""
    row = _row(year, ANY)
    if row is None:
        return None
    texts = {e.mechanism.slug: {"heading": e.heading, "prose": e.prose} for e in row.entries.all()}
    return as_json(_value(row)) | {"title": row.title, "texts": texts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where an issue stands. ``seal`` is of its records now; ``changed``: it is not what was approved."""

    year: int
    number: int
    standing: Standing
    seal: str
    changed: bool
    submitted_by: str
    approved_by: str
    approved: dt.datetime | None
    published: dt.datetime | None
    sent: dt.datetime | None
    version: str
    hands: frozenset[str]


def stand(year: int) -> Stand | None:
    """Where an issue stands; approval is of what was approved, and is gone when that has changed. None: no issue."""
    row = Issue.objects.filter(year=year).first()
    return _stand(row) if row else None


def stands() -> list[Stand]:
    """Every issue and where it stands, the latest first."""
    return [_stand(row) for row in Issue.objects.defer("frozen", "findings")]


def _stand(row: Issue) -> Stand:
    now = "" if row.published else seal(to_freeze(row.year) or {}, waived(row.year))
    changed = row.standing == Standing.APPROVED and row.seal != now
    return Stand(
        year=row.year, number=row.number,
        standing=Standing.REVIEW if changed else Standing(row.standing),
        seal=now or row.seal, changed=changed, submitted_by=row.submitted_by, approved_by=row.approved_by,
        approved=row.approved, published=row.published, sent=row.sent, version=row.version, hands=hands(row.year),
    )  # fmt: skip


def hands(year: int) -> frozenset[str]:
    """Whose work is in an issue: who entered a part of it, and who has changed any since it was last approved."""
    found = {SHIPPED}
    for model, path in (
        (Entry, "issue"), (Told, "entry__issue"), (IndexRow, "issue"), (IndexLink, "row__issue"),
        (GlobalEvent, "issue"), (Listed, "issue"), (Link, "issue"),
    ):  # fmt: skip
        rows = model._default_manager.filter(**{f"{path}__year": year}).order_by()
        found.update(rows.values_list("entered_by", flat=True).distinct())
    trail = Change.objects.filter(kind="issue", key=str(year))
    last = trail.filter(verb="approve").order_by("-pk").values_list("pk", flat=True).first() or 0
    parts = Change.objects.filter(kind__in=("entry", "statement"), key__startswith=f"{year}/", pk__gt=last)
    edits = trail.filter(pk__gt=last).exclude(verb__in=STEPS)
    for rows in (edits, parts):
        found.update(rows.order_by().values_list("by", flat=True).distinct())
    return frozenset(found - {SHIPPED})


def told_to_secretariats(year: int) -> list[str]:
    """Meetings that an issue tells of and that only secretariats see so far: with it they become everybody's."""
    rows = Meeting.objects.filter(told__entry__issue__year=year, access=Access.SECRETARIATS)
    return list(rows.order_by("slug").values_list("slug", flat=True).distinct())


def history(year: int) -> list[Change]:
    """What was done with an issue, the latest first."""
    return list(Change.objects.filter(kind__in=("issue", "erratum"), key__in=_keys(year)).order_by("-pk"))


def _keys(year: int) -> list[str]:
    count = Erratum.objects.filter(issue__year=year).count()
    return [str(year), *(f"{year}/{n}" for n in range(1, count + 1))]


def digests(year: int) -> dict[str, str]:
    """Files of a published issue: name to digest (SHA-256)."""
    return dict(PublishedFile.objects.filter(issue__year=year).values_list("name", "digest"))


def published_file(year: int, name: str) -> bytes | None:
    """A file as it was published; None where the issue is not, or has no such file."""
    rows = PublishedFile.objects.filter(issue__year=year, name=name).values_list("content", flat=True)
    return next((bytes(content) for content in rows), None)


def frozen_findings(year: int) -> dict[str, Any] | None:
    """What the check said of an issue when it was frozen, with its waivers; None before."""
    return Issue.objects.filter(year=year).values_list("findings", flat=True).first()


@dataclass(frozen=True, slots=True)
class Correction:
    """An erratum: whose entry it is about ("" for the issue), what it says, and since when."""

    mechanism: str
    text: str
    at: dt.datetime


def errata(year: int, seen: Collection[str] = PUBLIC) -> tuple[Correction, ...]:
    """What was found wrong in an issue since it went out, the first first."""
    rows = Erratum.objects.filter(issue__year=year, issue__access__in=seen).select_related("mechanism")
    return tuple(Correction(row.mechanism.slug if row.mechanism else "", row.text, row.at) for row in rows)


def subscriber(token: str) -> Subscriber | None:
    """Whose letters carry this token."""
    return Subscriber.objects.filter(token=token).first() if token else None


def subscribers() -> dict[str, int]:
    """How many addresses get the Highlights, by language."""
    found: dict[str, int] = {}
    rows = Subscriber.objects.filter(highlights=True, ended=None).exclude(confirmed=None)
    for language in rows.values_list("language", flat=True):
        found[language] = found.get(language, 0) + 1
    return dict(sorted(found.items()))


def heading(year: int) -> str:
    """The title that an issue was printed under; "" for the usual one."""
    return Issue.objects.filter(year=year).values_list("title", flat=True).first() or ""


def evidence(year: int) -> dict[str, tuple[str, ...]]:
    """Which meetings each statement of an issue is evidence for: its id to ids of meetings."""
    found: dict[str, tuple[str, ...]] = {}
    rows = Told.objects.filter(entry__issue__year=year, withdrawn=None).select_related("entry__mechanism")
    for row in rows.prefetch_related("meetings"):
        told_id = f"{year}/{row.entry.mechanism.slug}/{row.place}"
        found[told_id] = tuple(m.slug for m in row.meetings.all())
    return found


def prose(year: int) -> dict[str, str]:
    """What each mechanism's entry says, whole: slug to prose, in the order of the issue."""
    rows = Entry.objects.filter(issue__year=year, withdrawn=None)
    return dict(rows.values_list("mechanism__slug", "prose"))


def told_of(meeting: str, seen: Collection[str] = PUBLIC) -> tuple[d.Told, ...]:
    """The statements that a meeting is told by, in issues that the reader may see."""
    rows = Told.objects.filter(meetings__slug=meeting, withdrawn=None, entry__issue__access__in=seen)
    rows = rows.select_related("entry__issue", "entry__mechanism").order_by(
        "entry__issue__year", "entry__place"
    )
    return tuple(_told(row.entry.issue.year, row.entry, row) for row in rows)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as the index of all years needs it: where it stands, its words, and what it is about."""

    id: str
    year: int
    mechanism: str
    mechanisms: tuple[str, ...]
    prose: str
    themes: tuple[str, ...]
    gcm: tuple[int, ...]


def said(year: int | None = None, seen: Collection[str] = PUBLIC) -> tuple[Said, ...]:
    """Statements that bear a theme or an objective, of a year or of all, the latest first; one query.

    Themes are looked up in their JSON here, since the two databases ask for a list's part differently.
    """
    rows = Told.objects.filter(withdrawn=None, entry__withdrawn=None, entry__issue__access__in=seen)
    if year:
        rows = rows.filter(entry__issue__year=year)
    rows = rows.select_related("entry__issue", "entry__mechanism")
    ordered = rows.order_by("-entry__issue__year", "entry__place", "place")
    return tuple(_said(row) for row in ordered if row.statement.get("themes") or row.statement.get("gcm"))


def _said(row: Told) -> Said:
    year, slug = row.entry.issue.year, row.entry.mechanism.slug
    return Said(
        id=f"{year}/{slug}/{row.place}",
        year=year,
        mechanism=slug,
        mechanisms=tuple(dict.fromkeys((slug, *(row.statement.get("joint_with") or ())))),
        prose=row.entry.prose[row.start : row.end],
        themes=tuple(row.statement.get("themes") or ()),
        gcm=tuple(row.statement.get("gcm") or ()),
    )


def printed(year: int, seen: Collection[str] = PUBLIC) -> tuple[tuple[str, str], ...]:
    """Theme and mechanism of every entry in the index of a year's issue."""
    rows = IndexLink.objects.filter(
        withdrawn=None, row__withdrawn=None, row__issue__year=year, row__issue__access__in=seen
    )
    return tuple(rows.order_by("row__place", "place").values_list("row__theme", "mechanism__slug"))


Run = tuple[str, tuple[str, ...]]  # some prose, and ids of the meetings that it tells of


def told_by(mechanism: str, seen: Collection[str] = PUBLIC) -> tuple[tuple[int, tuple[Run, ...]], ...]:
    """What a mechanism's entry says in each issue, the latest first: the year, and its prose in runs."""
    rows = Entry.objects.filter(mechanism__slug=mechanism, withdrawn=None, issue__access__in=seen)
    told = Prefetch("told", Told.objects.filter(withdrawn=None).prefetch_related("meetings"))
    rows = rows.select_related("issue").prefetch_related(told).order_by("-issue__year")
    return tuple((row.issue.year, _runs(row)) for row in rows)


def _runs(row: Entry) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for told in row.told.all():
        runs.append((row.prose[at : told.start], ()))
        runs.append((row.prose[told.start : told.end], tuple(m.slug for m in told.meetings.all())))
        at = told.end
    return tuple(run for run in (*runs, (row.prose[at:], ())) if run[0])


def waived(year: int) -> dict[str, str]:
    """Queries of a year that were waived: key to reason."""
    return dict(WaivedFinding.objects.filter(issue__year=year).values_list("key", "reason"))


def _row(year: int, seen: Collection[str]) -> Issue | None:
    listed = Listed.objects.select_related("publication").prefetch_related(
        *(f"publication__{name}" for name in ("mechanisms", "meetings", "partners", "sources", "titles"))
    )
    return (
        Issue.objects.filter(year=year, access__in=seen)
        .select_related("event__meeting")
        .prefetch_related(
            Prefetch("entries", Entry.objects.filter(withdrawn=None).select_related("mechanism")),
            Prefetch("entries__told", Told.objects.filter(withdrawn=None)),
            Prefetch("index", IndexRow.objects.filter(withdrawn=None)),
            Prefetch("index__links", IndexLink.objects.filter(withdrawn=None).select_related("mechanism")),
            Prefetch("listed", listed),
            "links",
        )
        .first()
    )


def _value(row: Issue) -> d.Issue:
    index = tuple(_index_row(line) for line in row.index.all())
    initiatives = {key for key, theme in themes().items() if theme.kind == "initiative"}
    return d.Issue(
        year=row.year,
        number=row.number,
        period=row.period or When.parse(f"{row.year}-01/{row.year}-12"),
        office=row.office,
        contact=row.contact,
        entries=tuple(_entry(row.year, entry) for entry in row.entries.all()),
        global_meeting=_event(row),
        initiatives=tuple(line for line in index if line.theme in initiatives),
        themes=tuple(line for line in index if line.theme not in initiatives),
        publications=tuple(work_value(entry.publication).listed for entry in row.listed.all()),
        links=tuple((link.label, link.url) for link in row.links.all()),
    )


def _entry(year: int, row: Entry) -> d.Entry:
    slug = row.mechanism.slug
    return d.Entry(
        mechanism=slug,
        statements=tuple(_told(year, row, told) for told in row.told.all()),
    )


def _told(year: int, row: Entry, told: Told) -> d.Told:
    return d.Told(
        id=f"{year}/{row.mechanism.slug}/{told.place}",
        statement=Statement.from_json(told.statement),
        prose=row.prose[told.start : told.end],
    )


def _index_row(row: IndexRow) -> d.IndexRow:
    links = row.links.all()
    return d.IndexRow(
        theme=row.theme,
        mechanisms=tuple(link.mechanism.slug for link in links),
        elsewhere=row.elsewhere,
        names=tuple(link.printed for link in links),
    )


def _event(row: Issue) -> d.GlobalMeeting | None:
    event = getattr(row, "event", None)
    if event is None:
        return None
    return d.GlobalMeeting(
        title=event.title,
        event=event.meeting.slug if event.meeting else None,
        dates=tuple(When.parse(date) for date in event.dates),
        represented=event.represented,
        spoke=event.spoke,
        survey=event.survey,
        text=event.text,
    )
