"""Days in lines of prose, as found by what a user would pick instead: ``peers.py NAME < lines.jsonl > days.jsonl``.

In come lines ``{"text", "year", "language"}``; out goes for each a list of spans, ``[["2022-07-12", "2022-07-13"]]``.
Each peer is told the year and, where it asks, the language, and is used as its manual shows.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterator

Days = tuple[dt.date, dt.date]
Finder = Callable[[str, int, str], Iterator[Days]]


def _dateparser(text: str, year: int, language: str) -> list[tuple[str, dt.datetime]]:
    """What ``search_dates`` finds, told the year, and to leave alone what has no day and month."""
    from dateparser.search import search_dates

    settings = {
        "RELATIVE_BASE": dt.datetime(year, 1, 1),
        "PREFER_DATES_FROM": "future",
        "REQUIRE_PARTS": ["day", "month"],
        "DATE_ORDER": "DMY",
    }
    return search_dates(text, languages=[language], settings=settings) or []


def dateparser() -> Finder:
    """Its ``search_dates``, each day by itself."""

    def find(text: str, year: int, language: str) -> Iterator[Days]:
        for _, moment in _dateparser(text, year, language):
            yield moment.date(), moment.date()

    return find


def dateparser_joined() -> Finder:
    """The same with an hour's work on top: "12-13 July" is asked as two days, a dash between two makes one span."""
    single = re.compile(r"\b(\d{1,2})\s*[-\N{EN DASH}/]\s*(\d{1,2})\s+([^\W\d]{3,}\.?)(\s+\d{4})?")

    def find(text: str, year: int, language: str) -> Iterator[Days]:
        spread = single.sub(lambda m: f"{m[1]} {m[3]}{m[4] or ''} - {m[2]} {m[3]}{m[4] or ''}", text)
        at, kept = 0, None
        for words, moment in _dateparser(spread, year, language):
            start = spread.find(words, at)
            between = spread[at:start]
            at = start + len(words)
            if kept and re.fullmatch(r"\s*[-\N{EN DASH}]\s*", between):
                yield kept, moment.date()
                kept = None
                continue
            if kept:
                yield kept, kept
            kept = moment.date()
        if kept:
            yield kept, kept

    return find


def recognizers() -> Finder:
    """Microsoft's recognizers; of the years it offers for a day without one, ours is taken."""
    from recognizers_date_time import Culture, recognize_datetime

    cultures = {"en": Culture.English, "fr": Culture.French, "es": Culture.Spanish}

    def find(text: str, year: int, language: str) -> Iterator[Days]:
        if language not in cultures:
            return
        for found in recognize_datetime(text, cultures[language], reference=dt.datetime(year, 1, 1)):
            values = (found.resolution or {}).get("values") or []
            spans = [
                (
                    dt.date.fromisoformat(value.get("start") or value["value"]),
                    dt.date.fromisoformat(value.get("end") or value["value"]),
                )
                for value in values
                if value.get("type") in ("date", "daterange")
                and ("value" in value or ("start" in value and "end" in value))
                and re.fullmatch(r"\(?(XXXX|\d{4})-\d\d-\d\d(,.*,P\d+D\))?", value.get("timex", ""))
            ]
            if spans:
                yield next((span for span in spans if span[0].year == year), spans[-1])

    return find


def datefinder() -> Finder:
    from datefinder import find_dates

    def find(text: str, year: int, language: str) -> Iterator[Days]:
        for moment in find_dates(text, base_date=dt.datetime(year, 1, 1), first="day"):
            yield moment.date(), moment.date()

    return find


def ctparse() -> Finder:
    """One date a call: what was found is blanked out, and the clause asked again; an answer must name a month."""
    from ctparse import ctparse as parse

    def find(text: str, year: int, language: str) -> Iterator[Days]:
        for clause in re.split(r"[;()]", text):
            left, told = clause, set()
            for _ in range(6):
                answer = parse(left, ts=dt.datetime(year, 1, 1), latent_time=False, timeout=2)
                if answer is None:
                    break
                value = answer.resolution
                words = left[value.mstart : value.mend]
                left = left[: value.mstart] + " " * len(words) + left[value.mend :]
                if not re.search(r"[^\W\d]{3}", words):
                    continue  # "8th" alone, a time of day
                first, last = getattr(value, "t_from", value), getattr(value, "t_to", value)
                try:
                    span = (
                        dt.date(first.year, first.month, first.day),
                        dt.date(last.year, last.month, last.day),
                    )
                except (AttributeError, TypeError):
                    continue  # a month, a duration
                if span not in told:
                    told.add(span)
                    yield span

    return find


def regular_expression() -> Finder:
    """What one writes first: English, days before or after months, spans within one month and across two."""
    names = [name.lower() for name in calendar.month_name if name]
    month = r"(?:" + "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in names) + r")\.?"
    day, dash = r"(?:[0-3]?\d)(?:st|nd|rd|th)?", r"\s*(?:-|\N{EN DASH}|to|and|&|/)\s*"
    pattern = re.compile(
        rf"(?P<d1>{day})\s*(?P<m1>{month})?(?:{dash}(?P<d2>{day}))?\s+(?P<m2>{month})(?:,?\s+(?P<y>\d{{4}}))?"
        rf"|(?P<m3>{month})\s+(?P<d3>{day})(?:{dash}(?P<d4>{day}))?\b(?:,?\s+(?P<y3>\d{{4}}))?",
        re.IGNORECASE,
    )

    def number(name: str) -> int:
        return next(i for i, full in enumerate(names, 1) if full.startswith(name[:3].lower()))

    def find(text: str, year: int, language: str) -> Iterator[Days]:
        for match in pattern.finditer(text):
            last_month = number(match["m2"] or match["m3"])
            first_month = number(match["m1"]) if match["m1"] else last_month
            said = int(match["y"] or match["y3"] or year)
            first = int(re.sub(r"\D", "", match["d1"] or match["d3"]))
            last = int(re.sub(r"\D", "", match["d2"] or match["d4"] or str(first)))
            try:
                yield dt.date(said, first_month, first), dt.date(said, last_month, last)
            except ValueError:
                continue

    return find


PEERS = {
    "dateparser": dateparser,
    "dateparser, spans joined": dateparser_joined,
    "recognizers-text": recognizers,
    "datefinder": datefinder,
    "ctparse": ctparse,
    "regular expression": regular_expression,
}


def main() -> None:
    find = PEERS[sys.argv[1]]()
    for line in sys.stdin:
        row = json.loads(line)
        try:
            days = [
                [str(first), str(last)] for first, last in find(row["text"], row["year"], row["language"])
            ]
        except Exception as error:  # noqa: BLE001 - a peer that falls over on a line found nothing there
            print(f"{sys.argv[1]}: {error!r} on {row['text']!r}", file=sys.stderr)
            days = []
        print(json.dumps(days))


if __name__ == "__main__":
    main()
