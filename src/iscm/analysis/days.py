"""Days that a careful editor would not expect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from iscm.analysis import dayoff, records
from iscm.analysis.known import Known
from iscm.analysis.material import Days, Line, Material, asked, overlap, plain, shortened
from iscm.analysis.printed import dates_given
from iscm.analysis.wording import weekday
from iscm.domain.statements import Finding
from iscm.domain.when import When


def outside_period(material: Material, known: Known) -> Iterator[Finding]:
    """A meeting that lies wholly before or after the issue's period."""
    if not (bounds := material.bounds):
        return
    period = When.on(*bounds)
    for line in material.lines:
        for when in line.dates:
            if when.has_year and not when.may_meet(period):
                yield asked(line.mechanism, line, date=when, period=period)
    meeting = material.global_meeting
    for when in meeting.dates if meeting else ():
        if meeting and when.has_year and not when.may_meet(period):
            yield asked("global-meeting", meeting.span, date=when, period=period)


def same_day(material: Material, known: Known) -> Iterator[Finding]:
    """Two meetings of one mechanism on one day; a side event within a larger meeting is expected to share its days."""
    seen: set[tuple[str, dt.date]] = set()
    for one, other, common in sorted(_together(material), key=lambda found: (found[1].order, found[2])):
        if (one.mechanism, common[0]) not in seen:
            seen.add((one.mechanism, common[0]))
            yield asked(one.mechanism, other, date=When.on(*common), first=_says(one), second=_says(other))


def _together(material: Material) -> Iterator[tuple[Line, Line, Days]]:
    """Every two meetings of a mechanism that share a day, and the days they share."""
    for mechanism in sorted(material.reporting):
        lines = [line for line in material.of(mechanism) if "side-event" not in line.kinds]
        held = sorted(((days, n) for n, line in enumerate(lines) for days in line.days))
        for place, (days, n) in enumerate(held):
            for later, m in held[place + 1 :]:
                if later[0] > days[1]:
                    break
                one, other = lines[min(n, m)], lines[max(n, m)]
                common = overlap(days, later)
                if common and one is not other and not _told_again(one, other):
                    yield one, other, common


def _told_again(one: Line, other: Line) -> bool:
    """A joint meeting told twice in one entry, as with each of two partners."""
    return one.statement == other.statement and bool(one.joint)


def count_and_dates(material: Material, known: Known) -> Iterator[Finding]:
    """Two meetings and three dates; one meeting on two dates; a number of meetings, and a date for some."""
    for line in material.lines:
        count, dates = line.statement.count, line.statement.dates
        given = max(len(dates), dates_given(line.words)) if dates and count and count > 1 else len(dates)
        if dates and count is not None and count != given:
            shown = line.dates if given == len(dates) else ()
            yield asked(line.mechanism, line, count=count, dates=shown, n=given)


def weekend(material: Material, known: Known) -> Iterator[Finding]:
    """A meeting that begins or ends on the host's weekend, or on Saturday or Sunday where no host is known."""
    for line in material.lines:
        for first, last in line.days:
            host = records.host(line, (first, last), known)
            free = [day for day in dict.fromkeys((first, last)) if dayoff.is_weekend(day, host)]
            if free:
                sure = records.agrees(line, (first, last), known)
                partly = first != last and len(free) == 1
                yield asked(
                    line.mechanism,
                    line,
                    severity="note" if sure or partly else "",
                    days=tuple(map(When.on, free)),
                    weekdays=tuple(map(weekday, free)),
                    host=host or "",
                    records="records" if sure else "",
                )


def holiday(material: Material, known: Known) -> Iterator[Finding]:
    """A meeting on a public holiday of the country that hosts it."""
    for line in material.lines:
        for first, last in line.days:
            host = records.host(line, (first, last), known)
            name, day = dayoff.holiday(first, last, host) if host else ("", first)
            if name:
                sure = records.agrees(line, (first, last), known)
                yield asked(
                    line.mechanism,
                    line,
                    severity="note" if sure else "",
                    date=When.on(day),
                    host=host,
                    holiday=name,
                    records="records" if sure else "",
                )


def _says(line: Line) -> str:
    """The line's own words, for a message."""
    return shortened(plain(line.words or line.statement.title or line.statement.type), 100)
