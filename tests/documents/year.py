"""The year of ``year-2022.yaml`` as an Issue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from iscm.domain.issues import Entry, GlobalMeeting, IndexRow, Issue, Publication, Told
from iscm.domain.statements import Statement
from iscm.domain.when import When

HERE = Path(__file__).parent


def load() -> Issue:
    data = yaml.safe_load((HERE / "year-2022.yaml").read_text("utf-8"))
    return Issue(
        year=data["year"],
        number=data["number"],
        period=When.parse(data["period"]),
        office=data["office"],
        contact=data["contact"],
        as_of=data["as_of"],
        entries=tuple(_entry(slug, rows, data["year"]) for slug, rows in data["entries"].items()),
        global_meeting=GlobalMeeting(
            **{**data["global_meeting"], "dates": tuple(map(When.parse, data["global_meeting"]["dates"]))}
        ),
        initiatives=tuple(
            IndexRow(theme=theme, mechanisms=tuple(slugs), elsewhere=elsewhere)
            for theme, (slugs, elsewhere) in data["initiatives"].items()
        ),
        themes=tuple(
            IndexRow(theme=theme, mechanisms=tuple(slugs)) for theme, slugs in data["themes"].items()
        ),
        publications=tuple(
            Publication(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
            for row in data["publications"]
        ),
        links=tuple((label, address) for label, address in data["links"]),
    )


def _entry(slug: str, rows: list[tuple[str, dict[str, Any]]], year: int) -> Entry:
    told = []
    for place, (title, more) in enumerate(rows, 1):
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in more.items()}
        values["dates"] = tuple(
            When.parse("/".join(f"{year}-{end}" for end in day.split("/"))) for day in values.get("dates", ())
        )
        values.setdefault("type", "meeting")
        told.append(Told(id=f"{year}/{slug}/{place}", statement=Statement(title=title, **values)))
    return Entry(mechanism=slug, statements=tuple(told))
