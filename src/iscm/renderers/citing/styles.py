"""A reference in the manner of four styles, from CSL-JSON. In English, whose styles they are.

After the manuals' rules for a work of a corporate author without a page range: APA 7, Chicago 17 (bibliography),
Harvard (Cite Them Right), OSCOLA 4. A title is set in italics where the style does so.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Run = tuple[str, bool]  # words, and whether they are in italics
Item = Mapping[str, Any]


def cite(item: Item, style: str) -> tuple[Run, ...]:
    """The reference, as runs of words."""
    return tuple(run for run in STYLES[style](item) if run[0])


def plain(item: Item, style: str) -> str:
    """The same without italics."""
    return "".join(text for text, _italic in cite(item, style))


def _authors(item: Item, last: str = " and ") -> str:
    names = [str(one["literal"]) for one in item.get("author", ())]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}{last}{names[-1]}"


def _date(item: Item) -> list[int]:
    parts = item.get("issued", {}).get("date-parts", ())
    return list(parts[0]) if parts else []


def _stop(text: str) -> str:
    """With a full stop, unless it ends in a mark already."""
    return text if not text or text[-1] in ".?!" else f"{text}."


def _link(item: Item) -> str:
    return f"https://doi.org/{item['DOI']}" if item.get("DOI") else str(item["URL"])


def _number(item: Item) -> str:
    return str(item.get("number", ""))


def apa(item: Item) -> Iterator[Run]:
    date = _date(item)
    tail = f", {calendar.month_name[date[1]]}" + (f" {date[2]}" if date[2:] else "") if date[1:] else ""
    dated = f"({date[0] if date else 'n.d.'}{tail})."
    noted = "; ".join(filter(None, (_number(item), item.get("genre", ""))))
    who = _stop(_authors(item, ", & "))
    if who:
        yield f"{who} {dated} ", False
    yield str(item["title"]), True
    yield f" [{noted}]." if noted else ("" if str(item["title"])[-1] in ".?!" else "."), False
    if not who:
        yield f" {dated}", False
    if item.get("publisher"):
        yield f" {_stop(item['publisher'])}", False
    yield f" {_link(item)}", False


def chicago(item: Item) -> Iterator[Run]:
    date = _date(item)
    who = _stop(_authors(item, ", and "))
    yield f"{who} " if who else "", False
    yield _stop(str(item["title"])), True
    if _number(item):
        yield f" {_stop(_number(item))}", False
    months = f"{calendar.month_name[date[1]]} " if date[1:] else ""
    day = f"{calendar.month_name[date[1]]} {date[2]}, " if date[2:] else months
    told = f"{day}{date[0]}" if date else "n.d."
    yield " " + ", ".join(filter(None, (item.get("publisher", ""), told))).removesuffix(".") + ".", False
    yield f" {_link(item)}.", False


def harvard(item: Item) -> Iterator[Run]:
    date = _date(item)
    year = f"({date[0] if date else 'no date'})"
    who = _authors(item)
    if who:
        yield f"{who} {year} ", False
    yield (str(item["title"]) if not who else _stop(str(item["title"]))), True
    if not who:
        yield f" {year}.", False
    yield f" {_stop(_number(item))}" if _number(item) else "", False
    if item.get("publisher"):
        yield f" {_stop(item['publisher'])}", False
    yield f" Available at: {_link(item)}.", False


def oscola(item: Item) -> Iterator[Run]:
    date = _date(item)
    month = f"{calendar.month_name[date[1]]} " if date[1:] else ""
    day = f"{date[2]} " if date[2:] else ""
    told = f"{day}{month}{date[0]}" if date else ""
    who = _authors(item)
    yield f"{who}, " if who else "", False
    yield f"‘{item['title']}’", False
    inside = ", ".join(filter(None, (item.get("publisher", ""), told)))
    yield f" ({inside})" if inside else "", False
    yield f" {_number(item)}" if _number(item) else "", False
    yield f" <{_link(item)}>", False


STYLES: Mapping[str, Callable[[Item], Iterator[Run]]] = {
    "APA": apa,
    "Chicago": chicago,
    "Harvard": harvard,
    "OSCOLA": oscola,
}
