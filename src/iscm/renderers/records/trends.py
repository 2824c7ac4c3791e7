"""Counts over the years, rhythms, and the printed index beside what is told, as plain data."""

from __future__ import annotations

from iscm.renderers.records.shape import (
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

STANDINGS = ("unknown", "rest", "coming", "overdue", "expected")
LINKS = ("borne-out", "attested", "missed")

TREND = Shape(
    "Trend",
    "Meetings of one class: `dated`, `counted` and `undated` together are `meetings`.",
    (
        Field("by", TEXT, "What is divided by: year, type, level, region, mechanism or theme"),
        Field("of", many(TEXT), "The class; a joint meeting may have several values; none where it is not stated"),
        Field("meetings", NUMBER, "How many meetings, a joint one once; those announced, postponed or cancelled not"),
        Field("dated", NUMBER, "Of these, known to the day"),
        Field("counted", NUMBER, "Of these, told by number alone: “24 working group meetings”"),
        Field("undated", NUMBER, "Of these, single ones of which a month, a year or no date is known"),
        Field("at_least", YES_NO, "Whether a plural without a number is among them, so that there were more"),
        Field("adds_up", YES_NO, "Whether all classes together are all meetings: not by mechanism, nor by theme"),
        Field("mechanisms", maybe(NUMBER), "By year: how many mechanisms met"),
        Field(
            "rests_on",
            {**FIGURES, "type": ["object", "null"]},
            "By year: number of records by kind of source (newsletter is an issue of the Highlights; none is `none`). "
            "More records are not more meetings",
        ),
    ),
)  # fmt: skip

BEAT = Shape(
    "Beat",
    "A rhythm, in days, of gaps between the first days of meetings.",
    (
        Field("gaps", many(NUMBER), "Every known gap, in order of time; three at the least"),
        Field("median", NUMBER, "Their median"),
        Field("low", NUMBER, "Their lower quartile"),
        Field("high", NUMBER, "Their upper quartile"),
    ),
)
RHYTHM = Shape(
    "Rhythm",
    "A series of main meetings of a mechanism, as of a day. What is not on record may have taken place.",
    (
        Field("mechanism", SLUG, "Whose meetings they are"),
        Field("series", TEXT, "Kind of meeting, or `main` for the mechanism's own"),
        Field("as_of", DAY, "The day for which this holds"),
        Field("days", many(DAY), "First days of its meetings until then, as far as known to the day"),
        Field(
            "beat", maybe(ref(BEAT)), "Its rhythm; null where fewer than three gaps are known",
            lambda row, hub: BEAT.record(row.beat, hub) if row.beat else None,
        ),
        Field("last", maybe(DAY), "Last known meeting; of a month or a year the last day that it may mean"),
        Field("last_when", maybe(WHEN), "The same as exactly as known", filled("when")),
        Field("coming", maybe(DAY), "First day of the next one on record"),
        Field("expected", maybe(DAY), "The last and the median gap"),
        Field("by", maybe(DAY), "The last and the upper quartile"),
        Field("standing", one_of(STANDINGS), "Where it stands; `rest` is dormant or ended, `overdue` is past `by`"),
        Field("overdue", NUMBER, "Days since `by`; 0 unless overdue"),
    ),
)  # fmt: skip

LINK = Shape(
    "IndexLink",
    "A mechanism under a theme.",
    (
        Field("theme", SLUG, "The theme"),
        Field("mechanism", SLUG, "The mechanism"),
        Field(
            "standing", one_of(LINKS),
            "`borne-out`: printed, and a statement bears it; `attested`: printed alone; `missed`: told, not printed",
        ),
        Field("statements", many(TEXT), "Statements of the issue that bear it"),
        Field("meetings", many(SLUG), "Meetings on record that bear it"),
    ),
)  # fmt: skip
RANK = Shape(
    "ThemeRank",
    "A theme by the number of mechanisms. Always: recomputed = printed - attested + missed.",
    (
        Field("theme", SLUG, "The theme"),
        Field("printed", NUMBER, "Mechanisms that the index names"),
        Field("printed_place", maybe(NUMBER), "Its place by these; null for none"),
        Field("recomputed", NUMBER, "Mechanisms of which a statement bears it"),
        Field("place", maybe(NUMBER), "Its place by these; null for none"),
        Field("borne_out", NUMBER, "Printed, and borne by a statement"),
        Field("attested", NUMBER, "Printed without a statement"),
        Field("missed", NUMBER, "Told and not printed"),
    ),
)
RECONCILIATION = Shape(
    "Reconciliation",
    "The thematic index that an issue printed, beside what it tells.",
    (
        Field("year", NUMBER, "Year of the issue"),
        Field(
            "ranking",
            many(ref(RANK)),
            "Themes, the most mechanisms first, as recomputed",
            each(RANK, "ranking"),
        ),
        Field("links", many(ref(LINK)), "Every entry, by theme and mechanism", each(LINK, "links")),
    ),
)
SHAPES = (TREND, BEAT, RHYTHM, LINK, RANK, RECONCILIATION)
