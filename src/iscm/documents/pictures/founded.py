"""Each mechanism by its name, in the five years in which it was founded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from iscm.documents.look import FONTS, LIGHT, breadth, mixed
from iscm.documents.pictures.picture import Specification

PERIOD = 5
LEVELS = ("regional", "interregional", "global")
_FONT = f"'{FONTS['sans']}'"
_HIGH, _GAP = 20, 3
_INKS = {"regional": LIGHT["ink"], "interregional": LIGHT["ink"], "global": LIGHT["page"]}
_FILLS = {"regional": mixed("bar", 0.28), "interregional": LIGHT["page"], "global": LIGHT["deep"]}


@dataclass(frozen=True, slots=True)
class Founding:
    """A mechanism by its short name, the year of its founding, its level and all this in words."""

    name: str
    year: int
    level: str
    said: str
    address: str


Legend = Sequence[tuple[str, str]]  # levels and what they are called


def wide(rows: Sequence[Founding], legend: Legend, *, width: int, backwards: bool = False) -> Specification:
    """A column for each five years, the first founded at its foot. ``width`` in px."""
    periods = _periods(rows)
    step = width // len(periods)
    boxes, words, top = _legend(legend, width)
    foot = top + max(len(some) for _first, some in periods) * (_HIGH + _GAP)
    for number, (first, some) in enumerate(periods):
        x = number * step
        words.append({"x": x + (step - 4) // 2, "y": foot + 14, "text": _called(first), "align": "center"})
        for at, row in enumerate(some):
            boxes.append(_box(row, x, foot - (at + 1) * (_HIGH + _GAP), step - 4))
    return _drawn(boxes, words, width, foot + 24, backwards)


def narrow(rows: Sequence[Founding], legend: Legend, *, width: int, backwards: bool = False) -> Specification:
    """The same for a small screen: one period below the other, three names in a line."""
    boxes, words, y = _legend(legend, width)
    across = 3
    step = width // across
    for first, some in _periods(rows):
        y += 10
        words.append({"x": 0, "y": y, "text": _called(first), "align": "left"})
        for at, row in enumerate(some):
            boxes.append(_box(row, at % across * step, y + 12 + at // across * (_HIGH + _GAP), step - 4))
        y += 12 + -(-len(some) // across) * (_HIGH + _GAP) + 12
    return _drawn(boxes, words, width, y, backwards)


def _periods(rows: Sequence[Founding]) -> list[tuple[int, list[Founding]]]:
    """Every five years from the first founding to the last, also those in which none was."""
    starts = [row.year - row.year % PERIOD for row in rows]
    periods = range(min(starts), max(starts) + 1, PERIOD)
    in_order = sorted(rows, key=lambda row: (row.year, row.name))
    return [(first, [row for row in in_order if first <= row.year < first + PERIOD]) for first in periods]


def _called(first: int) -> str:
    return f"{first}–{(first + PERIOD - 1) % 100:02d}"


def _box(row: Founding, x: int, y: int, wide: int) -> dict[str, Any]:
    room = wide - 6
    text = row.name
    while breadth(text, 11) > room:
        text = f"{text.rstrip('…')[:-1].rstrip()}…"
    return {
        "x": x, "x2": x + wide, "y": y, "y2": y + _HIGH, "fill": _FILLS[row.level], "ink": _INKS[row.level],
        "text": text, "said": row.said, "href": row.address,
    }  # fmt: skip


def _legend(legend: Legend, width: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Levels and their fills, in lines as long as there is room; and where the drawing may begin."""
    boxes: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    x, y = 0, 1
    for level, meaning in legend:
        room = 22 + round(breadth(meaning, 13)) + 14
        if x and x + room > width:
            x, y = 0, y + 24
        boxes.append({"x": x, "x2": x + 16, "y": y, "y2": y + 16, "fill": _FILLS[level]})
        words.append({"x": x + 22, "y": y + 8, "text": meaning, "align": "left"})
        x += room
    return boxes, words, y + 34


def _drawn(
    boxes: list[dict[str, Any]], words: list[dict[str, Any]], width: int, height: int, backwards: bool
) -> Specification:
    if backwards:
        boxes = [row | {"x": width - row["x2"], "x2": width - row["x"]} for row in boxes]
        sides = {"left": "right", "center": "center"}
        words = [row | {"x": width - row["x"], "align": sides[row["align"]]} for row in words]
    named = [row for row in boxes if "said" in row]
    place = _at("x", "y") | {"x2": {"field": "x2"}, "y2": {"field": "y2"}, "fill": _own("fill")}
    edge = {"type": "rect", "stroke": LIGHT["bar"], "strokeWidth": 1}
    letters = {"type": "text", "font": _FONT, "baseline": "middle", "aria": False}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": 1,
        "width": width,
        "height": height,
        "layer": [
            {
                "data": {"values": [row for row in boxes if "said" not in row]},
                "mark": edge | {"aria": False},
                "encoding": place,
            },
            {
                "data": {"values": named},
                "mark": edge,
                "encoding": place | {"description": {"field": "said"}, "href": {"field": "href"}},
            },
            {
                "data": {"values": [row | {"x": (row["x"] + row["x2"]) / 2} for row in named]},
                "mark": letters | {"fontSize": 11, "dy": _HIGH / 2},
                "encoding": _at("x", "y") | {"text": {"field": "text"}, "color": _own("ink")},
            },
            *(
                {
                    "data": {"values": [row for row in words if row["align"] == side]},
                    "mark": letters | {"fontSize": 13, "align": side, "color": LIGHT["ink"]},
                    "encoding": _at("x", "y") | {"text": {"field": "text"}},
                }
                for side in ("left", "center", "right")
            ),
        ],
        "config": {"view": {"stroke": None}},
    }


def _at(*names: str) -> dict[str, Any]:
    """Channels that take px as they are."""
    return {name: {"field": name, "type": "quantitative", "scale": None, "axis": None} for name in names}


def _own(field: str) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": None, "legend": None}
