"""``iscm check`` as a person runs it."""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path

import pytest

from iscm.commands import check
from iscm.commands.waivers import beside, load
from iscm.shipped import issue_text

ISSUE = """ISCM 2022 Highlights

January - December 2022

MAIN MEETINGS OF INTER-STATE CONSULTATION MECHANISMS

Bali Process

SOM (18 December).

Khartoum Process

Steering Committee Meeting (22 March); one joint workshop with the Rabat Process (10 February).

Rabat Process

One joint workshop with the Khartoum Process.

GLOBAL INITIATIVES AND THEMATIC AREAS

Thematic Areas

Gender: RMFM, Bali Process

Migration law: RMFM
"""


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    check.add_arguments(parser)
    return check.run(parser.parse_args(words))


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    path = tmp_path / "issue.txt"
    path.write_text(ISSUE, "utf-8")
    return path


def queries(path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, dict[str, object]]:
    """The open queries by their keys without digits."""
    run(str(path), "--format", "json", *words)
    found = json.loads(capsys.readouterr().out)["queries"]
    return {row["key"].rpartition(":")[0]: row for row in found}


def test_queries_for_reading(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(issue)) == 1
    out = capsys.readouterr().out
    assert "issue.txt: 3 mechanisms, 4 statements" in out
    assert "18 December 2022 is a Sunday." in out
    assert "→ Ask Bali Process to confirm the date" in out
    assert "RMFM stands under 2 themes (Gender; Migration law)" in out
    assert all(line == line.rstrip() and len(line) <= 110 for line in out.splitlines())


def test_a_query_knows_its_place(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = queries(issue, capsys)["themes-without-meetings:rmfm"]
    start, end = row["span"]  # type: ignore[misc]
    assert ISSUE[start:end] == row["quote"] == "RMFM"
    assert row["line"] == 23
    assert row["column"] == 9
    assert row["why"]
    assert row["mend"]


def test_the_joint_workshop_is_dated_once(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = queries(issue, capsys)["joint-dated-once:khartoum-process+rabat-process"]
    assert row["line"] == 17


def test_the_shipped_issue_of_2022_raises_what_a_careful_reading_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "highlights-2022.txt"
    path.write_text(issue_text(2022), "utf-8")
    run(str(path), "--format", "json")
    found = json.loads(capsys.readouterr().out)["queries"]
    asked = {row["key"].rpartition(":")[0] for row in found if row["severity"] != "note"}
    assert asked >= {
        "themes-without-meetings:rmfm",
        "joint-told-twice:rcm+sacm",
        "joint-dated-once:khartoum-process+rabat-process",
        "same-day:sacm",
        "weekend:bali-process",
        "year-contradicted:global-meeting",
        "name-drift:midsa",
        "name-drift:abu-dhabi-dialogue",
        "own-name-drift",
    }
    assert len(found) <= 45  # more, and nobody reads them


def test_as_lines_and_as_a_sheet(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(str(issue), "--format", "jsonl")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    run(str(issue), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["key"] for row in rows] == [line["key"] for line in lines]
    assert {row["severity"] for row in rows} >= {"ask", "note"}


def test_waiving_one_and_asking_it_again(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = queries(issue, capsys)
    after = queries(issue, capsys, "--waive", "weekend:bali", "--reason", 'So "it" was')
    assert set(before) - set(after) == {"weekend:bali-process"}
    (kept,) = load(beside(issue))
    assert kept.reason == 'So "it" was'
    run(str(issue))
    assert 'Waived: So "it" was' in capsys.readouterr().out
    assert queries(issue, capsys, "--unwaive", "weekend") == before


def test_waivers_kept_elsewhere(issue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "kept.toml"
    queries(issue, capsys, "--waive", "weekend", "--reason", "yes", "--waivers", str(place))
    assert [waiver.reason for waiver in load(place)] == ["yes"]
    assert not beside(issue).exists()


def test_nothing_to_ask_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("Workshop on data (6 April 2022).", "utf-8")
    assert run(str(path), "--mechanism", "sacm") == 0
    assert "0 queries to ask" in capsys.readouterr().out


def test_a_few_lines_of_one_mechanism(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("Workshop on data (19 March 2022).", "utf-8")
    assert run(str(path), "--mechanism", "sacm") == 1
    assert "Ask SACM to confirm" in capsys.readouterr().out


def test_a_few_lines_of_nobody_in_particular(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("Workshop on data (19 March 2022); seminar on data (19 March 2022).", "utf-8")
    assert run(str(path)) == 1
    out = capsys.readouterr().out
    assert "This mechanism has two meetings on 19 March 2022" in out
    assert "Ask this mechanism to confirm" in out


def test_a_waiver_that_bears_on_nothing_is_named(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beside(issue).write_text('[[waiver]]\nkey = "weekend:sacm:000000"\nreason = "so it was"\n', "utf-8")
    run(str(issue))
    assert "No query bears these waived keys any more: weekend:sacm:000000." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["{issue}", "--waive", "weekend"], "say with --reason"),
        (["{issue}", "--waive", "nonsense", "--reason", "x"], "no open query has the key “nonsense”"),
        (["{issue}", "--waive", "theme", "--reason", "x"], "keys: "),
        (["{issue}", "--unwaive", "weekend"], "no waived query"),
        (["{issue}", "--mechanism", "rabat-proces"], "is rabat-process meant?"),
        (["{folder}/nothing.txt"], "There is no file"),
        (["{folder}"], "is a folder"),
        (["{empty}"], "is empty"),
        (["{prose}"], "no meeting was found in prose.txt"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    words: list[str], said: str, issue: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    prose = tmp_path / "prose.txt"
    prose.write_text("The weather was fine.", "utf-8")
    places = {"prose": prose, "issue": issue, "folder": tmp_path, "empty": empty}
    assert run(*(word.format(**places) for word in words)) == 2
    out, err = capsys.readouterr()
    assert not out
    assert said in err
    assert err.startswith("iscm check: ")
    assert not beside(issue).exists()


def test_a_file_of_waivers_that_is_none(issue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    beside(issue).write_text("waiver = 3\n", "utf-8")
    assert run(str(issue)) == 2
    assert "does not hold waivers" in capsys.readouterr().err
