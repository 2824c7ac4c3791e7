"""How a shipped issue becomes rows, and how a frozen one is read again: plain work on plain values."""

from collections.abc import Iterator, Mapping
from typing import Any

from iscm.domain.issues import Entry, GlobalMeeting, IndexRow, Issue, Publication, Told
from iscm.domain.statements import Statement
from iscm.domain.when import When

Row = Mapping[str, Any]


def told(entry: Row) -> Iterator[tuple[int, int, dict[str, Any], list[str]]]:
    """Each statement of an entry: its place in the prose, itself in the public shape, and ids of its meetings.

    ValueError where the prose does not say it after the statement before.
    """
    at = 0
    for row in entry["statements"]:
        start = entry["prose"].index(row["text"], at)
        at = start + len(row["text"])
        yield start, at, Statement.from_json(dict(row)).as_json(), row.get("meetings", [])


def as_json(issue: Issue) -> dict[str, Any]:
    """An issue's records as plain JSON, to be frozen; ``from_json`` gives the same issue back."""
    event = issue.global_meeting
    return {
        "year": issue.year,
        "number": issue.number,
        "period": str(issue.period),
        "office": issue.office,
        "contact": issue.contact,
        "entries": [
            {
                "mechanism": entry.mechanism,
                "statements": [
                    {"id": t.id, "prose": t.prose, "statement": t.statement.as_json()}
                    for t in entry.statements
                ],
            }
            for entry in issue.entries
        ],
        "global_meeting": event.as_json() if event else None,
        "initiatives": [_row_json(row) for row in issue.initiatives],
        "themes": [_row_json(row) for row in issue.themes],
        "publications": [publication.as_json() for publication in issue.publications],
        "links": [list(link) for link in issue.links],
    }


def _row_json(row: IndexRow) -> dict[str, Any]:
    return {
        "theme": row.theme,
        "mechanisms": list(row.mechanisms),
        "elsewhere": row.elsewhere,
        "names": list(row.names),
    }


def from_json(frozen: Row) -> Issue:
    """The issue that was frozen."""
    event = frozen["global_meeting"]
    return Issue(
        year=frozen["year"],
        number=frozen["number"],
        period=When.parse(frozen["period"]),
        office=frozen["office"],
        contact=frozen["contact"],
        entries=tuple(
            Entry(
                mechanism=entry["mechanism"],
                statements=tuple(
                    Told(id=t["id"], prose=t["prose"], statement=Statement.from_json(t["statement"]))
                    for t in entry["statements"]
                ),
            )
            for entry in frozen["entries"]
        ),
        global_meeting=_event(event) if event else None,
        initiatives=tuple(map(_index_row, frozen["initiatives"])),
        themes=tuple(map(_index_row, frozen["themes"])),
        publications=tuple(map(_publication, frozen["publications"])),
        links=tuple((label, url) for label, url in frozen["links"]),
    )


def _event(row: Row) -> GlobalMeeting:
    fields = {key: value for key, value in row.items() if key not in ("span", "dates")}
    return GlobalMeeting(**fields, dates=tuple(map(When.parse, row["dates"])))


def _index_row(row: Row) -> IndexRow:
    return IndexRow(
        theme=row["theme"],
        mechanisms=tuple(row["mechanisms"]),
        elsewhere=row["elsewhere"],
        names=tuple(row["names"]),
    )


def _publication(row: Row) -> Publication:
    return Publication(
        title=row["title"],
        mechanisms=tuple(row["mechanisms"]),
        partners=tuple(row["with"]),
        url=row["url"],
        year=row["year"],
        languages=tuple(row["languages"]),
        note=row["note"],
    )
