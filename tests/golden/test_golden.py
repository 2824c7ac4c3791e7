"""What people receive, kept as files: any change of it is seen, and read by a person."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from iscm.renderers import formats
from tests.documents import year

FILES = Path(__file__).parent / "files"
KEPT = ("eml", "html", "txt", "ics", "csv", "json")  # formats that a person can read a difference of
NAMES = [f"highlights-2022{lang}.{ending}" for lang in ("", "-fr") for ending in KEPT]


@cache
def made(lang: str) -> dict[str, bytes]:
    return formats.render(year.load(), lang)


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, request: pytest.FixtureRequest):
    content = made("fr" if "-fr." in name else "en")[name]
    path = FILES / name
    if request.config.getoption("--rewrite", default=False):
        path.write_bytes(content)
    assert path.read_bytes() == content, (
        f"{name} has changed: pytest tests/golden --rewrite, and read the difference"
    )
