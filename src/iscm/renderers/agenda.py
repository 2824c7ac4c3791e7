"""Meetings of the records as a calendar (RFC 5545 and 7986): all-day events, each meeting once under its own id.

``iscm.renderers.icalendar`` is the calendar of an issue: what its prose tells. This one is of the records as kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from icalendar import Event

from iscm.documents import names
from iscm.documents.words import Words, words
from iscm.domain.meetings import Meeting
from iscm.domain.states import states
from iscm.domain.terms import types
from iscm.renderers.icalendar import STATUS, opened


def render(
    meetings: Iterable[Meeting], *, name: str, lang: str, at: dt.datetime, address: Callable[[str], str]
) -> bytes:
    """``meetings`` as .ics. ``at`` is when the records last changed; ``address`` makes a meeting's web address.

    Meetings known by a month, a year or not by date are counted in the description, and have no event.
    """
    language = words(lang)
    rows = tuple(meetings)
    dated = [(meeting, *meeting.when.days) for meeting in rows if meeting.when and meeting.when.days]
    made = opened(
        name=name, described=_described(len(dated), len(rows), language), made_by="Meetings", lang=lang, at=at
    )
    for meeting, first, last in sorted(dated, key=lambda row: (row[1], row[2], row[0].id)):
        event = _event(meeting, language)
        event.add("uid", f"{meeting.id}@iscm-hub")
        event.add("dtstamp", at)
        event.add("dtstart", first)
        event.add("dtend", last + dt.timedelta(days=1))
        event.add("url", address(meeting.id))
        made.add_component(event)
    return bytes(made.to_ical())


def _described(dated: int, told: int, language: Words) -> str:
    text = language.say(
        "calendar.described", dated=language.counted("calendar.dated", dated, count=dated), title="ISCM Hub"
    )
    left = told - dated
    return text + (language.counted("calendar.undated", left, count=left) if left else "")


def _event(meeting: Meeting, language: Words) -> Event:
    event = Event()
    short = [names.mechanism(slug, language.lang).short for slug in meeting.mechanisms]
    event.add("summary", f"{language.listed(short)}: {meeting.title}" if short else meeting.title)
    event.add("description", "\n".join(_lines(meeting, language)))
    event.add("categories", short + [names.theme(theme, language.lang).text for theme in meeting.themes])
    event.add("transp", "TRANSPARENT")  # a meeting of others blocks nobody's day
    if location := _location(meeting, language):
        event.add("location", location)
    if meeting.status:
        event.add("status", STATUS[meeting.status])
    return event


def _lines(meeting: Meeting, language: Words) -> Iterable[str]:
    """Its kind, whose it is in full, its topic and its themes."""
    kind = types().get(meeting.type)
    if kind:
        yield kind.label.get(language.lang, kind.label["en"])
    for slug in meeting.mechanisms:
        yield names.mechanism(slug, language.lang).heading.text
    if meeting.topic:
        yield meeting.topic
    if meeting.themes:
        labels = [names.theme(theme, language.lang).text for theme in meeting.themes]
        yield language.say("calendar.themes", themes=", ".join(labels))


def _location(meeting: Meeting, language: Words) -> str:
    state = states().get(meeting.country)
    country = state.called(language.lang) if state else meeting.country
    online = language.say("calendar.online") if meeting.mode in ("online", "hybrid") else ""
    return ", ".join(part for part in (meeting.city, country, online) if part)
