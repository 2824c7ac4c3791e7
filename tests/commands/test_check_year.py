"""``iscm check YEAR``: the issue of a year, from the records of a hub of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ISCM = [sys.executable, "-c", "import sys; from iscm.commands import main; sys.exit(main())"]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hub")
    assert iscm(home, "load", "--quiet").returncode == 0
    return home


def iscm(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [*ISCM, *words],
        env={**plain, "ISCM_HOME": str(home)},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_year_2022_is_asked_about(hub: Path) -> None:
    done = iscm(hub, "check", "2022")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("The issue of 2022: 22 mechanisms, ")
    for message in (
        "RMFM stands under 5 themes",
        "The plenary of 31 May 2022 stands under each of RCM and SACM",
        "is dated 10 February 2022 under",
        "SACM has two meetings on 31 May 2022",
        "18 December 2022 is a Sunday.",
        "The global meeting is dated 10-11 November, without a year.",
    ):
        assert message in done.stdout


def test_a_query_of_a_year_is_waived_in_the_hub(hub: Path) -> None:
    before = iscm(hub, "check", "2022").stdout.splitlines()[-1]
    after = iscm(hub, "check", "2022", "--waive", "weekend:riam", "--reason", "They met on that Saturday.")
    assert "Waived: They met on that Saturday." in after.stdout
    assert ", 1 waived." in after.stdout
    again = iscm(hub, "check", "2022", "--unwaive", "weekend:riam")
    assert again.stdout.splitlines()[-1] == before


def test_a_year_that_is_not_kept(hub: Path) -> None:
    done = iscm(hub, "check", "1999")
    assert done.returncode == 2
    assert done.stderr.startswith("iscm check: no issue of 1999 is kept here")


def test_a_hub_without_a_database(tmp_path: Path) -> None:
    done = iscm(tmp_path, "check", "2022")
    assert done.returncode == 2
    assert done.stderr == "iscm check: the hub has no database yet: start it once with script/run\n"
