"""Where meetings stand: every one once beside or on its days, and none dropped."""

from __future__ import annotations

import datetime as dt

import pytest

from iscm.domain.when import When
from iscm.meetings.queries.entries import entries
from iscm.site import almanac

TODAY = dt.date(2022, 10, 19)
pytestmark = pytest.mark.django_db


def of(within: str):
    return entries(within=When.parse(within))


def test_a_month_is_whole_weeks_from_monday():
    sheet = almanac.month(2022, 10, [], TODAY)
    days = [day.date for week in sheet.weeks for day in week]
    assert (days[0], days[-1], len(days)) == (dt.date(2022, 9, 26), dt.date(2022, 11, 6), 42)
    assert [day.date for week in sheet.weeks for day in week if day.today] == [TODAY]
    assert len(almanac.month(2021, 2, [], TODAY).weeks) == 4  # February from a Monday to a Sunday


@pytest.mark.parametrize("month", range(1, 13))
def test_every_meeting_of_a_month_stands_on_its_days_beside_them_or_with_the_year(month: int):
    rows = of(f"2022-{month:02d}")
    sheet = almanac.month(2022, month, rows, TODAY)
    on_days: dict[str, list[dt.date]] = {}
    for week in sheet.weeks:
        for day in week:
            for one in day.shown:
                assert not day.outside
                on_days.setdefault(one.entry.id, []).append(day.date)
    loose, year = {e.id for e in sheet.loose}, {e.id for e in almanac.yearly(rows)}
    assert sorted([*on_days, *loose, *year]) == sorted(row.id for row in rows)
    for row in rows:
        if row.days:
            inside = [day for day in on_days[row.id] if row.days[0] <= day <= row.days[1]]
            assert inside == on_days[row.id] == sorted(inside)


def test_a_span_tells_its_name_where_it_and_where_a_week_begins():
    row = next(
        row for row in of("2022-10") if row.id == "pafom-7" or (row.days and row.days[0] < row.days[1])
    )
    long = row._replace(when="2022-10-07/2022-10-11", first=dt.date(2022, 10, 7), last=dt.date(2022, 10, 11))
    sheet = almanac.month(2022, 10, [long], TODAY)
    shown = [
        (day.date.day, one.begins, one.goes_on) for week in sheet.weeks for day in week for one in day.shown
    ]
    assert shown == [
        (7, True, True),
        (8, False, True),
        (9, False, True),
        (10, True, True),
        (11, False, False),
    ]


def test_a_year_has_each_meeting_in_each_of_its_months():
    rows = of("2022")
    months = almanac.year(2022, rows, TODAY)
    told = {one.entry.id for m in months for week in m.weeks for day in week for one in day.shown}
    told |= {entry.id for m in months for entry in m.loose} | {entry.id for entry in almanac.yearly(rows)}
    assert told == {row.id for row in rows}
    assert len(months) == 12


def test_the_timeline_has_every_meeting_in_the_row_of_each_owner():
    rows = of("2022")
    drawn = almanac.timeline(2022, rows)
    told = {
        (row.mechanism, e.id) for row in drawn.rows for e in [*row.loose, *(bar.entry for bar in row.bars)]
    }
    assert told == {(slug, row.id) for row in rows for slug in row.mechanisms}
    for row in drawn.rows:
        for lane in range(row.lanes):
            bars = sorted((bar.start, bar.length) for bar in row.bars if bar.lane == lane)
            assert bars or not row.bars
            assert all(a + length <= b for (a, length), (b, _) in zip(bars, bars[1:], strict=False))
            assert all(start >= 0 and start + length <= drawn.days for start, length in bars)


def test_clashes_do_not_depend_on_order():
    rows = of("2022")
    drawn = [almanac.timeline(2022, some) for some in (rows, rows[::-1])]
    assert drawn[0].busy == drawn[1].busy
    clashing = [{bar.entry.id for row in one.rows for bar in row.bars if bar.clash} for one in drawn]
    assert clashing[0] == clashing[1]
    assert almanac.busiest(drawn[0])[0] == (dt.date(2022, 10, 20), 4)
    joint = next(e for e in rows if len(e.mechanisms) > 1 and e.days)
    alone = almanac.timeline(2022, [joint])
    assert not any(bar.clash for row in alone.rows for bar in row.bars)  # nobody clashes with herself
