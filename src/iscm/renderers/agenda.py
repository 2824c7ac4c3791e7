"""Meetings of the hub as a calendar to subscribe to (RFC 5545, 7986): whole days, each meeting once.

Lines are written here rather than by a library, since a feed of thousands is made while somebody waits; the tests read
them back with two libraries (docs/decisions/0013-feeds.md). Months, years and meetings without a date are counted in
the description, and have no event: a calendar knows nothing but days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from iscm.documents import names
from iscm.documents.words import Words, words
from iscm.domain.meetings import Entry
from iscm.domain.states import states
from iscm.domain.terms import types
from iscm.renderers.icalendar import STATUS

WIDTH = 75  # octets of a line, without its end
_ODD = re.compile(r"[\x00-\x1f\x7f\\;,]")
_ESCAPED: dict[int, str | None] = (
    dict.fromkeys((*range(32), 127)) | {ord(c): "\\" + c for c in "\\;,"} | {10: "\\n"}
)
COLOUR = "steelblue"  # of CSS, the nearest to the hub's blue


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar says of itself. ``at`` is when its records last changed, ``source`` where it is to be had."""

    name: str
    lang: str
    at: dt.datetime
    source: str


def render(entries: Iterable[Entry], feed: Feed, address: Callable[[str], str]) -> bytes:
    """``entries`` as .ics; ``address`` makes a meeting's web address."""
    write = _Writer(words(feed.lang), feed.at, address)
    rows = list(entries)
    dated = [(*days, row) for row in rows if (days := row.days)]
    standing = sum(not row.withdrawn for row in rows)
    shown = sum(not row.withdrawn for _first, _last, row in dated)
    lines = _head(feed, _described(shown, standing, write.language))
    for first, last, row in sorted(dated, key=lambda one: (one[0], one[1], one[2].id)):
        lines += write.event(row, first, last)
    lines.append("END:VCALENDAR\r\n")
    return "\r\n".join(
        line if len(line) < WIDTH and line.isascii() else fold(line) for line in lines
    ).encode()


def fold(line: str) -> str:
    """A line in pieces of at most 75 octets, each after the first begun by a blank; no character is cut."""
    raw = line.encode()
    if len(raw) <= WIDTH:
        return line
    pieces, start, room = [], 0, WIDTH
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, WIDTH - 1
    return b"\r\n ".join([*pieces, raw[start:]]).decode()


def escape(text: str) -> str:
    """A value of the kind TEXT."""
    return text.translate(_ESCAPED) if _ODD.search(text) else text


def _head(feed: Feed, described: str) -> list[str]:
    name, said = escape(feed.name), escape(described)
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//ISCM Hub//Meetings//{feed.lang.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{said}",
        f"X-WR-CALDESC:{said}",
        f"LAST-MODIFIED:{_instant(feed.at)}",
        f"SOURCE;VALUE=URI:{feed.source}",
        f"URL:{feed.source}",
        f"COLOR:{COLOUR}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ]


def _described(dated: int, told: int, language: Words) -> str:
    text = language.say(
        "calendar.described", dated=language.counted("calendar.dated", dated, count=dated), title="ISCM Hub"
    )
    left = told - dated
    return text + (language.counted("calendar.undated", left, count=left) if left else "")


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _date(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


class _Writer:
    """Writes events in one language. Names that come again are made once."""

    def __init__(self, language: Words, at: dt.datetime, address: Callable[[str], str]) -> None:
        self.language, self.at, self.address = language, at, address
        lang = language.lang
        self.short = cache(lambda slug: names.mechanism(slug, lang).short)
        self.heading = cache(lambda slug: names.mechanism(slug, lang).heading.text)
        self.theme = cache(lambda theme: names.theme(theme, lang).text)
        self.who = cache(lambda slugs: language.listed([self.short(slug) for slug in slugs]))
        self.kind = cache(self._kind)
        self.labels = cache(self._labels)
        self.tag = cache(lambda name, key: escape(name(key)))
        self.location = cache(self._location)
        self.instant = cache(_instant)

    def _kind(self, key: str) -> str:
        known = types().get(key)
        return known.label.get(self.language.lang, known.label["en"]) if known else ""

    def event(self, row: Entry, first: dt.date, last: dt.date) -> list[str]:
        """One meeting; its last day is followed by the day that ends it."""
        changed = self.instant(row.changed or self.at)
        lines = [
            "BEGIN:VEVENT",
            f"UID:{row.id}@iscm-hub",
            f"DTSTAMP:{changed}",
            f"LAST-MODIFIED:{changed}",
            f"SEQUENCE:{max(0, row.sequence)}",
            f"DTSTART;VALUE=DATE:{_date(first)}",
            f"DTEND;VALUE=DATE:{_date(last + dt.timedelta(days=1))}" if last < dt.date.max
            else f"DURATION:P{(last - first).days + 1}D",
            f"SUMMARY:{escape(self._summary(row))}",
            f"DESCRIPTION:{escape(self._description(row))}",
        ]  # fmt: skip
        tags = [self.tag(self.short, slug) for slug in row.mechanisms]
        tags += [self.tag(self.theme, theme) for theme in row.themes]
        if tags:
            lines.append("CATEGORIES:" + ",".join(tags))
        if location := self.location(row.city, row.country, row.mode):
            lines.append("LOCATION:" + location)
        if status := "CANCELLED" if row.withdrawn else STATUS.get(row.status, ""):
            lines.append("STATUS:" + status)
        lines += [f"RELATED-TO;RELTYPE=PARENT:{one}@iscm-hub" for one in dict.fromkeys(row.part_of)]
        if row.follows:
            lines.append(f"RELATED-TO;RELTYPE=SIBLING:{row.follows}@iscm-hub")
        lines += [f"URL:{self.address(row.id)}", "TRANSP:TRANSPARENT", "END:VEVENT"]
        return lines  # transparent: a meeting of others blocks nobody's day

    def _summary(self, row: Entry) -> str:
        return f"{self.who(row.mechanisms)}: {row.title}" if row.mechanisms else row.title

    def _description(self, row: Entry) -> str:
        """Its kind, whose it is in full, its topic and its themes."""
        parts = (self.kind(row.type), *map(self.heading, row.mechanisms), row.topic, self.labels(row.themes))
        return "\n".join(filter(None, parts))

    def _labels(self, themes: Sequence[str]) -> str:
        said = ", ".join(map(self.theme, themes))
        return self.language.say("calendar.themes", themes=said) if said else ""

    def _location(self, city: str, code: str, mode: str) -> str:
        state = states().get(code)
        country = state.called(self.language.lang) if state else code
        online = self.language.say("calendar.online") if mode in ("online", "hybrid") else ""
        return escape(", ".join(part for part in (city, country, online) if part))
