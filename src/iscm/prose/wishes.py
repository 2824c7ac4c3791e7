"""The date that somebody looks for, in a line of prose: "three days in October or November 2027, Nairobi or online".

Islands in a sea of words, as everywhere in prose: how long, when, where, and days of travel. What was not understood is
kept, and is shown to whoever wrote it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from functools import cache

from iscm.domain.statements import Span
from iscm.domain.terms import load
from iscm.domain.when import FIRST_YEAR, LAST_YEAR, ImpossibleDate, When
from iscm.prose.days import Island
from iscm.prose.scan import Scan, look
from iscm.prose.tokens import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``length`` in days, ``travel`` in days: None where not said. ``windows``: first and last day of each time named.

    ``places``: city ("" where only the country is said) and country (alpha-2), in the order said; two times "" is
    online. ``wrong`` tells a date that no calendar has. ``unread``: places in the text of words not understood.
    """

    text: str
    length: int | None = None
    windows: tuple[tuple[dt.date, dt.date], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    travel: int | None = None
    wrong: str = ""
    unread: tuple[Span, ...] = ()

    @property
    def not_understood(self) -> tuple[str, ...]:
        return tuple(span.of(self.text) for span in self.unread)


def read_wish(text: str, today: dt.date, lang: str | None = None) -> Asked:
    """What is looked for. A month without a year is the next that is not over on ``today``."""
    scan = look(text, lang)
    taken: set[int] = set()
    length, travel = _lengths(scan, taken)
    wrong = ""
    try:
        windows = _windows(scan, today, taken)
    except ImpossibleDate as fault:
        windows, wrong = (), str(fault)
    places = _places(scan, taken)
    return Asked(
        text=text,
        length=length,
        windows=windows,
        places=places,
        travel=travel,
        wrong=wrong or next((island.wrong for island in scan.islands if island.wrong), ""),
        unread=_unread(scan, taken),
    )


def _lengths(scan: Scan, taken: set[int]) -> tuple[int | None, int | None]:
    """Days of the meeting, and days of travel: a number before "days" or "weeks"."""
    length = travel = None
    for i, token in enumerate(scan.tokens):
        unit = "days" if token.word in _words("days", scan.lang) else "weeks"
        if token.word not in _words(unit, scan.lang) or i in scan.island_at:
            continue
        before = i - 1
        if before >= 0 and scan.tokens[before].word in (*"-‑", *_words("travel", scan.lang)):
            before -= 1
        number = _number(scan, before) if before >= 0 else None
        if not number or _is_negative(scan, before):
            continue
        beside = {scan.tokens[j].word for j in (i - 1, i + 1, i + 2, i + 3) if 0 <= j < len(scan.tokens)}
        on_the_way = beside & _words("travel", scan.lang)
        taken.update(range(before, i + 1))
        if on_the_way:
            travel = number
            taken.update(
                j for j in range(i, i + 4) if j < len(scan.tokens) and scan.tokens[j].word in on_the_way
            )
        elif length is None:  # of a week, its working days
            length = number if unit == "days" else 7 * number - 2
    return length, travel


def _is_negative(scan: Scan, i: int) -> bool:
    """ "-3 days" is no length; "2-3 days" is read as 3."""
    start = scan.tokens[i].start
    return scan.text[max(start - 1, 0) : start] in ("-", "−") and not scan.text[: start - 1][-1:].isalnum()


def _number(scan: Scan, i: int) -> int | None:
    if scan.tokens[i].word in _words("one", scan.lang):
        return 1
    return scan.number(i)


def _windows(scan: Scan, today: dt.date, taken: set[int]) -> tuple[tuple[dt.date, dt.date], ...]:
    found: list[tuple[dt.date, dt.date]] = []
    year: int | None = None
    for island in reversed(
        scan.islands
    ):  # "October or November 2027": what has no year takes that of the next
        dates = []
        for date in reversed(island.dates):
            whole = _with_year(date, year, today)
            year = whole.first.year if whole.first else year
            dates.append(whole)
        part = _part(scan, _past_part(scan, island), taken)
        said = all(date.has_year for date in island.dates)
        known = [(date, date.earliest, date.latest) for date in dates]
        spans = [_tenths(d, part) if part else (first, last) for d, first, last in known if first and last]
        found += [(first if said or last < today else max(first, today), last) for first, last in spans]
        taken.update(range(island.first, island.end))
    return tuple(sorted(found)) or _years(scan, taken)


def _years(scan: Scan, taken: set[int]) -> tuple[tuple[dt.date, dt.date], ...]:
    """Years that stand alone, where no other time is said: "mid-2028"."""
    found: list[tuple[dt.date, dt.date]] = []
    for i, token in enumerate(scan.tokens):
        if token.kind == "number" and len(token.word) == 4 and FIRST_YEAR <= int(token.word) <= LAST_YEAR:
            part, year = _part(scan, i, taken), When.parse(token.word)
            assert year.earliest
            assert year.latest
            found.append(_tenths(year, part) if part else (year.earliest, year.latest))
            taken.add(i)
    return tuple(sorted(found))


def _past_part(scan: Scan, island: Island) -> int:
    """The token of the date itself, after "early" and its like (q) and little words (t)."""
    return next(i for i in range(island.first, island.end) if scan.string[i] not in "qt")


def _with_year(date: When, year: int | None, today: dt.date) -> When:
    """The same in ``year``, or else in the next in which it is there and not over. ImpossibleDate: in none."""
    if date.has_year:
        return date
    if year is not None:
        return date.in_year(year)
    for one in range(today.year, today.year + 9):  # a 29 February is at most eight years away
        try:
            whole = date.in_year(one)
        except ImpossibleDate:
            continue
        if whole.latest and whole.latest >= today:
            return whole
    return date.in_year(today.year + 1)


def _part(scan: Scan, first: int, taken: set[int]) -> tuple[int, int] | None:
    """The part of a month or year that the words before it name, in twelfths of tenths: from and up to, of 120."""
    words = [token.word for token in scan.tokens[:first]]
    while words and words[-1] in ("de", "d", "-", "‑", "of", "in"):
        if _ends(words, scan.lang):
            break
        words.pop()
    if phrase := _ends(words, scan.lang):
        begin, end = _parts(scan.lang)[phrase]
        taken.update(range(len(words) - len(phrase.split()), first))
        return begin * 12, end * 12
    if len(words) >= 2 and words[-1] in _words("quarters", scan.lang):
        number = scan.ordinal(len(words) - 2)
        if number and 1 <= number[0] <= 4:
            taken.update(range(len(words) - 2, first))
            return (number[0] - 1) * 30, number[0] * 30
    return None


def _ends(words: list[str], lang: str) -> str:
    """The longest phrase of a part with which these words end; "" for none."""
    text = " " + " ".join(words)
    return max((phrase for phrase in _parts(lang) if text.endswith(f" {phrase}")), key=len, default="")


def _tenths(date: When, part: tuple[int, int]) -> tuple[dt.date, dt.date]:
    """Part of a month by its days, of a year by its months."""
    assert date.earliest
    assert date.latest
    begin, end = part
    if date.precision == "year":
        months = [1 + begin // 10, end // 10]
        last = calendar.monthrange(date.latest.year, months[1])[1]
        return date.earliest.replace(month=months[0]), date.latest.replace(month=months[1], day=last)
    days = (date.latest - date.earliest).days + 1
    return (
        date.earliest + dt.timedelta(days=days * begin // 120),
        date.earliest + dt.timedelta(days=days * end // 120 - 1),
    )


def _places(scan: Scan, taken: set[int]) -> tuple[tuple[str, str], ...]:
    found: dict[tuple[str, str], None] = {}
    for hit in scan.hits:
        kind, value = hit.sense.cat, hit.sense.value
        if kind == "online":
            found[("", "")] = None
        elif kind == "city":
            country, city = value.split(":")
            found[(city, country)] = None
        elif kind == "state":
            if not any(country == value for _city, country in found):
                found[("", value)] = None
        else:
            continue
        taken.update(range(hit.first, hit.end))
    return tuple(found)


def _unread(scan: Scan, taken: set[int]) -> tuple[Span, ...]:
    """Runs of words that none of it was made of, and that say something."""
    spans: list[Span] = []
    fill = _words("fill", scan.lang)
    last = -2
    for i, token in enumerate(scan.tokens):
        if i in taken or token.word in fill or token.kind not in ("word", "number", "ordinal"):
            continue
        if last == i - 1:
            spans[-1] = replace(spans[-1], end=token.end)
        else:
            spans.append(Span(token.start, token.end))
        last = i
    return tuple(spans)


@cache
def _words(kind: str, lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in load("wishes")[kind].get(lang, ()))


@cache
def _parts(lang: str) -> dict[str, tuple[int, int]]:
    rows = load("wishes")["parts"].get(lang, {})
    return {" ".join(map(fold, phrase.split())): (part[0], part[1]) for phrase, part in rows.items()}
