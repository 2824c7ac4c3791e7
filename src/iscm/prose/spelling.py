"""Days, counts and ordinals as the house writes them: "30 June - 1 July", "eight", "8th". The reverse of ``days``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from iscm.domain.terms import load
from iscm.domain.when import Point, When

LANGUAGES = ("en", "fr", "es")


class UnknownLanguage(ValueError):
    """A language that nothing is written in; ``args[0]`` says which there are."""


def words(lang: str) -> dict[str, Any]:
    """The house's words in ``lang``; UnknownLanguage if there are none."""
    if lang not in LANGUAGES:
        raise UnknownLanguage(f"sentences are written in {', '.join(LANGUAGES)}; not in {lang!r}")
    table: dict[str, Any] = load("writing")[lang]
    return table


def listed(parts: Sequence[str], lang: str) -> str:
    """ "a, b and c"; Spanish "e" before the sound i."""
    house = words(lang)
    if len(parts) < 2:
        return "".join(parts)
    last = parts[-1]
    joiner = house["and"]
    if lang == "es" and last.casefold().startswith(("i", "hi")) and not last.casefold().startswith("hie"):
        joiner = "e"
    return f"{house['comma'].join(parts[:-1])} {joiner} {last}"


def count(number: int, lang: str, gender: str = "m") -> str:
    """In words up to twelve, then in digits."""
    house = words(lang)
    if number == 1 and "one" in house:
        return str(house["one"][gender == "f"])
    return str(house["counts"][number - 1]) if 1 <= number <= 12 else str(number)


def ordinal(number: int, lang: str, gender: str = "m") -> str:
    """8th; 1er, 1re, 8e; 1.er, 8.º, 8.ª, as they stand before a noun."""
    if lang == "fr":
        return f"{number}e" if number != 1 else "1re" if gender == "f" else "1er"
    if lang == "es":
        if gender == "f":
            return f"{number}.ª"
        return f"{number}.er" if number % 10 in (1, 3) and number != 11 else f"{number}.º"
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def dates(values: Sequence[When], lang: str, year: int | None = None) -> str:
    """Dates as a list that shares its months: "26 and 31 May", "12-13 July and 5-7 October".

    ``year`` is not written, unless another year stands beside it, for then it would be taken for that one.
    """
    if any(not _is_of(value, year) for value in values):
        year = None
    parts: list[str] = []
    for key, group in groupby(values, lambda value: _month(value) or id(value)):
        run = list(group)
        if isinstance(key, tuple) and len(run) > 1:
            parts.append(_in_month([_days(w, lang) for w in run], Point(*key), lang, year))
        else:
            parts += [date(value, lang, year) for value in run]
    return listed(parts, lang)


def date(value: When, lang: str, year: int | None = None) -> str:
    """One date of any kind: "23 March", "12-13 July 2021", "30 December 2021 - 2 January 2022", "from May 2019"."""
    house = words(lang)
    first, last = value.first, value.last
    if first is None or last is None:
        end = first or last
        assert end
        text = _about(end, lang, _point(end, lang, year))
        return str(house["open"]["from" if first else "until"]).format(date=text)
    mark = first.mark or last.mark
    if mark:
        bare = When(replace(first, mark=""), replace(last, mark=""))
        return _about(replace(first, mark=mark), lang, date(bare, lang, year))
    if first == last:
        return _point(first, lang, year)
    if month := _month(value):
        return _in_month([_days(value, lang)], Point(*month), lang, year)
    return _span(first, last, lang, year)


def _span(first: Point, last: Point, lang: str, year: int | None) -> str:
    """From one month, season or year to another; a year that both have is said once."""
    ways = words(lang)["range"]
    if first.precision == last.precision == "year":
        return f"{first.year}{ways['days']}{last.year}"
    if first.year == last.year:
        start = _point(replace(first, year=None), lang, None) if first.month else _point(first, lang, None)
    else:
        start, year = _point(first, lang, None), None
    close = (
        ways["days"] if first.precision == last.precision == "month" and " " not in start else ways["spans"]
    )
    return f"{start}{close}{_point(last, lang, year)}"


def _point(point: Point, lang: str, year: int | None) -> str:
    house = words(lang)
    if point.month is None:
        return str(point.year)
    if point.month > 12:
        return _with_year(house["seasons"][point.month - 21], point, lang, year)
    if point.day is None:
        return _with_year(house["months"][point.month - 1], point, lang, year)
    return _in_month([_day(point.day, lang)], point, lang, year)


def _in_month(days: Sequence[str], point: Point, lang: str, year: int | None) -> str:
    house = words(lang)
    month = house["months"][(point.month or 1) - 1]
    return _with_year(house["day"].format(days=listed(days, lang), month=month), point, lang, year)


def _with_year(text: str, point: Point, lang: str, year: int | None) -> str:
    return text if point.year in (None, year) else f"{text}{words(lang)['of']}{point.year}"


def _days(value: When, lang: str) -> str:
    """The days alone of a date inside one month."""
    first, last = value.first, value.last
    assert first
    assert last
    assert first.day
    assert last.day
    if first == last:
        return _day(first.day, lang)
    return f"{_day(first.day, lang)}{words(lang)['range']['days']}{_day(last.day, lang)}"


def _day(day: int, lang: str) -> str:
    return "1er" if day == 1 and lang == "fr" else str(day)


def _month(value: When) -> tuple[int | None, int | None] | None:
    """Year and month of days inside one month, else None."""
    first, last = value.first, value.last
    if not first or not last or not first.day or not last.day or first.mark or last.mark:
        return None
    return (first.year, first.month) if (first.year, first.month) == (last.year, last.month) else None


def _is_of(value: When, year: int | None) -> bool:
    return all(point is None or point.year in (None, year) for point in (value.first, value.last))


def _about(point: Point, lang: str, text: str) -> str:
    return str(words(lang)["about"][point.mark]).format(date=text) if point.mark else text
