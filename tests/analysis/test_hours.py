"""Hours that members have in common, also across the date line."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.hours import across_the_line, common_hours, zones
from iscm.domain.states import states

DAY = dt.date(2027, 10, 5)


def test_neighbours_meet_in_their_working_day():
    found = common_hours(["KE", "UG", "ET"], DAY)
    assert found
    assert (found.within, found.outside, found.start.hour) == (("ET", "KE", "UG"), (), 5)


def test_across_the_date_line_one_hour_is_two_dates():
    found = common_hours(["WS", "FJ", "NZ", "NU", "CK"], DAY)
    assert found
    assert not found.outside
    assert found.before == ("CK", "NU")  # it is the evening of nobody, and the day before for two


@pytest.mark.parametrize(
    ("codes", "across"),
    [("WS NU", True), ("FJ AS", True), ("US JP", False), ("NZ CL", False), ("KE", False), ("", False)],
)
def test_the_date_line_lies_between_some(codes: str, across: bool):
    assert across_the_line(codes.split(), DAY) is across


@given(
    st.sets(st.sampled_from(sorted(states())), max_size=12),
    st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
)
def test_everybody_whose_clock_is_known_is_told_once(codes: set[str], day: dt.date):
    found = common_hours(codes, day)
    known = sorted(code for code in codes if zones(code))
    assert (found is None) == (not known)
    if found:
        assert sorted(found.within + found.outside) == known
        assert not set(found.before) & set(found.after)
