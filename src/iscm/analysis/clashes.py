"""Meetings on the same days, and the States that would have to be in two places.

Sure are clashes of meetings known to the day. A joint meeting is one meeting and binds the members of all its owners.
Meetings called off never clash. Members count as read in a source, on the first day that both meetings share.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iscm.analysis.members import Members, Words
from iscm.analysis.spans import Days, Places, column, meeting
from iscm.domain.meetings import CALLED_OFF, Entry

Owners: TypeAlias = NDArray[
    np.intp
]  # [meetings, most owners]: rows of mechanisms, -1 where there are no more
OTHERS, OWN, WITHIN = "others", "own", "within"
_SLICE = 1 << 16  # pairs whose members are looked up at a time, within the cache


@dataclass(frozen=True, slots=True)
class Clash:
    """Two meetings by their ids, the earlier first, with the days and the mechanisms of each.

    ``kind``: ``others`` of different mechanisms; ``own`` where one mechanism owns both, so that its delegations would
    have to be twice there; ``within`` where one takes place at the other or prepares it, so that they are in one place.
    ``states`` are members of an owner of each, as read; ``perhaps`` only if what was worked out counts too.
    ``first`` and ``last`` are the days that both share, in a possible clash those on which they may meet.
    """

    one: str
    other: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    first: dt.date
    last: dt.date
    kind: str = OTHERS
    states: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()

    @property
    def meetings(self) -> frozenset[str]:
        return frozenset((self.one, self.other))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Clashes as columns: positions of both meetings, the first and last day they share, who is bound [n, words]."""

    one: Places
    other: Places
    first: Days
    last: Days
    bound: Words


def pairs(first: Days, last: Days, owners: Owners, members: Members) -> Found:
    """Every pair of meetings that shares a day and no owner, with the members whom both bind; at the cost of the pairs.

    ``first`` and ``last`` [meetings] are days, ``last`` meant; ``owners`` are rows of ``members.mechanisms``.
    """
    one, other = meeting(first, last)
    apart = ~_same(owners, one, other)
    one, other = one[apart], other[apart]
    begins = np.maximum(first[one], first[other])
    bound = np.empty((len(one), members.words.shape[1]), dtype=np.uint64)
    for start in range(0, len(one), _SLICE):
        part = slice(start, start + _SLICE)
        here, there = (_members(members, owners[side[part]], begins[part]) for side in (one, other))
        np.bitwise_and(here, there, out=bound[part])
    return Found(one, other, begins, np.minimum(last[one], last[other]), bound)


def _same(owners: Owners, one: Places, other: Places) -> NDArray[np.bool_]:
    """Whether two meetings have an owner in common."""
    found = np.zeros(len(one), dtype=bool)
    most = range(owners.shape[1])
    for left in (owners[one, position] for position in most):
        for position in most:
            found |= (left >= 0) & (left == owners[other, position])
    return found


def _members(members: Members, owners: Owners, day: Days) -> Words:
    """Who is bound by meetings with these owners [n, most] on days [n]: members of any of the owners."""
    found = members.on(np.maximum(owners[:, 0], 0), day)
    found[owners[:, 0] < 0] = 0
    for owner in owners.T[1:]:
        more = owner >= 0
        found[more] |= members.on(owner[more], day[more])
    return found


def clashes(
    meetings: Sequence[Entry], members: Members, worked_out: Members | None = None
) -> tuple[Clash, ...]:
    """Clashes of meetings known to the day, by date; the order of the meetings makes no difference.

    ``members`` are those read in sources; ``worked_out`` those together with what was worked out from a parent body.
    Meetings without an owner, or of owners that ``members`` does not know, bind nobody and are left out.
    """
    rows = [row for row in _standing(meetings, members) if sure(row)]
    return _told(rows, [days for row in rows if (days := row.days)], members, worked_out, _any)


