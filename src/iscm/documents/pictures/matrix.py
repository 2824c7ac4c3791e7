"""A matrix as a picture: everything beside everything, the more alike the darker, with the number in each cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from iscm.documents.blocks import Table
from iscm.documents.look import FONTS, LIGHT
from iscm.documents.pictures.picture import Picture, Specification

_FONT = f"'{FONTS['sans']}'"
_CELL = 24  # px


@dataclass(frozen=True, slots=True)
class Cell:
    """``row`` and ``column`` by their labels; ``number`` is written, ``shade`` from 0 to 1 says how dark."""

    row: str
    column: str
    number: int
    shade: float
    href: str = ""


def matrix(
    labels: Sequence[str],
    cells: Sequence[Cell],
    *,
    key: str,
    title: str,
    alternative: str,
    table: Table,
    unknown: str,
    of_states: bool,
    as_of: dt.date | None,
) -> Picture:
    """Rows and columns alike in the order of ``labels``. On a small screen it is the same, drawn smaller."""
    return Picture(
        key=key,
        title=title,
        specification=_specification(labels, cells),
        alternative=alternative,
        table=table,
        unknown=unknown,
        of_states=of_states,
        as_of=as_of,
    )


def _specification(labels: Sequence[str], cells: Sequence[Cell]) -> Specification:
    axis = {
        "title": None, "domain": False, "ticks": False, "labelPadding": 6, "labelLimit": 190, "labelFont": _FONT,
        "labelFontSize": 13, "labelColor": LIGHT["ink"], "grid": False,
    }  # fmt: skip

    def side(field: str, **more: object) -> dict[str, object]:
        scale = {"domain": list(labels), "paddingInner": 0.06, "paddingOuter": 0}
        return {"field": field, "type": "nominal", "sort": None, "scale": scale, "axis": {**axis, **more}}

    shade = {
        "field": "shade",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "range": [LIGHT["wash"], LIGHT["bar"]]},
        "legend": None,
    }
    number = {
        "mark": {"type": "text", "font": _FONT, "fontSize": 11},
        "encoding": {
            "text": {"field": "number"},
            "color": {
                "condition": {"test": "datum.shade > 0.6", "value": LIGHT["page"]}, "value": LIGHT["ink"],
            },
            "href": {"field": "href"},
        },
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": 2,
        "width": {"step": _CELL},
        "height": {"step": _CELL},
        "data": {"values": [_row(cell) for cell in cells]},
        "encoding": {
            "x": side("column", orient="top", labelAngle=-90),
            "y": side("row"),
        },
        "layer": [
            {
                "mark": {"type": "rect", "cornerRadius": 1},
                "encoding": {"color": shade, "href": {"field": "href"}},
            },
            number,
        ],
        "config": {"view": {"stroke": None}, "aria": False},
    }


def _row(cell: Cell) -> dict[str, object]:
    return {
        "row": cell.row,
        "column": cell.column,
        "number": cell.number,
        "shade": round(cell.shade, 3),
        "href": cell.href or None,
    }
