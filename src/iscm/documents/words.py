"""The fixed words of documents in each language, with its plurals, lists, ordinals and dates. Data in ``wording/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from iscm.documents.tongues import Tongue, locale
from iscm.domain.when import Point, When

LANGUAGES = ("en", "fr", "es")


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
    return Words(lang, locale(lang), entries=table(lang))


@dataclass(frozen=True)
class Words(Tongue):
    """The fixed words of documents in a language, beside its dates and lists."""

    entries: dict[str, Any] = field(default_factory=dict)

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

    def month(self, month: int) -> str:
        """The name of a month as a heading has it."""
        return super().month(month).capitalize()

    def period(self, when: When) -> str:
        """A date or span in words: "January – December 2022"; a season as its months."""
        if when.has_year and when.precision == "season" and when.earliest and when.latest:
            first, last = (Point(day.year, day.month) for day in (when.earliest, when.latest))
            when = When(first, last)
        said = super().period(when)
        return (
            said if when.precision == "day" or not when.has_year or self.lang == "en" else said.capitalize()
        )


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
