"""``iscm mcp``: agents ask the hub over the Model Context Protocol. Nothing but the protocol is on standard output."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec
from typing import Any

from iscm.commands.hub import Unusable, opened

ADDRESS = "http://127.0.0.1:8000"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--address", default=ADDRESS, help=f"where the hub is, for what is cited (default: {ADDRESS})"
    )


def run(args: argparse.Namespace) -> int:
    if find_spec("mcp") is None:
        print('iscm mcp: the package mcp is not installed; pip install "iscm[mcp]" adds it.', file=sys.stderr)
        return 2
    try:
        opened()
    except Unusable as fault:
        print(f"iscm mcp: {fault}.", file=sys.stderr)
        return 2
    server(args.address.rstrip("/")).run("stdio")
    return 0


def server(hub: str) -> Any:
    """The server and its tools. Each asks the database in a thread of its own: the protocol is never kept waiting."""
    from asgiref.sync import sync_to_async
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    from iscm import __version__
    from iscm.site.api import agents

    made = MCPServer("ISCM Hub", version=__version__, instructions=agents.HOW, log_level="ERROR")

    async def asked(tool: Any, *arguments: Any) -> dict[str, Any]:
        try:
            found: dict[str, Any] = await sync_to_async(tool)(hub, *arguments)
        except agents.Refused as fault:
            raise ToolError(str(fault)) from fault
        return found

    @made.tool()
    async def search_mechanisms(text: str) -> dict[str, Any]:
        """Find consultation mechanisms by any name, acronym or former name in any language, or by region."""
        return await asked(agents.search_mechanisms, text)

    @made.tool()
    async def mechanism(slug: str, as_of: str | None = None) -> dict[str, Any]:
        """A mechanism whole: names, members, chairs, claims with their sources, statements. as_of: 2022-12-31."""
        return await asked(agents.mechanism, slug, as_of)

    @made.tool()
    async def meetings(
        mechanism: str | None = None,
        state: str | None = None,
        host: str | None = None,
        theme: str | None = None,
        type: str | None = None,  # noqa: A002 - the field's own word
        status: str | None = None,
        since: str | None = None,
        until: str | None = None,
        words: str | None = None,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """Meetings by date with sources and statements. since, until: 2022 or 2022-03; cursor: from the last answer."""
        said = {
            "mechanism": mechanism, "state": state, "host": host, "theme": theme, "type": type, "status": status,
            "from": since, "to": until, "q": words, "cursor": cursor,
        }  # fmt: skip
        return await asked(agents.meetings, said)

    @made.tool()
    async def state(code: str, as_of: str | None = None) -> dict[str, Any]:
        """What a State or territory belongs to and chairs, by two letters or name. as_of: a day, 2022-12-31."""
        return await asked(agents.state, code, as_of)

    @made.tool()
    async def themes() -> dict[str, Any]:
        """The themes, what each touches of the Global Compact and the SDGs (as the hub proposes), their statements."""
        return await asked(agents.themes)

    return made
