"""Meetings as a calendar (RFC 5545 and 7986): all-day events, a joint meeting once, nothing that has no day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from icalendar import Calendar, Event, vText

from iscm.documents import names
from iscm.documents.draft import data_day, tellings
from iscm.documents.joint import Gathering, Telling, once
from iscm.documents.words import Words, words
from iscm.domain.issues import Issue
from iscm.domain.statements import Statement
from iscm.domain.states import states
from iscm.prose import writer

STATUS = {
    "held": "CONFIRMED",
    "confirmed": "CONFIRMED",
    "announced": "TENTATIVE",
    "postponed": "CANCELLED",
    "cancelled": "CANCELLED",
}


def render(issue: Issue, lang: str) -> bytes:
    """The dated meetings of an issue."""
    language = words(lang)
    return calendar(
        tellings(issue),
        name=language.say("calendar.name", year=issue.year),
        source=language.say("title", year=issue.year),
        lang=lang,
        day=data_day(issue),
        year=issue.year,
    )


def calendar(
    rows: Iterable[Telling],
    *,
    name: str,
    source: str,
    lang: str,
    day: dt.date,
    year: int | None = None,
    address: Callable[[str], str] | None = None,
) -> bytes:
    """``rows`` as .ics. ``source`` is named in the description; ``day`` dates every entry.

    ``address`` makes the web address of a meeting from its id; days of ``year`` are told without it. Months, years and
    meetings without a date are counted, and not shown.
    """
    meetings = once(rows)
    language = words(lang)
    made = opened(
        name=name,
        described=_described(meetings, language, source),
        made_by="Highlights",
        lang=lang,
        at=_noon(day),
    )
    for meeting, place, first, last in _days(meetings):
        event = _event(meeting, language, year)
        event.add(
            "uid", f"{meeting.id}/{place}@iscm-hub"
        )  # stays with the statement, and the date's place in it
        event.add("dtstamp", _noon(day))
        event.add("dtstart", first)
        event.add("dtend", last + dt.timedelta(days=1))
        if address:
            event.add("url", address(meeting.id))
        made.add_component(event)
    return bytes(made.to_ical())


def opened(*, name: str, described: str, made_by: str, lang: str, at: dt.datetime) -> Calendar:
    """A calendar that has said what it is, as of ``at``, and how often to ask again; without events yet."""
    made = Calendar()
    made.add("prodid", f"-//ISCM Hub//{made_by}//{lang.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", vText(name))
    made.add("description", described)
    made.add("x-wr-caldesc", vText(described))
    made.add("last-modified", at)
    made.add("refresh-interval", dt.timedelta(days=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "P1D")
    return made


def _described(meetings: Iterable[Gathering], language: Words, source: str) -> str:
    meetings = tuple(meetings)
    dated = sum(when.days is not None for m in meetings for when in m.statement.dates)
    told = sum(max(m.statement.count or 0, len(m.statement.dates)) for m in meetings)
    text = language.say(
        "calendar.described", dated=language.counted("calendar.dated", dated, count=dated), title=source
    )
    left = told - dated
    return text + (language.counted("calendar.undated", left, count=left) if left else "")


def _days(meetings: Iterable[Gathering]) -> list[tuple[Gathering, int, dt.date, dt.date]]:
    """(meeting, place of the date in its statement, first day, last day), in the order of the days."""
    rows = (
        (meeting, place, *when.days)
        for meeting in meetings
        for place, when in enumerate(meeting.statement.dates, 1)
        if when.days
    )
    return sorted(rows, key=lambda row: (row[2], row[3], row[0].id, row[1]))


def _event(meeting: Gathering, language: Words, year: int | None) -> Event:
    """What it is, whose, where, and how it stands."""
    event = Event()
    event.add("summary", _summary(meeting, language))
    event.add("description", _description(meeting, language, year))
    event.add("categories", _categories(meeting, language.lang))
    event.add("transp", "TRANSPARENT")  # a meeting of others blocks nobody's day
    if location := _location(meeting.statement, language):
        event.add("location", location)
    if meeting.statement.status:
        event.add("status", STATUS[meeting.statement.status])
    return event


def _summary(meeting: Gathering, language: Words) -> str:
    """ "RCM and SACM: 3rd plenary meeting": who, and what one of the meetings is called."""
    one = replace(meeting.statement, count=1, dates=(), city=None, country=None, joint_with=(), status=None)
    who = language.listed([names.mechanism(slug, language.lang).short for slug in meeting.mechanisms])
    return f"{who}: {writer.statement(one, language.lang)}"


def _description(meeting: Gathering, language: Words, year: int | None) -> str:
    lines = [
        f"{names.mechanism(telling.mechanism, language.lang).heading.text}: "
        + writer.statement(telling.told.statement, language.lang, year=year)
        for telling in meeting.tellings
    ]
    if meeting.themes:
        labels = [names.theme(theme, language.lang).text for theme in meeting.themes]
        lines.append(language.say("calendar.themes", themes=", ".join(labels)))
    return "\n".join(lines)


def _categories(meeting: Gathering, lang: str) -> list[str]:
    who = [names.mechanism(slug, lang).short for slug in meeting.mechanisms]
    return who + [names.theme(theme, lang).text for theme in meeting.themes]


def _location(statement: Statement, language: Words) -> str:
    state = states().get(statement.country or "")
    country = state.called(language.lang) if state else statement.country
    online = language.say("calendar.online") if statement.online else None
    return ", ".join(part for part in (statement.city, country, online) if part)


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)
