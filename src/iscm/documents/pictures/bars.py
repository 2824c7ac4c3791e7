"""Sorted bars as ``iscm.documents.figures`` draws them, each leading to an address and saying what it is."""

from __future__ import annotations

from collections.abc import Sequence

from iscm.documents import figures
from iscm.documents.blocks import Bar
from iscm.documents.pictures.picture import Specification

WIDE, NARROW = 680, 340  # px


def wide(bars: Sequence[Bar], said: Sequence[str], *, backwards: bool = False) -> Specification:
    """Names beside the bars; ``said`` is each bar in words, ``target`` of each its whole address."""
    return _telling(figures.bar_chart(bars, width=WIDE), bars, said, backwards)


def narrow(bars: Sequence[Bar], said: Sequence[str], *, backwards: bool = False) -> Specification:
    """Names above the bars."""
    return _telling(figures.narrow_bar_chart(bars, width=NARROW), bars, said, backwards)


def _telling(
    drawn: Specification, bars: Sequence[Bar], said: Sequence[str], backwards: bool
) -> Specification:
    values = [
        {"label": bar.label, "value": bar.value, "href": bar.target, "said": words}
        for bar, words in zip(bars, said, strict=True)
    ]
    first, *rest = drawn["layer"]
    first = first | {"encoding": first["encoding"] | {"description": {"field": "said"}}}
    silent = [layer | {"mark": layer["mark"] | {"aria": False}} for layer in rest]
    whole = drawn | {"data": {"values": values}, "layer": [first, *silent]}
    whole["config"] = {"view": {"stroke": None}}
    return turned(whole) if backwards else whole


def turned(drawn: Specification) -> Specification:
    """The same from right to left: the bars grow from the right, and names stand on that side."""
    encoding = drawn["encoding"]
    x = encoding["x"] | {"scale": encoding["x"]["scale"] | {"reverse": True}}
    y = encoding["y"] | (
        {"axis": encoding["y"]["axis"] | {"orient": "right"}} if encoding["y"]["axis"] else {}
    )
    layers = []
    for layer in drawn["layer"]:
        mark = layer["mark"]
        if mark["type"] == "text":
            mark = mark | {"align": "right", "dx": -mark.get("dx", 0)}
            encoded = layer["encoding"]
            if encoded.get("x") == {"value": 0}:
                layer = layer | {"encoding": encoded | {"x": {"value": "width"}}}
        layers.append(layer | {"mark": mark})
    return drawn | {"encoding": encoding | {"x": x, "y": y}, "layer": layers}
