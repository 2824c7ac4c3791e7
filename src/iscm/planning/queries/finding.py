"""Looking for a date, from all that somebody may know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from iscm.accounts.models import Access
from iscm.accounts.queries import Reader, seen_by, speaks_for
from iscm.analysis.dayoff import holidays_of
from iscm.analysis.hours import Hours, common_hours
from iscm.analysis.planning import reasons
from iscm.analysis.planning.ranking import rank
from iscm.analysis.planning.wish import Table, Wish, membership_on, table
from iscm.domain.mechanisms import Mechanism
from iscm.domain.meetings import CALLED_OFF, Entry
from iscm.domain.when import When
from iscm.meetings.queries import entries
from iscm.planning.queries.holds import avoidances, in_the_way, own_holds
from iscm.planning.rules import HOLIDAYS, MEETINGS, Avoided, Plan, spans
from iscm.registry.queries import mechanisms


@dataclass(frozen=True, slots=True)
class Search:
    """What was found for a wish: the ``table`` that should be able to come, every date, the best first, and the
    ``hours`` that all have in common on the best one, where it can be online."""

    wish: Wish
    table: Table
    dates: tuple[reasons.Candidate, ...]
    hours: Hours | None = None

    def on(self, day: dt.date) -> reasons.Candidate | None:
        """The date that begins on ``day``."""
        return next((one for one in self.dates if one.first == day), None)


def search(reader: Reader, wish: Wish, slugs: Sequence[str], today: dt.date) -> Search:
    """Every date for a meeting of these mechanisms, from all that ``reader`` may know; a fixed number of queries.

    Unplannable where of a mechanism no member is known; KeyError where there is none that the reader may see.
    """
    seen, speaks = seen_by(reader), speaks_for(reader)
    known = {row.slug: row for row in mechanisms(seen=seen)} | closed_to_others(speaks, seen)
    own = table((known[slug] for slug in slugs), wish.first)
    reach = dt.timedelta(days=max(wish.travel, 1))
    around = When.on(wish.first - reach, wish.last + reach)
    rows = [
        row
        if known.keys() >= set(row.mechanisms)
        else row._replace(mechanisms=tuple(slug for slug in row.mechanisms if slug in known))
        for row in entries.entries(within=around, seen=seen)
    ]
    rows += _closed(reader, around, seen) + [
        _as_entry(plan) for plan in own_holds(reader, today) if (speaks or set(slugs)) & set(plan.mechanisms)
    ]
    found = rank(
        wish,
        own,
        rows,
        {slug: membership_on(row, wish.first) for slug, row in known.items()},
        held=in_the_way(reader, slugs, around, today),
        shut=_shut(avoidances(reader, slugs), wish, rows),
    )
    return Search(wish, own, found, common_hours(own.members, found[0].first) if "" in wish.places else None)


def closed_to_others(speaks: Collection[str], seen: Collection[str]) -> dict[str, Mechanism]:
    """Closed mechanisms that somebody speaks for: to them they are no secret."""
    if not speaks or Access.CLOSED in seen:
        return {}
    return {row.slug: row for row in mechanisms(seen=(Access.CLOSED,)) if row.slug in speaks}


def _closed(reader: Reader, around: When, seen: Collection[str]) -> list[Entry]:
    """Closed meetings of those that somebody speaks for: to them they are no secret."""
    own = speaks_for(reader)
    if not own or Access.CLOSED in seen:
        return []
    rows = entries.entries(within=around, seen=(Access.CLOSED,))
    return [row for row in rows if own & set(row.mechanisms)]


def _as_entry(plan: Plan) -> Entry:
    """An own hold as a calendar would show it; it has no page of a meeting."""
    return Entry(
        id="", title=plan.title, type=plan.type, number=1, when=str(plan.when), first=plan.when.earliest,
        last=plan.when.latest, city=plan.city, country=plan.country, mode=plan.mode, status="", topic="",
        mechanisms=plan.mechanisms,
    )  # fmt: skip


def _shut(avoided: Iterable[Avoided], wish: Wish, rows: Sequence[Entry]) -> Iterator[reasons.Shut]:
    """The days that standing lists keep clear, in the window."""
    for one in avoided:
        for first, last in spans(one, wish.first, wish.last):
            yield reasons.Shut(first, last, one.reason)
        if one.kind == MEETINGS:
            for row in rows:
                if row.days and one.said in row.mechanisms and row.status not in CALLED_OFF:
                    yield reasons.Shut(*row.days, one.reason or row.title)
        if one.kind == HOLIDAYS:
            for year in range(wish.first.year, wish.last.year + 1):
                for number, name in holidays_of(one.said, year).items():
                    day = dt.date.fromordinal(number)
                    yield reasons.Shut(day, day, one.reason or name)
