"""What the API answers: every shipped record in the shape that the document describes, page after page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from iscm.meetings.models import Meeting
from tests.api.asking import ENDPOINTS, HUB, NAMED, answer, get, problem, schema_of, whole

pytestmark = pytest.mark.django_db
LISTS = {
    "mechanisms": 46,
    "meetings": 512,
    "states": 250,
    "publications": 83,
    "themes": 28,
    "issues": 1,
    "statements": 78,
    "dates": 59,
    "overlap-mechanisms": 149,
    "overlap-states": 63,
    "overlap-talk": 136,
    "clashes": 83,
    "trends": 31,
    "rhythms": 62,
}
PATHS = {  # where the name is not the whole address
    "dates": "dates?mechanism=mid-igad&within=2027-10/2027-11&days=3&place=ke&place=online",
    "overlap-mechanisms": "overlap/mechanisms",
    "overlap-states": "overlap/states/KE",
    "overlap-talk": "overlap/talk",
    "rhythms": "rhythms/2026-06-30",
}


def listed(name: str, limit: int) -> list[dict[str, Any]]:
    return whole(PATHS.get(name, name), limit)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_every_record_in_the_described_shape(name: str):
    rows = listed(name, 200)
    assert len(rows) == LISTS[name]
    schema_of(name).validate({"total": len(rows), "data": rows, "next": None})
    assert all(list(row) == list(NAMED[name].shape.names) for row in rows)


ONE = {"mechanism": ("mechanisms", "slug"), "meeting": ("meetings", "id"), "state": ("states", "code"),
       "publication": ("publications", "id"), "issue": ("issues", "year"),
       "reconciliation": ("issues", "year")}  # fmt: skip
PLACES = {"reconciliation": "reconciliation"}


@pytest.mark.parametrize("name", ONE)
def test_each_record_of_a_list_can_be_asked_for(name: str):
    path, key = ONE[name]
    rows = whole(path, limit=200)
    for row in rows[:: max(1, len(rows) // 25)]:
        found = answer(f"{PLACES.get(name, path)}/{row[key]}")
        schema_of(name).validate(found)
        shared = row.keys() & found.keys()
        assert {k: found[k] for k in shared} == {k: row[k] for k in shared}


@pytest.mark.parametrize("name", LISTS)
def test_pages_follow_each_other_without_gap_or_overlap(name: str):
    assert listed(name, 7 if LISTS[name] < 200 else 60) == listed(name, 200)


def test_the_next_page_is_asked_for_with_every_value_of_a_filter():
    path = "meetings?mechanism=rcm&mechanism=sacm"
    assert whole(path, limit=20) == whole(path, limit=200)


def test_meetings_come_by_date_and_undated_ones_last():
    days = [row["earliest"] for row in whole("meetings", limit=200)]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days[len(dated) :] == [None] * (len(days) - len(dated))
    assert len(days) > len(dated) > 400


def test_a_page_goes_on_where_it_ended_though_records_come_before_and_behind():
    first = answer("meetings?limit=100")
    whole_before = [row["id"] for row in answer("meetings?limit=200")["data"]]
    for slug, day in (("before-all", "1950-01-01"), ("at-the-seam", first["data"][-1]["earliest"])):
        Meeting.objects.create(slug=slug, title=slug, type="meeting", access="public", when=day)
    second = answer(first["next"].removeprefix(HUB))
    after = [row["id"] for row in second["data"] if row["id"] != "at-the-seam"]
    assert after[:99] == whole_before[100:199]
    assert "before-all" not in after


def test_the_same_filters_as_the_pages_choose_the_same_meetings():
    from iscm.meetings.queries.records import meetings
    from iscm.meetings.rules import Choice

    for query in ("mechanism=RCM&mechanism=sacm&from=2010", "state=ke&year=2022", "theme=data", "q=Kigali&online=no",
                  "region=africa&level=interregional&status=cancelled&status=not-stated"):  # fmt: skip
        choice, faults = Choice.parse(query)
        assert not faults
        assert {row["id"] for row in whole(f"meetings?{query}", 200)} == {m.id for m in meetings(choice)}


def test_as_of_a_day_shows_who_belonged_then():
    chairs = {
        day: [
            p["party"]
            for p in answer(f"mechanisms/5-plus-5?as_of={day}")["participations"]
            if p["role"] == "chair"
        ]
        for day in ("2005-01-01", "2016-06-01")
    }
    assert chairs == {"2005-01-01": ["DZ"], "2016-06-01": ["MA"]}
    assert "5-plus-5" in answer("states/DZ?as_of=2005-01-01")["roles"]["chair"]
    assert "5-plus-5" not in answer("states/DZ?as_of=2016-06-01")["roles"].get("chair", [])


def test_dates_say_who_would_have_to_be_in_two_places():
    (found,) = answer("dates?mechanism=igc&within=2022-11-22/2022-11-22&days=1")["data"]
    clash = next(reason for reason in found["reasons"] if reason["kind"] == "clash")
    assert clash["mechanisms"] == ["khartoum-process"]
    assert {"CH", "DE", "ES"} <= set(clash["states"])
    assert clash["number"] == len(clash["states"]) == 14


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("within=2027", "mechanism"),
        ("mechanism=rcm", "within"),
        ("mechanism=gfmd&within=2027", "mechanism"),
        ("mechanism=rcm&within=2027-10/..", "within"),
        ("mechanism=rcm&within=2027-11/2027-10", "within"),
        ("mechanism=rcm&within=1990/2027", "within"),
        ("mechanism=rcm&within=2027-10-05&days=3", "within"),
        ("mechanism=rcm&within=2027&days=99", "days"),
        ("mechanism=rcm&within=2027&place=gotham", "place"),
        ("mechanism=nonsense&within=2027", "mechanism"),
    ],
)
def test_a_date_that_cannot_be_looked_for_is_refused_in_words(asked: str, parameter: str):
    found = problem(get(f"dates?{asked}"))
    assert (found["status"], found["parameter"]) == (400, parameter)


def test_only_the_fields_asked_for_come():
    assert answer("meetings/grcp-9?fields=when,id") == {
        "id": "grcp-9",
        "when": answer("meetings/grcp-9")["when"],
    }
    assert set(answer("themes?fields=id")["data"][0]) == {"id"}


def test_an_old_acronym_leads_to_the_permanent_address():
    response = get("mechanisms/RCM?as_of=2020-01-01")
    assert (response.status_code, response["Location"]) == (308, "/api/v1/mechanisms/rcm?as_of=2020-01-01")
    assert get("states/ke")["Location"] == "/api/v1/states/KE"


def test_a_merged_meeting_leads_to_the_other():
    Meeting.objects.filter(slug="sacm-1999-meeting").update(merged_into=Meeting.objects.get(slug="grcp-9"))
    response = get("meetings/sacm-1999-meeting")
    assert (response.status_code, response["Location"]) == (308, "/api/v1/meetings/grcp-9")


def test_statements_are_the_words_of_the_issue():
    rows = whole("statements?mechanism=rcm&year=2022", 200)
    assert rows[0]["text"] == "3rd Plenary Meeting between RCM and SACM (31 May)"
    assert answer(f"statements?meeting={rows[0]['meetings'][0]}")["data"][0] == rows[0]


def test_one_that_is_not_there_says_what_may_be_meant():
    found = problem(get("mechanisms/rabat-proces"))
    assert "rabat-process" in found["near"]
    assert problem(get("states/kenya"))["near"] == ["KE"]
    assert problem(get("issues/2021"))["near"] == ["2022"]


def test_every_endpoint_is_tried_here():
    assert {one.name for one in ENDPOINTS} == LISTS.keys() | ONE.keys()


def test_an_answer_changes_with_its_record(now: dt.datetime):
    from iscm.accounts.actions import renew

    before = answer("meetings/grcp-9")
    Meeting.objects.filter(slug="grcp-9").update(city="Nairobi")
    renew(at=now)
    assert answer("meetings/grcp-9") == {**before, "city": "Nairobi"}
