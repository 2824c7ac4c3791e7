"""Where a value was read, and what each source says."""

from __future__ import annotations

from typing import Any

from iscm.renderers.records.shape import (
    DAY,
    NUMBER,
    TEXT,
    WHEN,
    YES_NO,
    Field,
    Shape,
    filled,
    many,
    maybe,
    ref,
)

SOURCE = Shape(
    "Source",
    "Where something was read.",
    (
        Field("id", TEXT, "Its address, or a short id where it has none"),
        Field("title", maybe(TEXT), "Its title", filled("title")),
        Field("url", maybe(TEXT), "Its address", filled("url")),
        Field("kind", TEXT, "page, document, issue and the like"),
        Field("year", maybe(NUMBER), "The year it is of"),
        Field("read", maybe(DAY), "The day it was read"),
    ),
)


def source(value: Any, hub: str) -> dict[str, Any] | None:
    """The source of a value that has at most one."""
    return SOURCE.record(value.source, hub) if value.source else None


def source_ids(value: Any, _hub: str) -> list[str]:
    return [one.id for one in value.sources]


CLAIM = Shape(
    "Claim",
    "One value of a field as its sources give it. Where they disagree there are several, one of them chosen.",
    (
        Field("field", TEXT, "The field it is a value of"),
        Field("value", TEXT, "The value"),
        Field("chosen", YES_NO, "Whether it is the value shown"),
        Field("sources", many(TEXT), "Ids of its sources", source_ids),
        Field(
            "exact", YES_NO, "Whether the sources are its own; else they are those of the record as a whole"
        ),
        Field("since", maybe(WHEN), "From when it held"),
        Field("until", maybe(WHEN), "Until when it held"),
        Field("note", maybe(TEXT), "What is to be said of it", filled("note")),
    ),
)

THEME_AS_PRINTED = Shape(
    "Subject",
    "A theme as printed, and the one of the vocabulary that it certainly means.",
    (
        Field("printed", TEXT, "The words of the source"),
        Field("theme", maybe(TEXT), "Id of the theme", filled("theme")),
    ),
)

SOURCES = Field(
    "sources",
    many(ref(SOURCE)),
    "Sources of the record",
    lambda value, hub: [SOURCE.record(one, hub) for one in value.sources],
)
CLAIMS = Field(
    "claims",
    many(ref(CLAIM)),
    "Every value that has rivals or sources of its own",
    lambda value, hub: [CLAIM.record(one, hub) for one in value.claims],
)
SUBJECTS = Field(
    "subjects",
    many(ref(THEME_AS_PRINTED)),
    "Themes as printed",
    lambda value, hub: [THEME_AS_PRINTED.record(one, hub) for one in value.subjects],
)
SHAPES = (SOURCE, CLAIM, THEME_AS_PRINTED)
