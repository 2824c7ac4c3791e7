"""Dates beside the larger events that the issue speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iscm.analysis.known import GLOBAL, Known, Past
from iscm.analysis.material import Material, asked
from iscm.analysis.printed import first_date
from iscm.domain.issues import GlobalMeeting
from iscm.domain.statements import Finding
from iscm.domain.terms import mechanisms
from iscm.domain.when import When

_TO_COME = re.compile(
    r"opportunit\w+ for|to contribute|possible contributions?|forthcoming|upcoming|in preparation (?:for|of)|ahead of"
    r"|will (?:be held|take place|contribute)|à venir|contributions? possibles?|en vue d[eu]|posibles? contribuci\w+"
    r"|próxim\w+|en preparación",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def year_contradicted(material: Material, known: Known) -> Iterator[Finding]:
    """The global meeting: no year beside its days, and what it says, or the records, point to another year.

    It speaks of an event as still to come that was over by then, or the records hold it on these days of another year.
    """
    meeting, year = material.global_meeting, material.year
    if meeting is None or year is None:
        return
    words = _words(material, meeting)
    printed = meeting.dates[0] if meeting.dates else first_date(words)
    if printed is None:
        return
    when = _in(printed, year)
    past = _over_by_then(words, when, known) if _TO_COME.search(words) else None
    other = _same_days(when, words, meeting, known)
    if (past or other) and not _says_year(material, meeting, printed, words):
        cue = _TO_COME.search(words)
        yield asked(
            "global-meeting",
            meeting.span,
            days=_without_year(when),
            year=year,
            past=past or "",
            cue=" ".join(cue[0].split()) if cue and past else "",
            other=f"{other.title}" if other else "",
            other_date=other.when if other else "",
        )


def off_event_days(material: Material, known: Known) -> Iterator[Finding]:
    """A side event on days that are not its event's, or a preparation after the event was over."""
    for line in material.lines:
        event = known.event(line.statement.at or "")
        if event is None or event.when is None or event.when.precision != "day":
            continue
        for when in line.dates:
            side = "side-event" in line.kinds
            late = bool(when.earliest and event.when.latest and when.earliest > event.when.latest)
            if (side and not when.may_meet(event.when)) or ("preparatory" in line.kinds and late):
                yield asked(
                    line.mechanism,
                    line,
                    date=when,
                    event=event,
                    relation="side" if side else "late",
                )


def _words(material: Material, meeting: GlobalMeeting) -> str:
    printed = meeting.span.of(material.text) if meeting.span else ""
    return " ".join(filter(None, (printed, meeting.text, meeting.title, meeting.topic)))


def _in(when: When, year: int) -> When:
    return when if when.has_year else when.in_year(year)


def _says_year(material: Material, meeting: GlobalMeeting, when: When, words: str) -> bool:
    """Whether the year is printed: with the date in a text; in the record where there is no text."""
    if not material.text:
        return when.has_year
    place = meeting.span.start if meeting.span else 0
    head = material.text[place : place + 400] if meeting.span else words
    day = re.search(r"\d{1,2}\b[^.;\n]{0,40}", head)
    return bool(day and _YEAR.search(day[0]))


def _over_by_then(words: str, when: When, known: Known) -> Past | None:
    """The event named in these words that ended, in the same year, before these days."""
    start = when.earliest
    for row in known.meetings:
        days = row.days
        over = start and days and days[1] < start and days[1].year == start.year
        if over and row.ordinal and _named(row.mechanism, words):
            return row
    return None


def _same_days(when: When, words: str, meeting: GlobalMeeting, known: Known) -> Past | None:
    """The same event on the same days of another year."""
    days = when.days
    series = (meeting.event or "").rpartition("-")[0]
    for row in known.meetings:
        if not (days and row.days) or row.days[0].year == days[0].year:
            continue
        same = [(day.month, day.day) for day in row.days] == [(day.month, day.day) for day in days]
        if same and (row.mechanism in {series, *GLOBAL} or _named(row.mechanism, words)):
            return row
    return None


def _named(mechanism: str, words: str) -> bool:
    name = mechanisms().get(mechanism)
    if name is None or not name.acronym or len(name.acronym) < 3:
        return False
    return re.search(rf"(?<![A-Za-z]){re.escape(name.acronym)}(?![A-Za-z])", words) is not None


def _without_year(when: When) -> When:
    text = re.sub(r"\d{4}-", "XXXX-", str(when))
    return When.parse(text)
