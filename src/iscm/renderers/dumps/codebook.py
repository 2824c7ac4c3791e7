"""The codebook: every table and what each of its columns means, in Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from iscm.renderers.dumps.sets import BETWEEN, LICENCE, LICENCE_NAME, DataSet, kind

HEAD = f"""# Codebook

Whole tables of what is public on the hub: who belongs to which mechanism, every meeting, publications, themes, and the
statements that records were read from. Licence: [{LICENCE_NAME}]({LICENCE}).

- Dates are EDTF, exactly as far as known: `2022-03-23`, `2022-10`, `2018`, `2022-06-30/2022-07-01`.
- Nothing (an empty cell, null) means that no source says. Silence is not inactivity.
- JSON Lines holds every record whole. In Parquet `texts` and `integers` are lists; in CSV and SQLite their items have
  `{BETWEEN.strip()}` between them. `json` is JSON text wherever it is not JSON Lines.
- CSV is UTF-8 with a mark at its beginning; what a spreadsheet would take for a formula has an apostrophe before it.
- In SQLite `boolean` is 0 or 1, and the table `about` says of which hub and day the data are.
"""


def codebook(sets: Mapping[str, DataSet], day: dt.date | None = None) -> str:
    """The same text for the same tables; ``day`` is the date of the data where it stands beside them."""
    parts = [HEAD + (f"\nDate of the data: {day.isoformat()}.\n" if day else "")]
    for one in sets.values():
        rows = [f"| `{field.name}` | {kind(field)} | {_cell(field.meaning)} |" for field in one.shape.fields]
        parts.append("\n".join([f"## {one.name}", "", one.shape.meaning, "", "| column | holds | meaning |",
                                "|---|---|---|", *rows, ""]))  # fmt: skip
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("*", r"\*")
