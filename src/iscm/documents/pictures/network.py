"""A network as a picture: things around a circle, joined where they have much in common; the same place each time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from iscm.documents.blocks import Table
from iscm.documents.look import FONTS, LIGHT
from iscm.documents.pictures.picture import Picture, Specification

_FONT = f"'{FONTS['sans']}'"
_STEPS = 16  # straight pieces of a curve
_THIN, _THICK = 0.75, 5.0  # px, of the lines
LONGEST = 24  # characters of a name; the table has all of it
_SMALL, _LARGE = 30, 300  # px², of the discs
GROUPS = (LIGHT["bar"], LIGHT["accent"], LIGHT["deep"])  # colours of groups, in their order


@dataclass(frozen=True, slots=True)
class Node:
    """``group`` is the number of its group, ``size`` what its disc stands for, ``href`` where it leads or ""."""

    key: str
    label: str
    group: int
    size: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """``weight`` from 0 to 1."""

    one: str
    other: str
    weight: float


def network(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    groups: Sequence[str],
    key: str,
    title: str,
    alternative: str,
    table: Table,
    unknown: str,
    as_of: dt.date | None,
) -> Picture:
    """Nodes around a circle in the order given, each edge a curve as thick as its weight; ``groups`` by their names.

    Which edges are worth drawing is for the caller to choose, and ``alternative`` to say. A small screen gets a column
    of names with arcs beside it.
    """
    return Picture(
        key=key,
        title=title,
        specification=_circle(nodes, edges, groups),
        narrow=_column(nodes, edges, groups),
        alternative=alternative,
        table=table,
        unknown=unknown,
        of_states=True,
        as_of=as_of,
    )


def _circle(nodes: Sequence[Node], edges: Sequence[Edge], groups: Sequence[str]) -> Specification:
    radius, margin = 290.0, 170.0
    around = {
        node.key: 2 * math.pi * place / max(len(nodes), 1) - math.pi / 2 for place, node in enumerate(nodes)
    }
    at = {key: (radius * math.cos(angle), radius * math.sin(angle)) for key, angle in around.items()}
    rows = []
    for node in nodes:
        angle, (x, y) = around[node.key], at[node.key]
        left = math.cos(angle) < -1e-9
        rows.append(
            _disc(node, nodes, x, y)
            | {
                "tx": round(x + 14 * math.cos(angle), 2),
                "ty": round(y + 14 * math.sin(angle), 2),
                "angle": round(math.degrees(angle) + (180 if left else 0), 2),
                "left": left,
            }
        )
    curves = [
        point | {"curve": number}
        for number, edge in enumerate(edges)
        for point in _bent(at[edge.one], at[edge.other], _inwards(at[edge.one], at[edge.other]), edge.weight)
    ]
    reach = radius + margin
    names = [_names(side) for side in (False, True)]
    return _whole(
        rows,
        curves,
        groups,
        width=2 * reach,
        height=2 * reach,
        x=(-reach, reach),
        y=(reach, -reach),
        names=names,
    )


def _column(nodes: Sequence[Node], edges: Sequence[Edge], groups: Sequence[str]) -> Specification:
    step, width, line = 22.0, 370.0, 165.0
    at = {node.key: (line, step * place) for place, node in enumerate(nodes)}
    rows = [
        _disc(node, nodes, line, step * place)
        | {"tx": line - 12, "ty": step * place, "angle": 0, "left": True}
        for place, node in enumerate(nodes)
    ]
    curves = []
    for number, edge in enumerate(edges):
        (x, y), (_x, to) = at[edge.one], at[edge.other]
        out = x + (width - line - 8) * 2 * min(1.0, abs(to - y) / max(step * len(nodes), 1))
        curves += [p | {"curve": number} for p in _bent((x, y), (x, to), (out, (y + to) / 2), edge.weight)]
    height = step * max(len(nodes), 1)
    return _whole(
        rows,
        curves,
        groups,
        width=width,
        height=height,
        x=(0, width),
        y=(height - step / 2, -step / 2),
        names=[_names(True)],
    )


def _disc(node: Node, nodes: Sequence[Node], x: float, y: float) -> dict[str, Any]:
    most = max((one.size for one in nodes), default=1) or 1
    return {
        "label": shorten(node.label, LONGEST, placeholder=" …"),
        "group": node.group,
        "area": round(_SMALL + (_LARGE - _SMALL) * node.size / most, 1),
        "x": round(x, 2),
        "y": round(y, 2),
        "href": node.href or None,
    }


def _inwards(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Half the way from the middle of two places on the circle to its centre."""
    return 0.25 * (one[0] + other[0]), 0.25 * (one[1] + other[1])


