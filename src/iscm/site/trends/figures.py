"""The numbers that pages, pictures and answers to programs show, and the lists of meetings behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse

from iscm.analysis import drift, reconciling, trends
from iscm.analysis.trends import Count, Told
from iscm.domain.when import Point
from iscm.meetings.forms import address
from iscm.meetings.queries import by_theme, yearly
from iscm.meetings.rules import LEVELS, REGIONS, Choice, reach
from iscm.newsletter.queries import issue, printed
from iscm.registry.queries import Outline, outlines

Key = tuple[str, ...]  # a class: one value, several of a joint meeting, or none stated
WORLD = "global"  # in place of a continent, where a mechanism is of no one


@dataclass(frozen=True, slots=True)
class Class:
    """A class with its count. ``address`` lists just these meetings, ``wider`` all of its value; "" where none can."""

    key: Key
    count: Count
    address: str = ""
    wider: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """A year (None: not stated): its count, how many mechanisms met, and what its records rest on."""

    year: int | None
    count: Count
    mechanisms: int
    rests_on: Mapping[str, int]
    address: str = ""

    @property
    def records(self) -> int:
        return sum(self.rests_on.values())


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table of years: a mechanism or a theme ("" where none is stated), its years, and all of them."""

    key: str
    cells: tuple[tuple[int | None, Count | None, str], ...]
    count: Count
    address: str = ""


def years(choice: Choice, rows: list[Told], known: Mapping[str, Outline]) -> list[Year]:
    """Every year from the first to the last, and what has none; ``rows`` as ``yearly.told`` gives them."""
    counts, met = trends.by(rows, lambda row: row.year), trends.meeting_in(rows)
    rests = yearly.resting(choice)
    return [
        Year(
            year,
            counts.get(year, Count()),
            sum(fits(choice, slug, known) for slug in met.get(year, ())),
            rests.get(year, {}),
            listed(choice, year) if year in counts else "",
        )
        for year in trends.in_order(counts)
    ]


def listed(choice: Choice, year: int | None, **narrower: str) -> str:
    """The list of a choice's meetings in a year, perhaps of one more value; "" where the filters cannot say it.

    The list of a year holds also what only reaches into it from the year before.
    """
    if year is None or not all(narrower.values()):
        return ""
    since = choice.since if choice.since and choice.since.year == year else Point(year)
    until = choice.until if choice.until and choice.until.year == year else Point(year)
    given: dict[str, object] = {name: (value,) for name, value in narrower.items()}
    return address(reverse("meetings"), replace(choice, since=since, until=until, **given))


def narrowed(choice: Choice, name: str, value: str) -> str:
    return address(reverse("meetings"), replace(choice, **{name: (value,)})) if value else ""


def types(choice: Choice, rows: list[Told]) -> list[Class]:
    return classes(choice, "type", trends.by(rows, lambda row: tuple(filter(None, [row.type]))))


def levels(choice: Choice, rows: list[Told], known: Mapping[str, Outline]) -> list[Class]:
    return classes(choice, "level", trends.by(rows, level_of(known)))


def regions(choice: Choice, rows: list[Told], known: Mapping[str, Outline]) -> list[Class]:
    return classes(choice, "region", trends.by(rows, region_of(known)))


def level_of(known: Mapping[str, Outline]) -> Callable[[Told], Key]:
    """The levels of a meeting's mechanisms, in the order of the field."""

    def key(row: Told) -> Key:
        held = {known[slug].level for slug in row.mechanisms if slug in known}
        return tuple(level for level in LEVELS if level in held)

    return key


def region_of(known: Mapping[str, Outline]) -> Callable[[Told], Key]:
    """The continents that a meeting's mechanisms reach, or ``global`` where they are of the whole world."""
    reached = {slug: reach(outline.region) for slug, outline in known.items()}
    world = {slug for slug, outline in known.items() if outline.level == WORLD}

    def key(row: Told) -> Key:
        held = {region for slug in row.mechanisms if slug in reached for region in reached[slug]}
        whole = () if world.isdisjoint(row.mechanisms) else (WORLD,)
        return tuple(region for region in REGIONS if region in held) or whole

    return key


def classes(choice: Choice, name: str, counts: Mapping[Key, Count]) -> list[Class]:
    """The most first; those of which nothing is stated at the end.

    A filter finds all meetings of its value. Where others share the value (a region among several), it leads wider.
    """

    def one(key: Key, count: Count) -> Class:
        if len(key) != 1 or (key == (WORLD,) and name == "region"):
            return Class(key, count)
        wide = narrowed(choice, name, key[0])
        alone = not any(key[0] in other for other in counts if other != key)
        return Class(key, count, wide if alone else "", wide)

    found = [one(key, count) for key, count in counts.items()]
    return sorted(found, key=lambda row: (not row.key, -row.count.meetings, row.key))


