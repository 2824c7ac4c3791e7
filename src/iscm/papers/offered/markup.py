"""Events that a page marks up for machines: schema.org in JSON-LD; and the export of Indico, which is JSON too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from iscm.domain.when import ImpossibleDate
from iscm.papers.offered.item import Item, iso, span, tidy
from iscm.papers.paper import PaperError

_DEEPEST = 12
_STATUS = {"EventCancelled": "cancelled", "EventPostponed": "postponed"}
_MODE = {
    "OnlineEventAttendanceMode": "online", "MixedEventAttendanceMode": "hybrid",
    "OfflineEventAttendanceMode": "in-person",
}  # fmt: skip


def markup_items(text: str, name: str) -> Iterator[Item]:
    """Events in a page's JSON-LD, or in JSON-LD itself. PaperError where there is none to read."""
    blocks = (
        [node.text() for node in LexborHTMLParser(text).css('script[type="application/ld+json"]')]
        if text.lstrip().startswith("<") else [text]
    )  # fmt: skip
    if not blocks:
        raise PaperError(f"{name} marks nothing up for machines: it has no JSON-LD. Take it as a plain page.")
    read = 0
    for block in blocks:
        try:
            told = json.loads(block)
        except (ValueError, RecursionError):
            continue
        read += 1
        yield from _events(told, 0)
    if not read:
        raise PaperError(f"The JSON-LD of {name} is broken.")


def indico_items(text: str, name: str) -> Iterator[Item]:
    """Events of Indico's export (``/export/categ/12.json``). PaperError where it is none."""
    try:
        told = json.loads(text)
        rows = told["results"]
        assert isinstance(rows, list)
    except (ValueError, RecursionError, KeyError, TypeError, AssertionError):
        raise PaperError(f"{name} is no export of Indico: it has no “results”.") from None
    for row in rows:
        if isinstance(row, dict):
            yield _indico(row)


def _indico(row: dict[str, Any]) -> Item:
    def day(field: str) -> object:
        value = row.get(field)
        return value.get("date") if isinstance(value, dict) else value

    when, unread = _when(day("startDate"), day("endDate"))
    return Item(
        key=tidy(row.get("id"), 280), title=tidy(row.get("title"), 500), when=when,
        place=tidy(row.get("address") or row.get("location"), 300), address=tidy(row.get("url"), 500), unread=unread,
    )  # fmt: skip


def _events(told: Any, depth: int) -> Iterator[Item]:
    if depth > _DEEPEST:
        return
    if isinstance(told, list):
        for one in told:
            yield from _events(one, depth + 1)
    elif isinstance(told, dict):
        kinds = told.get("@type")
        names = [str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])]
        if any(name.endswith("Event") for name in names):
            yield _event(told)
            return
        for value in told.values():
            if isinstance(value, list | dict):
                yield from _events(value, depth + 1)


def _event(told: dict[str, Any]) -> Item:
    when, unread = _when(told.get("startDate"), told.get("endDate"))
    place, city, country, online = _place(told.get("location"))
    mode = _MODE.get(_tail(told.get("eventAttendanceMode")), "online" if online else "")
    address = tidy(_one(told.get("url")), 500)
    return Item(
        key=tidy(told.get("@id") or told.get("identifier") or address, 280), title=tidy(_one(told.get("name")), 500),
        when=when, place=place, city=city, country=country, mode=mode,
        status=_STATUS.get(_tail(told.get("eventStatus")), ""),
        address=address, language=tidy(_one(told.get("inLanguage")), 20), text=tidy(_one(told.get("description"))),
        unread=unread,
    )  # fmt: skip


def _when(first: object, last: object) -> Any:
    try:
        begins, ends = iso(first), iso(last)
    except ImpossibleDate as fault:
        return None, (str(fault),)
    if begins is None and first:
        return None, (f"its date “{tidy(first, 60)}” cannot be read",)
    return span(begins, ends)


def _tail(said: object) -> str:
    return str(said or "").rpartition("/")[2]


def _one(said: Any) -> Any:
    """The first of several, and the value of what is said in a language."""
    if isinstance(said, list):
        return _one(said[0]) if said else ""
    if isinstance(said, dict):
        return said.get("@value") or said.get("name") or ""
    return said


def _place(said: Any) -> tuple[str, str, str, bool]:
    """Where, its city, its country as said, and whether it is a place at all."""
    if isinstance(said, list):
        found = [_place(one) for one in said[:3]]
        real = next((one for one in found if not one[3]), None)
        return real or (found[0] if found else ("", "", "", False))
    if not isinstance(said, dict):
        return tidy(said, 300), "", "", False
    if said.get("@type") == "VirtualLocation":
        return "", "", "", True
    address = said.get("address")
    if isinstance(address, dict):
        city, country = (
            tidy(_one(address.get("addressLocality")), 100),
            tidy(_one(address.get("addressCountry")), 100),
        )
        return tidy(_one(said.get("name")), 300), city, country, False
    return tidy(address or _one(said.get("name")), 300), "", "", False
