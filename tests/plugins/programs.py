"""Programs of the operating system that tests drive: found, or said to be missing in one line that names the package.

``@pytest.mark.needs("chromium")`` leaves a test out where the program is not here. With ISCM_TESTS_COMPLETE set, as in
.ci/run, the test fails instead: there nothing may be left out.
"""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

# program: names it goes by, and the Debian package that brings it
PROGRAMS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "libreoffice": (("libreoffice", "soffice"), "libreoffice-writer-nogui"),
    "pdftotext": (("pdftotext",), "poppler-utils"),
    "pdftoppm": (("pdftoppm",), "poppler-utils"),
    "pdffonts": (("pdffonts",), "poppler-utils"),
    "pdfinfo": (("pdfinfo",), "poppler-utils"),
    "npm": (("npm",), "npm"),
    "node": (("node", "nodejs"), "nodejs"),
}


def find(name: str) -> str | None:
    """The path of the program, or None where it is not installed."""
    names, _ = PROGRAMS[name]
    return next((path for path in map(shutil.which, names) if path), None)


def missing(name: str) -> str:
    return f"{name} is not here: install the package {PROGRAMS[name][1]}"


def leave_out(why: str) -> NoReturn:
    """Leaves the test out, or fails it where tests must be complete."""
    give_up = pytest.fail if os.environ.get("ISCM_TESTS_COMPLETE") else pytest.skip
    give_up(why)


def require(name: str) -> str:
    """The path of the program; without it the test is left out, see ``leave_out``."""
    path = find(name)
    if path is None:
        leave_out(missing(name))
    return path


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            require(name)


@pytest.fixture(scope="session")
def program():
    """``program("pdftotext")`` is its path; see ``require``."""
    return require
