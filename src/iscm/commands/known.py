"""What is known beside an issue, from the records that come with the project: no database is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from iscm.analysis.known import Known, Past
from iscm.domain.when import When

_AT_REST = frozenset(("dormant", "ended"))


def shipped() -> Known:
    """The shipped meetings of every mechanism, and which mechanisms are dormant or ended."""
    meetings: list[Past] = []
    at_rest = set()
    for slug, rows in _tables("meetings"):
        meetings += [past for row in rows for past in pasts(slug, row)]
    for slug, row in _tables("mechanisms"):
        if _chosen(row.get("status")) in _AT_REST:
            at_rest.add(slug)
    return Known(tuple(meetings), at_rest=frozenset(at_rest))


def pasts(mechanism: str, row: Mapping[str, Any]) -> Iterator[Past]:
    """A shipped meeting as each mechanism that holds it knows it."""
    owners = [owner["mechanism"] for owner in row.get("owners") or ()] or [mechanism]
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


def _tables(kind: str) -> Iterator[tuple[str, Any]]:
    """Each shipped file of a kind, by the slug it is named after."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads twelve times as fast
    for file in sorted((files("iscm.shipped") / kind).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            yield file.name.removesuffix(".yaml"), yaml.load(file.read_text("utf-8"), loader)  # noqa: S506 - both safe
