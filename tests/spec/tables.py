"""The tables of the language: a sentence, and what it means. They test the reader, and print the manual's page.

A row's ``means`` names what is said; what it does not name must be as in a statement that does not say it. Title,
topic, themes and objectives are compared only where a row names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from iscm.domain.statements import Statement
from iscm.prose.spelling import LANGUAGES

HERE = Path(__file__).parent
NAMES = (
    "days",
    "ordinals",
    "counts",
    "several",
    "kinds",
    "partners",
    "places",
    "modes",
    "sentences",
    "traps",
)
YEAR = 2022
LOOSE = ("title", "topic", "themes", "gcm", "online")
PLAIN = {k: v for k, v in Statement(type="").as_json().items() if k not in LOOSE}


@dataclass(frozen=True)
class Row:
    """``means`` holds the fields of each statement as the public contract writes them."""

    table: str
    text: str
    means: tuple[dict[str, Any], ...]
    mechanism: str | None = None

    def __str__(self) -> str:
        return f"{self.table}: {self.text}"


@dataclass(frozen=True)
class Table:
    title: str
    lead: str
    rows: tuple[Row, ...]


def table(name: str) -> Table:
    data = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    rows = tuple(
        Row(name, row["text"], tuple(_meant(m) for m in row["means"]), row.get("mechanism"))
        for row in data["rows"]
    )
    return Table(data["title"], data["lead"], rows)


def tables() -> tuple[Table, ...]:
    return tuple(table(name) for name in NAMES)


def _meant(fields: dict[str, Any]) -> dict[str, Any]:
    return {k: [str(d) for d in v] if k == "dates" else v for k, v in fields.items()}


def expected(row: Row) -> list[dict[str, Any]]:
    return [PLAIN | fields for fields in row.means]


def compared(said: Statement, fields: dict[str, Any]) -> dict[str, Any]:
    """What is compared of a statement read with a row that names ``fields``."""
    return {k: v for k, v in said.as_json().items() if k not in LOOSE or k in fields}


@dataclass(frozen=True)
class Written:
    """A record and its sentence by language."""

    record: Statement
    sentences: dict[str, str]


def writings() -> tuple[Written, ...]:
    rows = yaml.safe_load((HERE / "writing.yaml").read_text("utf-8"))
    return tuple(Written(Statement.from_json(r["record"]), {k: r[k] for k in LANGUAGES}) for r in rows)
