"""A calendar (RFC 5545). Ends of whole days are not meant themselves; a rule of repetition is told and not followed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from iscm.domain.when import Point
from iscm.papers.offered.item import MOST_ITEMS, Item, span, tidy, too_many
from iscm.papers.paper import PaperError

_STATUS = {"CANCELLED": "cancelled"}


def calendar_items(text: str, name: str) -> Iterator[Item]:
    """Its events. PaperError where it is no calendar, or has events without number."""
    from icalendar import Calendar  # noqa: PLC0415 - only calendars need it

    if "BEGIN:VCALENDAR" not in text[:2_000].upper():
        raise PaperError(f"{name} is no calendar: it does not begin with BEGIN:VCALENDAR.")
    if text.upper().count("BEGIN:VEVENT") > MOST_ITEMS:  # counted before anything is made of them
        raise too_many(name)
    try:
        calendars: list[Any] = Calendar.from_ical(text, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise PaperError(f"{name} is a broken calendar: {tidy(fault, 120)}.") from fault
    for event in events:
        yield _item(event)


def _item(event: Any) -> Item:
    first, last = _day(event, "DTSTART"), _day(event, "DTEND")
    begins, ends = _at(event, "DTSTART"), _at(event, "DTEND")
    if last and first and last > first and not _timed(ends):
        last -= dt.timedelta(days=1)  # the end of whole days is the day after
    elif last and first and last > first and _timed(ends) and ends.time() == dt.time():
        last -= dt.timedelta(days=1)
    when, odd = span(_point(first), _point(last))
    unread = list(odd)
    if first is None and begins is not None:
        unread.append("its date cannot be read")
    if "RRULE" in event or "RDATE" in event:
        unread.append("it repeats: only the first is taken")
    key = tidy(event.get("UID"), 280)
    if key and event.get("RECURRENCE-ID") is not None:
        key += f"@{_day(event, 'RECURRENCE-ID') or ''}"
    return Item(
        key=key, title=tidy(event.get("SUMMARY"), 500), when=when, place=tidy(event.get("LOCATION"), 300),
        status=_STATUS.get(str(event.get("STATUS", "")).upper(), ""), address=tidy(event.get("URL"), 500),
        text=tidy(event.get("DESCRIPTION")), unread=tuple(unread),
    )  # fmt: skip


def _at(event: Any, name: str) -> Any:
    value = event.get(name)
    return getattr(value, "dt", None) if value is not None else None


def _timed(value: object) -> bool:
    return isinstance(value, dt.datetime)


def _day(event: Any, name: str) -> dt.date | None:
    """The day as it is said, in whatever zone it is said."""
    value = _at(event, name)
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None


def _point(day: dt.date | None) -> Point | None:
    return Point(day.year, day.month, day.day) if day else None
