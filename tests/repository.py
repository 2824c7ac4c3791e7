"""The repository as tests see it: its root, its files, and a program run in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def tracked() -> list[Path]:
    """The files of the project: those that git keeps; in an unpacked archive without git, those it would."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]
    made = {
        ".venv",
        "build",
        "var",
        "__pycache__",
        "node_modules",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
    }
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.parts)]


def beside_python(program: str) -> str:
    """A program of this environment."""
    return str(Path(sys.executable).with_name(program))


def run(*command: str, **options) -> subprocess.CompletedProcess[str]:
    """A program run at the root of the repository, with what it said."""
    options = {"cwd": ROOT, "capture_output": True, "text": True} | options
    return subprocess.run(command, check=False, **options)
