"""Pictures over the years: every number is drawn, the three kinds of count can be told apart without colour."""

from __future__ import annotations

import re

from iscm.documents.look import DARK, LIGHT
from iscm.documents.pictures.years import NARROW, SHADES, WIDE, Share, Stack, columns, rows, small_lines
from iscm.renderers import charts

LEGEND = ("dated", "counted", "undated")
STACKS = [
    Stack("2020", (3, 0, 1), "4"),
    Stack("2021", (0, 0, 0), ""),
    Stack("2022", (72, 74, 7), "≥ 153", "2022, at least 153 meetings", "/meetings/?year=2022"),
]


def lightness(colour: str) -> float:
    """Relative luminance, as WCAG has it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_neighbours_differ_in_lightness_by_light_and_in_the_dark():
    names = [next(name for name, colour in LIGHT.items() if colour == shade) for shade in SHADES]
    for palette in (LIGHT, DARK):
        known = [lightness(palette[name]) + 0.05 for name in names]
        for one, other in zip(known, known[1:], strict=False):
            assert max(one, other) / min(one, other) > 2


def test_a_year_of_which_nothing_is_known_keeps_its_place():
    drawn = columns(STACKS, LEGEND)
    assert drawn["encoding"]["x"]["scale"]["domain"] == ["2020", "2021", "2022"]
    assert ">2021<" in charts.svg(drawn)


def test_every_part_is_drawn_in_the_order_of_the_legend_and_leads_to_its_meetings():
    for draw in (columns, rows):
        for width in (WIDE, NARROW):
            svg = charts.svg(draw(STACKS, LEGEND, width=width))
            assert all(f">{name}<" in svg for name in LEGEND)
            assert svg.count('href="/meetings/?year=2022"') >= 3
    values = columns(STACKS, LEGEND)["data"]["values"]
    assert [(v["label"], v["part"], v["value"]) for v in values] == [
        ("2020", "dated", 3), ("2020", "undated", 1),
        ("2022", "dated", 72), ("2022", "counted", 74), ("2022", "undated", 7),
    ]  # fmt: skip


def test_a_bar_says_that_there_were_more():
    assert "≥ 153" in charts.svg(rows(STACKS, LEGEND))


def test_small_pictures_share_their_scale():
    points = [
        Share(of, year, 10.0 * n, "x") for of in ("Days", "Place") for n, year in enumerate(range(2015, 2020))
    ]
    for width, beside in ((WIDE, 3), (NARROW, 2)):
        drawn = small_lines(points, width=width, columns=beside)
        assert drawn["spec"]["encoding"]["y"]["scale"]["domain"] == [0, 100]
        assert re.search(r">Days<.*>Place<", charts.svg(drawn), re.DOTALL)
    assert charts.svg(small_lines([])).startswith("<svg")
