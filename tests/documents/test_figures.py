"""The numbers of a year, and what the chart says in words."""

from __future__ import annotations

import pytest

from iscm.documents.blocks import Bar
from iscm.documents.figures import Totals, bar_chart, narrow_bar_chart, popularity, said, totals
from iscm.documents.joint import Telling, once
from iscm.documents.words import words
from iscm.domain.issues import IndexRow, Told
from iscm.domain.statements import Statement
from iscm.domain.when import When


def held(*dates: str, **more: object) -> Telling:
    return Telling(
        "igc", Told(id="x", statement=Statement(type="meeting", dates=tuple(map(When.parse, dates)), **more))
    )


@pytest.mark.parametrize(
    ("telling", "meetings", "dated"),
    [
        (held("2022-03-23"), 1, 1),
        (held(count=24), 24, 0),
        (held(count=None), 0, 0),
        (held("2022-04", "2022-05-03", count=3), 3, 1),
        (held("2022-04-01", "2022-05-03", count=1), 2, 2),
        (held("2022-04-01", status="cancelled"), 0, 0),
        (held("2022-04-01", status="announced"), 0, 0),
        (held("2022-04-01", status="held"), 1, 1),
    ],
)
def test_totals(telling: Telling, meetings: int, dated: int):
    assert totals(once([telling])) == Totals(meetings, dated)


def test_bars_stand_by_number_then_by_name_and_none_is_empty():
    rows = [
        (label, IndexRow(theme=label, mechanisms=tuple("m" * n)), label)
        for label, n in (("b", 1), ("É", 2), ("d", 2), ("a", 0))
    ]
    assert [(bar.label, bar.value) for bar in popularity(rows)] == [("d", 2), ("É", 2), ("b", 1)]


def bars(*values: int) -> list[Bar]:
    return [Bar(label=f"T{n}", value=value) for n, value in enumerate(values, 1)]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((), ""),
        ((3,), "T1 leads with 3 mechanisms."),
        ((3, 1), "T1 leads with 3 mechanisms. At the other end, T2 with 1 mechanism."),
        (
            (4, 3, 2, 2),
            (
                "T1 leads with 4 mechanisms; next T2 with 3 mechanisms. "
                "At the other end, T3 and T4 with 2 mechanisms each."
            ),
        ),
        ((2, 2, 2, 2), "4 themes lead together with 2 mechanisms."),
    ],
)
def test_the_chart_in_words(values: tuple[int, ...], text: str):
    start = (
        f"Bar chart of {len(values)} thematic areas by the number of mechanisms that took them up in 2022. "
    )
    assert said(bars(*values), words("en"), 2022) == (start + text if text else "")


def test_both_charts_are_plain_data_with_every_bar():
    for chart in (bar_chart(bars(3, 1), width=680), narrow_bar_chart(bars(3, 1), width=350)):
        assert [(row["label"], row["value"]) for row in chart["data"]["values"]] == [("T1", 3), ("T2", 1)]
        assert chart["config"]["aria"] is False
