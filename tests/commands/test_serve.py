"""``iscm serve``: a real server for a moment, and what it says when it cannot be one."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from iscm.commands import main, serve
from tests.browser.server import free_port, serving


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"ISCM_HOME": str(home)}
    command = [str(Path(sys.executable).with_name("iscm")), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=60)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub's folder with the shipped records."""
    folder = tmp_path_factory.mktemp("hub")
    assert run(folder, "load", "--quiet").returncode == 0
    return folder


def test_it_serves_the_pages_and_their_static_files(home: Path):
    with serving(home) as address:
        page = urllib.request.urlopen(f"{address}/").read().decode()
        font = urllib.request.urlopen(f"{address}/static/fonts/HubSans-Regular.woff2")
        assert "Inter-State consultation" in page
        assert font.read()[:4] == b"wOF2"
        assert "immutable" in font.headers["Cache-Control"]
        asked = urllib.request.Request(
            f"{address}/mechanisms/bali-process/", headers={"Accept-Encoding": "gzip"}
        )
        assert urllib.request.urlopen(asked).headers["Content-Encoding"] == "gzip"


def test_a_busy_port_is_said(home: Path):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        done = run(home, "serve", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == (
        f"iscm serve: port {port} is busy: stop what answers there, or take another: "
        f"iscm serve --port {port % 65535 + 1}.\n"
    )


def test_a_database_of_an_older_version_is_said(home: Path, tmp_path: Path):
    kept = tmp_path / "hub"
    shutil.copytree(home, kept)
    with sqlite3.connect(kept / "iscm.sqlite3") as database:
        database.execute("delete from django_migrations where id = (select max(id) from django_migrations)")
    done = run(kept, "serve", "--port", str(free_port()))
    assert done.returncode == 2
    assert done.stderr == (
        "iscm serve: the hub's database was made by an older version; iscm load brings it up to date.\n"
    )


@pytest.mark.parametrize("prepared", [False, True])
def test_a_hub_without_records_says_so_and_is_left_as_it_is(tmp_path: Path, prepared: bool):
    if prepared:  # tables, and nothing in them
        environment = os.environ | {
            "ISCM_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "iscm.site.settings",
        }
        environment.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], check=True, env=environment)
    done = run(tmp_path, "serve", "--port", str(free_port()))
    assert done.returncode == 2
    assert done.stderr == "iscm serve: the hub has no records yet; iscm load takes the shipped ones in.\n"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０"])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(["serve", f"--port={port}"])
    assert stopped.value.code == 2
    assert f"{port} is no port: take a number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_is_not_of_this_machine(host: str, home: Path):
    done = run(home, "serve", "--host", host, "--port", str(free_port()))
    assert done.returncode == 2
    assert done.stderr == f"iscm serve: there is no address {host} on this machine.\n"


def test_a_port_that_only_the_administrator_may_take():
    fault = PermissionError(13, "Permission denied")
    assert serve._why(fault, "127.0.0.1", 80).startswith("port 80 is not for everybody: take one above 1023")
