"""Dates that a meeting could have, as plain data."""

from __future__ import annotations

from iscm.analysis.planning.reasons import WEIGHTS
from iscm.renderers.records.shape import (
    DAY,
    NUMBER,
    SLUG,
    TEXT,
    YES_NO,
    Field,
    Schema,
    Shape,
    each,
    filled,
    many,
    maybe,
    one_of,
    ref,
)

CODE: Schema = {"type": "string", "pattern": "^[A-Z]{2}$"}
AMOUNT: Schema = {"type": "number", "minimum": 0}

REASON = Shape(
    "Reason",
    "One thing to know of a date.",
    (
        Field("kind", one_of((*WEIGHTS, "perhaps", "held")), "What it is; the manual lists them and what each weighs"),
        Field("weight", AMOUNT, "How much it speaks against the date", lambda r, _hub: round(r.weight, 2)),
        Field("states", many(CODE), "Members concerned, chairs and troika first"),
        Field("chairs", many(CODE), "Those of them that chair"),
        Field("inferred", many(CODE), "Further members, if what is only inferred from a bloc holds"),
        Field("number", NUMBER, "How many members; of `perhaps` how many meetings; of `weekend` how many days"),
        Field("id", maybe(SLUG), "The meeting, feast or week", filled("id")),
        Field("mechanisms", many(SLUG), "Whose meeting it is"),
        Field("first", maybe(DAY), "Its first day"),
        Field("last", maybe(DAY), "Its last day"),
        Field("words", maybe(TEXT), "The title of the meeting, the name of the holiday", filled("words")),
        Field("sure", YES_NO, "Whether its days are known; else it may lie anywhere between"),
    ),
)  # fmt: skip
CANDIDATE = Shape(
    "Candidate",
    "A date that the meeting could have, with everything to know of it, the gravest first.",
    (
        Field("first", DAY, "Its first day"),
        Field("last", DAY, "Its last day"),
        Field("place", maybe(CODE), "The best of the countries asked for; null is online", filled("place")),
        Field("weight", AMOUNT, "The sum of its reasons: the less, the better"),
        Field("reasons", many(ref(REASON)), "What speaks against it", each(REASON, "reasons")),
    ),
)  # fmt: skip
SHAPES = (REASON, CANDIDATE)
