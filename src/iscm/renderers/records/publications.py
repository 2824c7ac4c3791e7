"""Publications as plain data."""

from __future__ import annotations

from iscm.domain.terms import load
from iscm.renderers.records.shape import (
    ADDRESS,
    NAMES,
    NUMBER,
    SLUG,
    TEXT,
    WHEN,
    Field,
    Shape,
    filled,
    many,
    maybe,
    one_of,
)
from iscm.renderers.records.sources import SOURCES

PUBLICATION = Shape(
    "Publication",
    "A publication or outcome document.",
    (
        Field("id", SLUG, "Its permanent name"),
        Field("title", TEXT, "Its title"),
        Field("titles", NAMES, "Its title in other languages"),
        Field("also", many(TEXT), "Other titles that sources give it"),
        Field("year", maybe(NUMBER), "Year of publication; null where none is stated"),
        Field("kind", maybe(one_of(tuple(load("materials")))), "What kind of material it is; null where no source says",
              filled("kind")),
        Field("when", maybe(WHEN), "Its date, as exactly as known"),
        Field("languages", many(TEXT), "Languages it exists in (ISO 639-1)"),
        Field("url", maybe(TEXT), "Where it is; null where no address is known", filled("url")),
        Field("urls", NAMES, "Where other languages are"),
        Field("mechanisms", many(SLUG), "Slugs of the mechanisms whose publication it is"),
        Field("partners", many(TEXT), "Other bodies that made it"),
        Field("meetings", many(SLUG), "Ids of the meetings it came from"),
        Field("meeting_records", many(ADDRESS), "Where these meetings are",
              lambda w, hub: [f"{hub}/api/v1/meetings/{slug}" for slug in w.meetings]),
        Field("page", ADDRESS, "Its permanent page", lambda w, hub: f"{hub}/publications/{w.id}/"),
        Field("pages", maybe(NUMBER), "How many pages it has"),
        Field("licence", maybe(TEXT), "Its licence, an SPDX id or an address", filled("licence")),
        Field("doi", maybe(TEXT), "Its DOI", filled("doi")),
        Field("symbol", maybe(TEXT), "Its symbol, such as A/RES/76/266", filled("symbol")),
        Field("abstract", maybe(TEXT), "What it says, in short", filled("abstract")),
        Field("gcm", many(NUMBER), "Objectives of the Global Compact that it is about"),
        Field("note", maybe(TEXT), "What is to be said of it", filled("note")),
        SOURCES,
    ),
)  # fmt: skip
SHAPES = (PUBLICATION,)
