"""Whole tables, read back by other readers: each row is the record of the API, in every format."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tracemalloc
from argparse import Namespace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from iscm.commands import dump
from iscm.renderers.dumps.codebook import codebook
from iscm.renderers.dumps.sets import SETS, cell, kind
from tests.api.asking import HUB, get, problem, whole
from tests.repository import read

pytestmark = pytest.mark.django_db
IN_API = {
    "meetings": "meetings",
    "publications": "publications",
    "themes": "themes",
    "statements": "statements",
}


def content(name: str) -> bytes:
    response = get(f"/data/{name}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content(f"{name}.jsonl").splitlines()]


@pytest.mark.parametrize("name", IN_API)
def test_json_lines_are_the_records_of_the_api(name: str):
    def by_id(row: dict[str, Any]) -> str:
        return str(row["id"])

    assert sorted(rows(name), key=by_id) == sorted(whole(IN_API[name], 200), key=by_id)


def test_participations_are_those_of_the_mechanisms():
    inside = sum(len(row["participations"]) for row in rows("mechanisms"))
    assert len(rows("participations")) == inside > 900


@pytest.mark.parametrize("name", SETS)
def test_csv_holds_the_same(name: str):
    text = content(f"{name}.csv").decode("utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    records = rows(name)
    fields = SETS[name].shape.fields
    assert list(table[0]) == [field.name for field in fields]
    assert len(table) == len(records)
    for row, record in zip(table, records, strict=True):
        for field in fields:
            value = cell(record[field.name], kind(field))
            shown = (
                {True: "true", False: "false", None: ""}.get(value, str(value))
                if not isinstance(value, int) or isinstance(value, bool)
                else str(value)
            )
            assert row[field.name].removeprefix("'") == shown.removeprefix("'")
            assert not row[field.name].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("name", SETS)
def test_parquet_holds_the_same_with_types(name: str):
    table = pq.read_table(io.BytesIO(content(f"{name}.parquet")))
    records = rows(name)
    fields = {field.name: kind(field) for field in SETS[name].shape.fields}
    types = {"text": "string", "json": "string", "integer": "int64", "boolean": "bool"}
    for column in table.schema:
        held = fields[column.name]
        assert str(column.type).startswith("list" if held.endswith("s") else types[held])
    for row, record in zip(table.to_pylist(), records, strict=True):
        assert row == {
            n: cell(record[n], held) if held == "json" else record[n] for n, held in fields.items()
        }


def test_sqlite_holds_every_table(tmp_path: Path):
    path = tmp_path / "iscm.sqlite"
    path.write_bytes(content("iscm.sqlite"))
    file = sqlite3.connect(path)
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for name in SETS:
        assert file.execute(f"SELECT count(*) FROM {name}").fetchone() == (len(rows(name)),)
    said = file.execute("SELECT title FROM meetings WHERE id = 'grcp-9'").fetchone()
    assert said[0].startswith("GRCP 9")
    about = dict(file.execute("SELECT key, value FROM about"))
    assert about["licence"] == "Apache License 2.0"
    assert about["hub"] == HUB
    file.close()


def test_a_file_is_made_once_and_never_stale(now, settings, tmp_path: Path, django_assert_num_queries):
    from iscm.accounts.actions import renew
    from iscm.meetings.models import Meeting

    settings.HOME = tmp_path
    first = get("/data/meetings.jsonl")
    b"".join(first.streaming_content)
    with django_assert_num_queries(2):  # the revision, to label it and to find it
        b"".join(get("/data/meetings.jsonl").streaming_content)
    with django_assert_num_queries(1):
        assert get("/data/meetings.jsonl", if_none_match=first["ETag"]).status_code == 304
    Meeting.objects.filter(slug="grcp-9").update(city="Nairobi")
    renew(at=now)
    assert next(row for row in rows("meetings") if row["id"] == "grcp-9")["city"] == "Nairobi"
    assert len(list((tmp_path / "dumps").iterdir())) == 1


@pytest.mark.parametrize(
    "name", ["meetings.xls", "nothing", "..%2f..%2fsecret-key", "iscm.sqlite.csv", "a" * 500]
)
def test_a_file_that_is_none(name: str):
    assert problem(get(f"/data/{name}"))["status"] == 404


def test_the_codebook_is_that_of_the_tables():
    assert read("docs/codebook.md") == codebook(SETS)


def test_the_page_explains_every_column():
    page = get("/data/").content.decode()
    for one in SETS.values():
        assert f"/data/{one.name}.parquet" in page
        assert all(f"<code>{field.name}</code>" in page for field in one.shape.fields)


def test_the_command_writes_all_of_it(tmp_path: Path, capsys):
    assert dump.run(Namespace(out=tmp_path / "new", address="https://hub.example/")) == 0
    assert len(list((tmp_path / "new").iterdir())) == 20
    first = json.loads((tmp_path / "new" / "meetings.jsonl").read_text("utf-8").splitlines()[0])
    assert first["url"].startswith("https://hub.example/meetings/")
    assert "Date of the data: 20" in (tmp_path / "new" / "codebook.md").read_text("utf-8")


def test_the_command_says_where_it_cannot_write(tmp_path: Path, capsys):
    (tmp_path / "taken").write_text("")
    assert dump.run(Namespace(out=tmp_path / "taken", address="https://hub.example")) == 2
    assert dump.run(Namespace(out=tmp_path, address="hub.example")) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("iscm dump: ")
    assert "begins with http" in said[1]


def test_memory_stays_flat(tmp_path: Path):
    """Three times the meetings take no more memory than one and a half times."""
    from iscm.meetings.models import Meeting
    from iscm.site.api.dumps import write

    def peak() -> int:
        tracemalloc.start()
        write("meetings.parquet", HUB, tmp_path / "meetings.parquet")
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    def more(number: int, name: str) -> None:
        Meeting.objects.bulk_create(
            Meeting(slug=f"{name}-{n}", title="One of many", type="meeting", access="public")
            for n in range(number)
        )

    peak()
    more(2000, "a")
    once = peak()
    more(4000, "b")
    assert pq.read_metadata(tmp_path / "meetings.parquet").num_rows == 2512
    assert peak() < 1.5 * once
