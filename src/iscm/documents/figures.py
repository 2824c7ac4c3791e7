"""The numbers of a year, and the chart of its themes, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from iscm.documents.blocks import Bar
from iscm.documents.joint import Gathering
from iscm.documents.look import FONTS, LIGHT
from iscm.documents.names import order
from iscm.documents.words import Words
from iscm.domain.issues import IndexRow
from iscm.domain.meetings import NOT_TO_COUNT

Specification = dict[str, Any]
_FONT = f"'{FONTS['sans']}'"  # quoted: a name with a digit is no bare CSS name


@dataclass(frozen=True, slots=True)
class Totals:
    """``meetings`` as told by number (a plural without one adds none), ``dated`` those with a day."""

    meetings: int
    dated: int


def totals(meetings: Iterable[Gathering]) -> Totals:
    """How many meetings were told; one told by several mechanisms counts once, one not held not at all."""
    statements = [meeting.statement for meeting in meetings if meeting.statement.status not in NOT_TO_COUNT]
    return Totals(
        sum(max(s.count or 0, len(s.dates)) for s in statements),
        sum(when.days is not None for s in statements for when in s.dates),
    )


def popularity(rows: Sequence[tuple[str, IndexRow, str]]) -> tuple[Bar, ...]:
    """One bar for each (label, row, target), by the number of mechanisms; the most first, equals by their label."""
    bars = [Bar(label=label, value=len(row.mechanisms), target=target) for label, row, target in rows]
    return tuple(sorted((bar for bar in bars if bar.value), key=lambda bar: (-bar.value, order(bar.label))))


def bar_chart(bars: Sequence[Bar], *, width: int, size: int = 13) -> Specification:
    """Vega-Lite: sorted horizontal bars, each with its name at the left and its number at its end. Lengths in px."""
    room = min(round(max(len(bar.label) for bar in bars) * size * 0.45) + 18, width * 3 // 5)
    axis = {
        "title": None, "domain": False, "ticks": False, "labelPadding": 12, "labelLimit": 0,
        "labelFont": _FONT, "labelFontSize": size, "labelColor": LIGHT["ink"],
        "minExtent": room, "maxExtent": room,
    }  # fmt: skip
    padding = {"paddingInner": 0.42, "paddingOuter": 0.1}
    return _chart(bars, width=width - room - 34, step=23, size=size, padding=padding, axis=axis)


def narrow_bar_chart(bars: Sequence[Bar], *, width: int, size: int = 15) -> Specification:
    """The same for a small screen: each name stands above its bar."""
    name = {
        "mark": {
            "type": "text", "align": "left", "baseline": "bottom", "dy": -9, "color": LIGHT["ink"],
            "font": _FONT, "fontSize": size,
        },
        "encoding": {"text": {"field": "label"}, "x": {"value": 0}},
    }  # fmt: skip
    padding = {"paddingInner": 0.72, "paddingOuter": 0.5}
    return _chart(bars, width=width - 34, step=46, size=size, padding=padding, more=(name,))


def _chart(
    bars: Sequence[Bar],
    *,
    width: int,
    step: int,
    size: int,
    padding: dict[str, float],
    axis: dict[str, Any] | None = None,
    more: tuple[Specification, ...] = (),
) -> Specification:
    y = {"field": "label", "type": "nominal", "sort": None, "scale": padding, "axis": axis}
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domainMin": 0, "nice": False}}
    bar = {"mark": {"type": "bar", "color": LIGHT["bar"], "cornerRadiusEnd": 1}}
    bar |= {"encoding": {"href": {"field": "href"}}}
    number = {
        "mark": {
            "type": "text", "align": "left", "dx": 6, "fontWeight": 600, "color": LIGHT["ink"],
            "font": _FONT, "fontSize": size,
        },
        "encoding": {"text": {"field": "value"}},
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": 2,
        "width": width,
        "height": {"step": step},
        "data": {"values": [_row(bar) for bar in bars]},
        "encoding": {"y": y, "x": x},
        "layer": [bar, number, *more],
        "config": {"view": {"stroke": None}, "aria": False},
    }


def _row(bar: Bar) -> dict[str, Any]:
    return {"label": bar.label, "value": bar.value, "href": f"#{bar.target}" if bar.target else None}


def said(bars: Sequence[Bar], words: Words, year: int) -> str:
    """What the chart says, in words: who leads, who follows, who closes."""
    if not bars:
        return ""
    by_value: dict[int, list[str]] = {}
    for bar in bars:
        by_value.setdefault(bar.value, []).append(bar.label)
    values = sorted(by_value, reverse=True)
    most, rest = values[0], values[1:]

    def mechanisms(count: int) -> str:
        return words.counted("popular.mechanisms", count, count=count)

    def names(value: int) -> str:
        found = by_value[value]
        return words.listed(found) if len(found) <= 3 else words.say("popular.many", count=len(found))

    following = (
        words.say("popular.next", names=names(rest[0]), count=mechanisms(rest[0])) if len(rest) > 1 else ""
    )
    least = ""
    if rest:
        last = rest[-1]
        least = words.counted("popular.least", len(by_value[last]), names=names(last), count=mechanisms(last))
    first = words.counted("popular.first", len(by_value[most]), names=names(most))
    text = words.say(
        "popular.alternative",
        themes=len(bars), year=year, first=first, most=mechanisms(most), next=following, least=least,
    )  # fmt: skip
    return text.removesuffix(" .")
