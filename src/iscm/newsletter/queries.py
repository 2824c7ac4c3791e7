"""Letting an issue out as values, at a fixed number of queries."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max, Prefetch

from iscm.accounts.models import Access
from iscm.domain import issues as d
from iscm.domain.statements import Statement
from iscm.domain.terms import themes
from iscm.domain.when import When
from iscm.library.queries import work_value
from iscm.newsletter.models import Entry, IndexLink, IndexRow, Issue, Listed, Told, WaivedFinding
from iscm.newsletter.rules import from_json

PUBLIC = (Access.PUBLIC,)


def years(seen: Collection[str] = PUBLIC) -> tuple[int, ...]:
    """Years that have an issue, the latest first."""
    return tuple(Issue.objects.filter(access__in=seen).values_list("year", flat=True))


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
