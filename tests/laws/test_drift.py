"""Rhythm and drift: a shift of all days shifts what is expected, more evidence unlearns nothing, rest is no silence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.drift import ASPECTS, ENOUGH, GAPS, Held, Rhythm, Telling, beat, drift, rhythms, silent

AS_OF = dt.date(2022, 6, 30)
days = st.dates(dt.date(2000, 1, 1), dt.date(2025, 12, 31))


def held(first: dt.date, length: int = 0, sure: bool = True, status: str = "") -> Held:
    return Held("x", "ministerial", first, first + dt.timedelta(days=length), sure, status)


rows = st.lists(
    st.builds(
        held, days, st.integers(0, 40), st.booleans(), st.sampled_from(["", "held", "announced", "cancelled"])
    ),
    max_size=12,
)


def only(found: tuple[Rhythm, ...]) -> Rhythm | None:
    assert len(found) <= 1
    return found[0] if found else None


@given(rows, st.integers(-2000, 2000))
def test_shifting_all_days_shifts_what_is_expected(told, shift):
    by = dt.timedelta(days=shift)
    moved = [row._replace(first=row.first + by, last=row.last + by) for row in told]
    here, there = only(rhythms(told, AS_OF)), only(rhythms(moved, AS_OF + by))
    if here is None:
        assert there is None
        return
    assert there
    assert (there.beat, there.standing, there.overdue) == (here.beat, here.standing, here.overdue)
    for name in ("last", "coming", "expected", "by"):
        before, after = getattr(here, name), getattr(there, name)
        assert after == (before + by if before else None)


@given(rows, rows)
def test_more_evidence_never_makes_a_known_rhythm_unknown(told, more):
    before, after = only(rhythms(told, AS_OF)), only(rhythms([*told, *more], AS_OF))
    if before and before.beat:
        assert after
        assert after.beat
        assert after.last >= before.last


@given(rows, st.randoms())
def test_the_order_makes_no_difference(told, random):
    assert rhythms(random.sample(told, len(told)), AS_OF) == rhythms(told, AS_OF)


@given(st.lists(days, max_size=8))
def test_a_rhythm_is_never_guessed(told):
    found = beat(told)
    assert (found is None) == (len(set(told)) <= GAPS)
    if found:
        assert min(found.gaps) <= found.low <= found.high <= max(found.gaps)
        assert found.low - 1 <= found.median <= found.high + 1


@given(rows)
def test_what_is_at_rest_or_still_to_come_is_never_overdue(told):
    for found in rhythms(told, AS_OF, {"x"}):
        assert found.standing in ("rest", "unknown")
        assert found.overdue == 0
    for found in rhythms([*told, held(AS_OF + dt.timedelta(days=1))], AS_OF):
        assert found.standing in ("coming", "unknown")


@given(rows)
def test_what_was_called_off_is_no_evidence(told):
    off = [row._replace(status="cancelled") for row in told]
    assert rhythms([*told, *off], AS_OF) == rhythms(told, AS_OF)


def test_a_yearly_meeting_is_overdue_after_its_usual_gap():
    yearly = [held(dt.date(year, 3, 1)) for year in range(2015, 2021)]
    found = only(rhythms(yearly, AS_OF))
    assert found
    assert found.beat
    assert (found.beat.median, found.last) == (365, dt.date(2020, 3, 1))
    assert (found.expected, found.standing) == (dt.date(2021, 3, 1), "overdue")
    assert found.overdue == (AS_OF - found.by).days > 400
    heard_of = held(dt.date(2022, 1, 1), 364, sure=False)  # "2022": no day, but no longer overdue
    assert only(rhythms([*yearly, heard_of], AS_OF)).standing == "expected"


tellings = st.lists(
    st.builds(
        lambda year, records, told: Telling(year, records, *(min(one, records) for one in told)),
        st.integers(2018, 2024),
        st.integers(0, 30),
        st.lists(st.integers(0, 30), min_size=len(ASPECTS), max_size=len(ASPECTS)),
    ),
    max_size=7,
)


@given(tellings, st.randoms())
def test_drift_is_of_a_year_beside_those_before_it(told, random):
    found = drift(told, 2022)
    assert [row.aspect for row in found] == list(ASPECTS)
    assert drift(random.sample(told, len(told)), 2022) == found
    assert drift([row for row in told if 2019 <= row.year <= 2022], 2022) == found
    for row in found:
        assert 0 <= row.share <= 1
        assert 0 <= row.share_before <= 1
        if min(row.records, row.records_before) < ENOUGH:
            assert row.way == "unknown"
        if row.way == "stopped":
            assert row.told == 0 < row.told_before


@given(
    st.dictionaries(st.sampled_from("abcd"), st.sets(st.integers(2017, 2024))),
    st.sets(st.sampled_from("abcd")),
)
def test_who_is_at_rest_is_not_silent(heard, at_rest):
    found = silent(heard, 2022, at_rest)
    assert not found.keys() & at_rest
    for slug, last in found.items():
        assert 2022 not in heard[slug]
        assert last in heard[slug]
        assert 2019 <= last < 2022
    loud = {slug: years | {2022} for slug, years in heard.items()}
    assert not silent(loud, 2022, ())
    assert "grcp" not in silent({"grcp": {2021}}, 2022, ())


def test_a_series_that_is_not_of_main_meetings_has_no_rhythm_here():
    row = held(dt.date(2020, 1, 1))
    assert not rhythms([row._replace(series="preparatory ministerial")], AS_OF)
    assert replace(only(rhythms([row], AS_OF)), series="main").beat is None