def lines(
    choice: Choice, name: str, counted: Mapping[str, trends.Years], shown: Iterable[int | None]
) -> list[Line]:
    """A row for each mechanism or theme, over the years ``shown``."""
    known = list(shown)
    return [
        Line(
            key,
            tuple((year, own.get(year), listed(choice, year, **{name: key})) for year in known),
            trends.together(own.values()),
            narrowed(choice, name, key),
        )
        for key, own in counted.items()
    ]


@dataclass(frozen=True, slots=True)
class Popular:
    """A theme of a year: the mechanisms that took it up, as records of meetings or statements of its issue tell."""

    theme: str
    place: int
    mechanisms: tuple[str, ...]
    count: Count
    address: str


@dataclass(frozen=True, slots=True)
class ThemesOfYear:
    """``links`` and ``ranking`` beside the index that was printed; empty where none was."""

    year: int
    popular: tuple[Popular, ...]
    unstated: Count
    links: tuple[reconciling.Link, ...] = ()
    ranking: tuple[reconciling.Rank, ...] = ()


def of_year(year: int) -> ThemesOfYear:
    """Themes of a year: by records, and, where an index was printed, beside it."""
    known = outlines()
    held = [row for row in by_theme.bearing(year, counted=True) if row[1] in known]
    choice = Choice(since=Point(year), until=Point(year))
    counts = {
        theme: own.get(year, Count()) for theme, own in trends.by_theme(yearly.told(choice, "theme")).items()
    }
    told = issue(year)
    if told:
        told = replace(told, entries=tuple(entry for entry in told.entries if entry.mechanism in known))
    bearing = {key: ids for key, ids in reconciling.told(told).items() if key[1] in known} if told else {}
    index = [row for row in printed(year) if row[1] in known]
    taken: dict[str, set[str]] = {}
    for theme, slug, *_rest in (*held, *bearing):
        taken.setdefault(theme, set()).add(slug)
    places = trends.ranked({theme: len(slugs) for theme, slugs in taken.items()})
    popular = sorted(
        (
            Popular(
                theme, places[theme], tuple(sorted(slugs)), counts.get(theme, Count()),
                listed(choice, year, theme=theme),
            )
            for theme, slugs in taken.items()
        ),
        key=lambda row: (row.place, -row.count.meetings, row.theme),
    )  # fmt: skip
    links = reconciling.reconcile(index, bearing, held) if index else ()
    return ThemesOfYear(
        year, tuple(popular), counts.get("", Count()), links, reconciling.ranking(links) if links else ()
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """What the records of a year tell, beside the years before it: of all, of each mechanism, and who fell silent."""

    year: int
    years: tuple[drift.Telling, ...]
    drifts: tuple[drift.Drift, ...]
    own: Mapping[str, tuple[drift.Drift, ...]]
    silent: Mapping[str, int]


def telling(choice: Choice, year: int | None, today: dt.date) -> Telling:
    """Of a year, or of the last one that is over and has records; ``today`` tells who is at rest."""
    known = outlines()
    whole, own = yearly.telling(choice)
    over = [row.year for row in whole if row.year < today.year]
    asked = year or max(over, default=today.year - 1)
    heard = {slug: years for slug, years in yearly.heard().items() if fits(choice, slug, known)}
    for _theme, slug in printed(asked):
        heard.setdefault(slug, set()).add(asked)
    if asked >= today.year:  # nothing can be missed in a year that is not over
        return Telling(asked, whole, (), {}, {})
    at_rest = {slug for slug, outline in known.items() if outline.at_rest(today)}
    return Telling(
        asked,
        whole,
        drift.drift(whole, asked),
        {slug: drift.drift(rows, asked) for slug, rows in own.items() if fits(choice, slug, known)},
        drift.silent(heard, asked, at_rest),
    )


def fits(choice: Choice, slug: str, known: Mapping[str, Outline]) -> bool:
    """Whether a mechanism is of a choice itself; others may hold meetings together with those that are."""
    if slug not in known:
        return False
    return (
        (not choice.mechanism or slug in choice.mechanism)
        and (not choice.level or known[slug].level in choice.level)
        and (not choice.region or bool(reach(known[slug].region) & set(choice.region)))
    )


def rhythms(choice: Choice, as_of: dt.date) -> tuple[drift.Rhythm, ...]:
    """Series of main meetings of the mechanisms of a choice, as of a day: the most overdue first, the unknown last."""
    known = outlines()
    at_rest = {slug for slug, outline in known.items() if outline.at_rest(as_of)}
    found = drift.rhythms(yearly.in_series(choice), as_of, at_rest)
    rows = [row for row in found if fits(choice, row.mechanism, known)]
    return tuple(
        sorted(rows, key=lambda row: (-row.overdue, row.by or dt.date.max, row.mechanism, row.series))
    )
