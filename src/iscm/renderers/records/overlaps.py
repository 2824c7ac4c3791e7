"""What mechanisms and States have in common, and clashes, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iscm.analysis.clashes import OTHERS, OWN, WITHIN, Clash
from iscm.analysis.shared import Pair, Talk
from iscm.renderers.records.shape import (
    ADDRESS,
    DAY,
    NUMBER,
    SLUG,
    Field,
    Schema,
    Shape,
    many,
    one_of,
)

CODE: Schema = {"type": "string", "pattern": "^[A-Z]{2}$"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
KINDS = (OTHERS, OWN, WITHIN)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A pair that should talk, with its place in the ranking, from 1."""

    rank: int
    talk: Talk


@dataclass(frozen=True, slots=True)
class Shown:
    """A clash, with the mechanisms of it that have no member on record by name."""

    clash: Clash
    unnamed: tuple[str, ...]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.clash, name)


def share(part: float) -> float:
    """To four places: more than any count of members can mean."""
    return round(part, 4)


def _numbers(what: str, other: str) -> tuple[Field, ...]:
    return (
        Field("number", NUMBER, f"How many {what} they have in common", lambda p, _hub: len(p.both)),
        Field("jaccard", SHARE, f"As a part of all {what} of either", lambda p, _hub: share(p.jaccard)),
        Field("of_one", SHARE, f"As a part of those of the first {other}", lambda p, _hub: share(p.of_one)),
        Field(
            "of_other", SHARE, f"As a part of those of the other {other}", lambda p, _hub: share(p.of_other)
        ),
        Field("both", many(CODE if other == "mechanism" else SLUG), f"The {what} in common"),
    )


def _page(one: str, other: str, hub: str) -> str:
    first, second = sorted((one, other))
    return f"{hub}/overlap/{first}/{second}/"


MECHANISMS = Shape(
    "MechanismOverlap",
    "Two mechanisms and the members that they share on a day, as read in sources.",
    (
        Field("one", SLUG, "A mechanism"),
        Field("other", SLUG, "Another, later in the alphabet"),
        Field("url", ADDRESS, "Their page", lambda p, hub: _page(p.one, p.other, hub)),
        *_numbers("States and territories", "mechanism"),
    ),
)

STATES = Shape(
    "StateOverlap",
    "Two States or territories and the mechanisms that they share on a day, as read in sources.",
    (
        Field("one", CODE, "The State or territory asked for"),
        Field("other", CODE, "Another"),
        Field("url", ADDRESS, "Where they are beside each other",
              lambda p, hub: f"{hub}/states/{p.one.lower()}/?with={p.other.lower()}"),
        *_numbers("mechanisms", "State"),
    ),
)  # fmt: skip


def _of(pair: str, field: str) -> Any:
    def read(row: Ranked, _hub: str) -> Any:
        found: Pair = getattr(row.talk, pair)
        value = getattr(found, field)
        return share(value) if isinstance(value, float) else value

    return read


TALK = Shape(
    "ShouldTalk",
    "Two mechanisms that share States and themes, and of which no joint meeting is on record.",
    (
        Field("rank", {"type": "integer", "minimum": 1}, "Its place: 1 is most alike in both"),
        Field("one", SLUG, "A mechanism", _of("states", "one")),
        Field("other", SLUG, "Another, later in the alphabet", _of("states", "other")),
        Field("url", ADDRESS, "Their page", lambda r, hub: _page(r.talk.states.one, r.talk.states.other, hub)),
        Field("states", many(CODE), "States and territories in common", _of("states", "both")),
        Field("themes", many(SLUG), "Themes in common, their own or taken up by meetings", _of("themes", "both")),
        Field("states_jaccard", SHARE, "States in common, as a part of all of either", _of("states", "jaccard")),
        Field("themes_jaccard", SHARE, "The same of themes", _of("themes", "jaccard")),
    ),
)  # fmt: skip

CLASH = Shape(
    "Clash",
    "Two meetings that share a day, both known to the day.",
    (
        Field("one", SLUG, "Id of the meeting that began first"),
        Field("other", SLUG, "Id of the other"),
        Field("first", DAY, "First day of both"),
        Field("last", DAY, "Last day of both"),
        Field("kind", one_of(KINDS), "`others`: of different mechanisms; `own`: of one; `within`: one at the other or "
              "preparing it"),
        Field("left", many(SLUG), "Mechanisms of the one"),
        Field("right", many(SLUG), "Mechanisms of the other"),
        Field("states", many(CODE), "Members of both sides, as read, which would have to be in two places"),
        Field("perhaps", many(CODE), "... only if what was worked out from a parent body counts"),
        Field("unnamed", many(SLUG), "Mechanisms without a member on record by name: whom it concerns is not known"),
    ),
)  # fmt: skip
SHAPES = (MECHANISMS, STATES, TALK, CLASH)
