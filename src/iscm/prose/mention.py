"""A mention of a meeting, and what its kinds are called when they are bodies that meet."""

from __future__ import annotations

from dataclasses import dataclass, field

# bodies that meet: their names stand for their meetings ("Steering Committee (22 March)")
BODIES = frozenset(
    ["steering-group", "working-group", "reference-group", "troika", "friends-of-the-forum", "expert"]
)
# the same, and people that meet
GROUPS = BODIES | {"focal-points", "network", "senior-officials"}


@dataclass(slots=True)
class Mention:
    """A mention at tokens ``first`` up to ``end``. ``ordinals`` has more than one for "2nd and 3rd SOMs"."""

    first: int
    end: int
    name: int  # where the name begins, after article, count and ordinal
    types: tuple[str, ...]  # main type first
    plural: bool = False
    ordinals: list[int] = field(default_factory=list)
    count: int | None = None  # as said; None where no number stands
    many: bool = False  # "several", "a series of"
    definite: bool = False
    weak: bool = False
    indefinite: bool = False  # "a workshop"
    edition: bool = False  # "8th ARCP": the mechanism's name stands for its meeting
    verb: bool = False  # "senior officials met"
    label: bool = False  # "Troika: 22 January & 5 June"
    series: bool = False  # "ordinary meetings LII (17 June) and LIII (9 December)"
