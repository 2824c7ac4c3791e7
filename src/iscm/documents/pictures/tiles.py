"""A tile for each State, all of one size, in blocks by region: no geography is claimed, and no boundary implied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from iscm.documents.look import FONTS, LIGHT, breadth, mixed
from iscm.documents.pictures.picture import Specification

Row = dict[str, Any]
_SIDE, _STEP = 28, 31  # px of a tile, and of one with its gap
_ACROSS, _GUTTER = 11, 38  # tiles in a row; px between two columns
_COLUMN = _ACROSS * _STEP - (_STEP - _SIDE)
_FONT = f"'{FONTS['sans']}'"


@dataclass(frozen=True, slots=True)
class Look:
    """How a tile is filled, lettered and edged in colours of the look; ``dashed`` and ``chair`` tell without colour."""

    fill: str
    ink: str
    edge: str
    dashed: bool = False
    chair: bool = False


NOBODY = Look(LIGHT["page"], LIGHT["quiet"], LIGHT["line"])
SHADES = (  # more is further from the page, by day and by night
    *(Look(mixed("bar", part), LIGHT["ink"], mixed("bar", part)) for part in (0.16, 0.32, 0.5)),
    Look(LIGHT["bar"], LIGHT["page"], LIGHT["bar"]),
    Look(LIGHT["deep"], LIGHT["page"], LIGHT["deep"]),
)
MEMBER = Look(LIGHT["bar"], LIGHT["page"], LIGHT["bar"])
CHAIR = Look(LIGHT["deep"], LIGHT["page"], LIGHT["deep"], chair=True)
OTHER = Look(LIGHT["page"], LIGHT["ink"], LIGHT["page"], dashed=True)


@dataclass(frozen=True, slots=True)
class Tile:
    """A State, or a place of another standing; ``said`` is all that its tile says, in words."""

    code: str
    said: str
    address: str
    look: Look


@dataclass(frozen=True, slots=True)
class Block:
    """Tiles of a region: its name, and its parts by their names ("" where it has none), each in order."""

    name: str
    parts: tuple[tuple[str, tuple[Tile, ...]], ...]


Legend = Sequence[tuple[Look, str]]


def wide(blocks: Sequence[Block], legend: Legend, *, backwards: bool = False) -> Specification:
    """Two columns of blocks; ``backwards`` for writing from right to left."""
    heights = [_block(block)[1] for block in blocks]
    cut = min(range(1, len(blocks) + 1), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    columns = [column for column in (blocks[:cut], blocks[cut:]) if column]
    return _drawn(columns, legend, backwards)


def narrow(blocks: Sequence[Block], legend: Legend, *, backwards: bool = False) -> Specification:
    """The same in one column."""
    return _drawn((blocks,), legend, backwards)


def _drawn(columns: Sequence[Sequence[Block]], legend: Legend, backwards: bool) -> Specification:
    width = len(columns) * (_COLUMN + _GUTTER) - _GUTTER
    rows, top = _legend(legend, width)
    height = top
    for number, blocks in enumerate(columns):
        x, y = number * (_COLUMN + _GUTTER), top
        for block in blocks:
            inner, high = _block(block)
            rows += [_moved(row, x, y) for row in inner]
            y += high
        height = max(height, y)
    if backwards:
        rows = [_turned(row, width) for row in rows]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": 1,
        "width": width,
        "height": height,
        "layer": [*_layers(rows), *_words(rows, "right" if backwards else "left")],
        "config": {"view": {"stroke": None}},
    }


def _moved(row: Row, x: int, y: int) -> Row:
    return row | {key: row[key] + by for key, by in (("x", x), ("x2", x), ("y", y), ("y2", y)) if key in row}


def _turned(row: Row, width: int) -> Row:
    if "x2" not in row:
        return row | {"x": width - row["x"]}
    return row | {"x": width - row["x2"], "x2": width - row["x"]}


def _block(block: Block) -> tuple[list[Row], int]:
    """Its words and tiles from (0, 0), and its height: parts stand beside each other where there is room."""
    rows = [_word(block.name, 0, 13, 15, "deep")]
    x, y, below = 0, 26, 26
    for name, tiles in block.parts:
        room = max(min(len(tiles), _ACROSS) * _STEP, round(breadth(name, 12)) + 8)
        if x and x + room > _COLUMN:
            x, y = 0, below
        top = y
        if name:
            rows.append(_word(name, x, y + 8, 12, "quiet"))
            top += 20
        for number, tile in enumerate(tiles):
            down, along = divmod(number, _ACROSS)
            told = {"code": tile.code, "said": tile.said, "href": tile.address}
            rows.append(_square(x + along * _STEP, top + down * _STEP, _SIDE, tile.look) | told)
        below = max(below, top + -(-len(tiles) // _ACROSS) * _STEP + 6)
        x += room + _STEP // 2
    return rows, below + 14


def _legend(legend: Legend, width: int) -> tuple[list[Row], int]:
    """Small tiles and what they mean, in lines as long as there is room; and where the drawing may begin."""
    rows: list[Row] = []
    x, y = 0, 1
    for look, meaning in legend:
        room = 22 + round(breadth(meaning, 13)) + 16
        if x and x + room > width:
            x, y = 0, y + 24
        rows += [_square(x, y, 16, look), _word(meaning, x + 22, y + 8, 13, "ink")]
        x += room
    return rows, y + 36


def _word(text: str, x: int, y: int, size: int, colour: str) -> Row:
    return {"x": x, "y": y, "text": text, "size": size, "colour": LIGHT[colour]}


def _square(x: int, y: int, side: int, look: Look) -> Row:
    return {
        "x": x, "x2": x + side, "y": y, "y2": y + side,
        "fill": look.fill, "ink": look.ink, "edge": look.edge, "dashed": look.dashed, "chair": look.chair,
    }  # fmt: skip


def _layers(rows: Iterable[Row]) -> list[Specification]:
    """Tiles, the dashed edge of some, letters, and a diamond in the corner of who is in the chair."""
    tiles = [row for row in rows if "fill" in row]
    coded = [row for row in tiles if "code" in row]
    place, edge = _at("x", "y") | _ends("x2", "y2"), {"stroke": _own("edge")}
    silent = {"type": "rect", "strokeWidth": 1, "aria": False}
    return [
        {
            "data": {"values": [row for row in tiles if "code" not in row]},
            "mark": silent,
            "encoding": place | edge | {"fill": _own("fill")},
        },
        {
            "data": {"values": coded},
            "mark": {"type": "rect", "strokeWidth": 1},
            "encoding": place
            | edge
            | {"fill": _own("fill"), "description": {"field": "said"}, "href": {"field": "href"}},
        },
        {
            "data": {"values": [row for row in tiles if row["dashed"]]},
            "mark": silent | {"strokeWidth": 2, "strokeDash": [4, 3], "fill": None, "stroke": LIGHT["bar"]},
            "encoding": place,
        },
        {
            "data": {"values": [row | _middle(row) for row in coded]},
            "mark": {"type": "text", "font": _FONT, "fontSize": 12, "dy": 1, "aria": False},
            "encoding": _at("x", "y") | {"text": {"field": "code"}, "color": _own("ink")},
        },
        {
            "data": {"values": [row | _corner(row) for row in tiles if row["chair"]]},
            "mark": {"type": "point", "shape": "diamond", "size": 60, "strokeWidth": 0, "aria": False}
            | {"opacity": 1, "fill": LIGHT["accent"], "stroke": None},
            "encoding": _at("x", "y"),
        },
    ]


def _middle(row: Row) -> Row:
    return {"x": (row["x"] + row["x2"]) / 2, "y": (row["y"] + row["y2"]) / 2}


def _corner(row: Row) -> Row:
    return {"x": row["x2"] - 5, "y": row["y"] + 5}


def _at(*names: str) -> Row:
    """Channels that take px as they are."""
    return {name: {"field": name, "type": "quantitative", "scale": None, "axis": None} for name in names}


def _ends(*names: str) -> Row:
    return {name: {"field": name} for name in names}


def _own(field: str) -> Row:
    """A channel that takes colours as they are."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


def _words(rows: Iterable[Row], side: str) -> list[Specification]:
    """Names of regions, of their parts, and the meanings of tiles, each in its size."""
    told = [row for row in rows if "size" in row]
    return [
        {
            "data": {"values": [row for row in told if row["size"] == size]},
            "mark": {"type": "text", "font": _FONT, "align": side, "baseline": "middle", "aria": False}
            | {"fontSize": size, "fontWeight": 600 if size == 15 else 400},
            "encoding": _at("x", "y") | {"text": {"field": "text"}, "color": _own("colour")},
        }
        for size in (12, 13, 15)
    ]
