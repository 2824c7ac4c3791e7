"""A meeting as an Event of schema.org."""

from __future__ import annotations

from typing import Any

from iscm.domain.meetings import Meeting
from iscm.domain.states import states
from iscm.renderers.linked.organizations import CONTEXT, address, exactly
from iscm.renderers.records.mechanisms import called

STATUS = {
    "announced": "EventScheduled",
    "confirmed": "EventScheduled",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}
ATTENDANCE = {
    "in-person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}


def event(meeting: Meeting, hub: str) -> dict[str, Any]:
    """JSON-LD. Days are given only as exactly as they are known: an uncertain one not at all."""
    page = f"{hub}/meetings/{meeting.id}/"
    row: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": page,
        "url": page,
        "name": meeting.title,
        "description": meeting.topic,
        "startDate": exactly(meeting.when),
        "endDate": exactly(meeting.when, "last"),
        "eventStatus": _status(meeting),
        "previousStartDate": _previous(meeting),
        "eventAttendanceMode": _term(ATTENDANCE.get(meeting.mode)),
        "location": _place(meeting),
        "organizer": [
            {"@type": "Organization", "@id": address(hub, slug), "name": called(slug)}
            for slug in meeting.mechanisms
        ],
        "superEvent": {"@type": "Event", "@id": f"{hub}/meetings/{meeting.at}/"} if meeting.at else None,
        "about": [f"{hub}/themes/{theme}/" for theme in meeting.themes],
        "subjectOf": [{"@type": "CreativeWork", "url": s.url} for s in meeting.sources if s.url],
    }
    return {key: value for key, value in row.items() if value}


def _term(name: str | None) -> str | None:
    return f"{CONTEXT}/{name}" if name else None


def _moved(meeting: Meeting) -> bool:
    return bool(meeting.history) and meeting.history[-1].status == "moved"


def _status(meeting: Meeting) -> str | None:
    """None where no source says: schema.org would take it as scheduled, and so it was."""
    if meeting.status in ("postponed", "cancelled"):
        return _term(STATUS[meeting.status])
    return _term("EventRescheduled" if _moved(meeting) else STATUS.get(meeting.status))


def _previous(meeting: Meeting) -> str | None:
    return exactly(meeting.history[-1].before) if _moved(meeting) else None


def _place(meeting: Meeting) -> dict[str, Any] | None:
    """Where: a city and country as an address; online alone is a place without one."""
    if not (meeting.city or meeting.country):
        return {"@type": "VirtualLocation", "name": "online"} if meeting.mode == "online" else None
    state = states().get(meeting.country)
    postal = {"@type": "PostalAddress", "addressLocality": meeting.city, "addressCountry": meeting.country}
    return {
        "@type": "Place",
        "name": ", ".join(filter(None, (meeting.city, state.called() if state else ""))),
        "address": {key: value for key, value in postal.items() if value},
    }
