"""Meetings as plain data."""

from __future__ import annotations

from typing import Any

from iscm.domain.meetings import Meeting
from iscm.domain.terms import types
from iscm.renderers.records.shape import (
    ADDRESS,
    DAY,
    FIGURES,
    NUMBER,
    SLUG,
    TEXT,
    WHEN,
    YES_NO,
    Field,
    Shape,
    each,
    filled,
    many,
    maybe,
    one_of,
    ref,
)
from iscm.renderers.records.sources import CLAIMS, SOURCE, SOURCES, SUBJECTS, source

MODES = ("in-person", "online", "hybrid")
STATUSES = ("announced", "confirmed", "held", "postponed", "cancelled")

OWNER = Shape(
    "Owner",
    "A mechanism whose meeting it is, and how that mechanism prints it.",
    (
        Field("mechanism", SLUG, "Slug of the mechanism"),
        Field("wording", maybe(TEXT), "Its own words for the meeting", filled("wording")),
        Field("when", maybe(WHEN), "Its own dates where it gives any"),
        Field("undated", YES_NO, "Whether it prints the meeting without a date"),
        Field(
            "counted_in", maybe(SLUG), "Its counted record that includes the meeting", filled("counted_in")
        ),
        Field("note", maybe(TEXT), "What is to be said of it", filled("note")),
        Field("source", maybe(ref(SOURCE)), "Where it was read", source),
    ),
)
STEP = Shape(
    "StatusChange",
    "A step in a meeting's life.",
    (
        Field("status", one_of((*STATUSES, "moved")), "What it became"),
        Field("before", maybe(WHEN), "Its dates before"),
        Field("after", maybe(WHEN), "Its dates after"),
        Field("day", maybe(DAY), "The day it was learnt"),
        Field("note", maybe(TEXT), "What is to be said of it", filled("note")),
        Field("source", maybe(ref(SOURCE)), "Where it was read", source),
    ),
)


def _bound(name: str) -> Any:
    return lambda m, _hub: getattr(m.when, name) if m.when else None


def _statements(meeting: Meeting, hub: str) -> str:
    return f"{hub}/api/v1/statements?meeting={meeting.id}"


MEETING = Shape(
    "Meeting",
    "A meeting, or several counted in one record. Dates are only as exact as known.",
    (
        Field("id", SLUG, "Its permanent name in addresses"),
        Field("url", ADDRESS, "Its page", lambda m, hub: f"{hub}/meetings/{m.id}/"),
        Field("title", TEXT, "As printed"),
        Field("type", one_of(types()), "The main kind of meeting"),
        Field("kinds", many(one_of(types())), "Further kinds"),
        Field("ordinal", maybe(NUMBER), "Which one of its series: 8 for the 8th"),
        Field("count", maybe(NUMBER), "How many meetings it stands for; null: a plural without a number"),
        Field("when", maybe(WHEN), "When, exactly as known (EDTF); null: no date at all"),
        Field("earliest", maybe(DAY), "The first day that `when` may mean", _bound("earliest")),
        Field("latest", maybe(DAY), "The last day that `when` may mean", _bound("latest")),
        Field("precision", maybe(one_of(("day", "month", "season", "year"))), "How exact", _bound("precision")),
        Field("city", maybe(TEXT), "City", filled("city")),
        Field("country", maybe({"type": "string", "pattern": "^[A-Z]{2}$"}), "Two letters of the place (ISO 3166-1)",
              filled("country")),
        Field("mode", maybe(one_of(MODES)), "How people came together; null: not said", filled("mode")),
        Field("status", maybe(one_of(STATUSES)), "Where it stands; null: not said", filled("status")),
        Field("topic", maybe(TEXT), "Its topic", filled("topic")),
        Field("at", maybe(SLUG), "The larger event it belongs to", filled("at")),
        Field("series", maybe(SLUG), "The series it continues", filled("series")),
        Field("prepares", maybe(SLUG), "The meeting it prepares", filled("prepares")),
        Field("closed", YES_NO, "Whether the meeting was not open"),
        Field("mechanisms", many(SLUG), "Slugs of the mechanisms whose meeting it is"),
        Field("owners", many(ref(OWNER)), "The same, with how each prints it", each(OWNER, "owners")),
        Field("partners", many(TEXT), "Who else held it"),
        Field("themes", many(SLUG), "Themes of the vocabulary"),
        SUBJECTS,
        Field("gcm", many(NUMBER), "Objectives of the Global Compact that are named"),
        Field("figures", FIGURES, "Participants, represented, spoke: as printed"),
        Field("outcomes", many(TEXT), "What was adopted or decided"),
        Field("note", maybe(TEXT), "What is to be said of it", filled("note")),
        CLAIMS,
        Field("history", many(ref(STEP)), "Steps of its life", each(STEP, "history")),
        Field("statements", ADDRESS, "Where the statements are that it was read from", _statements),
        SOURCES,
    ),
)  # fmt: skip
SHAPES = (OWNER, STEP, MEETING)