def _bent(
    one: tuple[float, float], other: tuple[float, float], through: tuple[float, float], weight: float
) -> list[dict[str, float]]:
    """Points of a curve from one place to another that leans towards a third (a quadratic Bézier)."""
    points = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        x, y = (
            (1 - t) ** 2 * a + 2 * t * (1 - t) * c + t**2 * b
            for a, b, c in zip(one, other, through, strict=True)
        )
        thick = _THIN + (_THICK - _THIN) * weight
        points.append({"step": step, "cx": round(x, 2), "cy": round(y, 2), "thick": round(thick, 2)})
    return points


def _names(left: bool) -> Specification:
    """Names beside their discs, read from the outside in on the left half."""
    return {
        "transform": [{"filter": f"datum.left === {str(left).lower()}"}],
        "mark": {
            "type": "text", "align": "right" if left else "left", "baseline": "middle", "font": _FONT,
            "fontSize": 13, "color": LIGHT["ink"],
        },
        "encoding": {
            "x": {"field": "tx", "type": "quantitative"},
            "y": {"field": "ty", "type": "quantitative"},
            "angle": {"field": "angle", "type": "quantitative", "scale": None},
            "text": {"field": "label"},
            "href": {"field": "href"},
        },
    }  # fmt: skip


def _whole(
    rows: list[dict[str, Any]],
    curves: list[dict[str, Any]],
    groups: Sequence[str],
    *,
    width: float,
    height: float,
    x: tuple[float, float],
    y: tuple[float, float],
    names: list[Specification],
) -> Specification:
    def axis(field: str, ends: tuple[float, float]) -> dict[str, Any]:
        scale = {"domain": list(ends), "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    lines = {
        "data": {"values": curves},
        "mark": {"type": "line", "color": LIGHT["bar"], "opacity": 0.5, "strokeCap": "round"},
        "encoding": {
            "x": axis("cx", x),
            "y": axis("cy", y),
            "detail": {"field": "curve", "type": "nominal"},
            "order": {"field": "step", "type": "quantitative"},
            "strokeWidth": {"field": "thick", "type": "quantitative", "scale": None},
        },
    }
    colour = {
        "field": "group",
        "type": "nominal",
        "scale": {"domain": list(range(len(groups))), "range": list(GROUPS[: len(groups)])},
        "legend": {
            "title": None, "orient": "bottom", "direction": "vertical", "symbolType": "circle", "symbolStrokeWidth": 0,
            "labelFont": _FONT, "labelFontSize": 13, "labelColor": LIGHT["ink"], "labelLimit": 0,
            "labelExpr": f"{list(groups)}[datum.value]",
        },
    }  # fmt: skip
    discs = {
        "mark": {"type": "circle", "opacity": 1, "stroke": LIGHT["page"], "strokeWidth": 1},
        "encoding": {
            "x": axis("x", x),
            "y": axis("y", y),
            "size": {"field": "area", "type": "quantitative", "scale": None},
            "color": colour,
            "href": {"field": "href"},
        },
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": 2,
        "width": width,
        "height": height,
        "data": {"values": rows},
        "layer": [lines, discs, *names] if curves else [discs, *names],
        "config": {"view": {"stroke": None}, "aria": False},
    }
