"""The issue beside the records: which meeting a line means, and where the two disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from iscm.analysis.known import Known, Past
from iscm.analysis.material import Days, Line, Material, asked, overlap
from iscm.analysis.series import RARE, of_line, of_past
from iscm.domain.statements import Finding
from iscm.domain.states import state_named, states
from iscm.domain.when import When

_MOVED = 100  # days: a rare meeting with other dates in the records within this reach is the same one, moved
_UNSURE = ("announced", "cancelled", "postponed")  # records that a date in an issue need not agree with


def dates_differ(material: Material, known: Known) -> Iterator[Finding]:
    """A meeting for which the records hold other days."""
    for mechanism in sorted(material.reporting):
        lines = material.of(mechanism)
        rows = [row for row in known.of(mechanism) if row.status not in _UNSURE and row.when]
        agreed = {id(row) for row in rows for line in lines if row.days in line.days}
        claimed = {id(row) for row in rows for line in lines if _shares_days(line, row) and _like(line, row)}
        for line in lines:
            for when in line.dates:
                row = None if _settled(when, rows) else _contradicting(line, when, rows, agreed, claimed)
                if row and row.when:
                    inside = material.bounds is None or row.when.may_meet(When.on(*material.bounds))
                    values: dict[str, Any] = {
                        "title": row.title,
                        "city": row.city or "",
                        "outside": "" if inside else "outside",
                    }
                    yield asked(mechanism, line, date=when, known=row.when, **values)


def joint_untold(material: Material, known: Known) -> Iterator[Finding]:
    """A meeting that the records hold as a joint one, and no line of those days says so."""
    for mechanism in sorted(material.reporting):
        for row in known.of(mechanism):
            lines = [line for line in material.of(mechanism) if row.days in line.days]
            said = frozenset[str]().union(*(line.joint for line in lines))
            missing = tuple(sorted(set(row.joint_with) - said))
            if lines and missing and row.days:
                line = next((line for line in lines if _like(line, row)), lines[0])
                yield asked(mechanism, line, partners=missing, date=When.on(*row.days), city=row.city or "")


def not_told(material: Material, known: Known) -> Iterator[Finding]:
    """Meetings within the period that the records hold for a mechanism that reports, and that it does not tell."""
    if not (bounds := material.bounds):
        return
    for mechanism in sorted(material.reporting):
        lines = material.of(mechanism)
        rows = [r for r in known.of(mechanism) if r.within(*bounds) and r.days and r.status not in _UNSURE]
        untold = [row for row in rows if not any(_tells(line, row) for line in lines)]
        if untold:
            yield asked(mechanism, meetings=tuple(untold), n=len(untold))


def host(line: Line, days: Days, known: Known) -> str | None:
    """The country (alpha-2) where a meeting was: as the line says, or as the records hold for the same days."""
    if line.statement.country:
        code = line.statement.country.upper()
        state = state_named(line.statement.country)
        return code if code in states() else state.code if state else None
    rows = (row for row in known.of(line.mechanism) if row.days == days and row.country)
    return next((row.country for row in rows), None)


def agrees(line: Line, days: Days, known: Known) -> bool:
    """Whether the records hold a meeting of the mechanism on exactly these days."""
    return any(row.days == days for row in known.of(line.mechanism))


def _settled(when: When, rows: list[Past]) -> bool:
    """The records have a meeting on exactly these days: nothing to ask."""
    return any(row.when == when for row in rows)


def _contradicting(
    line: Line, when: When, rows: list[Past], agreed: set[int], claimed: set[int]
) -> Past | None:
    """The record of the same meeting with other dates: overlapping, or the same number, or a rare one nearby."""
    rows = [row for row in rows if id(row) not in agreed]
    days = when.days
    if days:
        for row in rows:
            if row.days and overlap(row.days, days) and _like(line, row):
                return row
    own = of_line(line)
    if own is None:
        return None
    for row in rows:
        if id(row) in claimed:
            continue
        if row.when is None or row.when.may_meet(when) or _plain(of_past(row)) != _plain(own):
            continue
        near = _gap(row, when)
        number = line.statement.ordinal
        if number and row.ordinal == number and near <= 2 * _MOVED:
            return row
        if own in RARE and (number is None or row.ordinal in (None, number)) and near <= _MOVED and row.days:
            return row
    return None


def _like(line: Line, row: Past) -> bool:
    """Whether a line and a record that share days may be one meeting."""
    if line.statement.ordinal and row.ordinal:
        return line.statement.ordinal == row.ordinal
    return (
        row.type in line.kinds or line.statement.type == "meeting" or (of_line(line) or "-") == of_past(row)
    )


def _plain(series: str | None) -> str:
    """The series without its group: an issue seldom says which senior officials met."""
    return (series or "-").removesuffix(" ad hoc")


def _gap(row: Past, when: When) -> int:
    """Days between two dates that do not meet."""
    first, last = when.earliest, when.latest
    begin, end = (row.when.earliest, row.when.latest) if row.when else (None, None)
    if not (first and last and begin and end):
        return 10_000
    gap: dt.timedelta = max(first, begin) - min(last, end)
    return gap.days


def _shares_days(line: Line, row: Past) -> bool:
    return bool(row.days) and any(overlap(days, row.days) for days in line.days if row.days)


def _tells(line: Line, row: Past) -> bool:
    if _shares_days(line, row):
        return True
    if of_line(line) is not None and _plain(of_line(line)) == _plain(of_past(row)):
        numbered = line.statement.ordinal is not None and line.statement.ordinal == row.ordinal
        return numbered or any(_gap(row, when) <= _MOVED for when in line.dates)
    # an undated line of the kind, or a number of them, may well be this one
    return row.type in line.kinds and len(line.dates) < (line.statement.count or 99)


def seen_in_period(mechanism: str, material: Material, known: Known) -> tuple[Past, ...]:
    """What the records hold of a mechanism within the period."""
    if not (bounds := material.bounds):
        return ()
    return tuple(row for row in known.of(mechanism) if row.within(*bounds))
