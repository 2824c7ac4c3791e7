"""Issues and the statements in them as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iscm.documents.draft import anchor
from iscm.documents.words import roman
from iscm.domain.issues import GlobalMeeting, Issue, Told
from iscm.domain.terms import themes, types
from iscm.renderers.records.shape import (
    ADDRESS,
    NAMES,
    NUMBER,
    SLUG,
    TEXT,
    WHEN,
    YES_NO,
    Field,
    Shape,
    filled,
    many,
    maybe,
    one_of,
    ref,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement with the meetings that it is evidence for."""

    told: Told
    meetings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.told.id

    def __getattr__(self, name: str) -> Any:
        return getattr(self.told.statement, name)


@dataclass(frozen=True, slots=True)
class Amended:
    """An issue with the errata that stand beside it."""

    issue: Issue
    errata: tuple[Any, ...] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.issue, name)


def _part(at: int) -> Any:
    return lambda e, _hub: e.id.split("/")[at]


def _instant(erratum: Any, _hub: str) -> str:
    return str(erratum.at.strftime("%Y-%m-%dT%H:%M:%SZ"))


STATEMENT = Shape(
    "Statement",
    "One thing that an issue says of a mechanism's meetings, as exactly as it says it; null: it does not say.",
    (
        Field("id", {"type": "string", "pattern": "^[0-9]{4}/[a-z0-9-]+/[0-9]+$"}, "The id it is cited by"),
        Field(
            "url",
            ADDRESS,
            "Its place in the issue",
            lambda e, hub: f"{hub}/issues/{e.id[:4]}/#{anchor(e.id)}",
        ),
        Field("year", NUMBER, "The year of its issue", lambda e, _hub: int(e.id.split("/")[0])),
        Field("mechanism", SLUG, "Whose entry it stands in", _part(1)),
        Field("text", TEXT, "The words it was read from", lambda e, _hub: e.told.prose),
        Field("meetings", many(SLUG), "Ids of the meetings that it is evidence for"),
        Field("type", one_of(types()), "The main kind of meeting"),
        Field("kinds", many(one_of(types())), "Further kinds"),
        Field("title", TEXT, "As printed"),
        Field("ordinal", maybe(NUMBER), "Which one of its series"),
        Field("count", maybe(NUMBER), "How many meetings; null: a plural without a number"),
        Field("dates", many(WHEN), "One for each dated meeting (EDTF)"),
        Field("topic", maybe(TEXT), "Topic"),
        Field("city", maybe(TEXT), "City"),
        Field("country", maybe(TEXT), "Two letters of the place"),
        Field("joint_with", many(TEXT), "Slugs of mechanisms and of bodies that held it too"),
        Field("at", maybe(TEXT), "The larger event"),
        Field("online", maybe(YES_NO), "Whether people could come online"),
        Field("mode", maybe(TEXT), "How people came together"),
        Field("status", maybe(TEXT), "Where it stands"),
        Field("gcm", many(NUMBER), "Objectives of the Global Compact"),
        Field("themes", many(one_of(themes())), "Themes of the vocabulary"),
    ),
)

GLOBAL_MEETING = Shape(
    "GlobalMeeting",
    "The global meeting that an issue reports, with its figures as printed.",
    (
        Field("title", TEXT, "Title"),
        Field("meeting", maybe(TEXT), "Id of the meeting", filled("event")),
        Field("dates", many(WHEN), "Days as printed (EDTF)"),
        Field("represented", maybe(NUMBER), "Mechanisms that came"),
        Field("spoke", maybe(NUMBER), "Mechanisms that spoke"),
        Field("survey", YES_NO, "Whether a survey among mechanisms preceded it"),
        Field("text", TEXT, "The words it was read from"),
    ),
)
ERRATUM = Shape(
    "Erratum",
    "What was found wrong in an issue since it went out; the issue itself stays as it was.",
    (
        Field("mechanism", maybe(TEXT), "Slug of the mechanism whose entry it is about", filled("mechanism")),
        Field("text", TEXT, "What is wrong, and what is right"),
        Field(
            "at",
            {"type": "string", "format": "date-time"},
            "Since when it is known",
            _instant,
        ),
    ),
)
INDEX_ROW = Shape(
    "IndexRow",
    "A theme of the issue's index and the mechanisms that took it up.",
    (
        Field("theme", SLUG, "Id of the theme"),
        Field("mechanisms", many(SLUG), "Slugs of mechanisms"),
        Field("elsewhere", YES_NO, "Whether it was also taken up within other themes"),
    ),
)


def _event(issue: Any, hub: str) -> dict[str, Any] | None:
    event: GlobalMeeting | None = issue.global_meeting
    return GLOBAL_MEETING.record(event, hub) if event else None


def _index(name: str) -> Any:
    return lambda issue, hub: [INDEX_ROW.record(row, hub) for row in getattr(issue, name)]


_SHORT = (
    Field("year", NUMBER, "Its year"),
    Field("url", ADDRESS, "Its page", lambda i, hub: f"{hub}/issues/{i.year}/"),
    Field("number", TEXT, "As printed: VIII", lambda i, _hub: roman(i.number)),
    Field("period", WHEN, "The time it tells of"),
    Field("office", TEXT, "Who issues it", lambda i, _hub: i.office.strip()),
    Field("statements", ADDRESS, "Where its statements are", lambda i, hub: f"{hub}/api/v1/statements?year={i.year}"),
    Field("languages", NAMES, "Its page by language",
          lambda i, hub: {lang: f"{hub}/issues/{i.year}/{lang}/" for lang in ("en", "fr", "es")}),
)  # fmt: skip
ISSUE_SHORT = Shape("IssueSummary", "A year's issue of the Highlights.", _SHORT)
ISSUE = Shape(
    "Issue",
    "A year's issue, as frozen when published, or as its records now stand.",
    (
        *_SHORT,
        Field("mechanisms", many(SLUG), "Whose entries it has; an empty entry is silence, which is not inactivity",
              lambda i, _hub: [entry.mechanism for entry in i.entries]),
        Field("themes", many(ref(INDEX_ROW)), "The index of themes", _index("themes")),
        Field("initiatives", many(ref(INDEX_ROW)), "The index of global initiatives", _index("initiatives")),
        Field("publications", many(TEXT), "Titles of the publications it lists",
              lambda i, _hub: [work.title for work in i.publications]),
        Field("global_meeting", maybe(ref(GLOBAL_MEETING)), "The global meeting that it reports", _event),
        Field("errata", many(ref(ERRATUM)), "What was found wrong in it since it went out",
              lambda i, hub: [ERRATUM.record(one, hub) for one in i.errata]),
    ),
)  # fmt: skip
SHAPES = (STATEMENT, GLOBAL_MEETING, ERRATUM, INDEX_ROW, ISSUE_SHORT, ISSUE)
