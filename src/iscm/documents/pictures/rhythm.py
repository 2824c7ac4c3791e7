"""Series of meetings on one line of time each: a dot for a meeting, a bar for when the next one is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from iscm.documents.look import FONTS, LIGHT
from iscm.documents.pictures.picture import Specification
from iscm.documents.pictures.years import WIDE, naming, whole


@dataclass(frozen=True, slots=True)
class Strip:
    """A series: the days of its meetings, and from when to when the next is expected (None: nothing is)."""

    label: str
    days: tuple[dt.date, ...]
    expected: tuple[dt.date, dt.date] | None
    said: str
    late: bool = False


def strips(
    rows: Sequence[Strip],
    as_of: dt.date,
    legend: tuple[str, str],
    *,
    width: int = WIDE,
    backwards: bool = False,
) -> Specification:
    """In the order given, with a line for the day ``as_of``. ``legend``: what a dot and what a bar is.

    Dots are filled, and the bar of a series that is later than usual is outlined heavily: shape tells, not colour.
    """
    font = f"'{FONTS['sans']}'"
    axis = {
        "title": None, "domain": False, "ticks": False, "labelFont": font, "labelFontSize": 12,
        "labelColor": LIGHT["ink"],
    }  # fmt: skip
    room, down, names = naming([row.label for row in rows], width=width, backwards=backwards)
    across = {
        "field": "day", "type": "temporal", "scale": {"type": "utc", "padding": 8, "reverse": backwards},
        "axis": axis | {"format": "%Y", "grid": True, "gridColor": LIGHT["line"], "tickCount": width // 90},
    }  # fmt: skip
    spans = [
        {"label": row.label, "day": str(row.expected[0]), "until": str(row.expected[1]), "said": row.said,
         "late": row.late, "is": legend[1]}
        for row in rows if row.expected
    ]  # fmt: skip
    dots = [
        {"label": row.label, "day": str(day), "said": row.said, "is": legend[0]}
        for row in rows
        for day in row.days
    ]
    is_what = {
        "field": "is", "type": "nominal", "sort": list(legend),
        "scale": {"domain": list(legend), "range": ["circle", "square"]},
        "legend": {"title": None, "orient": "top", "labelFont": font, "labelFontSize": 13, "labelLimit": 0,
                   "labelColor": LIGHT["ink"], "symbolFillColor": LIGHT["bar"], "symbolStrokeColor": LIGHT["bar"]},
    }  # fmt: skip
    bar = {
        "data": {"values": spans},
        "mark": {"type": "bar", "height": 9, "color": LIGHT["line"], "stroke": LIGHT["ink"]},
        "encoding": {
            "y": down, "x": across, "x2": {"field": "until"}, "description": {"field": "said"},
            "strokeWidth": {"condition": {"test": "datum.late", "value": 2}, "value": 0.5},
        },
    }  # fmt: skip
    dot = {
        "data": {"values": dots},
        "mark": {"type": "point", "filled": True, "size": 34, "color": LIGHT["bar"], "aria": False},
        "encoding": {"y": down, "x": across, "shape": is_what},
    }
    now = {
        "data": {"values": [{"day": str(as_of)}]},
        "mark": {"type": "rule", "color": LIGHT["accent"], "strokeWidth": 1.5, "aria": False},
        "encoding": {"x": across},
    }
    return whole(width - room - 10, {"step": 42 if names else 20}) | {"layer": [now, bar, dot, *names]}
