"""``iscm read`` as people call it: what it prints, what it says when it cannot, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import resource
import shlex
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from iscm.commands import COMMANDS, help_text, main

ISSUE = str(files("iscm.shipped") / "issues" / "2022.txt")
LINE = "8th SOM (23 March); two thematic meetings (12-13 July and 5-7 October) on legal pathways"


def schemas() -> dict[str, Any]:
    folder = files("iscm.domain") / "contract"
    found = {p.name.removesuffix(".schema.json"): json.loads(p.read_text("utf-8")) for p in folder.iterdir()}
    return {name: schema for name, schema in found.items() if isinstance(schema, dict)}


def holds(shape: str, value: object) -> None:
    """The value is as the contract says, to an independent reader of JSON Schema."""
    table = schemas()
    registry = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in table.values()])
    jsonschema.Draft202012Validator(table[shape], registry=registry).validate(value)


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = main(["read", *words])
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


PROGRAM = [sys.executable, "-c", "import sys; from iscm.commands import main; sys.exit(main())"]


def piped(words: list[str], given: bytes = b"", **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PROGRAM, *words], input=given, capture_output=True, check=False, timeout=60, **more
    )


@pytest.fixture
def line(tmp_path: Path) -> str:
    path = tmp_path / "line.txt"
    path.write_text(LINE, "utf-8")
    return str(path)


class TestShapes:
    def test_a_few_lines(self, capsys: pytest.CaptureFixture[str], line: str) -> None:
        code, out, err = ran(
            capsys, line, "--year", "2022", "--mechanism", "Khartoum Process", "--format", "json"
        )
        answer = json.loads(out)
        holds("reading", answer)
        assert (code, err) == (0, "")
        assert [s["dates"] for s in answer["statements"]] == [
            ["2022-03-23"], ["2022-07-12/2022-07-13", "2022-10-05/2022-10-07"],
        ]  # fmt: skip
        both = sorted((*answer["statements"], *answer["unread"]), key=lambda piece: piece["span"])
        assert "".join(piece["text"] for piece in both) == LINE

    def test_a_whole_issue(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = ran(capsys, ISSUE, "--format", "json")
        answer = json.loads(out)
        holds("issue", answer)
        assert code == 0
        assert (answer["issue"]["number"], answer["issue"]["year"]) == ("VIII", 2022)
        assert len(answer["mechanisms"]) == 22
        assert sum(map(len, answer["themes"].values())) == 84
        assert {query["code"] for query in answer["queries"]} >= {
            "joint-dated-once",
            "themes-without-meetings",
        }

    def test_an_issue_as_lines(self, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = ran(capsys, ISSUE, "--format", "jsonl")
        rows = [json.loads(row) for row in out.splitlines()]
        for row in rows:
            holds("line", row)
        assert rows[0]["id"] == "2022/abu-dhabi-dialogue"
        assert len(rows) == 22

    def test_several_files_with_one_that_is_not_there(
        self, capsys: pytest.CaptureFixture[str], line: str
    ) -> None:
        code, out, err = ran(capsys, line, "nowhere.txt", "--year", "2022", "--format", "json")
        first, second = json.loads(out)
        assert first.pop("file") == line
        holds("reading", first)
        assert second == {"file": "nowhere.txt", "error": "There is no file nowhere.txt."}
        assert (code, err) == (1, "iscm read: There is no file nowhere.txt.\n")

    def test_csv(self, capsys: pytest.CaptureFixture[str], line: str) -> None:
        _, out, _ = ran(capsys, line, "--year", "2022", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(out)))
        assert [(row["ordinal"], row["count"], row["dates"]) for row in rows] == [
            ("8", "1", "2022-03-23"),
            ("", "2", "2022-07-12/2022-07-13; 2022-10-05/2022-10-07"),
        ]
        assert LINE[int(rows[1]["from"]) : int(rows[1]["to"])] == rows[1]["text"]

    def test_calendar(self, capsys: pytest.CaptureFixture[str], line: str) -> None:
        code, out, _ = ran(
            capsys, line, "--year", "2022", "--mechanism", "khartoum-process", "--format", "ics"
        )
        assert code == 0
        assert out.startswith("BEGIN:VCALENDAR")
        assert out.count("BEGIN:VEVENT") == 3
        assert "DTSTART;VALUE=DATE:20221005" in out

    def test_table(self, capsys: pytest.CaptureFixture[str], line: str) -> None:
        _, out, _ = ran(capsys, line, "--year", "2022")
        assert "  8th  Senior Officials' Meeting  23 March 2022" in out
        assert "  2 ×  Thematic meeting           12-13 July 2022; 5-7 October 2022" in out
        assert "2 statements, 3 dates" in out
        assert "\x1b" not in out  # no colour where nobody watches
        _, out, _ = ran(capsys, ISSUE)
        assert out.startswith("ISEM 2022 Highlights · Issue VIII · January - December 2022\n")
        assert max(map(len, out.splitlines()[2:])) <= 100


class TestBulk:
    ASKED = (
        b'{"id": "a", "year": 2022, "mechanism": "rcm", "text": "SOM (3 May)"}\n'
        b'{"id": "b", "text": 5}\n'
        b"no object\n\n"
        b'{"id": "c", "mechanism": "rabat-proces", "text": "SOM"}\n'
        b'{"id": "d", "year": 20222, "text": "SOM"}\n'
        b'{"text": "SOM (31 June)"}\n'
    )

    def test_one_answer_for_each_line_in_order(self) -> None:
        end = piped(["read", "-"], self.ASKED)
        rows = [json.loads(row) for row in end.stdout.splitlines()]
        for row in rows:
            holds("line", row)
        assert end.returncode == 1
        assert [row["id"] for row in rows] == ["a", "b", None, "c", "d", 7]
        assert rows[0]["statements"][0]["dates"] == ["2022-05-03"]
        assert [row.get("error") for row in rows[1:5]] == [
            "“text” is no text.",
            "not a JSON object: Expecting value.",
            "no mechanism is called “rabat-proces”. Is rabat-process meant?",
            "“20222” is no year.",
        ]
        assert [query["code"] for query in rows[5]["queries"]] == ["impossible-date"]

    def test_all_is_well(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "many.jsonl"
        path.write_text("".join(json.dumps({"id": n, "text": LINE}) + "\n" for n in range(50)), "utf-8")
        code, out, err = ran(capsys, str(path), "--year", "2021")
        assert (code, err) == (0, "")
        assert [json.loads(row)["id"] for row in out.splitlines()] == list(range(50))

    def test_as_json_and_csv(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "two.jsonl"
        path.write_text('{"id": 1, "text": "SOM"}\n{"id": 2, "text": "=1+1; SOM"}\n', "utf-8")
        _, out, _ = ran(capsys, str(path), "--format", "json")
        assert [row["id"] for row in json.loads(out)] == [1, 2]
        _, out, _ = ran(capsys, str(path), "--format", "csv")
        assert [row["source"] for row in csv.DictReader(io.StringIO(out))] == ["1", "2"]

    def test_answers_come_as_lines_are_read(self) -> None:
        """Bulk input is not collected first: the answer to a line is there while more lines are to come."""
        program = [
            sys.executable,
            "-c",
            "import sys; from iscm.commands import main; sys.exit(main())",
            "read",
            "-",
        ]
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
            assert running.stdin
            assert running.stdout
            row = json.dumps({"id": 1, "text": LINE}).encode() + b"\n"
            running.stdin.write(row * 400)
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == 1
            running.stdin.close()
            assert len(running.stdout.read().splitlines()) == 399
            assert running.wait(30) == 0


class TestInTheWay:
    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["nowhere.txt"], "There is no file nowhere.txt."),
            (["/"], "/ is a folder. Name the files in it"),
            (["x", "--year", "20222"], "“20222” is no year: four digits between 1900 and 2100 are"),
            (["x", "--year", "soon"], "“soon” is no year"),
            (
                ["x", "--mechanism", "rabat-proces"],
                "no mechanism is called “rabat-proces”. Is rabat-process meant?",
            ),
            (["x", "--mechanism", "qqqq"], "no mechanism is called “qqqq”."),
            (["x", "--format", "xls"], "invalid choice: 'xls'"),
            ([], "the following arguments are required: FILE"),
        ],
    )
    def test_a_sentence_and_two(
        self, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, out, err = ran(capsys, *words)
        assert (code, out) == (2, "")
        assert sentence in err
        assert err.count("\n") == 1
        assert "Traceback" not in err

    def test_an_impossible_date(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        path = tmp_path / "june.txt"
        path.write_text("SOM (31 June); 2nd SOM (3 July)", "utf-8")
        code, out, err = ran(capsys, str(path), "--format", "json", "--year", "2022")
        assert code == 1
        assert "line 1: No calendar has 31 June." in err
        assert [len(s["dates"]) for s in json.loads(out)["statements"]] == [0, 1]

    def test_an_empty_input(self) -> None:
        end = piped(["read", "-"], b"\n")
        assert (end.returncode, end.stdout, end.stderr) == (2, b"", b"iscm read: standard input is empty.\n")

    def test_a_reader_that_has_seen_enough(self) -> None:
        program = shlex.join([*PROGRAM, "read", ISSUE, "--format", "json"])
        end = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {program} | head -n 1"],
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert end.stderr == b""
        assert end.stdout == b"{\n"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
    def test_a_full_disk(self) -> None:
        with Path("/dev/full").open("wb") as full:
            program = [*PROGRAM, "read", "-"]
            end = subprocess.run(
                program, input=b"SOM", stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
            )
        assert end.returncode == 2
        assert end.stderr == b"iscm: the answer cannot be written: No space left on device.\n"


class TestTheFirstFace:
    def test_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--help"]) == 0
        assert capsys.readouterr().out == help_text() + "\n"
        assert all(f"  {name} " in help_text() for name in COMMANDS)
        assert max(map(len, help_text().splitlines())) <= 110

    def test_a_command_that_is_none(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["raed"]) == 2
        assert (
            capsys.readouterr().err == "iscm: there is no command “raed”. Is “read” meant? See iscm --help.\n"
        )

    def test_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--version"]) == 0
        assert capsys.readouterr().out.startswith("iscm ")

    def test_reading_a_line_loads_nothing_heavy(self) -> None:
        program = (
            "import sys; from iscm.commands import main; main(); "
            "print(sorted(m for m in sys.modules if m.partition('.')[0] in "
            "{'django', 'yaml', 'rich', 'babel', 'pypdfium2', 'mammoth', 'selectolax', 'rapidfuzz', 'icalendar'}))"
        )
        end = subprocess.run(
            [sys.executable, "-c", program, "read", "--format", "json", "--year", "2022", "-"],
            input=LINE.encode(), capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        assert end.stdout.splitlines()[-1] == b"[]"

    def test_reading_a_line_is_quick(self) -> None:
        """Processor time of the whole process, start included, so that a busy machine does not speak for it."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert piped(["read", "--year", "2022", "-"], LINE.encode()).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.4
