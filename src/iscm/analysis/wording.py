"""The words of findings, from ``wording.toml``: values in, a sentence out."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from iscm.analysis.known import Past
from iscm.analysis.material import short_name
from iscm.domain.statements import Finding
from iscm.domain.states import states
from iscm.domain.terms import mechanisms, themes, types
from iscm.domain.when import Point, When

_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_FIELD = re.compile(r"\{(\w+)(?::((?:[^{}]|\{\w+\})*))?\}")
_ORDER = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a check is called, why it asks, and the patterns of its message and mend."""

    title: str
    why: str
    message: str
    mend: str


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("iscm.analysis") / "wording.toml").read_text("utf-8"))


def codes() -> tuple[str, ...]:
    """Every code that has words, in the order of the file."""
    return tuple(key for key in _table() if key not in ("months", "weekdays"))


def wording(code: str, lang: str = "en") -> Wording:
    """The words of a code in ``lang``, or honestly in English; KeyError for a code without words."""
    row = _table()[code]
    return Wording(**(row.get(lang) or row["en"]))


@cache
def months() -> Mapping[str, int]:
    """Names of months and their first three letters, in every language held, to their numbers."""
    found: dict[str, int] = {}
    for names in _table()["months"].values():
        for number, name in enumerate(names, 1):
            found[name.casefold()] = number
            found.setdefault(name.casefold()[:3], number)
    return found


@cache
def weekdays() -> Mapping[str, int]:
    """Names of the days of the week, in every language held, to their numbers; Monday is 0."""
    return {name.casefold(): n for names in _table()["weekdays"].values() for n, name in enumerate(names)}


def worded(finding: Finding, lang: str = "en") -> Finding:
    """The finding with its message and mend filled in; one that brings its own words keeps them."""
    if finding.message or finding.code not in codes():
        return finding
    words = wording(finding.code, lang)
    values = {"subject": finding.subject or "this mechanism", **finding.values}
    return replace(
        finding,
        message=_fill(words.message, values, finding, lang),
        mend=_fill(words.mend, values, finding, lang),
    )


def _fill(pattern: str, values: Mapping[str, Any], finding: Finding, lang: str) -> str:
    def kept(match: re.Match[str]) -> str:
        inner = match[1]
        return inner if all(values.get(f[1]) for f in _FIELD.finditer(inner)) else ""

    def shown(match: re.Match[str]) -> str:
        name, how = match[1], match[2]
        if how is None:
            return _say(name, values[name], lang)
        return _FIELD.sub(shown, _choose(values[name], how))

    text = _FIELD.sub(shown, _OPTIONAL.sub(kept, pattern))
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]


def _choose(value: Any, how: str) -> str:
    """``{n:one|more}`` by number, ``{n:th}`` an ordinal, ``{list:twice}`` how many times."""
    if how == "th":
        return _ordinal(int(value))
    number = len(value) if isinstance(value, tuple) else int(value)
    if how == "twice":
        return "twice" if number == 2 else f"{number} times"
    one, _, more = how.partition("|")
    return one if number == 1 else more


def _say(name: str, value: Any, lang: str) -> str:
    """A value in words: what it is follows from its name or its kind."""
    if isinstance(value, tuple) and name == "themes":  # their labels have commas of their own
        return "; ".join(_say(name, item, lang) for item in value)
    if isinstance(value, tuple):
        return join([_say(name, item, lang) for item in value], quote=name in ("titles", "words", "names"))
    if isinstance(value, When):
        return date_in_words(value, lang)
    if isinstance(value, Past):
        return _meeting(value, lang)
    if not isinstance(value, str):
        return str(value)
    if value in themes() and name in ("subject", "themes"):
        return themes()[value].label.get(lang, themes()[value].label["en"])
    if name == "type":
        return (
            types()[value].label.get(lang, types()[value].label["en"]).lower() if value in types() else value
        )
    if name == "host":
        return states()[value].short if value in states() else value
    if name in ("subject", "partner", "partners", "mechanisms", "dated", "undated", "one", "other"):
        slugs = value.split("+")
        return join([short_name(slug) for slug in slugs]) if all(map(_is_slug, slugs)) else value
    return value


def _meeting(past: Past, lang: str) -> str:
    """``16th Ad Hoc Group Senior Officials' Meeting (6 December 2022, Bali)``."""
    where = past.city or (states()[past.country].short if past.country and past.country in states() else "")
    facts = ", ".join(filter(None, (date_in_words(past.when, lang) if past.when else "", where)))
    return f"{past.title} ({facts})" if facts else past.title


def _is_slug(text: str) -> bool:
    return text in mechanisms() or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def join(parts: list[str], *, quote: bool = False) -> str:
    """``a, b and c``; with ``quote``, each in quotation marks."""
    if quote:
        parts = [f"“{part}”" for part in parts]
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" and {parts[-1]}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else _ORDER.get(number % 10, "th")
    return f"{number}{ending}"


def date_in_words(when: When, lang: str = "en") -> str:
    """``10-11 November 2021``, ``30 June - 1 July 2022``, ``May 2018``, ``2011``; a missing year stays missing."""
    first, last = when.first, when.last
    if first is None or last is None:
        return f"until {_point(last, lang)}" if last else f"from {_point(first, lang)}" if first else ""
    if first == last:
        return _point(first, lang)
    if (first.year, first.month) == (last.year, last.month) and first.day and last.day:
        return f"{first.day}-{_point(last, lang)}"
    left = replace(first, year=None) if first.year == last.year and first.month else first
    return f"{_point(left, lang)} - {_point(last, lang)}"


def _point(point: Point | None, lang: str) -> str:
    if point is None:
        return ""
    if point.month is None:
        return str(point.year)
    names = _table()["months"].get(lang) or _table()["months"]["en"]
    season = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
    month = names[point.month - 1] if point.month <= 12 else season[point.month]
    parts = (str(point.day) if point.day else "", month, str(point.year) if point.year else "")
    return " ".join(filter(None, parts))


def weekday(day: dt.date) -> str:
    """The English name of a day of the week, whatever the machine's own language."""
    name: str = _table()["weekdays"]["en"][day.weekday()]
    return name
