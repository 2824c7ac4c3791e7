"""Agents ask over the Model Context Protocol, by the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

ISCM = str(Path(sys.executable).with_name("iscm"))
HUB = "https://hub.example"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub with the shipped records, of its own."""
    folder = tmp_path_factory.mktemp("hub")
    subprocess.run([ISCM, "load", "--quiet"], env=surroundings(folder), check=True)
    return folder


def surroundings(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "ISCM_HOME": str(folder)}


@pytest.fixture(scope="module")
def answers(home: Path) -> dict[str, Any]:
    """Everything asked in one session: each answer, or the sentence that refuses it."""
    asked = {
        "old name": ("search_mechanisms", {"text": "Puebla Process"}),
        "misspelt": ("search_mechanisms", {"text": "Colombo Proces"}),
        "one": ("mechanism", {"slug": "RCM"}),
        "meetings": ("meetings", {"mechanism": "RCM", "since": "2022", "until": "2022"}),
        "more": ("meetings", {"since": "2022"}),
        "state": ("state", {"code": "Kenya", "as_of": "2020-01-01"}),
        "themes": ("themes", {}),
        "wrong": ("meetings", {"theme": "dta"}),
        "nobody": ("mechanism", {"slug": "rabat-proces"}),
    }

    async def ask() -> dict[str, Any]:
        server = StdioServerParameters(command=ISCM, args=["mcp", "--address", HUB], env=surroundings(home))
        found: dict[str, Any] = {}
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            found["tools"] = {tool.name: tool for tool in (await session.list_tools()).tools}
            for name, (tool, arguments) in asked.items():
                result = await session.call_tool(tool, arguments)
                text = result.content[0].text
                found[name] = text if result.is_error else json.loads(text)
        return found

    return asyncio.run(ask())


def test_tools_say_what_they_do(answers: dict[str, Any]):
    assert answers["tools"].keys() == {"search_mechanisms", "mechanism", "meetings", "state", "themes"}
    assert all(len(tool.description) > 40 for tool in answers["tools"].values())


def test_mechanisms_are_found_by_old_and_misspelt_names(answers: dict[str, Any]):
    assert answers["old name"]["data"][0]["slug"] == "rcm"
    assert answers["misspelt"]["data"][0]["slug"] == "colombo-process"


def test_a_mechanism_comes_with_sources_and_statements(answers: dict[str, Any]):
    found = answers["one"]
    assert found["url"] == f"{HUB}/mechanisms/rcm/"
    assert found["sources"]
    assert found["statements"][0]["text"] == "3rd Plenary Meeting between RCM and SACM (31 May)"


def test_meetings_carry_the_statements_they_were_read_from(answers: dict[str, Any]):
    rows = answers["meetings"]["data"]
    assert answers["meetings"]["total"] == len(rows) == 9
    for row in rows:
        assert row["url"].startswith(f"{HUB}/meetings/")
        assert row["sources"] or row["statements"]
    told = [one for row in rows for one in row["statements"]]
    assert told
    assert all(one["url"].startswith(f"{HUB}/issues/2022/#s-2022-") for one in told)


def test_long_answers_go_on(answers: dict[str, Any]):
    assert len(answers["more"]["data"]) == 20
    assert answers["more"]["cursor"]


def test_a_state_and_the_themes(answers: dict[str, Any]):
    assert "au-hoai" in answers["state"]["roles"]["member"]
    assert all(seat["url"].startswith(HUB) for seat in answers["state"]["participations"])
    assert len(answers["themes"]["data"]) == 28
    assert all(row["statements"].startswith(HUB) for row in answers["themes"]["data"])


def test_a_wrong_question_is_told_what_may_be_meant(answers: dict[str, Any]):
    assert "“data”" in answers["wrong"]
    assert "rabat-process" in answers["nobody"]


def test_a_hub_without_records_says_so(tmp_path: Path):
    done = subprocess.run(
        [ISCM, "mcp"],
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "iscm load" in done.stderr
