"""Trends for programs: counts by class, rhythms as of a day, and the printed index beside what is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from iscm.analysis import trends
from iscm.analysis.trends import Count
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.meetings import api
from iscm.meetings.queries import yearly
from iscm.meetings.rules import Choice
from iscm.newsletter.queries import years
from iscm.registry.api import closed, near
from iscm.registry.queries import outlines
from iscm.renderers.cursors import LIMIT, cursor, page
from iscm.renderers.openapi import Absent, Endpoint, Page, day, fields_of, known, number, placed
from iscm.renderers.records.trends import RECONCILIATION, RHYTHM, TREND
from iscm.site.trends import figures

BY = ("year", "type", "level", "region", "mechanism", "theme")


@dataclass(frozen=True, slots=True)
class Trend:
    """A class as it is sent."""

    by: str
    of: tuple[str, ...]
    count: Count
    mechanisms: int | None = None
    rests_on: Mapping[str, int] | None = None

    meetings = property(lambda self: self.count.meetings)
    dated = property(lambda self: self.count.dated)
    counted = property(lambda self: self.count.counted)
    undated = property(lambda self: self.count.undated)
    at_least = property(lambda self: self.count.open)
    adds_up = property(lambda self: self.by not in ("mechanism", "theme"))


def _trends(asked: dict[str, Any]) -> Page:
    choice, by = _open(asked["choice"]), asked.get("by", "year")
    found = [] if choice is None else sorted(_classes(choice, by), key=_key)
    return page(found, _key, asked)


def _key(row: Trend) -> tuple[str]:
    return (" ".join(row.of),)


def _open(choice: Choice) -> Choice | None:
    """The same without mechanisms that not all may see; None where none is left of those asked for."""
    wanted = tuple(slug for slug in choice.mechanism if slug not in closed()) if choice.mechanism else ()
    return None if choice.mechanism and not wanted else replace(choice, mechanism=wanted)


def _classes(choice: Choice, by: str) -> Iterator[Trend]:
    known_ = outlines()
    rows = yearly.told(choice, by if by in ("type", "theme") else "mechanism")
    if by == "year":
        for year in figures.years(choice, rows, known_):
            said = {kind or "none": number for kind, number in year.rests_on.items()}
            yield Trend(by, _some(year.year), year.count, year.mechanisms, said)
        return
    if by == "mechanism":
        own = trends.by_mechanism(rows)
        yield from _whole(
            by, {slug: cells for slug, cells in own.items() if figures.fits(choice, slug, known_)}
        )
    elif by == "theme":
        own = trends.by_theme(rows)
        yield from _whole(by, {t: cells for t, cells in own.items() if not choice.theme or t in choice.theme})
    else:
        key = {"level": figures.level_of(known_), "region": figures.region_of(known_)}.get(
            by, lambda r: _some(r.type)
        )
        for of, count in trends.by(rows, key).items():
            yield Trend(by, of, count)


def _whole(by: str, counted: Mapping[str, trends.Years]) -> Iterable[Trend]:
    return (Trend(by, _some(key), trends.together(cells.values())) for key, cells in counted.items())


def _some(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def _rhythms(asked: dict[str, Any]) -> Page:
    choice = _open(asked["choice"])
    rows = () if choice is None else figures.rhythms(choice, asked["as_of"])
    return page(sorted(rows, key=_series), _series, asked)


def _series(row: Any) -> tuple[str, str]:
    return row.mechanism, row.series


def _reconciliation(asked: dict[str, Any]) -> figures.ThemesOfYear:
    found = figures.of_year(asked["year"])
    if not found.links:
        raise Absent(f"No printed index of {asked['year']} is kept here.", [str(year) for year in years()])
    return found


YEAR = placed(number("year", FIRST_YEAR, LAST_YEAR, "Year of the issue", example=2022))
AS_OF = placed(day("as_of", "As of this day", example="2026-06-30"))
ENDPOINTS = (
    Endpoint(
        "trends",
        "trends",
        "Meetings counted by year, or by another class; all filters of meetings combine",
        TREND,
        _trends,
        (known("by", BY, "What to divide by (year if not said)", near), *api.FILTERS, fields_of(TREND, near), LIMIT,
         cursor(str)),
        listed=True,
        check=api.checked,
    ),
    Endpoint(
        "rhythms",
        "rhythms/{as_of}",
        "Series of main meetings, their usual gaps, and when the next is expected, as of a day",
        RHYTHM,
        _rhythms,
        (AS_OF, *api.FILTERS, fields_of(RHYTHM, near), LIMIT, cursor(str, str)),
        listed=True,
        check=api.checked,
    ),
    Endpoint(
        "reconciliation",
        "reconciliation/{year}",
        "The printed thematic index of a year beside what its issue tells",
        RECONCILIATION,
        _reconciliation,
        (YEAR, fields_of(RECONCILIATION, near)),
    ),
)  # fmt: skip
