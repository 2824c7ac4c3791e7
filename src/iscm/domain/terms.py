"""The vocabulary as values: types of meeting, themes, names of mechanisms. Data in ``vocabulary/``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "fr", "es", "ru")  # languages that prose is read in


@cache
def load(name: str) -> dict[str, Any]:
    """The table ``vocabulary/<name>.toml``."""
    return tomllib.loads((files("iscm.domain.vocabulary") / f"{name}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class MeetingType:
    """A kind of meeting. ``label[lang]`` names it; ``head`` and ``mark`` as in the head of ``types.toml``."""

    id: str
    label: Mapping[str, str]
    head: Mapping[str, tuple[str, ...]]
    mark: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme (``kind`` theme) or a global initiative (``kind`` initiative) of the index."""

    id: str
    kind: str
    label: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    gcm: tuple[int, ...] = ()
    sdg: tuple[str, ...] = ()
    broader: str | None = None
    printed: bool = True  # a row of the 2022 index
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MechanismName:
    """How prose calls a mechanism: ``name[lang]``, its acronym, and every other name, in any language."""

    slug: str
    name: Mapping[str, str]
    acronym: str | None = None
    aliases: tuple[str, ...] = field(default=())
    edition: str | None = None  # the type of "the 8th <name>", where the name stands for its meeting

    def called(self, lang: str) -> str:
        """Its name in ``lang``, or honestly in English, or in the first language it has."""
        return self.name.get(lang) or self.name.get("en") or next(iter(self.name.values()))


def _words(row: dict[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    return {lang: tuple(words) for lang, words in row.get(key, {}).items()}


@cache
def types() -> Mapping[str, MeetingType]:
    return {
        key: MeetingType(key, row["label"], _words(row, "head"), _words(row, "mark"))
        for key, row in load("types").items()
    }


@cache
def themes() -> Mapping[str, Theme]:
    return {
        key: Theme(
            key,
            row["kind"],
            row["label"],
            _words(row, "words"),
            tuple(row.get("gcm", ())),
            tuple(row.get("sdg", ())),
            row.get("broader"),
            row.get("printed", True),
            row.get("note"),
        )
        for key, row in load("themes").items()
    }


@cache
def mechanisms() -> Mapping[str, MechanismName]:
    return {
        key: MechanismName(
            key, row["name"], row.get("acronym"), tuple(row.get("aliases", ())), row.get("edition")
        )
        for key, row in load("mechanisms").items()
    }


@cache
def bodies() -> Mapping[str, MechanismName]:
    """Partners that hold meetings with mechanisms and are none: organisations, unions, research centres."""
    return {
        key: MechanismName(key, row["name"], row.get("acronym"), tuple(row.get("aliases", ())))
        for key, row in load("bodies").items()
    }


@cache
def events() -> Mapping[str, Mapping[str, Any]]:
    """Larger events: ``name``, ``words`` that mean it, ``known`` days of editions as EDTF."""
    return load("events")


@cache
def places() -> Mapping[str, list[list[str]]]:
    """Cities by country code: each a list of spellings, the first to be shown."""
    return load("places")
