"""What is known beside the issue: meetings of any year, and which mechanisms no longer meet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from iscm.domain.meetings import Meeting
from iscm.domain.terms import mechanisms
from iscm.domain.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A meeting as the records hold it, of any year; ``country`` is an ISO 3166-1 alpha-2 code."""

    mechanism: str
    type: str
    title: str = ""
    kinds: tuple[str, ...] = ()
    ordinal: int | None = None
    when: When | None = None
    city: str | None = None
    country: str | None = None
    joint_with: tuple[str, ...] = ()
    status: str | None = None
    sources: tuple[str, ...] = ()  # addresses, or "highlights-2022": the issue of a year

    def __str__(self) -> str:
        return f"{self.mechanism}/{self.type}/{self.when or ''}"

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """First and last day, where known to the day."""
        return self.when.days if self.when else None

    def within(self, first: dt.date, last: dt.date) -> bool:
        """Whether it surely lies within these days."""
        if self.when is None or self.when.earliest is None or self.when.latest is None:
            return False
        return first <= self.when.earliest and self.when.latest <= last


# Events of the whole field: they are reported on apart, and never owe an entry.
GLOBAL = frozenset(("grcp", "imrf", "idm"))


def _slugs() -> frozenset[str]:
    return frozenset(mechanisms())


@dataclass(frozen=True, slots=True)
class Known:
    """All that the records hold: ``meetings`` of any year, ``slugs`` of mechanisms, those ``at_rest``.

    A mechanism at rest is dormant or ended: its silence asks for nothing.
    """

    meetings: tuple[Past, ...] = ()
    slugs: frozenset[str] = field(default_factory=_slugs)
    at_rest: frozenset[str] = frozenset()

    _by_mechanism: dict[str, tuple[Past, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows: dict[str, list[Past]] = {}
        for meeting in sorted(self.meetings, key=_in_time):
            rows.setdefault(meeting.mechanism, []).append(meeting)
        object.__setattr__(self, "_by_mechanism", {slug: tuple(own) for slug, own in rows.items()})

    def of(self, mechanism: str) -> tuple[Past, ...]:
        """Its meetings, in order of time; those without a date last."""
        return self._by_mechanism.get(mechanism, ())

    def beside(self, year: int | None) -> Known:
        """Without what is known from the year's issue alone: an issue is no witness of itself."""
        own = (f"highlights-{year}",)
        return replace(self, meetings=tuple(m for m in self.meetings if m.sources != own))

    def event(self, name: str) -> Past | None:
        """The meeting that an id such as ``imrf-1`` or ``grcp-9`` names: series and ordinal."""
        series, _, number = name.rpartition("-")
        if not number.isdigit():
            return None
        rows = (m for m in self.of(series) if m.ordinal == int(number) and m.when)
        return next(rows, None)


def pasts(meeting: Meeting) -> tuple[Past, ...]:
    """A meeting of the records as each mechanism that holds it knows it."""
    return tuple(
        Past(
            mechanism=slug,
            type=meeting.type,
            title=meeting.title,
            kinds=meeting.kinds,
            ordinal=meeting.ordinal,
            when=meeting.when,
            city=meeting.city or None,
            country=meeting.country or None,
            joint_with=tuple(other for other in meeting.mechanisms if other != slug),
            status=meeting.status or None,
            sources=tuple(source.id for source in meeting.sources),
        )
        for slug in meeting.mechanisms
    )


def _in_time(past: Past) -> tuple[dt.date, str, str, int]:
    day = past.when.earliest if past.when else None
    return day or dt.date.max, past.type, past.title, past.ordinal or 0
