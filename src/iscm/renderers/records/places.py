"""States and territories as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from iscm.domain.states import State
from iscm.renderers.records.mechanisms import ROLES, SEAT, Seat
from iscm.renderers.records.shape import (
    ADDRESS,
    NAMES,
    NUMBER,
    SLUG,
    TEXT,
    Field,
    Shape,
    each,
    filled,
    many,
    maybe,
    one_of,
    ref,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A State or territory with its participations; ``roles`` maps a role to slugs; ``hosted`` counts records."""

    state: State
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seats: tuple[Seat, ...] = ()
    hosted: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.state, name)


_SHORT = (
    Field("code", {"type": "string", "pattern": "^[A-Z]{2}$"}, "ISO 3166-1 alpha-2; XK is user-assigned"),
    Field("url", ADDRESS, "Its page", lambda s, hub: f"{hub}/states/{s.code.lower()}/"),
    Field("name", TEXT, "English short name of the United Nations", lambda s, _hub: s.called()),
    Field("names", NAMES, "Short names by language", lambda s, _hub: s.state.name),
    Field("kind", one_of(("state", "territory", "other")), "What it is"),
    Field("un", maybe(one_of(("member", "observer"))), "Its standing in the United Nations", filled("un")),
    Field("code3", maybe(TEXT), "ISO 3166-1 alpha-3", filled("code3")),
    Field("m49", maybe(TEXT), "UN M49 code", filled("m49")),
    Field("regions", many(TEXT), "UN M49 codes of its regions, the widest first"),
    Field("note", maybe(TEXT), "What must stand wherever the name does", filled("note")),
    Field("roles", {"type": "object", "additionalProperties": many(SLUG), "propertyNames": one_of(ROLES)},
          "Mechanisms by role on the day asked for, as read in sources"),
)  # fmt: skip
STATE_SHORT = Shape("StateSummary", "A State or territory and what it belongs to.", _SHORT)
STATE = Shape(
    "State",
    "A State or territory, and every participation known of it.",
    (
        *_SHORT,
        Field("participations", many(ref(SEAT)), "Everything known, or what held on the day asked for",
              each(SEAT, "seats")),
        Field("hosted", NUMBER, "How many records of meetings were held there"),
        Field("meetings", ADDRESS, "Where these meetings are",
              lambda s, hub: f"{hub}/api/v1/meetings?host={s.code.lower()}"),
    ),
)  # fmt: skip
SHAPES = (STATE_SHORT, STATE)
