"""Each rule of the layers, broken on purpose in a copy of the source, is refused by name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}


class Breach(NamedTuple):
    """``line`` added to the file ``path`` (made, if new) breaks the rule ``contract``."""

    contract: str
    path: str
    line: str = ""


PLAIN = ("domain", "prose", "analysis", "papers", "documents", "renderers")
APPS = ("accounts", "registry", "meetings", "library", "newsletter", "explore", "harvest")
BREACHES = [
    Breach("layers", "utils/__init__.py"),
    Breach("layers", "domain/when.py", "import iscm.prose"),
    Breach("layers", "prose/__init__.py", "import iscm.documents"),
    Breach("layers", "prose/__init__.py", "import iscm.analysis"),
    Breach("layers", "documents/__init__.py", "import iscm.renderers"),
    Breach("layers", "renderers/__init__.py", "import iscm.newsletter"),
    Breach("layers", "registry/__init__.py", "import iscm.meetings"),
    Breach("layers", "newsletter/__init__.py", "import iscm.explore"),
    Breach("layers", "explore/__init__.py", "import iscm.site"),
    Breach("layers", "site/__init__.py", "import iscm.commands"),
    *(Breach("plain-django", f"{package}/__init__.py", "import django.db") for package in PLAIN),
    *(Breach("plain-world", f"{package}/__init__.py", "import sqlite3") for package in PLAIN),
    Breach("plain-world", "papers/__init__.py", "from socket import socket"),
    *(Breach("apps", f"{app}/utils.py") for app in APPS),
    Breach("apps", "meetings/rules.py", "import iscm.meetings.queries"),
    Breach("apps", "meetings/queries.py", "import iscm.meetings.actions"),
    Breach("apps", "registry/models.py", "import iscm.registry.queries"),
    Breach("papers-home", "renderers/__init__.py", "import pypdfium2"),
    Breach("papers-home", "prose/__init__.py", "import selectolax.parser"),
    Breach("renderers-home", "documents/__init__.py", "import typst"),
    Breach("calendars-home", "documents/__init__.py", "import icalendar"),
    Breach("network-home", "meetings/__init__.py", "import urllib3"),
    Breach("renderers-home", "papers/__init__.py", "import docx"),
    Breach("prose-home", "analysis/__init__.py", "import rapidfuzz"),
    Breach("analysis-home", "prose/__init__.py", "import holidays"),
    Breach("commands-home", "domain/terms.py", "import rich"),
    Breach("acyclic", "domain/circle.py", "import iscm.domain.round"),
]


def lint(source: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    """lint-imports on the package under ``source``, by the rules of this repository."""
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--config",
        str(ROOT / "pyproject.toml"),
        "--no-cache",
    ]
    return subprocess.run(
        [*command, "--contract", contract] if contract else command,
        cwd=source,
        env={**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the source, free to be broken."""
    shutil.copytree(
        ROOT / "src" / "iscm", tmp_path / "iscm", ignore=shutil.ignore_patterns("__pycache__", "*.ttf")
    )
    return tmp_path


def test_the_layers_hold(source: Path):
    done = lint(source)
    assert done.returncode == 0, done.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    "breach", BREACHES, ids=lambda b: f"{b.contract}: {b.line or 'a new place'} in {b.path}"
)
def test_a_broken_rule_is_refused(source: Path, breach: Breach):
    broken = source / "iscm" / breach.path
    if not (source / "iscm" / breach.path.split("/")[0]).is_dir():
        assert breach == BREACHES[0], f"{breach.path}: there is no such package"
    broken.parent.mkdir(exist_ok=True)
    with broken.open("a", encoding="utf-8") as file:
        file.write(f"\n{breach.line}\n")
    if breach.contract == "acyclic":
        (broken.parent / "round.py").write_text("import iscm.domain.circle\n", encoding="utf-8")
    done = lint(source, breach.contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{CONTRACTS[breach.contract]['name']} BROKEN" in done.stdout


def test_every_rule_is_broken_once():
    assert {breach.contract for breach in BREACHES} == set(CONTRACTS)


CLOCKS = {
    "today": "import datetime\n\ndatetime.date.today()\n",
    "now": "from datetime import UTC, datetime\n\ndatetime.now(UTC)\n",
    "seconds": "import time\n\ntime.time()\n",
    "network": "from urllib.request import urlopen\n",
}


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize(
    "place", [*(f"{package}/new.py" for package in PLAIN), "meetings/queries.py", "registry/models.py"]
)
def test_the_clock_and_the_network_are_refused(place: str, clock: str):
    assert "TID251" in ruff(place, CLOCKS[clock])


@pytest.mark.parametrize("place", ["site/views.py", "meetings/feeds.py", "commands/check.py"])
def test_the_clock_enters_at_views_and_commands(place: str):
    assert "TID251" not in ruff(place, CLOCKS["today"])


def ruff(place: str, code: str) -> str:
    """What ruff says of ``code`` if it stood in that file."""
    command = [str(Path(sys.executable).with_name("ruff")), "check", "--select", "TID251", "--no-cache"]
    return subprocess.run(
        [*command, "--stdin-filename", str(ROOT / "src" / "iscm" / place), "-"],
        input=code,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
