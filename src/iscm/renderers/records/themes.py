"""Themes as plain data: the vocabulary, with the crosswalk that this project proposes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iscm.domain.terms import Theme
from iscm.renderers.records.shape import (
    ADDRESS,
    NAMES,
    NUMBER,
    SLUG,
    TEXT,
    YES_NO,
    Field,
    Shape,
    many,
    maybe,
    one_of,
)


@dataclass(frozen=True, slots=True)
class Used:
    """A theme, and how many records of meetings took it up."""

    theme: Theme
    meetings: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.theme, name)


THEME = Shape(
    "Theme",
    "A theme or global initiative of the vocabulary.",
    (
        Field("id", SLUG, "Its permanent name"),
        Field("url", ADDRESS, "Where it is explained", lambda t, hub: f"{hub}/themes/{t.id}/"),
        Field("kind", one_of(("theme", "initiative")), "What it is"),
        Field("label", NAMES, "Its name by language"),
        Field("also", {"type": "object", "additionalProperties": many(TEXT)}, "Words that mean it, by language; "
              "* stands for any ending", lambda t, _hub: t.words),
        Field("broader", maybe(SLUG), "The wider theme"),
        Field("gcm", many(NUMBER), "Objectives of the Global Compact that it touches: our proposal, not official"),
        Field("sdg", many(TEXT), "SDG targets that it touches: our proposal, not official"),
        Field("printed", YES_NO, "Whether the index of 2022 has a row for it"),
        Field("note", maybe(TEXT), "How it is meant"),
        Field("meetings", NUMBER, "How many public records of meetings took it up"),
    ),
)  # fmt: skip
SHAPES = (THEME,)
