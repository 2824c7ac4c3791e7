"""``iscm read --format ics``: the dated meetings of what was read, as a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from iscm.commands.answers import Answer
from iscm.documents.joint import Telling
from iscm.domain.issues import Told
from iscm.renderers.icalendar import calendar


def calendar_of(answers: list[Answer]) -> str:
    """One calendar of all meetings that have a day. The same texts make the same calendar: no clock is asked."""
    tellings = [telling for answer in answers for telling in _tellings(answer)]
    names = ", ".join(_called(answer) for answer in answers)
    days = [when.latest for telling in tellings for when in telling.told.statement.dates if when.latest]
    year = max(days).year if days else 2000
    made = calendar(tellings, name=names, source=names, lang="en", day=dt.date(year, 12, 31))
    return made.decode()


def _tellings(answer: Answer) -> Iterator[Telling]:
    counted: dict[str, int] = {}
    for mechanism, found in answer.found():
        whose = mechanism or _called(answer)
        counted[whose] = counted.get(whose, 0) + 1
        told = Told(id=f"{answer.year or 'undated'}/{whose}/{counted[whose]}", statement=found.statement)
        yield Telling(whose, told)


def _called(answer: Answer) -> str:
    """The title of an issue, or a few lines by the name of their file."""
    if answer.issue and answer.issue.title:
        return answer.issue.title
    return "As read" if answer.name == "-" else Path(answer.name).stem
