"""What records stopped telling, which mechanisms fell silent, and which are overdue by their own rhythm.

Nothing here says that a mechanism did not meet: silence is not inactivity, and who is at rest is not silent.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles
from typing import NamedTuple

from iscm.analysis.known import GLOBAL
from iscm.domain.meetings import CALLED_OFF

ASPECTS = ("days", "place", "topic", "outcome", "participants")
LOOK_BACK = 3  # years, as the check of an issue looks back for who is silent
ENOUGH = 3  # records on either side; a share of fewer says nothing
LESS = 2 / 3  # of the share before: below it, less is told

SERIES = (
    "main", "plenary", "ordinary", "summit", "ministerial", "vice-ministerial", "high-level", "senior-officials",
)  # fmt: skip
GAPS = 3  # known gaps that make a rhythm


class Telling(NamedTuple):
    """What the records of some meetings held in a year tell: how many there are, and how many tell each aspect."""

    year: int
    records: int
    days: int = 0
    place: int = 0
    topic: int = 0
    outcome: int = 0
    participants: int = 0

    def of(self, aspect: str) -> int:
        return int(getattr(self, aspect))


@dataclass(frozen=True, slots=True)
class Drift:
    """An aspect in a year beside the years before it: records that tell it, of how many."""

    aspect: str
    told: int
    records: int
    told_before: int
    records_before: int

    @property
    def share(self) -> float:
        return self.told / self.records if self.records else 0.0

    @property
    def share_before(self) -> float:
        return self.told_before / self.records_before if self.records_before else 0.0

    @property
    def way(self) -> str:
        """``unknown`` where there are too few records to say, ``stopped``, ``less``, ``more`` or ``alike``."""
        if min(self.records, self.records_before) < ENOUGH:
            return "unknown"
        if self.told_before and not self.told:
            return "stopped"
        if self.share < LESS * self.share_before:
            return "less"
        return "more" if self.share_before < LESS * self.share else "alike"


def drift(rows: Iterable[Telling], year: int, back: int = LOOK_BACK) -> tuple[Drift, ...]:
    """Each aspect in a year, beside the ``back`` years before it together."""
    known = list(rows)
    now = [row for row in known if row.year == year]
    before = [row for row in known if year - back <= row.year < year]
    return tuple(
        Drift(
            aspect,
            sum(row.of(aspect) for row in now),
            sum(row.records for row in now),
            sum(row.of(aspect) for row in before),
            sum(row.records for row in before),
        )
        for aspect in ASPECTS
    )


def silent(
    heard: Mapping[str, Collection[int]], year: int, at_rest: Collection[str], back: int = LOOK_BACK
) -> dict[str, int]:
    """Mechanisms of which something is on record in the years before and nothing in this one, with the last such year.

    ``heard``: the years of which a mechanism's records tell. Who is dormant or ended is not silent, and events of the
    whole field owe nothing.
    """
    found = {}
    for slug in sorted(heard.keys() - set(at_rest) - GLOBAL):
        before = [one for one in heard[slug] if year - back <= one < year]
        if before and year not in heard[slug]:
            found[slug] = max(before)
    return found


@dataclass(frozen=True, slots=True)
class Beat:
    """A rhythm, all in days: the gaps between the first days of meetings, their median and their middle half."""

    gaps: tuple[int, ...]
    median: int
    low: int
    high: int


def beat(days: Iterable[dt.date]) -> Beat | None:
    """The rhythm of meetings that began on these days; None, not known, where there are fewer than three gaps."""
    gaps = tuple((later - earlier).days for earlier, later in pairwise(sorted(set(days))))
    if len(gaps) < GAPS:
        return None
    low, _middle, high = quantiles(gaps, n=4, method="inclusive")
    return Beat(gaps, math.floor(median(gaps) + 0.5), math.floor(low), math.ceil(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """A series of a mechanism's main meetings, as of a day. ``days`` are those on which its meetings began.

    ``last`` is the latest day on which one was held, as far as records tell: a month or year counts with its last day;
    ``when`` is its date as known, in EDTF.
    ``coming`` is the first day of the next one on record. ``expected`` is the last and the median gap, ``by`` the last
    and the upper quartile. ``standing``: unknown, rest, coming, overdue or expected.
    """

    mechanism: str
    series: str
    as_of: dt.date
    days: tuple[dt.date, ...]
    beat: Beat | None
    last: dt.date | None
    when: str = ""
    coming: dt.date | None = None
    at_rest: bool = False

    @property
    def expected(self) -> dt.date | None:
        return _after(self.last, self.beat.median) if self.beat else None

    @property
    def by(self) -> dt.date | None:
        return _after(self.last, self.beat.high) if self.beat else None

    @property
    def standing(self) -> str:
        if self.by is None:
            return "unknown"
        if self.at_rest:
            return "rest"
        if self.coming:
            return "coming"
        return "overdue" if self.as_of > self.by else "expected"

    @property
    def overdue(self) -> int:
        """Days since it was expected at the latest; 0 where it is not overdue."""
        return (self.as_of - self.by).days if self.standing == "overdue" and self.by else 0


def _after(day: dt.date | None, days: int) -> dt.date | None:
    return day + dt.timedelta(days=days) if day and days <= (dt.date.max - day).days else None


class Held(NamedTuple):
    """A meeting of a series: the days that bound its date, whether they are known (``sure``), and where it stands.

    ``when`` is the date itself, as EDTF.
    """

    mechanism: str
    series: str
    first: dt.date
    last: dt.date | None
    sure: bool
    status: str = ""
    when: str = ""


def rhythms(rows: Iterable[Held], as_of: dt.date, at_rest: Collection[str] = ()) -> tuple[Rhythm, ...]:
    """Every series of main meetings that has any on record, by mechanism and series.

    Gaps are counted between days alone; what is less exact only keeps a series from being called overdue. What is
    announced for a day that is past is no evidence that it was held.
    """
    found: dict[tuple[str, str], list[Held]] = {}
    for row in rows:
        if row.series in SERIES and row.status not in CALLED_OFF:
            found.setdefault((row.mechanism, row.series), []).append(row)
    return tuple(
        _rhythm(slug, series, own, as_of, slug in at_rest) for (slug, series), own in sorted(found.items())
    )


def _comes(row: Held, as_of: dt.date) -> bool:
    """Whether a meeting is still to come, or is announced for days that are not over."""
    return row.first > as_of or (row.status == "announced" and (row.last or row.first) >= as_of)


def _rhythm(slug: str, series: str, rows: list[Held], as_of: dt.date, at_rest: bool) -> Rhythm:
    held = [row for row in rows if row.first <= as_of and row.status != "announced"]
    days = {row.first for row in held if row.sure}
    latest = [(row.first if row.sure else min(row.last or as_of, as_of), row.sure, row.when) for row in held]
    last, _sure, when = max(latest, default=(None, False, ""))
    return Rhythm(
        mechanism=slug,
        series=series,
        as_of=as_of,
        days=tuple(sorted(days)),
        beat=beat(days),
        last=last,
        when=when,
        coming=min((max(row.first, as_of) for row in rows if _comes(row, as_of)), default=None),
        at_rest=at_rest,
    )
