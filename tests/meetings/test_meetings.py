"""Meetings as kept: every one comes out, whatever it lacks, and none is counted twice."""

import datetime as dt
from dataclasses import replace

import pytest

from iscm import shipped
from iscm.domain.meetings import Total, total
from iscm.domain.when import When
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meeting, meetings, series
from iscm.meetings.rules import Choice

pytestmark = pytest.mark.django_db


def test_every_meeting_comes_out():
    values = meetings()
    assert {v.id for v in values} == {row["id"] for row in shipped.meetings()}
    assert sum(v.when is None for v in values) == 15
    assert sum(len(v.outcomes) for v in values) == 112
    assert sum(v.status == "announced" for v in values) == 12
    assert sum(len(v.owners) > 1 for v in values) == 8


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    with django_assert_num_queries(9):
        meetings()
    with django_assert_num_queries(9):
        meetings(Choice(mechanism=("grcp",)))


def test_by_date_and_those_without_a_year_at_the_end():
    years = [v.year for v in meetings()]
    dated = [year for year in years if year]
    assert years[: len(dated)] == dated == sorted(dated)


@pytest.mark.parametrize(
    ("within", "count"),
    [("2022", 92), ("2022-10", 31), ("2022-10-20", 24), ("../2000", 8), ("2026-01/..", 3)],
)
def test_meetings_that_may_touch_a_time(within, count):
    time = When.parse(within)
    found = {v.id for v in meetings(Choice(since=time.first, until=time.last))}
    assert found == {v.id for v in meetings() if v.when and v.when.has_year and v.when.may_meet(time)}
    assert len(found) == count


def test_one_meeting_of_two_mechanisms_is_one_with_the_words_of_each():
    plenary = meeting("rcm-2022-plenary-3")
    assert plenary.mechanisms == ("rcm", "sacm")
    assert plenary in meetings(Choice(mechanism=("rcm",)))
    assert plenary in meetings(Choice(mechanism=("sacm",)))
    workshop = meeting("khartoum-process-2022-02-10-workshop")
    assert str(workshop.when) == "2022-02-10"
    assert [o.undated for o in workshop.owners] == [False, True]


def test_dates_that_disagree_stay_side_by_side():
    ministerial = meeting("bali-process-2023-ministerial-8")
    assert [(c.value, c.chosen) for c in ministerial.claims] == [("2023-02-10", True), ("2022-12-19", False)]
    (moved,) = ministerial.history
    assert (moved.status, str(moved.before), str(moved.after)) == ("moved", "2022-12-19", "2023-02-10")
    assert meeting("bali-process-2022-12-18-som").prepares == ministerial.id


def test_a_date_without_a_year_is_kept_as_it_is():
    assert str(meeting("ocam-ordinary-45").when) == "XXXX-11-15/XXXX-11-16"
    row = Meeting.objects.get(slug="ocam-ordinary-45")
    assert (row.earliest, row.latest) == (None, None)


def test_bounds_follow_the_date():
    row = Meeting.objects.get(slug="grcp-6")
    assert (row.earliest, row.latest) == (dt.date(2016, 10, 13),) * 2
    row.when = When.parse("2016-10/..")
    row.save()
    row.refresh_from_db()
    assert (row.earliest, row.latest) == (dt.date(2016, 10, 1), None)


def test_themes_are_found_by_what_they_mean_and_shown_as_printed():
    found = meetings(Choice(theme=("counter-migrant-smuggling",), mechanism=("khartoum-process",)))
    assert any(s.printed == "smuggling and trafficking" for v in found for s in v.subjects)


def test_figures_of_a_global_meeting():
    ninth = meeting("grcp-9")
    assert (ninth.figures, ninth.closed, ninth.access) == ({"represented": 23, "spoke": 18}, True, "public")


def test_a_series_by_date(django_assert_num_queries):
    with django_assert_num_queries(3):
        found = series("global-meetings")
    assert found.meetings[0] == "grcp-1"
    assert found.meetings[-1] == "grcp-10"
    assert len(found.meetings) == 11
    assert meeting("grcp-3").series == "global-meetings"
    assert series("nowhere") is None


def test_totals_of_the_year():
    in_2022 = Choice.parse("year=2022")[0]
    year = meetings(in_2022)
    assert total(meetings(replace(in_2022, mechanism=("igc",))), "igc") == Total(34, 2)
    assert total(year).open  # "RCM working group meetings", without a number
    rcm = [v for v in year if "rcm" in v.mechanisms]
    sacm = [v for v in year if "sacm" in v.mechanisms]
    both = total({v.id: v for v in [*rcm, *sacm]}.values())
    assert both.meetings == total(rcm).meetings + total(sacm).meetings - 1


def test_a_merged_meeting_leads_to_the_one_that_stays():
    stays = Meeting.objects.get(slug="grcp-9")
    Meeting.objects.filter(slug="imrf-1").update(merged_into=stays)
    assert meeting("imrf-1").id == "grcp-9"
    assert "imrf-1" not in {v.id for v in meetings()}


def test_closed_meetings_are_not_let_out():
    Meeting.objects.filter(slug="grcp-9").update(access="closed")
    assert meeting("grcp-9") is None
    assert "grcp-9" not in {v.id for v in meetings()}
