"""The project's own data, as YAML that people edit by hand. Read here into plain rows; the apps' actions keep them.

A value is written plainly where the sources of its file or record agree on it, and as a list of claims (``value``,
``chosen``, ``note``, ``sources``, ``since``, ``until``) where it has sources of its own or rivals. Dates are EDTF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

Row = dict[str, Any]
HERE = files("iscm.shipped")


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without its surprises: dates stay text, and NO is Norway."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith((":timestamp", ":bool"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def _read(path: Traversable) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506  a safe loader, narrowed above


def _folder(name: str) -> Iterator[Traversable]:
    """The YAML files of a folder, by name."""
    return iter(
        sorted((p for p in (HERE / name).iterdir() if p.name.endswith(".yaml")), key=lambda p: p.name)
    )


def sources() -> dict[str, Row]:
    """Sources known by an id; every other is known by its address."""
    table: dict[str, Row] = _read(HERE / "sources.yaml")
    return table


def themes() -> dict[str, list[str]]:
    """Wordings of themes as printed, to the themes of the vocabulary that they certainly mean."""
    table: dict[str, list[str]] = _read(HERE / "themes.yaml")
    return table


def mechanisms() -> list[Row]:
    """One row for each mechanism, by slug."""
    return [_read(path) for path in _folder("mechanisms")]


def meetings() -> list[Row]:
    """Every meeting; ``owners`` filled in where the file's mechanism is the only one."""
    rows: list[Row] = []
    for path in _folder("meetings"):
        for row in _read(path):
            row.setdefault("owners", [{"mechanism": row.pop("mechanism", path.name.removesuffix(".yaml"))}])
            rows.append(row)
    return rows


def publications() -> list[Row]:
    """Publications and outcome documents."""
    rows: list[Row] = _read(HERE / "publications.yaml")
    return rows


def series() -> list[Row]:
    """Series of meetings: name, who comes, who calls them, and the ids of the meetings."""
    rows: list[Row] = _read(HERE / "series.yaml")
    return rows


def issues() -> list[Row]:
    """The issues that are shipped as records, by year."""
    return [_read(path) for path in _folder("issues")]


def issue_text(year: int) -> str:
    """The same issue as a newsletter's text, in words of our own."""
    return (HERE / "issues" / f"{year}.txt").read_text("utf-8")
