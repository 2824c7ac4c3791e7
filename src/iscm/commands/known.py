"""What is known beside an issue: from the records that come with the project, or from those of this hub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from iscm.analysis.known import Known, Past
from iscm.domain.mechanisms import AT_REST
from iscm.domain.when import When


def shipped() -> Known:
    """The shipped meetings of every mechanism, and which mechanisms are dormant or ended."""
    from iscm import shipped as rows  # only where the records are wanted

    meetings = tuple(past for row in rows.meetings() for past in pasts(row))
    at_rest = (row["slug"] for row in rows.mechanisms() if _chosen(row.get("status")) in AT_REST)
    return Known(meetings, at_rest=frozenset(at_rest))


def in_database() -> Known:
    """What this hub keeps, for a year that is kept here."""
    from iscm.newsletter.queries import known  # a file is checked without a database

    return known()


def pasts(row: Mapping[str, Any]) -> Iterator[Past]:
    """A shipped meeting as each mechanism that holds it knows it."""
    owners = [owner["mechanism"] for owner in row["owners"]]
    when = _chosen(row.get("when"))
    for owner in owners:
        yield Past(
            mechanism=owner,
            type=row["type"],
            title=row.get("title") or "",
            kinds=tuple(row.get("kinds") or ()),
            ordinal=_chosen(row.get("ordinal")),
            when=When.parse(str(when)) if when else None,
            city=_chosen(row.get("city")),
            country=_chosen(row.get("country")),
            joint_with=tuple(other for other in owners if other != owner),
            status=_chosen(row.get("status")),
            sources=tuple(row.get("sources") or ()),
        )


def _chosen(value: Any) -> Any:
    """A value, or the one chosen among several claims."""
    if not isinstance(value, list):
        return value
    chosen = [claim for claim in value if claim.get("chosen")] or value
    return chosen[0].get("value") if chosen else None
