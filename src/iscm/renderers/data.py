"""An issue as data, in the shape of the public contract (docs/contract.md)."""

from __future__ import annotations

import json
from typing import Any

from iscm.documents import names
from iscm.documents.draft import data_day
from iscm.documents.words import roman, words
from iscm.domain.issues import Entry, IndexRow, Issue, Told
from iscm.prose.writer import statement

SCHEMA = "urn:iscm:contract:issue:1"


def render(issue: Issue, lang: str) -> bytes:
    """JSON in UTF-8, keys sorted, so that two years can be laid side by side."""
    return (json.dumps(record(issue, lang), ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def record(issue: Issue, lang: str) -> dict[str, Any]:
    """The issue as plain data; ``text`` is written in ``lang``, ``prose`` are the words it was read from."""
    return {
        "schema": SCHEMA,
        "language": lang,
        "issue": {
            "number": roman(issue.number),
            "year": issue.year,
            "period": str(issue.period),
            "title": words(lang).say("title", year=issue.year),
            "office": issue.office.strip(),
            "contact": issue.contact,
            "as_of": data_day(issue).isoformat(),
        },
        "mechanisms": {entry.mechanism: _entry(entry, lang, issue.year) for entry in issue.entries},
        "themes": _index(issue.themes),
        "initiatives": _index(issue.initiatives),
        "publications": [publication.as_json() for publication in issue.publications],
        "global_meeting": issue.global_meeting.as_json() if issue.global_meeting else None,
        "links": [{"label": label, "url": url} for label, url in issue.links],
        "queries": [finding.as_json() for finding in issue.findings],
        "unread": [],
    }


def _entry(entry: Entry, lang: str, year: int) -> dict[str, Any]:
    heading = names.mechanism(entry.mechanism, lang).heading.text
    return {"heading": heading, "statements": [_told(t, lang, year) for t in entry.statements], "unread": []}


def _told(told: Told, lang: str, year: int) -> dict[str, Any]:
    text = statement(told.statement, lang, year=year)
    return {"id": told.id, "text": text, "prose": told.prose, "span": None, **told.statement.as_json()}


def _index(rows: tuple[IndexRow, ...]) -> dict[str, list[str]]:
    return {row.theme: list(row.mechanisms) for row in rows}
