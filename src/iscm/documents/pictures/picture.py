"""A picture as data: one specification for browser, PDF and Word, its words, its numbers and where they come from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from iscm.documents.blocks import Table

Specification = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """``key`` is its address. ``specification`` is Vega-Lite with all its data inside; ``narrow`` the same for a small
    screen, None where the one serves both.

    ``alternative`` says in words what the picture says; ``table`` holds its numbers, all of them. ``unknown`` says what
    is not known and so not drawn, "" where nothing is. ``of_states``: States are drawn or listed, so the designations
    disclaimer stands beside it. ``as_of``: the day for which it holds, None for all days.
    """

    key: str
    title: str
    specification: Specification
    narrow: Specification | None = None
    alternative: str
    table: Table
    unknown: str = ""
    of_states: bool = False
    as_of: dt.date | None = None
