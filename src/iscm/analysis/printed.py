"""Days as they are printed in a text, that no calendar has."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator

from iscm.analysis.known import Known
from iscm.analysis.material import Material, asked, plain
from iscm.analysis.wording import months, weekday, weekdays
from iscm.domain.statements import Finding, Span
from iscm.domain.when import Point, When


def impossible(material: Material, known: Known) -> Iterator[Finding]:
    """31 June, 29 February 2023, 31.06.2018: a day that its month does not have, anywhere in the text."""
    seen: list[Span] = []
    for day, month, year, span in _days(material.text):
        if not _exists(day, month, year or material.year or 2000):
            seen.append(span)
            yield asked(_owner(material, span), span, day=plain(span.of(material.text)))
    for match in _FIGURES.finditer(material.text):
        first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
        if not (_exists(first, second, year) or _exists(second, first, year)):
            seen.append(Span(*match.span()))
            yield asked(_owner(material, seen[-1]), seen[-1], day=match[0])
    for line in material.lines:  # what only the reader noticed
        told = (
            any(line.span.start < at.end and at.start < line.span.end for at in seen) if line.span else False
        )
        if "impossible-date" in line.doubts and not told:
            yield asked(line.mechanism, line, day=f"a day that is given in “{plain(line.words)}”")


def weekday_differs(material: Material, known: Known) -> Iterator[Finding]:
    """Friday 9 June 2018, which was a Saturday."""
    for match in _WEEKDAY.finditer(material.text):
        said = weekdays()[match["weekday"].casefold()]
        for day, month, own, at in _days(material.text[match.end() : match.end() + 40]):
            year = own or material.year
            if at.start == 0 and year and _exists(day, month, year):
                date = dt.date(year, month, day)
                if date.weekday() != said:
                    span = Span(match.start(), match.end() + at.end)
                    printed = plain(span.of(material.text))
                    yield asked(
                        _owner(material, span), span, printed=printed, weekday=weekday(date), year=year
                    )
            break


def dates_given(words: str) -> int:
    """How many dates stand side by side in the brackets of a line: 3 in "two meetings (3 May, 4 June and 5 July)"."""
    most = 0
    for bracket in re.findall(r"\(([^()]*)\)", words):
        parts = re.split(r"[,;&]|\band\b|\bet\b|\by\b|\be\b|\bи\b", bracket)
        days = [part for part in parts if _DATE_ALONE.fullmatch(part.strip())]
        most = max(most, len(days) if any(map(_DAY_MONTH.search, days)) else 0)
    return most


def first_date(words: str) -> When | None:
    """The first day, or span of days within a month, in a stretch of prose; without a year where none is printed."""
    for day, month, year, span in _days(words):
        before = re.search(r"(?<!\d)(\d{1,2})\s*[-–]\s*$", words[: span.start])
        first = int(before[1]) if before else day
        if _exists(first, month, year or 2000) and _exists(day, month, year or 2000) and first <= day:
            return When(Point(year, month, first), Point(year, month, day))
    return None


def _days(text: str) -> Iterator[tuple[int, int, int | None, Span]]:
    """Day, month, year (None where none is printed with it) and place of each day that names its month."""
    for match in _DAY_MONTH.finditer(text):
        name = match["m1"] or match["m2"]
        month = months().get(name.casefold())
        if month and name != "may":  # "35 may attend"
            year = match["y1"] or match["y2"]
            yield int(match["d1"] or match["d2"]), month, int(year) if year else None, Span(*match.span())


def _exists(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _owner(material: Material, span: Span) -> str:
    """The mechanism in whose entry a place lies: the last heading before it."""
    owners = [s for s in material.sections if s.span and s.span.start <= span.start]
    if not owners and len(material.sections) == 1:
        return material.sections[0].mechanism
    return max(owners, key=lambda s: s.span.start if s.span else 0).mechanism if owners else ""


def _names(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NAMES = _names(months())
_ENDING = r"(?:st|nd|rd|th|er|º|\.)?"
_DAY_MONTH = re.compile(
    rf"(?<![\d.])(?P<d1>[0-3]?\d){_ENDING}\s+(?:de\s+|of\s+)?(?P<m1>{_NAMES})\b\.?"
    r"(?:,?\s+(?:de\s+)?(?P<y1>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m2>{_NAMES})\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?:,\s*(?P<y2>(?:19|20)\d\d)\b|(?=\s*(?:[),.;&–-]|$|and\b|to\b)))",
    re.IGNORECASE,
)
_DATE_ALONE = re.compile(
    rf"\d{{1,2}}(?:\s*[-–]\s*\d{{1,2}})?(?:\s+(?:de\s+)?(?:{_NAMES})\b(?:\s+(?:19|20)\d\d)?)?", re.IGNORECASE
)
_FIGURES = re.compile(
    r"(?<![\d./-])(?P<a>\d\d?)(?P<sep>[./])(?P<b>\d\d?)(?P=sep)(?P<year>(?:19|20)\d\d)(?![\d/-])"
)
_WEEKDAY = re.compile(rf"\b(?P<weekday>{_names(weekdays())})\b,?\s+(?:the\s+|le\s+|el\s+)?", re.IGNORECASE)
