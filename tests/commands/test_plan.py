"""``iscm plan``: dates as a person reads them, as data, and what cannot be looked for."""

from __future__ import annotations

import csv
import io
import json

import pytest

from iscm.commands import main

pytestmark = pytest.mark.django_db
LINE = "three days in October or November 2027, Nairobi or online"


def test_the_best_dates_come_first_with_the_reasons(capsys):
    assert main(["plan", LINE, "--for", "mid-igad", "--number", "2"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "MID-IGAD: 3 days, October 2027, November 2027; Nairobi, Kenya or online"
    assert told[1].startswith("59 possible dates, ")
    assert told[-1] == "57 more; --number 59 tells all."


def test_as_data(capsys):
    assert main(["plan", "1 day on 22 November 2022", "--for", "IGC", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["asked"]["mechanisms"] == ["igc"]
    (date,) = told["dates"]
    assert date["first"] == "2022-11-22"
    assert any(r["kind"] == "clash" and "khartoum-process" in r["mechanisms"] for r in date["reasons"])
    assert main(["plan", LINE, "--for", "mid-igad", "--format", "csv", "--number", "100"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 59
    assert [float(row["weight"]) for row in rows] == sorted(float(row["weight"]) for row in rows)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2 days in 2027"], "Say whose meeting it is"),
        (["2 days in 2027", "--for", "rbat"], "Is “rabat-process” meant?"),
        (["--for", "rcm"], "Say when"),
        (["2 days in 2027", "--for", "rcm", "--place", "Gotham"], "No place “Gotham” is known here"),
        (["2 days", "--for", "rcm", "--from", "2027-02-01", "--to", "2027-01-01"], "The time ends before it begins"),
        (["2 days in 2027", "--for", "rcm", "--number", "0"], "--number: say how many dates"),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_for_is_said(words, said, capsys):
    assert main(["plan", *words]) == 2
    assert said in capsys.readouterr().err


def test_words_that_were_not_understood_are_told_beside(capsys):
    assert main(["plan", "2 days in May 2027 with a view", "--for", "rcm"]) == 0
    assert "not understood: view" in capsys.readouterr().err
