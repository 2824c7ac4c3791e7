"""Counts over the years and by class: what is known to the day, told by number, and undated, one upon the other.

The three differ by lightness and by their order, within a line of one colour, so that they can be told apart in print
without colour. Words come with the values: a picture speaks the language of its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from iscm.documents.look import FONTS, LIGHT
from iscm.documents.pictures.picture import Specification

WIDE, NARROW = 680, 340  # px, as other pictures
SHADES = (LIGHT["deep"], LIGHT["bar"], LIGHT["wash"])
_FONT = f"'{FONTS['sans']}'"  # quoted, as in figures


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar: its label, its parts in the order of the legend, what stands at its end, and what it says in words."""

    label: str
    parts: tuple[int, ...]
    number: str
    said: str = ""
    href: str | None = None


def columns(
    stacks: Sequence[Stack], legend: Sequence[str], *, width: int = WIDE, backwards: bool = False
) -> Specification:
    """A column for each year, in the order given; ``backwards``: years run from the right."""
    every = max(1, -(-len(stacks) * 40 // width))  # a label takes some 40 px
    shown = [stack.label for place, stack in enumerate(stacks) if place % every == 0]
    across = {
        "field": "label", "type": "nominal", "sort": None,
        "scale": {
            "domain": [stack.label for stack in stacks], "paddingInner": 0.25, "paddingOuter": 0.1,
            "reverse": backwards,
        },
        "axis": _axis(values=shown, labelAngle=0),
    }  # fmt: skip
    up: dict[str, Any] = {"field": "value", "type": "quantitative", "stack": "zero"}
    up["axis"] = _axis(grid=True, gridColor=LIGHT["line"], tickCount=4, format="d", tickMinStep=1) | {
        "orient": "right" if backwards else "left"
    }
    return _stacked(stacks, legend, {"x": across, "y": up}, width=width, height=240)


def rows(
    stacks: Sequence[Stack], legend: Sequence[str], *, width: int = WIDE, backwards: bool = False
) -> Specification:
    """A lying bar for each class, in the order given, with its whole at its end."""
    room, down, names = naming([stack.label for stack in stacks], width=width, backwards=backwards)
    along = {
        "field": "value", "type": "quantitative", "stack": "zero", "axis": None,
        "scale": {"nice": False, "reverse": backwards},
    }  # fmt: skip
    height = {"step": 46 if names else 23}
    drawn = _stacked(stacks, legend, {"y": down, "x": along}, width=width - room - 54, height=height)
    number = {
        "data": {"values": [{"label": s.label, "value": sum(s.parts), "number": s.number} for s in stacks]},
        "mark": {
            "type": "text", "align": "right" if backwards else "left", "dx": -6 if backwards else 6,
            "fontWeight": 600, "color": LIGHT["ink"], "font": _FONT, "fontSize": 13, "aria": False,
        },
        "encoding": {"y": down, "x": along | {"stack": None}, "text": {"field": "number"}},
    }  # fmt: skip
    bars = {key: drawn.pop(key) for key in ("data", "mark", "encoding")}
    return drawn | {"layer": [bars, number, *names]}


def naming(
    labels: Sequence[str], *, width: int, backwards: bool
) -> tuple[int, dict[str, Any], list[Specification]]:
    """How rows are named: beside them, with the room that takes; on a narrow picture above them, by a layer."""
    down: dict[str, Any] = {"field": "label", "type": "nominal", "sort": list(labels)}
    if width < WIDE:
        down |= {"axis": None, "scale": {"paddingInner": 0.72, "paddingOuter": 0.5}}
        text = {
            "data": {"values": [{"label": label} for label in labels]},
            "mark": {
                "type": "text", "align": "right" if backwards else "left", "baseline": "bottom", "dy": -8,
                "color": LIGHT["ink"], "font": _FONT, "fontSize": 14, "aria": False,
            },
            "encoding": {"y": down, "x": {"value": "width" if backwards else 0}, "text": {"field": "label"}},
        }  # fmt: skip
        return 0, down, [text]
    room = min(round(max(map(len, labels), default=0) * 13 * 0.47) + 18, width // 2)
    axis = _axis(labelLimit=room, minExtent=room, maxExtent=room, labelPadding=12)
    down |= {"axis": axis | {"orient": "right" if backwards else "left"}}
    return room, down | {"scale": {"paddingInner": 0.42, "paddingOuter": 0.1}}, []


def _stacked(
    stacks: Sequence[Stack],
    legend: Sequence[str],
    places: dict[str, Any],
    *,
    width: int,
    height: int | dict[str, int],
) -> Specification:
    values = [
        {"label": stack.label, "part": name, "order": place, "value": value, "href": stack.href,
         "said": f"{stack.said or stack.label}: {name} {value}"}
        for stack in stacks
        for place, (name, value) in enumerate(zip(legend, stack.parts, strict=True))
        if value
    ]  # fmt: skip
    shades = {"domain": list(legend), "range": list(SHADES[: len(legend)])}
    key = {
        "title": None, "orient": "top", "direction": "horizontal", "labelFont": _FONT, "labelFontSize": 13,
        "labelColor": LIGHT["ink"], "labelLimit": 0, "symbolType": "square", "symbolSize": 120,
        "symbolStrokeColor": LIGHT["bar"], "symbolStrokeWidth": 1, "columns": 1 if width < WIDE // 2 else 3,
    }  # fmt: skip
    return whole(width, height) | {
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": LIGHT["bar"], "strokeWidth": 0.75},
        "encoding": {
            **places,
            "color": {
                "field": "part",
                "type": "nominal",
                "sort": list(legend),
                "scale": shades,
                "legend": key,
            },
            "order": {"field": "order", "type": "quantitative"},
            "href": {"field": "href"},
            "description": {"field": "said"},
        },
    }


def whole(width: int, height: int | dict[str, int]) -> Specification:
    """What every specification begins with."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": 2,
        "width": width,
        "height": height,
        "config": {"view": {"stroke": None}},
    }


def _axis(**more: Any) -> dict[str, Any]:
    return {
        "title": None, "domain": False, "ticks": False, "grid": False, "labelFont": _FONT, "labelFontSize": 13,
        "labelColor": LIGHT["ink"], **more,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """A point of a small line: in hundredths; ``of`` tells which line, ``said`` the point in words."""

    of: str
    year: int
    share: float
    said: str


def small_lines(
    shares: Sequence[Share], *, width: int = WIDE, columns: int = 3, backwards: bool = False
) -> Specification:
    """A small picture for each aspect, all of one scale: shares in hundredths over the years."""
    first, last = (end((share.year for share in shares), default=0) for end in (min, max))
    names = list(dict.fromkeys(share.of for share in shares))
    across = {
        "field": "year", "type": "quantitative",
        "scale": {"domain": [first, last], "nice": False, "reverse": backwards},
        "axis": _axis(format="d", tickCount=3, labelFlush=True),
    }  # fmt: skip
    up = {
        "field": "share", "type": "quantitative", "scale": {"domain": [0, 100]},
        "axis": _axis(values=[0, 50, 100], grid=True, gridColor=LIGHT["line"])
        | {"orient": "right" if backwards else "left"},
    }  # fmt: skip
    line = {"mark": {"type": "line", "color": LIGHT["bar"], "strokeWidth": 1.5, "aria": False}}
    dots = {
        "mark": {"type": "point", "color": LIGHT["bar"], "filled": True, "size": 22},
        "encoding": {"description": {"field": "said"}},
    }
    head = {
        "title": None,
        "labelFont": _FONT,
        "labelFontSize": 13,
        "labelColor": LIGHT["ink"],
        "labelFontWeight": 600,
    }
    one = {
        "width": width // columns - 46,
        "height": 90,
        "encoding": {"x": across, "y": up},
        "layer": [line, dots],
    }
    frame = whole(0, 0)
    del frame["width"], frame["height"]
    return frame | {
        "data": {"values": [{"of": s.of, "year": s.year, "share": s.share, "said": s.said} for s in shares]},
        "facet": {"field": "of", "type": "nominal", "sort": names, "header": head},
        "columns": columns,
        "spec": one,
    }
