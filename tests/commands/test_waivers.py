"""Waivers kept in a file: what is written is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from iscm.commands.waivers import NotWaivers, load, store
from iscm.domain.waivers import Waiver

words = some.text(some.characters(codec="utf-8"), min_size=1).filter(lambda text: text.strip())


@given(some.lists(some.builds(Waiver, words, words, words, words), unique_by=lambda waiver: waiver.key))
def test_what_is_stored_is_loaded(tmp_path_factory: pytest.TempPathFactory, waivers: list[Waiver]) -> None:
    path = tmp_path_factory.mktemp("kept") / "waivers.toml"
    store(path, waivers)
    assert load(path) == tuple(sorted(waivers, key=lambda waiver: waiver.key))


def test_none_where_there_is_no_file(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == ()


@pytest.mark.parametrize(
    "text",
    ["= 3", "waiver = 3", "[[waiver]]\nkey = 'x'", "[[waiver]]\nkey = 'x'\nreason = ' '", "waiver = ['x']"],
)
def test_what_is_no_file_of_waivers_is_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(NotWaivers, match="does not hold waivers"):
        load(path)


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    store(tmp_path / "waivers.toml", [Waiver("a:b", "why")])
    assert [path.name for path in tmp_path.iterdir()] == ["waivers.toml"]
