"""Ordinals beside those of the years before, and within the issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from iscm.analysis.known import Known
from iscm.analysis.material import Line, Material, asked, plain
from iscm.analysis.series import of_line, of_past
from iscm.domain.statements import Finding
from iscm.domain.when import When

_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Numbered:
    """A meeting with its number, of the records or of the issue itself."""

    number: int
    when: When
    title: str
    line: Line | None = None

    @property
    def middle(self) -> float:
        """The middle of its date, in days; sorts meetings in time."""
        first, last = self.when.earliest or dt.date.min, self.when.latest or dt.date.max
        return (first.toordinal() + last.toordinal()) / 2

    def before(self, other: Numbered) -> bool:
        """Whether it surely ended before the other began."""
        if not (self.when.latest and other.when.earliest):
            return False
        return self.when.latest < other.when.earliest


def repeated(material: Material, known: Known) -> Iterator[Finding]:
    """The number of an earlier or later meeting of the series."""
    for here, others in _numbered(material, known):
        for other in others:
            far = not other.when.may_meet(here.when) and abs(other.middle - here.middle) > 200
            twice = other.line is not None and other.before(here)
            if other.number == here.number and (far or twice):
                yield _asked(here, other)
                break


def backwards(material: Material, known: Known) -> Iterator[Finding]:
    """A lower number than a meeting before it, or a higher one than a meeting after it."""
    for here, others in _numbered(material, known):
        earlier = [o for o in others if o.before(here) and o.number > here.number]
        later = _later_lower(here, others)
        if earlier or later:
            yield _asked(here, max(earlier, key=lambda o: o.middle) if earlier else later[0])


def skipped(material: Material, known: Known) -> Iterator[Finding]:
    """More than one further than the last, and faster than the series ever went."""
    for here, others in _numbered(material, known):
        earlier = [o for o in others if o.before(here) and o.number <= here.number]
        if not earlier or _later_lower(here, others):
            continue  # a number out of order is asked about already
        last = max(earlier, key=lambda o: (o.number, o.middle))
        gap = here.number - last.number
        if gap > 1 and gap > _most(last, here, others):
            yield _asked(here, last, missing=last.number + 1)


def missing(material: Material, known: Known) -> Iterator[Finding]:
    """No number where the last three of the series have one."""
    for line in material.lines:
        series, statement = of_line(line), line.statement
        if series is None or series.startswith("preparatory") or statement.ordinal or statement.count != 1:
            continue
        start = min((when.earliest for when in line.dates if when.earliest), default=None)
        start = start or (material.bounds[0] if material.bounds else None)
        rows = [r for r in known.of(line.mechanism) if of_past(r) == series and r.when and r.when.latest]
        before = [r for r in rows if start and r.when and r.when.latest and r.when.latest < start][-3:]
        if len(before) == 3 and all(row.ordinal for row in before):
            last = before[-1]
            yield asked(
                line.mechanism, line, last=last.ordinal, title=last.title, date=last.when, dates=line.dates
            )


def _later_lower(here: Numbered, others: list[Numbered]) -> list[Numbered]:
    return [o for o in others if here.before(o) and o.number < here.number and o.line is None]


def _numbered(material: Material, known: Known) -> Iterator[tuple[Numbered, list[Numbered]]]:
    """Each numbered line that has a series, and the others of its series."""
    groups: dict[tuple[str, str], list[Numbered]] = {}
    for line in material.lines:
        series, here = of_line(line), _of_line(line, material)
        if series and here:
            groups.setdefault((line.mechanism, series), []).append(here)
    for (mechanism, series), own in groups.items():
        past = [
            Numbered(row.ordinal, row.when, row.title)
            for row in known.of(mechanism)
            if row.ordinal and row.when and of_past(row) == series and not series.startswith("preparatory")
        ]
        for here in own:
            yield here, past + [other for other in own if other is not here]


def _of_line(line: Line, material: Material) -> Numbered | None:
    number = line.statement.ordinal
    if number is None or line.statement.count not in (1, None):
        return None
    if line.dates and line.dates[0].has_year:
        return Numbered(number, line.dates[0], plain(line.words), line)
    if material.bounds:
        return Numbered(number, When.on(*material.bounds), plain(line.words), line)
    return None


def _most(last: Numbered, here: Numbered, others: list[Numbered]) -> int:
    """How many numbers the series may have moved on since ``last``, at the fastest pace on record, at least one.

    Where no pace is on record: any number after eighteen months, one before.
    """
    elapsed = here.middle - last.middle
    past = sorted((o for o in others if o.line is None), key=lambda o: (o.number, o.middle))
    steps = [
        (b.middle - a.middle) / (b.number - a.number)
        for a, b in pairwise(past)
        if b.number > a.number and b.middle > a.middle
    ]
    if not steps:
        return 1 if elapsed < 1.5 * _YEAR else 10_000
    return max(1, round(elapsed / min(steps)))


def _asked(here: Numbered, other: Numbered, **more: Any) -> Finding:
    line = here.line
    return asked(
        line.mechanism if line else "",
        line,
        ordinal=here.number,
        date=here.when,
        other=other.number,
        other_title=other.title,
        other_date=other.when,
        **more,
    )
