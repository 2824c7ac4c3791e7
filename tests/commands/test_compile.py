"""``iscm compile``: every file in its place, or none and a sentence."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from iscm.commands import compile as command
from iscm.renderers.formats import FORMATS
from iscm.renderers.pdf import Unprintable
from tests.documents import year


@pytest.fixture(autouse=True)
def _records(monkeypatch: pytest.MonkeyPatch) -> None:
    """The records of a year, without a database."""
    known = {"2022": year.load()}

    def kept(asked: str):
        if asked not in known:
            raise command.Unusable(
                f"no issue of {asked} is kept here; iscm load takes the shipped records in"
            )
        return known[asked]

    monkeypatch.setattr(command, "kept", kept)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser(prog="iscm compile")
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_every_format_is_put_in_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "deep" / "2022"
    assert run("2022", "--out", str(out)) == 0
    assert {path.name for path in out.iterdir()} == {f"highlights-2022.{ending}" for ending in FORMATS}
    assert [path.name for path in out.parent.iterdir()] == ["2022"]
    assert capsys.readouterr().out.startswith(f"8 files in {out}: highlights-2022.csv, ")


def test_the_usual_folder_is_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert run("2022", "--lang", "es") == 0
    assert (tmp_path / "build" / "2022" / "highlights-2022-es.pdf").read_bytes().startswith(b"%PDF")


def test_another_language_leaves_the_first_in_place_and_twice_changes_nothing(tmp_path: Path):
    for lang in ("en", "fr", "en"):
        assert run("2022", "--lang", lang, "--out", str(tmp_path)) == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert run("2022", "--out", str(tmp_path)) == 0
    assert len(before) == 16
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_unknown_year_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run("1999", "--out", str(tmp_path / "new")) == 2
    assert "no issue of 1999 is kept here" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "file"
    file.write_text("in the way")
    for out in (file, file / "below"):
        assert run("2022", "--out", str(out)) == 2
        assert f"cannot write {'to' if out == file else 'beside'} {out}: " in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert file.read_text() == "in the way"


def test_nothing_is_half_written_where_one_file_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "out"
    (out / "highlights-2022.txt").mkdir(parents=True)
    assert run("2022", "--out", str(out)) == 2
    assert "highlights-2022.txt is a folder there; nothing was changed there" in capsys.readouterr().err
    assert [path.name for path in out.iterdir()] == ["highlights-2022.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_cannot_be_printed_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def refuse(issue: object, lang: str):
        raise Unprintable("the PDF cannot show “x”")

    monkeypatch.setattr("iscm.renderers.formats.render", refuse)
    assert run("2022", "--out", str(tmp_path / "new")) == 2
    assert "the issue of 2022 cannot be compiled: the PDF cannot show “x”" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("word", ["20x2", "22", "２０２２", "-2022"])
def test_a_year_that_is_no_year_is_said(word: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.undo()
    with pytest.raises(command.Unusable, match="is no year; say for example: iscm compile 2022"):
        command.kept(word)
