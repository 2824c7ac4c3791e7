"""What a source says: a value with where it was read. Sources disagree; each value is kept, one is chosen for show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from iscm.domain.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was read. ``id`` is its address, or a short id where it has none (``highlights-2022``)."""

    id: str
    title: str = ""
    url: str = ""
    kind: str = "page"
    year: int | None = None
    read: dt.date | None = None

    @property
    def called(self) -> str:
        """Its title, or its address."""
        return self.title or self.url or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One value of a field, as one or more sources give it.

    ``sources`` are the claim's own where ``exact`` is true; otherwise they are those of the record as a whole, of
    which one or more say it. ``chosen`` marks the value shown. ``since`` and ``until`` bound when it held.
    """

    field: str
    value: str
    chosen: bool = False
    sources: tuple[Source, ...] = ()
    exact: bool = False
    since: When | None = None
    until: When | None = None
    note: str = ""


def holds_on(day: dt.date, since: When | None, until: When | None) -> bool:
    """Whether something that held from ``since`` to ``until`` may have held on ``day``; None is an open end."""
    begun = since is None or (since.earliest or dt.date.min) <= day
    return begun and (until is None or day <= (until.latest or dt.date.max))
