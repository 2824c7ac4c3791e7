"""A hub with the shipped records, and Chromium to look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.server import serving
from tests.browser.town import Town


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address."""
    home = tmp_path_factory.mktemp("hub")
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"ISCM_HOME": str(home)}
    subprocess.run(
        [str(Path(sys.executable).with_name("iscm")), "load", "--quiet"], check=True, env=environment
    )
    with serving(home) as address:
        yield address


@pytest.fixture(scope="session")
def chromium(program: Any) -> Iterator[Any]:
    """The browser. It may speak to nobody but the hub, and says so loudly if it tries."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def town(
    tmp_path: Path, chromium: Any, post: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    """A hub of its own with people in it."""
    made = Town(tmp_path / "hub", chromium, post, settings.ISCM_MAIL)
    made.iscm("load", "--quiet")
    monkeypatch.setenv("ISCM_MAIL_FROM", "The hub <hub@hub.example>")
    with serving(made.home) as address:
        made.address = address
        yield made
