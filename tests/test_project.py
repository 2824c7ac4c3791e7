"""What holds for the project as a whole. The linters are tests too, so that one closing line counts everything."""

from __future__ import annotations

import os
import re
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.repository import ROOT, beside_python, read, run, tracked

PROJECT = tomllib.loads(read("pyproject.toml"))
PYTHON = [path for path in tracked() if path.suffix == ".py"]


def test_ruff_finds_nothing():
    done = run(beside_python("ruff"), "check", "--no-cache", "--output-format=concise")
    assert done.returncode == 0, done.stdout + done.stderr


def test_python_is_written_in_one_form():
    done = run(beside_python("ruff"), "format", "--check", "--no-cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_are_right(tmp_path: Path):
    done = run(beside_python("mypy"), "--cache-dir", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_migration_is_missing():
    done = run(
        sys.executable,
        "-m",
        "django",
        "makemigrations",
        "--check",
        "--dry-run",
        "--settings",
        "iscm.site.settings",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_django_finds_nothing_to_warn_of():
    done = run(
        sys.executable, "-m", "django", "check", "--fail-level", "WARNING", "--settings", "iscm.site.settings"
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.longest
def test_the_database_tests_pass_on_postgresql_too():
    """The whole run uses SQLite; here are the tests that use a database once more, on PostgreSQL."""
    ours = ("PYTEST_", "ISCM_TEST_", "DATABASE_URL", "DJANGO_")
    here = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "--database-only",
        "tests",
    ]
    done = run(*command, env=here | {"ISCM_TEST_DATABASE": "postgresql"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 20


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "helpers", "services", "managers", "mixins", "constants", "common", "misc", "tools"}
    assert [path for path in PYTHON if drawers & {*path.relative_to(ROOT).with_suffix("").parts}] == []


def test_every_exception_to_a_linter_has_its_reason():
    """``# noqa: X - why``; the same exception again in one file needs not say it again."""
    mark = re.compile(r"#\s*noqa\b:?\s*([A-Z0-9, ]*)(.*)")
    bare = []
    for path in PYTHON:
        said: set[str] = set()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not path.is_relative_to(ROOT / "src") or not (found := mark.search(line)):
                continue
            if len(found[2].strip(" -")) >= len("a reason"):
                said.add(found[1].strip())
            elif found[1].strip() not in said:
                bare.append(f"{path.relative_to(ROOT)}:{number}")
    assert bare == []


def test_every_dependency_has_its_reason():
    listed = re.findall(r'^    "([\w\[\],.-]+[~=><!][^"]*)",?(.*)$', read("pyproject.toml"), re.MULTILINE)
    wanted = [
        *PROJECT["project"]["dependencies"],
        *(d for group in PROJECT["dependency-groups"].values() for d in group),
    ]
    assert {dependency for dependency, _ in listed} >= set(wanted)
    assert [dependency for dependency, reason in listed if len(reason.strip(" #")) < len("a reason")] == []


def pins(lock: str) -> dict[str, Version]:
    return {
        name: Version(pin)
        for name, pin in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;\\]+)", read(lock), re.MULTILINE)
    }


def test_the_locks_hold_what_the_project_asks_for():
    groups = PROJECT["dependency-groups"]
    to_run = [*PROJECT["project"]["dependencies"], *groups["build"]]
    for lock, wanted in (("requirements.txt", to_run), ("requirements-dev.txt", [*to_run, *groups["dev"]])):
        held = pins(lock)
        for requirement in map(Requirement, wanted):
            assert held[requirement.name.lower()] in requirement.specifier, (
                f"{lock}: {requirement}: script/lock mends it"
            )
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_everything_in_a_lock_is_held_by_its_hash():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        for entry in re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", read(lock), flags=re.MULTILINE).strip()):
            assert "--hash=sha256:" in entry, entry


def test_the_package_carries_its_data(tmp_path: Path):
    """What git keeps under src/iscm is in the wheel, so that an installed hub has its words, facts, fonts and pages."""
    done = run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    kept = {str(path.relative_to(ROOT / "src")) for path in tracked() if path.is_relative_to(ROOT / "src")}
    assert kept - packed == set()


def test_the_newest_change_is_told():
    assert re.search(r"^## \[(Unreleased|\d+\.\d+\.\d+)\]", read("CHANGELOG.md"), re.MULTILINE)
    assert "Version 2.0, January 2004" in read("LICENSE")
