"""How a shipped row of a meeting becomes rows: plain work on plain values."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

PLAIN = ("title", "type", "ordinal", "city", "country", "mode", "status", "topic", "at", "note", "closed")
STATUSES = (
    "announced",
    "confirmed",
    "held",
    "postponed",
    "cancelled",
)  # "moved" is a step, not where it ends


def columns(row: Row) -> dict[str, Any]:
    """The values of a meeting's own columns; ``when`` as EDTF text or None."""
    values: dict[str, Any] = {
        "city": "",
        "country": "",
        "mode": "",
        "status": "",
        "topic": "",
        "at": "",
        "note": "",
    }
    values |= {"ordinal": None, "closed": False} | {k: row[k] for k in PLAIN if k in row}
    for name in ("kinds", "gcm"):
        values[name] = list(row.get(name, ()))
    return values | {
        "count": row.get("count", 1),
        "when": str(row["when"]) if row.get("when") else None,
        "figures": dict(row.get("figures", {})),
    }


def subjects(row: Row, themes: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Themes as printed with what they mean, and those meant without a printed wording, each once."""
    meant: set[str] = set()
    for printed in row.get("themes", ()):
        for theme in themes.get(printed) or [""]:
            meant.add(theme)
            yield {"printed": printed, "theme": theme}
    for theme in row.get("theme-ids", ()):
        if theme not in meant:
            yield {"printed": "", "theme": theme}


def claims(row: Row) -> Iterator[Row]:
    """Every claim with its ``field``; another title is a claim of the title."""
    for title in row.get("also", ()):
        yield {"field": "title", "value": title}
    for field, given in row.get("claims", {}).items():
        for claim in given:
            yield {**claim, "field": field}
