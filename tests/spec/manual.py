"""The manual's sentences, printed from the tables that test the reader.

``python -m tests.spec.manual`` rewrites them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.spec.tables import Row, tables, writings

WRITING = Path(__file__).parents[2] / "docs" / "writing.md"
PAGE = Path(__file__).parents[2] / "docs" / "reading.md"
BEGIN, END = "<!-- the sentences, printed from the tables of the tests -->", "<!-- end of the sentences -->"


def printed() -> str:
    parts = [BEGIN]
    for table in tables():
        rows = "\n".join(f"| {_cell(row.text)} | {_meaning(row)} |" for row in table.rows)
        parts += [f"### {table.title}", table.lead, f"| is written | is read |\n|---|---|\n{rows}"]
    return "\n\n".join([*parts, END])


def rewritten(page: str) -> str:
    return _between_marks(page, printed())


def rewritten_writing(page: str) -> str:
    rows = "\n".join(
        f"| {row.sentences['en']} | {row.sentences['fr']} | {row.sentences['es']} |" for row in writings()
    )
    table = f"| English | French | Spanish |\n|---|---|---|\n{rows}"
    return _between_marks(page, f"{BEGIN}\n\n{table}\n\n{END}")


def _between_marks(page: str, middle: str) -> str:
    before, _, rest = page.partition(BEGIN)
    return before + middle + rest.partition(END)[2]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def _meaning(row: Row) -> str:
    return "<br>".join(_statement(fields) for fields in row.means) or "no meeting"


def _statement(fields: dict[str, Any]) -> str:
    """ "senior-officials + preparatory, no. 2 · 2022-05-12 · Vienna, AT"."""
    count = fields.get("count", 1)
    kind = " + ".join(f"`{k}`" for k in (fields["type"], *fields.get("kinds", ())))
    number = "" if count == 1 else "some " if count is None else f"{count} "
    parts = [number + kind + (f" no. {fields['ordinal']}" if "ordinal" in fields else "")]
    parts += [", ".join(fields.get("dates", ()))]
    parts += [", ".join(fields[k] for k in ("city", "country") if k in fields)]
    parts += ["with " + ", ".join(fields["joint_with"]) if "joint_with" in fields else ""]
    parts += [f"at {fields['at']}" if "at" in fields else ""]
    parts += [fields[k] for k in ("mode", "status") if k in fields]
    return " · ".join(part for part in parts if part)


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text("utf-8")), "utf-8")
    WRITING.write_text(rewritten_writing(WRITING.read_text("utf-8")), "utf-8")
