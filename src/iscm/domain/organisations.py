"""Organisations that take part in mechanisms, or meet and publish with them, by a short id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from iscm.domain.terms import load


@dataclass(frozen=True, slots=True)
class Organisation:
    """``name[lang]``, always with English; ``aliases`` in any language."""

    id: str
    name: Mapping[str, str]
    acronym: str = ""
    aliases: tuple[str, ...] = ()

    def called(self, lang: str = "en") -> str:
        """Its name in ``lang``, or honestly in English."""
        return self.name.get(lang) or self.name["en"]


@cache
def organisations() -> Mapping[str, Organisation]:
    """Every organisation by its id, in the order of the file."""
    return {
        key: Organisation(key, row["name"], row.get("acronym", ""), tuple(row.get("aliases", ())))
        for key, row in load("organisations").items()
    }
