"""Spans of days by the hundred thousand: which of them meet. Columns of numbers, as whole days (``date.toordinal``)."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Days: TypeAlias = NDArray[np.int64]  # one day for each span
Places: TypeAlias = NDArray[np.intp]  # positions in such a column


def meeting(first: Days, last: Days) -> tuple[Places, Places]:
    """Every pair of spans that share a day: positions of the one and of the other, each pair once, in no order.

    ``last`` is meant, and never before ``first``. Sorted by their first day, a span meets those after it that begin
    before it is over: the cost is that of sorting, and of the pairs found.
    """
    order = np.argsort(first, kind="stable")
    begins, ends = first[order], last[order]
    upto = np.searchsorted(begins, ends, side="right")  # of each, the first that begins too late
    own = np.arange(len(order))
    found = upto - own - 1
    one = np.repeat(own, found)
    within = np.arange(len(one)) - np.repeat(np.cumsum(found) - found, found)
    return order[one], order[one + 1 + within]


def column(values: Any) -> Days:
    """Days as a column."""
    return np.asarray(values, dtype=np.int64)
