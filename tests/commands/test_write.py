"""``iscm write``: what ``iscm read`` answers becomes sentences again."""

from __future__ import annotations

import io
import json
import sys

import pytest

from iscm.commands import main

LINE = "8th SOM (23 March); two workshops (3 and 10 May)"
RECORDS = {
    "statements": [
        {"type": "senior-officials", "ordinal": 8, "dates": ["2022-03-23"]},
        {"type": "workshop", "count": 2, "dates": ["2022-05-03", "2022-05-10"]},
    ]
}


def written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str, *options: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    code = main(["write", *options, "-"])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "8th SOM (23 March); two workshops (3 and 10 May).\n"),
        ("fr", "8e réunion des hauts fonctionnaires (23 mars); deux ateliers (3 et 10 mai).\n"),
        ("es", "8.ª reunión de altos funcionarios (23 de marzo); dos talleres (3 y 10 de mayo).\n"),
    ],
)
def test_a_few_lines_in_each_language(capsys, monkeypatch, lang: str, sentence: str) -> None:
    text = json.dumps(RECORDS)
    assert written(capsys, monkeypatch, text, "--lang", lang, "--year", "2022") == (0, sentence, "")


def test_what_read_answers_is_taken(capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINE.encode())))
    assert main(["read", "--year", "2022", "--format", "json", "-"]) == 0
    answer = capsys.readouterr().out
    assert written(capsys, monkeypatch, answer, "--year", "2022")[1] == f"{LINE}.\n"


def test_an_issue_is_written_entry_by_entry(capsys, monkeypatch) -> None:
    text = json.dumps({"mechanisms": {"prague-process": RECORDS, "rcm": {"statements": []}}})
    _, out, _ = written(capsys, monkeypatch, text)
    assert out.startswith("Prague Process\n\n8th SOM (23 March 2022); two workshops (3 and 10 May 2022).\n")


def test_one_answer_a_line_is_one_paragraph_a_line(capsys, monkeypatch) -> None:
    text = "\n".join(json.dumps({"id": n, "statements": [{"type": "workshop", "count": n}]}) for n in (2, 3))
    assert written(capsys, monkeypatch, text) == (0, "Two workshops.\nThree workshops.\n", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is nothing in it"),
        ("two workshops", "no answer of iscm read"),
        ('{"records": []}', "there are no statements in it"),
        ('[{"type": "party"}]', "statement 1 is of no known kind: 'party'"),
        ('[{"type": "workshop", "dates": ["2022-06-31"]}]', "statement 1: June 2022 has no day 31"),
        ('[{"type": "workshop", "dates": ["soon"]}]', "statement 1: 'soon' is not a date"),
    ],
)
def test_what_is_no_record_is_told_in_a_sentence(capsys, monkeypatch, text: str, said: str) -> None:
    code, out, err = written(capsys, monkeypatch, text)
    assert (code, out) == (2, "")
    assert said in err


def test_a_file_that_is_not_there(capsys) -> None:
    assert main(["write", "nowhere.json"]) == 2
    assert "nowhere.json: No such file" in capsys.readouterr().err
