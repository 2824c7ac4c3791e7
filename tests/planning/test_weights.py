"""The manual says what is weighed, and how much: the same as the program."""

import re

from iscm.analysis.planning.reasons import WEIGHTS
from iscm.planning.templatetags.candidates import GRADES
from tests.repository import read

ROWS = (
    "own", "avoid", "week", "holiday", "weekend", "chair", "troika", "clash", "inferred", "near", "feast", "holidays",
    "weekends", "fast",
)  # fmt: skip
IN_WORDS = {"a quarter": 0.25}


def test_the_table_of_the_manual_is_that_of_the_program():
    table = read("docs/planning.md").partition("## What it weighs")[2].partition("\n## ")[0]
    said = re.findall(r"^\| .+ \| (.+) \|$", table, re.MULTILINE)[1:-1]
    told = [IN_WORDS.get(cell) or float(cell) for cell in said]
    assert told == [WEIGHTS[kind] for kind in ROWS]
    assert set(WEIGHTS) - set(ROWS) == {"unknown", "beside"}  # told with "inferred", and weighing nothing
    assert WEIGHTS["unknown"] == WEIGHTS["inferred"]
    assert WEIGHTS["beside"] == 0


def test_the_grades_are_those_of_the_manual():
    text = read("docs/planning.md")
    assert "*light* up to 10, *moderate* up to 40, *heavy* up to 100" in text
    assert GRADES == (0.0, 10.0, 40.0, 100.0)
