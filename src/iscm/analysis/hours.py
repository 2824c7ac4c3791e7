"""Hours of the day around the world: whether the members of a mechanism have any in common, and on which date.

A State with several time zones counts as at work when any of its zones is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

WORK = (8, 18)  # from which hour to which people can be asked to sit in a meeting


@dataclass(frozen=True, slots=True)
class Hours:
    """The best time of a day for a meeting online: it begins at ``start`` (UTC) and takes ``hours``.

    ``within``: States for which it lies in the working day; ``outside``: the others. ``before`` and ``after``: those
    for which it is the day before, or after, the date that most have.
    """

    start: dt.datetime
    hours: int
    within: tuple[str, ...]
    outside: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def common_hours(codes: Iterable[str], day: dt.date, hours: int = 3) -> Hours | None:
    """The start at which most of these States (alpha-2) are at work on ``day`` by their own calendar; of equals the
    earliest. None where no zone of theirs is known."""
    known = sorted(code for code in set(codes) if zones(code))
    if not known:
        return None
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    # on the far side of the date line a day begins 14 hours before it does by UTC, and ends 12 after
    starts = [midnight + dt.timedelta(hours=hour) for hour in range(-14, 37)]
    best = max(
        starts, key=lambda start: (sum(_at_work(c, start, hours) for c in known), -abs(start - midnight))
    )
    dates = {code: _dates(code, best) for code in known}
    usual = max(
        sorted({min(d) for d in dates.values()}), key=lambda one: sum(one in d for d in dates.values())
    )
    return Hours(
        start=best,
        hours=hours,
        within=tuple(c for c in known if _at_work(c, best, hours)),
        outside=tuple(c for c in known if not _at_work(c, best, hours)),
        before=tuple(c for c in known if max(dates[c]) < usual),
        after=tuple(c for c in known if min(dates[c]) > usual),
    )


def across_the_line(codes: Iterable[str], day: dt.date) -> bool:
    """Whether the date line lies between these States: the working day of one is the night of another's other date."""
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    spread = [[noon.astimezone(zone).utcoffset() or dt.timedelta() for zone in zones(code)] for code in codes]
    told = [offsets for offsets in spread if offsets]
    if not told:
        return False
    return max(min(offsets) for offsets in told) - min(max(offsets) for offsets in told) > dt.timedelta(
        hours=20
    )


@cache
def zones(code: str) -> tuple[ZoneInfo, ...]:
    """The time zones of a State or territory (alpha-2), as CLDR lists them; none where it lists none."""
    return tuple(ZoneInfo(name) for name in get_global("territory_zones").get(code, ()))


def _at_work(code: str, start: dt.datetime, hours: int) -> bool:
    for zone in zones(code):
        begin = start.astimezone(zone)
        end = begin + dt.timedelta(hours=hours)
        if WORK[0] <= begin.hour and (end.hour, end.minute) <= (WORK[1], 0) and end.date() == begin.date():
            return True
    return False


def _dates(code: str, start: dt.datetime) -> set[dt.date]:
    return {start.astimezone(zone).date() for zone in zones(code)}
