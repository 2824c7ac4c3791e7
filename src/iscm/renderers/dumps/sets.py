"""The data sets: which shape each has, and how its fields become columns of a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from iscm.renderers.records.issues import STATEMENT
from iscm.renderers.records.mechanisms import MECHANISM, SEATS
from iscm.renderers.records.meetings import MEETING
from iscm.renderers.records.publications import PUBLICATION
from iscm.renderers.records.shape import Field, Schema, Shape
from iscm.renderers.records.themes import THEME

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
LICENCE_NAME = "Apache License 2.0"
BETWEEN = " | "  # items of a list in one cell
MEDIA = {
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}


@dataclass(frozen=True, slots=True)
class DataSet:
    """``name`` is that of its files and of its table in the SQLite file."""

    name: str
    shape: Shape


SETS: Mapping[str, DataSet] = {
    name: DataSet(name, shape)
    for name, shape in (
        ("mechanisms", MECHANISM),
        ("meetings", MEETING),
        ("participations", SEATS),
        ("publications", PUBLICATION),
        ("themes", THEME),
        ("statements", STATEMENT),
    )
}


def kind(field: Field) -> str:
    """What a column holds: ``text``, ``integer``, ``boolean``, ``texts``, ``integers``, or ``json`` for all else."""
    found = _scalar(field.schema)
    if found:
        return found
    items = _scalar(field.schema.get("items", {})) if field.schema.get("type") == "array" else ""
    return f"{items}s" if items in ("text", "integer") else "json"


def _scalar(schema: Schema) -> str:
    said = schema.get("type")
    types = [said] if isinstance(said, str) else list(said or ())
    types = [one for one in types if one != "null"]
    return {"string": "text", "integer": "integer", "boolean": "boolean"}.get(types[0], "") if types else ""


def cell(value: Any, held: str) -> str | int | bool | None:
    """A value in one cell: a list of plain items with bars between, anything deeper as JSON; nothing known is empty."""
    if value is None or held in ("text", "integer", "boolean"):
        return value  # type: ignore[no-any-return]
    if held in ("texts", "integers"):
        return BETWEEN.join(map(str, value)) if value else None
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None
