"""Pictures as data: nothing drawn over another, nothing left out, and the same from right to left."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.documents.blocks import Bar
from iscm.documents.look import LIGHT, channels, mixed
from iscm.documents.pictures import bars, founded, tiles

LOOKS = (tiles.NOBODY, *tiles.SHADES, tiles.MEMBER, tiles.CHAIR, tiles.OTHER)
NAMES = st.text(st.characters(categories=("L",)), min_size=1, max_size=40)
SIZES = st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=6), min_size=1, max_size=6)


def blocks(sizes: list[list[int]], name: str = "Region") -> list[tiles.Block]:
    """Blocks with parts of these sizes; codes are numbers, so that each is one tile's alone."""
    number = itertools.count()
    return [
        tiles.Block(
            name,
            tuple(
                (name, tuple(tiles.Tile(f"{code}", f"said {code}", "https://a", LOOKS[code % len(LOOKS)])
                             for code in itertools.islice(number, size)))
                for size in parts
            ),
        )
        for parts in sizes
    ]  # fmt: skip


def drawn(specification: dict[str, Any]) -> list[dict[str, Any]]:
    """The tiles that stand for somebody."""
    return specification["layer"][1]["data"]["values"]


@given(SIZES, NAMES)
def test_no_tile_lies_on_another_and_each_is_there_once(sizes, name):
    made = blocks(sizes, name)
    for specification in (tiles.wide(made, ()), tiles.narrow(made, ()), tiles.wide(made, (), backwards=True)):
        rows = drawn(specification)
        assert sorted(row["code"] for row in rows) == sorted(
            tile.code for block in made for _name, part in block.parts for tile in part
        )
        corners = {(row["x"], row["y"]) for row in rows}
        assert len(corners) == len(rows)
        assert all(row["x"] >= 0 and row["x2"] <= specification["width"] for row in rows)
        assert all(row["y"] >= 0 and row["y2"] <= specification["height"] for row in rows)
        near = [
            (a, b)
            for a, b in itertools.combinations(rows, 2)
            if abs(a["x"] - b["x"]) < 28 and abs(a["y"] - b["y"]) < 28
        ]
        assert near == []


@given(SIZES)
def test_from_right_to_left_it_is_the_mirror_image(sizes):
    made = blocks(sizes)
    there, back = tiles.wide(made, ()), tiles.wide(made, (), backwards=True)
    mirrored = {(row["code"], there["width"] - row["x2"], row["y"]) for row in drawn(there)}
    assert mirrored == {(row["code"], row["x"], row["y"]) for row in drawn(back)}


def test_a_phone_holds_it():
    assert tiles.narrow(blocks([[54, 12], [9]]), ())["width"] <= 340


def test_what_colour_tells_is_told_without_it():
    assert tiles.OTHER.dashed
    assert tiles.CHAIR.chair
    assert not tiles.MEMBER.dashed


def luminance(colour: str) -> float:
    parts = [c / 255 for c in channels(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("look", [tiles.NOBODY, *tiles.SHADES, tiles.MEMBER, tiles.CHAIR, tiles.OTHER])
def test_letters_stand_out_from_their_tile(look):
    light, dark = sorted((luminance(look.fill), luminance(look.ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_more_is_darker():
    steps = [luminance(look.fill) for look in (tiles.NOBODY, *tiles.SHADES)]
    assert steps == sorted(steps, reverse=True)


@given(st.sampled_from(["bar", "deep", "ink"]))
def test_a_mixture_ends_at_its_two_colours(name):
    assert mixed(name, 0) == LIGHT["page"]
    assert mixed(name, 1) == LIGHT[name]


@given(st.lists(st.tuples(st.integers(1980, 2030), st.sampled_from(founded.LEVELS)), min_size=1, max_size=60))
def test_every_mechanism_stands_in_the_five_years_of_its_founding(rows):
    made = [
        founded.Founding(f"m{n}", year, level, f"{year}", "https://a") for n, (year, level) in enumerate(rows)
    ]
    legend = [(level, level) for level in founded.LEVELS]
    for draw, width in ((founded.wide, 720), (founded.narrow, 340)):
        specification = draw(made, legend, width=width)
        boxes = drawn(specification)
        assert sorted(row["text"] for row in boxes) == sorted(row.name for row in made)
        assert len({(row["x"], row["y"]) for row in boxes}) == len(boxes)
        assert all(row["x"] >= 0 and row["x2"] <= width and row["y"] >= 0 for row in boxes)
    columns = {row["text"]: row["x"] for row in drawn(founded.wide(made, legend, width=720))}
    in_order = sorted(made, key=lambda row: row.year // 5)
    assert [columns[row.name] for row in in_order] == sorted(columns.values())


def test_a_name_too_long_is_cut_and_said_whole():
    long = founded.Founding("A name of very many letters", 2000, "global", "all of it", "https://a")
    (box,) = drawn(founded.narrow([long], [("global", "Global")], width=340))
    assert box["text"].endswith("…")
    assert box["said"] == "all of it"


def test_bars_lead_to_addresses_and_say_what_they_are():
    rows = [Bar(label="Data", value=3, target="https://hub/themes/data/")]
    for specification in (bars.wide(rows, ["three"]), bars.narrow(rows, ["three"], backwards=True)):
        assert specification["data"]["values"] == [
            {"label": "Data", "value": 3, "href": "https://hub/themes/data/", "said": "three"}
        ]
        assert specification["layer"][0]["encoding"]["description"] == {"field": "said"}
    assert bars.wide(rows, ["three"], backwards=True)["encoding"]["x"]["scale"]["reverse"]
