"""Statements as a table and as data, and the whole issue at once."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys

import pytest

from iscm.documents.joint import Telling
from iscm.domain.issues import Told
from iscm.domain.statements import Statement
from iscm.renderers import data, formats, table
from tests.documents import year
from tests.repository import ROOT


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_has_a_row_for_each_statement():
    found = cells(table.render(year.load(), "en"))
    assert len(found) == sum(len(entry.statements) for entry in year.load().entries)
    khartoum = next(row for row in found if row["id"] == "2022/khartoum-process/6")
    assert khartoum["dates"] == "2022-07-12/2022-07-13; 2022-10-05/2022-10-07"
    assert (khartoum["first"], khartoum["last"]) == ("2022-07-12", "2022-10-07")
    assert khartoum["themes"] == "labour-migration; climate-change"
    assert next(row for row in found if row["id"] == "2022/rcm/6")["count"] == ""


def test_the_table_opens_in_a_spreadsheet_with_its_accents():
    content = table.render(year.load(), "fr")
    assert content.startswith(b"\xef\xbb\xbfid,")
    assert "Réseau ibéro-américain" in content.decode("utf-8-sig")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str):
    topic = f'{start}cmd|" /C calc"!A0'
    row = Telling("igc", Told(id="2022/igc/1", statement=Statement(type="meeting", title=topic, topic=topic)))
    (found,) = cells(table.rows([row], lang="en"))
    assert found["topic"] == found["title"] == f"'{topic}"
    assert not any(value.startswith(start) for value in found.values())


def test_data_keep_every_word_and_can_be_read_back():
    issue = year.load()
    found = json.loads(data.render(issue, "en"))
    for entry in issue.entries:
        rows = found["mechanisms"][entry.mechanism]["statements"]
        assert [Statement.from_json(row) for row in rows] == [told.statement for told in entry.statements]
        assert [row["id"] for row in rows] == [told.id for told in entry.statements]
    assert found["issue"]["number"] == "VIII"
    assert found["themes"]["data"] == ["midwa", "rabat-process"]
    assert found["initiatives"]["agenda-2030"] == []
    assert len(found["publications"]) == 8
    assert found["schema"] == data.SCHEMA


def test_data_have_the_keys_of_the_contract_in_order():
    found = json.loads(data.render(year.load(), "en"))
    contract = {
        "issue",
        "mechanisms",
        "themes",
        "initiatives",
        "publications",
        "global_meeting",
        "links",
        "queries",
    }
    assert contract | {"unread", "schema", "language"} == set(found)
    assert list(found) == sorted(found)


def test_an_issue_is_eight_files():
    assert sorted(formats.render(year.load(), "es")) == sorted(
        f"highlights-2022-es.{ending}" for ending in formats.FORMATS
    )


PROGRAM = """
import hashlib, json
from iscm.renderers.formats import render
from tests.documents import year
print(json.dumps({k: hashlib.sha256(v).hexdigest() for k, v in render(year.load(), "fr").items()}))
"""


def test_the_same_records_make_the_same_bytes_in_any_process():
    here = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in formats.render(year.load(), "fr").items()
    }
    for seed, zone in (("1", "Asia/Tokyo"), ("77", "America/Lima")):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=surroundings, cwd=ROOT, capture_output=True, check=True
        )
        assert json.loads(done.stdout) == here
