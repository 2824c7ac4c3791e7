"""Dates, lists and ordinals in words, in the six languages of the interface. Data in ``tongues.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date, get_month_names

from iscm.domain.when import Point, When

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
_LEAP = 2000  # a year that has every day
_LOCALES = {"en": "en_GB"}  # the day before the month


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("iscm.documents") / "tongues.toml").read_text("utf-8"))


@cache
def tongue(lang: str, months: str = "both") -> Tongue:
    """How ``lang``, one of LANGUAGES, is written; ``months`` chooses among the Arabic names of months."""
    return Tongue(lang, locale(lang), months)


def locale(lang: str) -> Locale:
    return Locale.parse(_LOCALES.get(lang, lang))


def designations(lang: str) -> str | None:
    """The disclaimer under lists of States, where documents have none in ``lang``."""
    said: str | None = _table()["designations"].get(lang)
    return said


@dataclass(frozen=True)
class Tongue:
    """What a language does with a date or a list; nothing here says what a page or a document says."""

    lang: str
    locale: Locale
    months: str = "both"

    @property
    def ways(self) -> dict[str, Any]:
        ways: dict[str, Any] = _table()[self.lang]
        return ways

    def listed(self, names: Sequence[str]) -> str:
        """ "a, b and c", as the language joins them."""
        if len(names) < 2:
            return "".join(names)
        pattern = self.ways["last"]
        if self.lang == "es" and names[-1].casefold().startswith(("i", "hi")):
            pattern = pattern.replace(" y ", " e ")  # before the sound i
        return str(pattern.format(head=self.ways["comma"].join(names[:-1]), tail=names[-1]))

    def ordinal(self, number: int, gender: str = "m") -> str:
        if self.lang == "fr":
            return f"{number}{'ʳᵉ' if gender == 'f' else 'ᵉʳ'}" if number == 1 else f"{number}ᵉ"
        if self.lang == "es":
            return f"{number}.ª" if gender == "f" else f"{number}.º"
        if self.lang != "en":
            return {"ru": f"{number}-е", "zh": f"第{number}"}.get(self.lang, str(number))
        tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{tail}"

    def day(self, day: dt.date) -> str:
        return self._set(day, "long")

    def month(self, month: int) -> str:
        return self._named(month) or str(get_month_names("wide", "stand-alone", self.locale)[month])

    def day_of_month(self, day: dt.date) -> str:
        return self._set(day, self.ways["day_month"])

    def days(self, first: dt.date, last: dt.date) -> str:
        """ "10–11 November 2021"; spelt out at both ends where the month differs."""
        if first == last:
            return self.day(first)
        if (first.year, first.month) != (last.year, last.month):
            return self._range(self.day(first), self.day(last))
        if pattern := self.ways.get("range_days"):
            return str(pattern.format(year=first.year, month=first.month, first=first.day, last=last.day))
        return f"{first.day}–{self.day(last)}"

    def period(self, when: When) -> str:
        """A date or span in words, each end as exactly as it is known; as EDTF where an end is open."""
        if not when.has_year:
            return self._any_year(when.in_year(_LEAP))
        first, last = when.first, when.last
        if first is None or last is None:
            return str(when)
        if when.days:
            return self.days(*when.days)
        start, end = self.point(first), self.point(last)
        if start == end:
            return start
        if first.precision == last.precision == "year":
            return str(self.ways.get("years", "{first}–{last}").format(first=first.year, last=last.year))
        if first.precision == last.precision == "month" and first.year == last.year:
            return self._months(first, last, end)
        return self._range(start, end)

    def point(self, point: Point, *, after: bool = False) -> str:
        """One end in words; ``after`` a preposition, where the language inflects the month."""
        if point.year is None:
            return self.period(When(point, point))
        if point.precision == "year":
            return str(self.ways["year"].format(year=point.year))
        if point.precision == "season":
            season = self.ways["seasons"][(point.month or 21) - 21]
            return str(self.ways["season_year"].format(season=season, year=point.year))
        day = dt.date(point.year, point.month or 1, point.day or 1)
        if point.precision == "day":
            return self.day(day)
        pattern = self.ways.get("month_after") if after else None
        return self._set(day, pattern or self.ways["month_year"])

    def _months(self, first: Point, last: Point, end: str) -> str:
        if pattern := self.ways.get("range_months"):
            return str(pattern.format(year=last.year, first=first.month, last=last.month))
        return self._range(self.month(first.month or 1), end)

    def _any_year(self, when: When) -> str:
        """Days or months whose year is not told: "10–11 November"."""
        first, last = when.earliest, when.latest
        if first is None or last is None:
            return str(when)
        if when.precision != "day":
            names = dict.fromkeys(self.month(day.month) for day in (first, last))
            return self._range(*names) if len(names) > 1 else next(iter(names))
        end = self.day_of_month(last)
        if first == last:
            return end
        if first.month == last.month and "range_days" not in self.ways:
            return f"{first.day}–{end}"
        return self._range(self.day_of_month(first), end)

    def _range(self, start: str, end: str) -> str:
        return str(self.ways.get("range", "{start} – {end}").format(start=start, end=end))

    def _named(self, month: int) -> str:
        """The Arabic names of a month, both or one; "" in every other language."""
        sets = self.ways.get("months")
        if not sets:
            return ""
        chosen = ("levantine", "gregorian") if self.months == "both" else (self.months,)
        return "/".join(sets[name][month - 1] for name in chosen)

    def _set(self, day: dt.date, pattern: str) -> str:
        said = str(format_date(day, pattern, self.locale))
        if named := self._named(day.month):
            said = said.replace(str(get_month_names("wide", "format", self.locale)[day.month]), named)
        # French writes the first of a month as an ordinal, which Babel does not know
        return f"1er{said[1:]}" if self.lang == "fr" and said.startswith("1 ") else said
