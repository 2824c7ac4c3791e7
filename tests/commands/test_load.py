"""``iscm load`` as a user starts it: in a new folder, twice, and where something is in the way."""

import os
import re
import sqlite3
import subprocess
import sys

import pytest

START = "import sys; from iscm.commands import main; sys.exit(main())"


@pytest.fixture
def load(tmp_path):
    def load(*words, **environment):
        settings = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "ISCM_TEST_DATABASE")}
        return subprocess.run(
            [sys.executable, "-c", START, "load", *words],
            env={**settings, "ISCM_HOME": str(tmp_path / "hub"), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return load


def test_a_new_folder_gets_everything_and_the_second_time_changes_nothing(load, tmp_path):
    first = load()
    assert first.returncode == 0, first.stderr
    assert "Loaded 46 mechanisms, 512 meetings, 1 series, 82 publications, 1 issue (" in first.stdout
    with sqlite3.connect(tmp_path / "hub" / "iscm.sqlite3") as database:
        before = list(database.iterdump())
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    second = load()
    assert "nothing new: all is as shipped" in second.stdout
    with sqlite3.connect(tmp_path / "hub" / "iscm.sqlite3") as database:
        assert list(database.iterdump()) == before


def test_it_is_quick(load):
    """Well under ten seconds, and the second time well under one more."""
    seconds = [float(re.search(r"\(([\d.]+) s\)", load().stdout)[1]) for _ in range(2)]
    assert seconds[0] < 10
    assert seconds[1] < 3


def test_quiet_says_nothing(load):
    run = load("--quiet")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        (
            {"DATABASE_URL": "mysql://localhost/hub"},
            "DATABASE_URL must begin with postgresql://, not mysql://",
        ),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/hub"}, "the database does not answer"),
        ({"ISCM_HOME": os.devnull}, "the folder of ISCM_HOME cannot be used"),
    ],
)
def test_what_is_in_the_way_is_said_in_a_sentence(load, environment, said):
    run = load(**environment)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_a_file_that_is_no_database_is_left_as_it_is(load, tmp_path):
    (tmp_path / "hub").mkdir()
    path = tmp_path / "hub" / "iscm.sqlite3"
    path.write_text("a letter, not a database " * 100)
    run = load()
    assert run.returncode == 2
    assert "the database does not answer as it should" in run.stderr
    assert path.read_text().startswith("a letter")
