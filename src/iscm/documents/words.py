"""The fixed words of documents in each language, with its plurals, lists, ordinals and dates. Data in ``wording/``."""

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

from iscm.domain.when import When

LANGUAGES = ("en", "fr", "es")
_LEAP = 2000  # a year that has every day
_LOCALES = {"en": "en_GB"}  # the day before the month


class UnknownLanguage(ValueError):
    """A language that documents are not written in; ``args[0]`` says which there are."""


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("iscm.documents.wording") / f"{name}.toml").read_text("utf-8"))


@cache
def words(lang: str) -> Words:
    """The words of ``lang``; UnknownLanguage in words if there are none."""
    if lang not in LANGUAGES:
        raise UnknownLanguage(
            f"documents are written in {', '.join(LANGUAGES)}; there is no wording for {lang!r}"
        )
    return Words(lang, table(lang), Locale.parse(_LOCALES.get(lang, lang)))


@dataclass(frozen=True)
class Words:
    lang: str
    entries: dict[str, Any]
    locale: Locale

    def say(self, key: str, **values: object) -> str:
        """The wording at the dotted ``key`` with its braces filled in."""
        return str(self.at(key)).format(**values)

    def at(self, key: str) -> Any:
        node: Any = self.entries
        for part in key.split("."):
            node = node[part]
        return node

    def counted(self, key: str, number: int, **values: object) -> str:
        """The wording at ``key`` in the plural form that ``number`` wants."""
        forms = self.at(key)
        return str(forms.get(self.locale.plural_form(number), forms["other"])).format(**values)

    def listed(self, names: Sequence[str]) -> str:
        """ "a, b and c", as the language joins them."""
        if len(names) < 2:
            return "".join(names)
        last = names[-1]
        return f"{self.at('comma').join(names[:-1])} {self.joiner(last)} {last}"

    def joiner(self, before: str) -> str:
        """The word for "and" before ``before``: Spanish y becomes e before the sound i."""
        if self.lang == "es" and before.casefold().startswith(("i", "hi")):
            return "e"
        return str(self.at("and"))

    def ordinal(self, number: int, gender: str = "m") -> str:
        if self.lang == "fr":
            return f"{number}{'ʳᵉ' if gender == 'f' else 'ᵉʳ'}" if number == 1 else f"{number}ᵉ"
        if self.lang == "es":
            return f"{number}.ª" if gender == "f" else f"{number}.º"
        tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{tail}"

    def day(self, day: dt.date) -> str:
        return self._first(str(format_date(day, "long", self.locale)))

    def month(self, month: int) -> str:
        return str(get_month_names("wide", "stand-alone", self.locale)[month]).capitalize()

    def period(self, when: When) -> str:
        """A date or span in words: "January – December 2022"; as EDTF where an end is open or unknown."""
        if not when.has_year:
            return self._any_year(when.in_year(_LEAP))
        first, last = when.earliest, when.latest
        if first is None or last is None:
            return str(when)
        if when.precision == "year":
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if when.precision == "day":
            return self.days(first, last)
        start, end = (str(format_date(day, self.at("month_year"), self.locale)) for day in (first, last))
        if start == end:
            return start.capitalize()
        if first.year == last.year:
            start = str(format_date(first, "LLLL", self.locale))
        return f"{start} – {end}".capitalize() if self.lang != "en" else f"{start} – {end}"

    def _any_year(self, when: When) -> str:
        """Days or months whose year is not told: "10–11 November"."""
        first, last = when.earliest, when.latest
        if first is None or last is None:
            return str(when)
        if when.precision != "day":
            return " – ".join(
                dict.fromkeys(str(format_date(day, "LLLL", self.locale)) for day in (first, last))
            )
        end = self.day_of_month(last)
        if first == last:
            return end
        return f"{first.day}–{end}" if first.month == last.month else f"{self.day_of_month(first)} – {end}"

    def days(self, first: dt.date, last: dt.date) -> str:
        """ "10–11 November 2021"; spelt out at both ends where the month differs."""
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last)}"
        return f"{self.day(first)} – {self.day(last)}"

    def day_of_month(self, day: dt.date) -> str:
        return self._first(str(format_date(day, self.at("day_month"), self.locale)))

    def _first(self, date: str) -> str:
        """French writes the first of a month as an ordinal, which Babel does not know."""
        return f"1er{date[1:]}" if self.lang == "fr" and date.startswith("1 ") else date


def roman(number: int) -> str:
    """8 is VIII. For 1 to 3999; anything else stays in digits."""
    if not 1 <= number <= 3999:
        return str(number)
    steps = {1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X"}
    text = ""
    for value, letters in (steps | {9: "IX", 5: "V", 4: "IV", 1: "I"}).items():
        text += letters * (number // value)
        number %= value
    return text
