"""How a shipped issue becomes rows, how a frozen one is read again, and who may do what: plain work on values."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iscm.domain.issues import Entry, GlobalMeeting, IndexRow, Issue, Publication, Told
from iscm.domain.statements import Statement
from iscm.domain.when import When

Row = Mapping[str, Any]


class Refused(ValueError):
    """What may not be done with an issue, or not now; ``args[0]`` says why and what to do, in a sentence."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something done with an issue: where it may stand, the part of who does it, and where it stands afterwards."""

    verb: str
    among: tuple[str, ...]
    part: str
    then: str = ""  # where it stood

    def open_to(self, standing: str, parts: Collection[str]) -> bool:
        return standing in self.among and self.part in parts


STEPS = {
    step.verb: step
    for step in (
        Step("submit", ("draft",), "compiler", "in-review"),
        Step("hand back", ("in-review", "approved"), "approver", "draft"),
        Step("approve", ("in-review",), "approver", "approved"),
        Step("publish", ("approved",), "approver", "published"),
        Step("send", ("published",), "approver"),
        Step("add erratum", ("published", "shipped"), "approver"),
    )
}
OUT = ("published", "shipped")  # of these the records stay as they are


def seal(frozen: Row, waived: Mapping[str, str]) -> str:
    """The digest of what is approved: an issue's records as they would be frozen, and the queries that were waived."""
    said = json.dumps([frozen, waived], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def period(rhythm: str, at: dt.datetime) -> dt.date:
    """The first day, by UTC, of the day, week (from Monday) or month that a time lies in: the same wherever one is."""
    day = at.astimezone(dt.UTC).date()
    if rhythm == "weekly":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if rhythm == "monthly" else day


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
