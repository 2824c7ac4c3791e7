"""The waivers kept beside a file: ``highlights.txt.waivers.toml``."""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

from iscm.domain.waivers import Waiver

_HEAD = "# Queries of `iscm check` that were looked at and may stand, each with its reason.\n"


class NotWaivers(ValueError):
    """A file that should hold waivers and does not; ``args[0]`` says why, in words."""


def beside(path: Path) -> Path:
    """Where the waivers of a file are kept unless said otherwise."""
    return path.with_name(path.name + ".waivers.toml")


def load(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a file, none where there is no such file."""
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("waiver", [])
        return tuple(
            Waiver(row["key"], row["reason"], row.get("by", ""), str(row.get("on", ""))) for row in rows
        )
    except FileNotFoundError:
        return ()
    except (
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        KeyError,
        TypeError,
        AttributeError,
        ValueError,
    ) as fault:
        raise NotWaivers(f"{path} does not hold waivers ({fault})") from fault


def store(path: Path, waivers: Iterable[Waiver]) -> None:
    """Write them whole or not at all: into a new file of the same folder, then in the place of the old."""
    text = _HEAD + "".join(map(_row, sorted(waivers, key=lambda waiver: waiver.key)))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _row(waiver: Waiver) -> str:
    facts = {"key": waiver.key, "reason": waiver.reason, "by": waiver.by, "on": waiver.on}
    return "\n[[waiver]]\n" + "".join(f"{name} = {_quoted(text)}\n" for name, text in facts.items() if text)


def _quoted(text: str) -> str:
    """A TOML basic string: escaped as JSON escapes, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
