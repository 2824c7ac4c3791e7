"""Mechanisms as plain data, and who takes part in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iscm.domain.mechanisms import Mechanism, Participation, Party
from iscm.domain.organisations import organisations
from iscm.domain.states import states
from iscm.domain.terms import load, mechanisms
from iscm.renderers.records.shape import (
    ADDRESS,
    FIGURES,
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

LEVELS = tuple(key for key in load("levels") if key != "umbrella")
STATUSES = ("active", "dormant", "ended")
ROLES = tuple(load("roles"))
PARTIES = ("state", "territory", "other", "organisation", "group", "mechanism")


def party_name(party: Party) -> str:
    """Its English name; a group of States is called by its wording."""
    if party.is_place and party.id in states():
        return states()[party.id].called()
    if party.kind == "organisation" and party.id in organisations():
        return organisations()[party.id].called("en")
    return called(party.id) if party.kind == "mechanism" else party.id


def called(slug: str) -> str:
    """A mechanism's English name, or its slug where nobody told one."""
    known = mechanisms().get(slug)
    return known.called("en") if known else slug


NAME = Shape(
    "Name",
    "A name of a mechanism.",
    (
        Field("text", TEXT, "The name"),
        Field("kind", one_of(("name", "acronym", "alias", "former")), "What kind of name"),
        Field("lang", maybe(TEXT), "Its language (ISO 639-1)", filled("lang")),
        Field("since", maybe(WHEN), "From when it was used"),
        Field("until", maybe(WHEN), "Until when"),
        Field("note", maybe(TEXT), "What is to be said of it", filled("note")),
    ),
)

_HELD = (
    Field("role", one_of(ROLES), "What the party is to the mechanism"),
    Field("capacity", maybe(TEXT), "In which capacity, such as origin or destination", filled("capacity")),
    Field("since", maybe(WHEN), "Since when"),
    Field("until", maybe(WHEN), "Until when"),
    Field(
        "basis",
        one_of(("read", "inferred")),
        "Read in a source, or inferred from a bloc; never count both together",
    ),
    Field("chosen", YES_NO, "False for what another source says instead"),
    Field("note", maybe(TEXT), "What is to be said of it", filled("note")),
)
PARTICIPATION = Shape(
    "Participation",
    "A party in a role, from a day to a day.",
    (
        Field("kind", one_of(PARTIES), "What the party is", lambda p, _hub: p.party.kind),
        Field("party", TEXT, "Two letters of a State, id of an organisation, slug of a mechanism, wording of a group",
              lambda p, _hub: p.party.id),
        Field("name", TEXT, "Its English name", lambda p, _hub: party_name(p.party)),
        *_HELD,
        Field("source", maybe(ref(SOURCE)), "Where it was read, if not in the sources of the record", source),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """A participation together with the mechanism that it is in."""

    mechanism: str
    held: Participation

    def __getattr__(self, name: str) -> Any:
        return getattr(self.held, name)


SEAT = Shape(
    "Seat",
    "A mechanism in which a State takes part, and how.",
    (
        Field("mechanism", SLUG, "Slug of the mechanism"),
        Field("mechanism_name", TEXT, "Its English name", lambda seat, _hub: called(seat.mechanism)),
        *_HELD,
        Field(
            "source", maybe(ref(SOURCE)), "Where it was read, if not in the sources of the mechanism", source
        ),
    ),
)
SEATS = Shape(
    "ParticipationRow",
    "Who takes part in which mechanism: a row of the whole table.",
    (SEAT.fields[0], *PARTICIPATION.fields[:-1],
     Field("source", maybe(TEXT), "Id of its source", lambda seat, _hub: seat.source.id if seat.source else None)),
)  # fmt: skip

BODY = Shape(
    "Body",
    "A part of a mechanism that meets by itself.",
    (
        Field("kind", TEXT, "working-group and the like"),
        Field("name", TEXT, "Its name"),
        Field("acronym", maybe(TEXT), "Its acronym", filled("acronym")),
        Field("chair", maybe(TEXT), "Two letters of the State in its chair", filled("chair")),
        Field("note", maybe(TEXT), "What is to be said of it", filled("note")),
    ),
)
RELATION = Shape(
    "Relation",
    "How a mechanism stands to another.",
    (
        Field("kind", one_of(("predecessor", "successor", "parent")), "What the other is to this one"),
        Field("mechanism", SLUG, "Slug of the other"),
    ),
)


def _count(value: Mechanism, _hub: str) -> dict[str, int]:
    counted: dict[str, int] = {}
    for part in value.participations:
        if part.chosen and part.basis == "read" and part.party.is_place:
            counted[part.role] = counted.get(part.role, 0) + 1
    return counted


def _acronym(value: Mechanism, _hub: str) -> str | None:
    return next((name.text for name in value.names if name.kind == "acronym"), None)


_SHORT = (
    Field("slug", SLUG, "Its permanent name in addresses"),
    Field("url", ADDRESS, "Its page", lambda m, hub: f"{hub}/mechanisms/{m.slug}/"),
    Field("name", TEXT, "Its English name", lambda m, _hub: called(m.slug)),
    Field("acronym", maybe(TEXT), "Its usual short form", _acronym),
    Field("level", one_of(LEVELS), "Level"),
    Field("region", maybe(TEXT), "The regions covered, as sources say it", filled("region")),
    Field("established", maybe(WHEN), "When it began (EDTF)"),
    Field("ended", maybe(WHEN), "When it ended (EDTF)"),
    Field(
        "status",
        maybe(one_of(STATUSES)),
        "Where no source says, null: silence is none of these",
        filled("status"),
    ),
    Field("website", maybe(TEXT), "Its official site", filled("website")),
    Field("themes", many(SLUG), "Themes of the vocabulary"),
    Field(
        "places",
        FIGURES,
        "How many States and territories are known in each role, as read in sources",
        _count,
    ),
)
MECHANISM_SHORT = Shape("MechanismSummary", "A mechanism in a few fields.", _SHORT)
MECHANISM = Shape(
    "Mechanism",
    "A consultation mechanism. Values shown are the chosen ones; `claims` holds the others.",
    (
        *_SHORT,
        Field("secretariat", maybe(TEXT), "Who runs it day to day", filled("secretariat")),
        Field("parent", maybe(TEXT), "The body it belongs to, in the words of the source", filled("parent")),
        Field("members_complete", maybe(YES_NO), "Whether all members are named"),
        Field("names", many(ref(NAME)), "Names in every language, acronyms, former names", each(NAME, "names")),
        Field("participations", many(ref(PARTICIPATION)), "Who takes part, and who did",
              each(PARTICIPATION, "participations")),
        Field("bodies", many(ref(BODY)), "Parts that meet by themselves", each(BODY, "bodies")),
        Field("relations", many(ref(RELATION)), "Predecessors, successors, parents", each(RELATION, "relations")),
        SUBJECTS,
        CLAIMS,
        Field("remarks", {"type": "object", "additionalProperties": many(TEXT)}, "What fits no field, by subject"),
        SOURCES,
    ),
)  # fmt: skip
SHAPES = (NAME, PARTICIPATION, SEAT, BODY, RELATION, MECHANISM_SHORT, MECHANISM)
