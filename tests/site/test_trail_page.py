"""The trail of a record, for the office alone, and the record as it was on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from iscm.accounts.actions import give_role
from iscm.accounts.models import User
from iscm.meetings.actions import set_value
from tests.site.pages import words

pytestmark = pytest.mark.django_db
PAGE = "/office/trail/meeting/gfmd-14/"


@pytest.fixture
def office(client, now):
    user = User.objects.create_user("p-1", "office@mail.example")
    give_role(user=user, part="compiler", by="office", at=now)
    client.force_login(user)
    return client


def test_who_changed_what_from_what_to_what_and_why(office):
    at = dt.datetime(2026, 2, 3, 10, 30, tzinfo=dt.UTC)
    set_value(
        meeting="gfmd-14", field="city", value="Lausanne", by="p-9", at=at, why="as the host <b>says</b>"
    )
    said = words(office.get(PAGE))
    assert "3 February 2026, 10:30 UTC · p-9" in said
    assert "as the host <b>says</b>" in said
    assert "Geneva → Lausanne" in said


@pytest.mark.parametrize(
    ("day", "city"), [("2026-02-02", "Geneva"), ("2026-02-03", "Lausanne"), ("2026-03-01", "Bern")]
)
def test_as_it_was_on_any_day(office, day, city):
    for month, name in ((2, "Lausanne"), (3, "Bern")):
        at = dt.datetime(2026, month, 3 if month == 2 else 1, tzinfo=dt.UTC)
        set_value(meeting="gfmd-14", field="city", value=name, by="p-9", at=at)
    said = words(office.get(PAGE, {"on": day}))
    assert f"As it was on {day} city {city}" in said


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "<script>"])
def test_a_day_that_is_none_is_told(office, day):
    answer = office.get(PAGE, {"on": day})
    assert answer.status_code == 400
    assert "is no day such as" in words(answer)


def test_what_was_never_kept_has_no_trail(office):
    assert office.get("/office/trail/meeting/gfmd-144/").status_code == 404
    assert office.get("/office/trail/nothing/at-all/").status_code == 404


def test_it_is_nobody_else_s(client, now):
    assert client.get(PAGE).status_code == 302
    user = User.objects.create_user("p-2", "rcm@mail.example")
    give_role(user=user, part="secretariat", scope="rcm", by="office", at=now)
    client.force_login(user)
    assert client.get(PAGE).status_code == 403
