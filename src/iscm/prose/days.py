"""Dates in prose as values. What is read here, ``spelling.date`` writes back, in each language.

An island is a stretch of tokens that is one date, or several that share their month ("26 & 31 May"). Ranges and lists
are kept apart: whether "4 and 5 July" is one meeting of two days or two meetings depends on what it dates, so the
reader of statements decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from iscm.domain.terms import load
from iscm.domain.when import ImpossibleDate, Point, When
from iscm.prose.grammar import ISLAND, month_of, words_for
from iscm.prose.tokens import Token, fold


@dataclass(frozen=True, slots=True)
class Island:
    """Dates at tokens ``first`` up to ``end``. ``dates`` in order; year None where not said.

    ``listed`` says that neighbours were joined by "and" or a comma, not by a range; ``sure`` is False for a month or
    year alone, which is a date only where the sentence puts it as one; ``wrong`` tells an impossible date in words.
    """

    first: int
    end: int
    dates: tuple[When, ...]
    listed: bool = False
    sure: bool = True
    wrong: str = ""


@cache
def _seasons() -> dict[str, int]:
    return {fold(word): value for names in load("words")["seasons"].values() for word, value in names.items()}


_BARE_DAY = {"en": ("on", "the"), "fr": ("le",), "es": ("el",), "ru": ()}


def _bare_day(tokens: Sequence[Token], i: int, lang: str, before: Island) -> Island | None:
    """ "on the 23rd", "le 12": a day of the month of the date before it."""
    lead = _BARE_DAY[lang]
    if not lead or i < len(lead) or tuple(t.word for t in tokens[i - len(lead) : i]) != lead:
        return None
    ends = i + 1 >= len(tokens) or tokens[i + 1].word in (",", ".", ";", ")", "in", "en", "a", "à")
    last = before.dates[-1].last if before.dates else None
    digits = re.match(r"\d+", tokens[i].word)
    if not ends or not last or not last.month or not digits or int(digits[0]) > 31:
        return None
    try:
        point = Point(last.year, last.month, int(digits[0]))
    except ImpossibleDate:
        return None
    return Island(i, i + 1, (When(point, point),))


def islands(tokens: Sequence[Token], string: str, lang: str) -> list[Island]:
    """All dates in the class string, from left to right."""
    found = _islands(tokens, string, lang)
    taken = {i for island in found for i in range(island.first, island.end)}
    for i, letter in enumerate(string):
        if letter in "OD" and i not in taken and (letter == "O" or lang != "en"):
            before = next((x for x in reversed(found) if x.end <= i), None)
            island = _bare_day(tokens, i, lang, before) if before else None
            if island:
                found.append(island)
    return sorted(found, key=lambda x: x.first)


def _islands(tokens: Sequence[Token], string: str, lang: str) -> list[Island]:
    found: list[Island] = []
    at = 0
    while match := ISLAND.search(string, at):
        first, end = match.span()
        while first < end and string[first] == "t":
            first += 1
        while end > first and string[end - 1] == "t" and tokens[end - 1].kind != "word":
            end -= 1
        at = max(match.end(), at + 1)
        if first == end:
            continue
        island = _read(match, tokens, string, lang, first, end)
        if island:
            found.append(island)
    return found


def _read(
    match: re.Match[str], tokens: Sequence[Token], string: str, lang: str, first: int, end: int
) -> Island | None:
    words = words_for(lang)
    try:
        if match["season"]:
            season = string.index("s", first, end)
            y = string.find("Y", first, end)
            point = Point(int(tokens[y].word) if y >= 0 else None, _seasons()[tokens[season].word])
            return Island(first, end, (When(point, point),), sure=y >= 0)
        if match["years"]:
            return Island(
                first,
                end,
                (When(Point(int(tokens[first].word)), Point(int(tokens[end - 1].word))),),
                sure=False,
            )
        if match["year"]:
            y = string.index("Y", first)
            point = Point(int(tokens[y].word))
            return Island(first, end, (When(point, point),), sure=False)
        if match["months"]:
            values = [
                words.months[month_of(tokens[i], words, lang)] for i in range(first, end) if string[i] == "M"
            ]
            points = [Point(None, v) for v in values]
            if len(points) == 2 and (set("-~") & set(string[first:end]) or string[match.start()] == "b"):
                return Island(first, end, (When(points[0], points[1]),), sure=False)
            return Island(first, end, tuple(When(p, p) for p in points), listed=len(points) > 1, sure=False)
        between = bool(match["between"])
        left = _block(match.start("a"), match.end("a"), tokens, string, lang, between)
        if not match["b"]:
            return Island(first, end, tuple(left[0]), left[1])
        right = _block(match.start("b"), match.end("b"), tokens, string, lang)
        start, close = left[0][-1], right[0][0]
        assert start.first
        assert close.last
        span_first = start.first
        if span_first.year is None and close.last.year is not None:
            year = close.last.year
            late = (span_first.month or 1, span_first.day or 1) > (
                close.last.month or 12,
                close.last.day or 31,
            )
            span_first = replace(span_first, year=year - 1 if late else year)
        dates = (*left[0][:-1], When(span_first, close.last), *right[0][1:])
        return Island(first, end, dates, listed=left[1] or right[1])
    except ImpossibleDate as error:
        return Island(first, end, (), wrong=str(error))


def _block(
    start: int, end: int, tokens: Sequence[Token], string: str, lang: str, between: bool = False
) -> tuple[list[When], bool]:
    """The dates of one block, and whether they were listed rather than ranged."""
    words = words_for(lang)
    while string[start] == "t":
        start += 1
    if string[start] == "I":
        return [_iso(tokens[start].word)], False
    if string[start] == "N":
        return [_numeric(tokens[start].word)], False
    year = next((int(tokens[i].word) for i in range(start, end) if string[i] == "Y"), None)
    months = [words.months[month_of(tokens[i], words, lang)] for i in range(start, end) if string[i] == "M"]
    days: list[tuple[str, int]] = []  # (how it is joined to the one before, day)
    joint = ""
    for i in range(start, end):
        letter = string[i]
        if letter in "DO":
            value = 1 if tokens[i].word in words.firsts else int(re.match(r"\d+", tokens[i].word)[0])  # type: ignore[index]
            days.append((joint, value))
            joint = ""
        elif letter in "-~/&,":
            joint = letter if joint in ("", ",") else joint
    if not days:
        points = [Point(year, m) for m in months]
        if len(points) == 2 and "&" not in string[start:end]:
            return [When(points[0], points[1])], False
        return [When(p, p) for p in points], len(points) > 1
    month = months[0]
    dates: list[When] = []
    listed = False
    for joint, day in days:
        point = Point(year, month, day)
        ranged = joint in ("-", "~", "/") or (between and joint == "&")
        if (
            ranged
            and dates
            and dates[-1].first == dates[-1].last
            and dates[-1].first
            and (dates[-1].first.day or 0) <= day
        ):
            dates[-1] = When(dates[-1].first, point)
        else:
            listed = listed or bool(dates)
            dates.append(When(point, point))
    return dates, listed


def _iso(text: str) -> When:
    """2018-06-05, 2018-06, 2018-06-05/07, 2018-06-30/07-01."""
    left, slash, right = text.partition("/")
    first = Point.parse(left)
    return When(first, Point.parse(left[: len(left) - len(right)] + right) if slash else first)


_ROMAN_MONTHS = {n: i for i, n in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}


def _numeric(text: str) -> When:
    """05.06.2018, 05-07.06.2018, 30.06-02.07.2018, 5/6/18: the day first, as everywhere but in the United States."""
    if letters := re.search(r"[ivx]+", text):
        text = text.replace(letters[0], str(_ROMAN_MONTHS.get(letters[0], 13)))
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if len(numbers) == 2 and "/" in text:
        return When(Point(None, numbers[1], numbers[0]), Point(None, numbers[1], numbers[0]))
    if text.endswith("."):  # "24.06.", "7.-9.09."
        return When(Point(None, numbers[-1], numbers[0]), Point(None, numbers[-1], numbers[-2]))
    year = numbers[-1] + (2000 if numbers[-1] < 100 else 0)
    if len(numbers) == 5:
        return When(Point(year, numbers[1], numbers[0]), Point(year, numbers[3], numbers[2]))
    day, month = numbers[-3], numbers[-2]
    if month > 12 >= day and len(numbers) == 3:
        day, month = month, day
    last = Point(year, month, day)
    return When(Point(year, month, numbers[0]) if len(numbers) == 4 else last, last)


def consecutive(dates: Sequence[When]) -> bool:
    """Whether single days follow one another without a gap, as in "4 and 5 July"."""
    days = [d.first for d in dates]
    if any(d.first != d.last for d in dates) or not all(p and p.day for p in days):
        return False
    ordinals = [dt.date(p.year or 2000, p.month or 1, p.day or 1).toordinal() for p in days if p]
    return all(b - a == 1 for a, b in zip(ordinals, ordinals[1:], strict=False))


def joined(dates: Sequence[When]) -> When:
    """One span from the first of ``dates`` to the last."""
    return When(dates[0].first, dates[-1].last)
