"""How many meetings there were by year, kind, level, region, mechanism and theme, none counted twice.

Three numbers stay apart: *dated* (known to the day), *counted* (told by number alone: "24 working group meetings") and
*undated* (a month, a year or no date). Together they are what ``domain.meetings.total`` makes of the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from iscm.domain.meetings import NOT_TO_COUNT, Meeting

Key = TypeVar("Key", bound=Hashable)
DAY_LENGTH = 10  # characters of a day in EDTF: an end of a date that is shorter is no day


class Told(NamedTuple):
    """``number`` records of meetings that are alike in all that is counted by; those kept one by one have an ``id``.

    ``mechanisms`` are their owners, ``days`` whether each is known to the day, ``means`` is the
    ``count`` of a ``Meeting``. ``within``
    names, for an owner, its counted record that includes this one.
    """

    year: int | None = None
    type: str = ""
    mechanisms: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    means: int | None = 1
    days: bool = False
    number: int = 1
    id: str = ""
    within: tuple[tuple[str, str], ...] = ()

    @property
    def size(self) -> int:
        """How many meetings one such record stands for; a plural without a number for two at the least."""
        return self.means or 2


@dataclass(frozen=True, slots=True)
class Count:
    """``open``: a plural without a number is among them, so that there were at least so many."""

    dated: int = 0
    counted: int = 0
    undated: int = 0
    open: bool = False

    def __add__(self, other: Count) -> Count:
        return Count(
            self.dated + other.dated,
            self.counted + other.counted,
            self.undated + other.undated,
            self.open or other.open,
        )

    @property
    def meetings(self) -> int:
        return self.dated + self.counted + self.undated


def told(meeting: Meeting) -> Told | None:
    """A record of a meeting as it is counted; None where it is only announced, postponed or cancelled."""
    if meeting.status in NOT_TO_COUNT:
        return None
    return Told(
        year=meeting.year,
        type=meeting.type,
        mechanisms=meeting.mechanisms,
        themes=meeting.themes,
        means=meeting.count,
        days=bool(meeting.when and meeting.when.days),
        id=meeting.id,
        within=tuple((o.mechanism, o.counted_in) for o in meeting.owners if o.counted_in),
    )


def parts(rows: Iterable[Told], mechanism: str | None = None) -> Iterator[tuple[Told, Count]]:
    """Each record with what it adds to the number of meetings: a counted one only what its known meetings leave over.

    ``mechanism`` counts as that mechanism does, as in ``domain.meetings.total``.
    """
    single: dict[str, Told] = {}
    for row in rows:
        if row.id:
            single[row.id] = row
        else:
            yield row, _count(row, row.size * row.number)
    inside: dict[str, list[str]] = {}
    apart = []
    for key, row in sorted(single.items()):
        wholes = {whole for owner, whole in row.within if mechanism in (None, owner)} & single.keys()
        if wholes:
            inside.setdefault(min(wholes), []).append(key)
        else:
            apart.append(key)
    for key in apart:
        known = sum(single[one].size for one in inside.get(key, ()))
        yield from _allotted(key, max(single[key].size, known), single, inside, apart=True)


def _allotted(
    key: str, room: int, single: dict[str, Told], inside: dict[str, list[str]], *, apart: bool = False
) -> Iterator[tuple[Told, Count]]:
    left = room
    for one in inside.get(key, ()):
        taken = min(single[one].size, left)
        yield from _allotted(one, taken, single, inside)
        left -= taken
    yield single[key], _count(single[key], left, opens=apart)


def _count(row: Told, meetings: int, *, opens: bool = True) -> Count:
    dated = min(meetings, (row.means or 1) * row.number) if row.days else 0
    rest = meetings - dated
    is_open = opens and row.means is None
    return Count(dated, 0, rest, is_open) if row.means == 1 else Count(dated, rest, 0, is_open)


def all_of(rows: Iterable[Told], mechanism: str | None = None) -> Count:
    """All of them together."""
    return together(count for _row, count in parts(rows, mechanism))


def by(rows: Iterable[Told], key: Callable[[Told], Key], mechanism: str | None = None) -> dict[Key, Count]:
    """The same, divided: every meeting falls into one class, so that the classes add up to ``all_of``."""
    found: dict[Key, Count] = {}
    for row, count in parts(rows, mechanism):
        of = key(row)
        found[of] = found[of] + count if of in found else count
    return found


Years = dict[int | None, Count]


def by_mechanism(rows: Iterable[Told]) -> dict[str, Years]:
    """By owner and year, as each counts for itself. A joint meeting stands with each of its owners, so that owners do
    not add up to all; their years add up to them. "" where no owner is known.
    """
    own: dict[str, list[Told]] = {}
    for row in rows:
        for slug in row.mechanisms or ("",):
            own.setdefault(slug, []).append(row)
    return {slug: by(held, _year, slug or None) for slug, held in sorted(own.items())}


def by_theme(rows: Iterable[Told]) -> dict[str, Years]:
    """By theme and year; "" where no theme is recorded. A meeting may bear several, so that themes do not add up."""
    own: dict[str, list[Told]] = {}
    for row in rows:
        for theme in row.themes or ("",):
            own.setdefault(theme, []).append(row)
    return {theme: by(held, _year) for theme, held in sorted(own.items())}


def _year(row: Told) -> int | None:
    return row.year


def meeting_in(rows: Iterable[Told]) -> dict[int | None, frozenset[str]]:
    """Mechanisms that met in each year, alone or with others."""
    found: dict[int | None, set[str]] = {}
    for row in rows:
        found.setdefault(row.year, set()).update(row.mechanisms)
    return {year: frozenset(slugs) for year, slugs in found.items()}


def together(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def in_order(years: Collection[int | None]) -> list[int | None]:
    """Every year from the first to the last, also one of which nothing is known; None, no year known, at the end."""
    known = sorted(year for year in years if year is not None)
    found: list[int | None] = [*range(known[0], known[-1] + 1)] if known else []
    return [*found, None] if None in years else found


def ranked(numbers: dict[str, int]) -> dict[str, int]:
    """The place of each by its number, the most first; equals share one: 1, 2, 2, 4. Nothing has no place."""
    return {
        key: 1 + sum(other > number for other in numbers.values())
        for key, number in numbers.items()
        if number
    }
