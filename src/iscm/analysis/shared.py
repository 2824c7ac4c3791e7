"""What each of many has in common with each other: mechanisms by members or themes, States by mechanisms.

Counts are of pairs at once, in packed bits. The same from either side; never more than the fewer of the two has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iscm.analysis.members import Members, Words, bits

Counts: TypeAlias = NDArray[np.int64]  # [..., rows, rows]
FIRST = 1985  # the year from which a history begins, or that of the first founding if that is later


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that were laid beside each other, with the names behind each number, in order."""

    one: str
    other: str
    both: tuple[str, ...]
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]

    @property
    def jaccard(self) -> float:
        """What they share, as a part of all that either has; 0 where neither has anything."""
        return _part(len(self.both), len(self.both) + len(self.only_one) + len(self.only_other))

    @property
    def of_one(self) -> float:
        """The part of the one's that the other has too."""
        return _part(len(self.both), len(self.both) + len(self.only_one))

    @property
    def of_other(self) -> float:
        """The part of the other's that the one has too."""
        return _part(len(self.both), len(self.both) + len(self.only_other))

    def turned(self) -> Pair:
        """The same seen from the other side."""
        return Pair(self.other, self.one, self.both, self.only_other, self.only_one)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """``rows`` hold some of ``columns``, both in order: bit ``c`` of ``words[r]`` says whether row r holds column c."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    words: Words

    @classmethod
    def of(cls, held: Mapping[str, Collection[str]]) -> Held:
        """From what each holds; who holds nothing is a row too."""
        rows, columns = (
            tuple(sorted(held)),
            tuple(sorted({name for names in held.values() for name in names})),
        )
        place = {name: position for position, name in enumerate(columns)}
        flags = np.zeros((len(rows), max(len(columns), 1)), dtype=bool)
        for row, key in enumerate(rows):
            flags[row, [place[name] for name in held[key]]] = True
        return cls(rows, columns, _packed(flags))

    @classmethod
    def on(cls, members: Members, day: dt.date) -> Held:
        """Mechanisms with their members on a day."""
        return cls(members.mechanisms, members.places, members.on_days((day,))[0])

    def turned(self) -> Held:
        """What is held, with those who hold it."""
        flags = np.unpackbits(self.words.astype("<u8").view(np.uint8), axis=1, bitorder="little")
        return Held(self.columns, self.rows, _packed(flags[:, : len(self.columns)].T.astype(bool)))

    def among(self, rows: Iterable[str]) -> Held:
        """Only these rows."""
        wanted = set(rows)
        kept = [position for position, key in enumerate(self.rows) if key in wanted]
        return Held(tuple(self.rows[position] for position in kept), self.columns, self.words[kept])

    def holders(self) -> Held:
        """Only rows that hold anything."""
        return self.among(key for key, size in zip(self.rows, self.sizes(), strict=True) if size)

    def sizes(self) -> list[int]:
        """How many each row holds."""
        found: list[int] = np.bitwise_count(self.words).sum(axis=1, dtype=np.int64).tolist()
        return found

    def names(self, row: str) -> tuple[str, ...]:
        """What a row holds; nothing where there is no such row."""
        if row not in self.rows:
            return ()
        return tuple(self.columns[bit] for bit in bits(self.words[self.rows.index(row)]))

    def pair(self, one: str, other: str) -> Pair:
        """Two rows beside each other."""
        here, there = self.names(one), self.names(other)
        return Pair(
            one,
            other,
            tuple(name for name in here if name in there),
            tuple(name for name in here if name not in there),
            tuple(name for name in there if name not in here),
        )

    def pairs(self) -> list[Pair]:
        """Every two rows that share anything, the most alike first, then by their names."""
        number = counts(self.words)
        names = [self.names(row) for row in self.rows]
        found = [
            Pair(self.rows[i], self.rows[j], *_apart(names[i], names[j]))
            for i, j in np.argwhere(np.triu(number, 1)).tolist()
        ]
        return sorted(found, key=lambda pair: (-pair.jaccard, -len(pair.both), pair.one, pair.other))

    def table(self) -> list[list[int]]:
        """How many each row shares with each; what a row holds itself on the diagonal."""
        found: list[list[int]] = counts(self.words).tolist()
        return found

    def alike(self) -> list[list[float]]:
        """``Pair.jaccard`` of each row with each."""
        found: list[list[float]] = jaccard(counts(self.words)).tolist()
        return found


def counts(words: Words) -> Counts:
    """How many bits [..., rows, rows] every two rows of words [..., rows, words] have in common."""
    found = np.zeros((*words.shape[:-1], words.shape[-2]), dtype=np.int64)
    for word in range(words.shape[-1]):  # one word at a time stays within the cache
        column = words[..., word]
        found += np.bitwise_count(column[..., :, None] & column[..., None, :])
    return found


def jaccard(number: Counts) -> NDArray[np.float64]:
    """What every two share as a part of all that either has [..., rows, rows]; 0 where neither has anything."""
    own = np.diagonal(number, axis1=-2, axis2=-1)
    either = own[..., :, None] + own[..., None, :] - number
    found: NDArray[np.float64] = number / np.maximum(either, 1)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """``number`` [years, mechanisms, mechanisms]: members shared on the last day of each year, or on ``day`` in its."""

    mechanisms: tuple[str, ...]
    years: tuple[int, ...]
    number: Counts

    def of(self, one: str, other: str) -> dict[int, tuple[int, int, int]]:
        """Year by year: members of the one, of the other, and shared."""
        i, j = self.mechanisms.index(one), self.mechanisms.index(other)
        rows = zip(self.number[:, i, i], self.number[:, j, j], self.number[:, i, j], strict=True)
        return {
            year: (int(a), int(b), int(both)) for year, (a, b, both) in zip(self.years, rows, strict=True)
        }

    def beside(self, one: str) -> dict[str, tuple[int, ...]]:
        """Every other mechanism that ever shared a member with one, with how many year by year."""
        rows = self.number[:, self.mechanisms.index(one)].T.tolist()
        return {
            slug: tuple(row)
            for slug, row in zip(self.mechanisms, rows, strict=True)
            if slug != one and any(row)
        }

    def summed(self) -> list[tuple[int, int, int, float]]:
        """Year by year: mechanisms with members, pairs that share any, and the mean Jaccard of all pairs of them."""
        own = np.diagonal(self.number, axis1=1, axis2=2) > 0
        upper = np.triu(self.number, 1)
        alike = np.triu(jaccard(self.number), 1).sum(axis=(1, 2))
        with_members = own.sum(axis=1)
        pairs = np.maximum(with_members * (with_members - 1) // 2, 1)
        rows = zip(
            with_members.tolist(),
            (upper > 0).sum(axis=(1, 2)).tolist(),
            (alike / pairs).tolist(),
            strict=True,
        )
        return [(year, n, sharing, mean) for year, (n, sharing, mean) in zip(self.years, rows, strict=True)]


def history(members: Members, first: int, day: dt.date) -> History:
    """Every year from ``first`` to that of ``day``: on its last day, and in the last year on ``day``."""
    years = tuple(range(first, day.year + 1))
    return History(
        members.mechanisms,
        years,
        counts(members.on_days([min(dt.date(year, 12, 31), day) for year in years])),
    )


@dataclass(frozen=True, slots=True)
class Talk:
    """Two mechanisms that share States and themes, and have not met jointly on record. ``weight`` ranks."""

    states: Pair
    themes: Pair

    @property
    def weight(self) -> float:
        """The Jaccard of States by that of themes: both must be alike."""
        return self.states.jaccard * self.themes.jaccard


def who_should_talk(states: Held, themes: Held, joint: Collection[frozenset[str]]) -> list[Talk]:
    """Pairs that share States and themes and never met jointly, the most alike first.

    ``joint``: the mechanisms of every joint meeting, two or more each.
    """
    found = [
        Talk(pair, alike)
        for pair in states.pairs()
        if not any({pair.one, pair.other} <= together for together in joint)
        if (alike := themes.pair(pair.one, pair.other)).both
    ]
    return sorted(found, key=lambda talk: (-talk.weight, talk.states.one, talk.states.other))


def _packed(flags: NDArray[np.bool_]) -> Words:
    """Flags [rows, columns] as words [rows, words]."""
    room = -(-flags.shape[1] // 64) * 64
    wide = np.zeros((flags.shape[0], room), dtype=bool)
    wide[:, : flags.shape[1]] = flags
    return np.packbits(wide, axis=1, bitorder="little").view("<u8").astype(np.uint64)


def _apart(
    here: tuple[str, ...], there: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    left, right = set(here), set(there)
    return (
        tuple(name for name in here if name in right),
        tuple(name for name in here if name not in right),
        tuple(name for name in there if name not in left),
    )


def _part(some: int, all_: int) -> float:
    return some / all_ if all_ else 0.0
