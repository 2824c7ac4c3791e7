"""Who is a member of what on which day, as columns of numbers: any day of any mechanism, or fifty years at once.

A member holds from the day it came, or from the founding where no source says when, to the day it left or the mechanism
ended, as ``domain.claims.holds_on`` has it: an unknown beginning is an open one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iscm.analysis.spans import Days, Places
from iscm.domain.mechanisms import Mechanism
from iscm.domain.when import When

Words: TypeAlias = NDArray[np.uint64]  # [..., words]: one bit for each place, 64 to a word
MEMBERS, SEATED = ("member",), ("member", "observer")
_REACH = np.int64(1) << 32  # days that a mechanism's part of the keys has room for
_WORD = 64


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """``mechanisms`` and ``places`` in order give the rows and the bits.

    ``keys`` [changes] are mechanism and day as one number, ascending; ``words`` [changes + 1, words] who is a member
    from the change before it on. Made by ``members`` or ``of_columns``.
    """

    mechanisms: tuple[str, ...]
    places: tuple[str, ...]
    keys: Days
    words: Words

    def on(self, mechanism: Places, day: Days) -> Words:
        """Members [n, words] of mechanisms, by their rows [n], each on a day of its own [n]."""
        found: Words = self.words[np.searchsorted(self.keys, mechanism * _REACH + day, side="right")]
        return found

    def on_days(self, days: Sequence[dt.date]) -> Words:
        """Members [days, mechanisms, words] of every mechanism on each of these days."""
        rows = np.arange(len(self.mechanisms))
        of_days = np.asarray([day.toordinal() for day in days], dtype=np.int64)
        found = self.on(np.tile(rows, len(days)), np.repeat(of_days, len(rows)))
        return found.reshape(len(days), len(rows), self.words.shape[1])

    def named(self, words: Words) -> tuple[str, ...]:
        """The places whose bits are set in one row of words."""
        return tuple(self.places[bit] for bit in bits(words))


def bits(words: Words) -> list[int]:
    """The numbers of the bits that are set in one row of words."""
    flags = np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little")
    found: list[int] = np.flatnonzero(flags).tolist()
    return found


def members(
    mechanisms: Iterable[Mechanism], roles: Collection[str] = MEMBERS, *, bases: Collection[str] = ("read",)
) -> Members:
    """States, territories and places of another standing in these roles, of any day; by default as read in a source."""
    rows = sorted(mechanisms, key=lambda one: one.slug)
    held = [
        (row, part.party.id, span)
        for row, mechanism in enumerate(rows)
        for part in mechanism.participations
        if part.chosen and part.party.is_place and part.role in roles and part.basis in bases
        if (span := _span(mechanism, part.since, part.until))
    ]
    places = tuple(sorted({place for _row, place, _span in held}))
    number = {place: position for position, place in enumerate(places)}
    table = np.array(
        [(row, number[place], first, last) for row, place, (first, last) in held], dtype=np.int64
    ).reshape(-1, 4)
    return of_columns(tuple(row.slug for row in rows), places, *table.T)


def _span(mechanism: Mechanism, since: When | None, until: When | None) -> tuple[int, int] | None:
    """First and last day of a part in a mechanism; None where it ended before it began."""
    begins = [when.earliest for when in (since, mechanism.established) if when and when.earliest]
    ends = [when.latest for when in (until, mechanism.ended) if when and when.latest]
    first, last = max(begins, default=dt.date.min), min(ends, default=dt.date.max)
    return (first.toordinal(), last.toordinal()) if first <= last else None


def of_columns(
    mechanisms: tuple[str, ...], places: tuple[str, ...], row: Places, place: Places, first: Days, last: Days
) -> Members:
    """From columns [n] of rows, places and days, both meant; parts of one that overlap or repeat count once."""
    row, place, day = _changes(row, place, first, last)
    keys, at = np.unique(row * _REACH + day, return_inverse=True)
    width = -(-len(places) // _WORD) or 1
    words = np.zeros((len(keys) + 1, width), dtype=np.uint64)
    flags = np.uint64(1) << (place % _WORD).astype(np.uint64)
    np.bitwise_xor.at(words, (at + 1, place // _WORD), flags)
    return Members(mechanisms, places, keys, np.bitwise_xor.accumulate(words, axis=0))


def _changes(row: Places, place: Places, first: Days, last: Days) -> tuple[Places, Places, Days]:
    """Where a place comes to a mechanism and where it goes, each once, however many parts tell of it."""
    row, place, day = (np.concatenate(pair) for pair in ((row, row), (place, place), (first, last + 1)))
    step = np.repeat(np.array((1, -1)), len(first))
    order = np.lexsort((-step, day, place, row))
    depth = np.cumsum(step[order])  # nought between one place and the next: who comes also goes
    turns = ((depth == 1) & (step[order] == 1)) | (depth == 0)
    kept = order[turns]
    return row[kept], place[kept], day[kept]
