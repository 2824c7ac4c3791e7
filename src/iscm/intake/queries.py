"""Letting rounds and reports out: what a secretariat's year looks like, and where each mechanism stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Max, Prefetch, Q

from iscm.accounts.models import Access
from iscm.accounts.queries import mark
from iscm.analysis import known
from iscm.analysis.checks import Checked, check
from iscm.analysis.known import Known
from iscm.analysis.matching import Match, Meant, match, meant_by, told
from iscm.analysis.material import of_lines
from iscm.domain.meetings import Meeting
from iscm.domain.statements import Reading
from iscm.intake.models import Ask, Report, Round
from iscm.intake.rules import reminder_due
from iscm.meetings.queries import meetings
from iscm.prose import writer
from iscm.prose.reader import read
from iscm.registry.queries import mechanisms

WRITTEN = ("en", "fr", "es")  # the house style is written in these
EVERYTHING = tuple(Access.values)
AT_REST = frozenset(("dormant", "ended"))


def rounds() -> list[Round]:
    """Every round, the latest first."""
    return list(Round.objects.select_related("issue"))


def round_of(year: int) -> Round | None:
    return Round.objects.select_related("issue").filter(issue__year=year).first()


def ask_of(year: int, mechanism: str) -> Ask | None:
    rows = Ask.objects.select_related("round__issue", "mechanism")
    return rows.filter(round__issue__year=year, mechanism__slug=mechanism).first()


def latest(ask: Ask) -> Report | None:
    """The last version that counts: one that is held does not."""
    return ask.reports.filter(held=False).order_by("-number").first()


@lru_cache(maxsize=1)
def _all(_mark: str) -> tuple[tuple[Meeting, ...], Known]:
    """Every meeting kept, whoever may see it, and what checks need to know beside a report. For our own eyes."""
    rows = meetings(seen=EVERYTHING)
    rest = frozenset(m.slug for m in mechanisms(seen=EVERYTHING) if m.status in AT_REST)
    return rows, Known(tuple(past for row in rows for past in known.pasts(row)), at_rest=rest)


def own_meetings(mechanism: str) -> tuple[Meeting, ...]:
    """What is kept of a mechanism's meetings, of every year: its own secretariat sees all of it."""
    return tuple(m for m in _all(mark())[0] if mechanism in m.mechanisms)


def as_known(year: int, mechanism: str, language: str) -> str:
    """A mechanism's year as the records know it, in the house style, in its language where that is written."""
    own = [m for m in own_meetings(mechanism) if m.year == year]
    return writer.entry(told(own, mechanism), language if language in WRITTEN else "en", year=year)


def title_of(meant: Meant) -> str:
    """What a meeting that has no title is called: "8th SOM", "Workshop on labour migration", "Four webinars"."""
    plain = replace(
        meant.statement,
        dates=(),
        city=None,
        country=None,
        mode=None,
        status=None,
        joint_with=(),
        count=meant.count,
    )
    said = writer.statement(plain, "en").removeprefix("one ")
    return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class Understood:
    """A report as it was read: the text, what each thing said is proposed to be, and what to ask back."""

    reading: Reading
    matches: tuple[Match, ...]
    checked: Checked

    def of(self, place: int) -> tuple[Match, ...]:
        """What statement number ``place`` speaks of."""
        return tuple(one for one in self.matches if one.meant.place == place)


def understood(prose: str, year: int, mechanism: str) -> Understood:
    """Read a report. The same text is the same reading; nothing is kept."""
    reading = read(prose, year=year, mechanism=mechanism)
    rows, beside = _all(mark())
    own = [m for m in rows if mechanism in m.mechanisms]
    matches = match(meant_by([f.statement for f in reading.found], year), own, mechanism, year)
    checked = check(of_lines(reading, mechanism, year), beside)
    return Understood(reading, matches, checked)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mechanism stands in a round. ``state``: unasked, asked, opened, reported, confirmed or silent."""

    ask: Ask
    state: str
    heard: dt.datetime | None
    versions: int
    held: int


def standings(round_: Round, today: dt.date) -> list[Standing]:
    """Every mechanism of a round; at one query, however many."""
    rows = round_.asks.select_related("mechanism", "round__issue").annotate(
        heard=Max("reports__at", filter=Q(reports__held=False)), sure=Max("reports__confirmed")
    )
    rows = rows.prefetch_related(Prefetch("reports", Report.objects.defer("prose", "decisions")))
    return [
        Standing(
            ask=row,
            state=_state(row, today),
            heard=max(filter(None, (row.heard, row.opened)), default=None),
            versions=len(row.reports.all()),
            held=sum(report.held for report in row.reports.all()),
        )
        for row in rows
    ]


def _state(row: Ask, today: dt.date) -> str:
    last = max((r for r in row.reports.all() if not r.held), key=lambda r: r.number, default=None)
    if last:
        return "confirmed" if last.confirmed else "reported"
    if not row.asked:
        return "unasked"
    if today > row.round.due:
        return "silent"
    return "opened" if row.opened else "asked"


def to_remind(today: dt.date) -> list[tuple[Ask, dt.date]]:
    """Who is to be reminded today, each with the day of the rule that it is for: asked, silent, not yet reminded."""
    rows = Ask.objects.select_related("round__issue", "mechanism").filter(
        round__closed=None, asked__isnull=False, reports__isnull=True
    )
    found = []
    for row in rows.exclude(address=""):
        day = reminder_due(row.round.due, row.asked.date(), row.reminded, today) if row.asked else None
        if day:
            found.append((row, day))
    return found


def former_addresses() -> dict[str, tuple[str, str]]:
    """Where and in which language each mechanism was last asked: slug to address and language."""
    rows = Ask.objects.exclude(address="").order_by("round__issue__year")
    return {
        slug: (address, language)
        for slug, address, language in rows.values_list("mechanism__slug", "address", "language")
    }


def no_longer_told(year: int, mechanism: str, prose: Mapping[int, str]) -> tuple[str, ...]:
    """Types of meetings that last year's entry told of, and this year's does not."""

    def kinds(of: int) -> set[str]:
        text = prose.get(of, "")
        return {f.statement.type for f in read(text, year=of, mechanism=mechanism).found} if text else set()

    return tuple(sorted(kinds(year - 1) - kinds(year)))


def holds(ask: Ask, digests: Iterable[str]) -> bool:
    """Whether one of these doors opens this report."""
    return ask.doors.filter(digest__in=list(digests)).exists()
