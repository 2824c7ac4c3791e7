"""What is not in the manual does not build, and what the manual says is true."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from iscm.commands import COMMANDS
from tests.repository import ROOT, read, tracked

MANUAL = sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts)
PAGES = [*MANUAL, *sorted(ROOT.glob("*.md")), ROOT / "bench" / "README.md"]
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(<?([^)>\s]+)>?\)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the repository's page and the manual make them."""
    text = FENCE.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)) for heading in headings
    )
    return {heading.strip().lower().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_within_the_repository_leads_somewhere(page: Path):
    text = FENCE.sub("", page.read_text("utf-8"))
    lost = []
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        place = (page.parent / target).resolve() if target else page
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors(place)):
            lost.append(link)
    assert not lost


def test_the_manual_builds_without_a_warning(tmp_path: Path):
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-E",
        "-d",
        str(tmp_path / "doctrees"),
    ]
    done = subprocess.run(
        [*command, str(ROOT / "docs"), str(tmp_path / "html")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    asked = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)
    for page in (tmp_path / "html").rglob("*.html"):
        found = asked.findall(page.read_text("utf-8"))
        assert not found, f"{page.name} asks a third party"


def test_the_glossary_explains_every_folder():
    headwords = set(re.findall(r"^\*\*(\w+)\*\*$", read("GLOSSARY.md"), re.MULTILINE))
    folders = {path.parent.name for path in (ROOT / "src" / "iscm").glob("*/__init__.py")}
    assert headwords == folders
    assert [folder for folder in folders if f"`{folder}`" not in read("ARCHITECTURE.md")] == []


def test_the_glossary_is_in_order():
    headwords = re.findall(r"^([^\n:].*)\n: ", read("GLOSSARY.md"), re.MULTILINE)
    assert headwords == sorted(headwords, key=lambda word: word.strip("*").casefold())


@cache
def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each subcommand of ``iscm``."""
    found = {}
    for command in COMMANDS:
        found[command] = argparse.ArgumentParser(prog=f"iscm {command}")
        import_module(f"iscm.commands.{command}").add_arguments(found[command])
    return found


def manual() -> str:
    return "\n".join(page.read_text("utf-8") for page in MANUAL)


def test_every_command_and_option_is_in_the_manual():
    text = manual()
    missing = []
    for command, parser in parsers().items():
        if f"iscm {command}" not in text:
            missing.append(f"iscm {command}")
        options = {
            option
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--")
        }
        missing += [
            f"{option} of iscm {command}"
            for option in sorted(options - {"--help"})
            if f"`{option}" not in text
        ]
    assert not missing


def test_every_command_and_option_in_the_manual_exists():
    known = parsers()
    unknown = []
    for page in PAGES:
        for line in re.findall(
            r"\biscm ((?:[a-z]+)\b[^`\n|;>]*)", "\n".join(commands(page.read_text("utf-8")))
        ):
            command, *rest = line.split()
            if command not in known:
                unknown.append(f"{name(page)}: iscm {command}")
                continue
            options = {option for action in known[command]._actions for option in action.option_strings}
            unknown += [
                f"{name(page)}: iscm {command} {word}"
                for word in rest
                if word.startswith("--") and word.split("=")[0] not in options
            ]
    assert not unknown


def commands(text: str) -> list[str]:
    """The commands of a page: what follows "$" in its blocks of console, and `iscm ...` within its sentences."""
    blocks = [body for language, body in FENCE.findall(text) if language == "console"]
    lines = [line[2:] for body in blocks for line in body.splitlines() if line.startswith("$ ")]
    return lines + re.findall(r"`(iscm [^`\n]+)`", FENCE.sub("", text))


def fields(rows: object) -> set[str]:
    """Every key at any depth of rows of YAML."""
    if isinstance(rows, dict):
        return set(rows).union(*map(fields, rows.values()))
    return set().union(*map(fields, rows)) if isinstance(rows, list) else set()


def test_every_field_of_the_shipped_data_is_in_the_manual():
    from iscm import shipped

    used = fields([shipped.mechanisms(), shipped.meetings(), shipped.publications(), shipped.issues()])
    used |= fields([*shipped.sources().values(), *shipped.series()])
    assert used - set(re.findall(r"`([\w-]+)`", read("docs/data.md"))) == set()


def test_every_variable_of_the_environment_is_in_the_manual():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")) + read("script/run")
    used = set(re.findall(r"\b(?:ISCM_[A-Z_]+|DATABASE_URL)\b", code))
    listed = set(re.findall(r"^\| `(\w+)` \|", read("docs/operators.md"), re.MULTILINE))
    assert listed == used


def blocks(page: Path) -> list[tuple[str, list[str]]]:
    """The commands of a page's console blocks that are run, each with the lines of output shown below it."""
    found: list[tuple[str, list[str]]] = []
    for body in (body for language, body in FENCE.findall(page.read_text("utf-8")) if language == "console"):
        for line in body.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.startswith("> ") and found:
                found[-1] = (f"{found[-1][0]}\n{line[2:]}", found[-1][1])
            elif found:
                found[-1][1].append(line)
    return [
        (command, shown) for command, shown in found if re.search(r"\biscm (?!-)|\becho\b|\bcat\b", command)
    ]


@pytest.fixture(scope="module")
def manual_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the tutorial leaves it: the issue of 2022 as a file, and a hub with the shipped records."""
    folder = tmp_path_factory.mktemp("manual")
    shutil.copy(ROOT / "src" / "iscm" / "shipped" / "issues" / "2022.txt", folder / "highlights-2022.txt")
    return folder


RUN = [page for page in PAGES if blocks(page)]


@pytest.mark.parametrize("page", RUN, ids=name)
def test_every_command_of_the_manual_runs_and_says_what_is_shown(page: Path, manual_folder: Path):
    """A command ends with 0, or with 1 where ``iscm check`` has something to ask; "..." stands for lines left out."""
    here = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "ISCM_HOME")}
    for command, shown in [("iscm load", []), *blocks(page)]:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=manual_folder,
            capture_output=True,
            text=True,
            check=False,
            env=here | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"},
        )
        said = done.stdout + done.stderr
        assert done.returncode in ((0, 1) if "iscm check" in command else (0,)), f"{command}\n{said}"
        lines = [" ".join(line.split()) for line in said.splitlines()]
        missing = [
            line for line in shown if line.strip() not in ("", "...") and " ".join(line.split()) not in lines
        ]
        assert not missing, f"{command}\n{said}"


# in pieces, so that this file names none of them
REGISTRIES = [
    "files.python" + "hosted",
    "py" + "pi.org",
    "registry." + "npm",
    "npm" + "js.com",
    "crates" + ".io",
    "jsr" + ".io",
]
MACHINES = [
    rf"(?<![\w./:-])/{folder}/" for folder in ("wo" + "rk", "ro" + "ot", "t" + "mp", "ho" + "me", "o" + "pt")
]
NAMED = re.compile("|".join([*map(re.escape, REGISTRIES), *MACHINES]))
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".cfg",
    ".html",
    ".css",
    ".js",
    ".svg",
    ".json",
    ".csv",
    ".typ",
    "",
}


def test_no_file_names_a_machine_or_a_registry():
    named = []
    for path in tracked():
        if path.suffix not in TEXT or path.name == "LICENSE":
            continue
        text = path.read_text("utf-8", errors="replace")
        named += [f"{name(path)}: {found[0]}" for found in NAMED.finditer(text)]
    assert not named
