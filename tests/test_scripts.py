"""The scripts that a fresh machine starts with: what they refuse, and in which words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import ROOT, run

SCRIPTS = ["script/run", "script/test", "script/lock", "script/environment", ".ci/run"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts and locks alone, in a folder with a space in its name, and no environment."""
    folder = tmp_path / "a fresh clone"
    shutil.copytree(ROOT / "script", folder / "script")
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def python_that(folder: Path, answer: str) -> str:
    """A program that behaves as Python but for ``answer``, a shell ``case`` on the code it is given."""
    path = folder / "python"
    path.write_text(
        f'#!/bin/bash\ncase "$2" in\n{answer}\nesac\nexec "{sys.executable}" "$@"\n', encoding="utf-8"
    )
    path.chmod(0o755)
    return str(path)


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(
        str(folder / "script" / "run"),
        *arguments,
        cwd="/",
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_scripts_are_sound(script: str):
    assert run("bash", "-n", str(ROOT / script)).stderr == ""
    assert script == "script/environment" or os.access(ROOT / script, os.X_OK)


def test_an_unknown_word_is_refused(checkout: Path):
    done = start(checkout, "--fast")
    assert (done.returncode, done.stderr.strip()) == (2, "script/run knows only --no-serve, not --fast")


def test_help_says_what_it_does(checkout: Path):
    done = start(checkout, "--help")
    assert done.returncode == 0
    assert "--no-serve" in done.stdout
    assert "ISCM_PORT" in done.stdout


def test_a_python_without_venv_is_told_in_one_line(checkout: Path):
    python = python_that(checkout, '"import venv"*) exit 1;;')
    done = start(checkout, "--no-serve", PYTHON=python)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_an_old_python_is_told_in_one_line(checkout: Path, tmp_path: Path):
    """Every name that the script tries is an old Python here."""
    old = tmp_path / "old"
    old.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (old / name).write_text(
            '#!/bin/bash\n[[ $1 == --version ]] && echo "Python 3.9.2"\nexit 1\n', encoding="utf-8"
        )
        (old / name).chmod(0o755)
    done = start(checkout, "--no-serve", PATH=f"{old}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer, and found Python 3.9.2" in done.stderr


def test_an_installation_that_fails_shows_why(checkout: Path):
    (checkout / "requirements.txt").write_text(
        "nothing-of-this-name==1.0 --hash=sha256:00\n", encoding="utf-8"
    )
    done = start(checkout, "--no-serve", PIP_NO_INDEX="1")
    assert done.returncode == 1
    assert "nothing-of-this-name" in done.stderr
    assert "var/last-step.log" in done.stderr
    assert (checkout / "var" / "last-step.log").exists()