def possible(
    meetings: Sequence[Entry], members: Members, worked_out: Members | None = None
) -> tuple[Clash, ...]:
    """Pairs that may clash and bind a State, one of them not known to the day but to its month at least.

    A record that stands for several meetings has no days of its own either.
    """
    rows = [row for row in _standing(meetings, members) if row.first and row.last and row.precision != "year"]
    spans = [(row.first or dt.date.min, row.last or dt.date.max) for row in rows]
    found = _told(rows, spans, members, worked_out, lambda a, b: not (sure(a) and sure(b)))
    return tuple(clash for clash in found if clash.kind == OTHERS and clash.states)


def undated(meetings: Sequence[Entry], members: Members) -> tuple[Entry, ...]:
    """Meetings known to a year at most: nothing can be said of what they clash with."""
    return tuple(
        row
        for row in _standing(meetings, members)
        if not (row.first and row.last) or row.precision in ("", "year")
    )


def sure(row: Entry) -> bool:
    """Whether it is one meeting, known to the day."""
    return row.days is not None and row.number == 1


def _standing(meetings: Sequence[Entry], members: Members) -> list[Entry]:
    known = set(members.mechanisms)
    rows = {
        row.id: row._replace(mechanisms=tuple(slug for slug in row.mechanisms if slug in known))
        for row in meetings
        if row.status not in CALLED_OFF and not row.withdrawn
    }
    return sorted((row for row in rows.values() if row.mechanisms), key=lambda row: row.id)


def _any(_one: Entry, _other: Entry) -> bool:
    return True


def _told(
    rows: Sequence[Entry],
    spans: Sequence[tuple[dt.date, dt.date]],
    members: Members,
    worked_out: Members | None,
    wanted: Callable[[Entry, Entry], bool],
) -> tuple[Clash, ...]:
    first = column([begin.toordinal() for begin, _end in spans])
    last = column([end.toordinal() for _begin, end in spans])
    owners = owners_of([row.mechanisms for row in rows], members)
    found = pairs(first, last, owners, members)
    more = pairs(first, last, owners, worked_out).bound if worked_out else None
    told = []
    for number, (i, j) in enumerate(zip(found.one.tolist(), found.other.tolist(), strict=True)):
        if wanted(rows[i], rows[j]):
            states = members.named(found.bound[number])
            perhaps = worked_out.named(more[number]) if worked_out and more is not None else ()
            told.append(_clash(rows, spans, i, j, states, tuple(p for p in perhaps if p not in states)))
    told += [
        _clash(rows, spans, i, j) for i, j in _owned_twice(first, last, owners) if wanted(rows[i], rows[j])
    ]
    return tuple(sorted(told, key=lambda clash: (clash.first, clash.last, clash.one, clash.other)))


def _owned_twice(first: Days, last: Days, owners: Owners) -> list[tuple[int, int]]:
    one, other = meeting(first, last)
    same = _same(owners, one, other)
    return list(zip(one[same].tolist(), other[same].tolist(), strict=True))


def _clash(
    rows: Sequence[Entry],
    spans: Sequence[tuple[dt.date, dt.date]],
    i: int,
    j: int,
    states: tuple[str, ...] = (),
    perhaps: tuple[str, ...] = (),
) -> Clash:
    if (spans[j], rows[j].id) < (spans[i], rows[i].id):
        i, j = j, i
    one, other = rows[i], rows[j]
    kind = OTHERS
    if set(one.mechanisms) & set(other.mechanisms):
        kind = OWN
    elif other.id in one.part_of or one.id in other.part_of:
        kind = WITHIN
    first, last = max(spans[i][0], spans[j][0]), min(spans[i][1], spans[j][1])
    return Clash(one.id, other.id, one.mechanisms, other.mechanisms, first, last, kind, states, perhaps)


def owners_of(mechanisms: Sequence[Collection[str]], members: Members) -> Owners:
    """Owners of meetings, by their slugs, as rows of ``members``."""
    row = {slug: position for position, slug in enumerate(members.mechanisms)}
    most = max(map(len, mechanisms), default=0) or 1
    found = np.full((len(mechanisms), most), -1, dtype=np.intp)
    for position, slugs in enumerate(mechanisms):
        found[position, : len(slugs)] = [row[slug] for slug in slugs]
    return found
