"""A table of numbers as fields of darker and lighter ground, each with its number: what happened in which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iscm.documents.look import FONTS, LIGHT
from iscm.documents.pictures.picture import Specification
from iscm.documents.pictures.years import WIDE, whole


@dataclass(frozen=True, slots=True)
class Field:
    """A field of row and column; 0 stays empty."""

    row: str
    column: str
    value: int
    said: str
    href: str | None = None


def table(
    fields: Sequence[Field], columns: Sequence[str], *, width: int = WIDE, backwards: bool = False
) -> Specification:
    """Rows in the order in which they come first, columns as given. Dark fields bear light numbers."""
    rows = list(dict.fromkeys(field.row for field in fields))
    most = max((field.value for field in fields), default=1)
    font = f"'{FONTS['sans']}'"
    axis = {
        "title": None, "domain": False, "ticks": False, "labelFont": font, "labelFontSize": 12,
        "labelColor": LIGHT["ink"],
    }  # fmt: skip
    room = min(round(max(map(len, rows), default=0) * 6) + 14, width // 2)
    across = {
        "field": "column", "type": "nominal", "sort": list(columns),
        "scale": {"domain": list(columns), "reverse": backwards}, "axis": axis | {"orient": "top", "labelAngle": -90},
    }  # fmt: skip
    down = {
        "field": "row", "type": "nominal", "sort": rows,
        "axis": axis | {"orient": "right" if backwards else "left", "labelLimit": room, "minExtent": room},
    }  # fmt: skip
    ground = {
        "mark": {"type": "rect", "stroke": LIGHT["page"], "strokeWidth": 1},
        "encoding": {
            "color": {
                "field": "value", "type": "quantitative", "legend": None,
                "scale": {"type": "sqrt", "domain": [0, most], "range": [LIGHT["wash"], LIGHT["blue"]]},
            },
            "href": {"field": "href"},
            "description": {"field": "said"},
        },
    }  # fmt: skip
    number = {
        "mark": {"type": "text", "font": font, "fontSize": 11, "aria": False},
        "encoding": {
            "text": {"field": "value"},
            "color": {
                "condition": {"test": f"datum.value > {most * 0.3}", "value": LIGHT["page"]},
                "value": LIGHT["ink"],
            },
        },
    }
    values = [
        {"row": f.row, "column": f.column, "value": f.value, "said": f.said, "href": f.href}
        for f in fields
        if f.value
    ]
    return whole(width - room, {"step": 20}) | {
        "data": {"values": values},
        "encoding": {"x": across, "y": down},
        "layer": [ground, number],
    }
