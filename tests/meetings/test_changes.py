"""A meeting's life: announced, moved, held; counted within another; and the trail of it all."""

import copy

import pytest

from iscm import shipped
from iscm.accounts.models import Change
from iscm.accounts.queries import trail
from iscm.domain.meetings import Total, total
from iscm.meetings.actions import change_status, count_within, keep_meetings, set_value
from iscm.meetings.models import Meeting, MeetingClaim, Ownership
from iscm.meetings.queries.records import meeting, meetings
from iscm.meetings.rules import Choice

pytestmark = pytest.mark.django_db
MODELS = (Meeting, MeetingClaim, Ownership, Change)
SOM = "abu-dhabi-dialogue-2026-01-31-som"


@pytest.fixture
def keep(now):
    def keep(rows):
        return keep_meetings(rows=rows, themes=shipped.themes(), sources=shipped.sources(), at=now)

    return keep


def changed(slug, **fields):
    rows = copy.deepcopy(shipped.meetings())
    for row in rows:
        if row["id"] == slug:
            row.update(fields)
    return rows


def test_keeping_twice_is_keeping_once(keep):
    before = [model.objects.count() for model in MODELS]
    kept = keep(shipped.meetings())
    assert (len(kept.new), len(kept.changed), len(kept.same)) == (0, 0, 512)
    assert [model.objects.count() for model in MODELS] == before


def test_a_meeting_is_moved_and_then_held(now):
    change_status(meeting=SOM, status="moved", when="2026-02-15", by="ana", at=now, note="a letter")
    change_status(meeting=SOM, status="held", by="ana", at=now)
    value = meeting(SOM)
    assert (str(value.when), value.status) == ("2026-02-15", "held")
    assert [(s.status, str(s.before), str(s.after)) for s in value.history] == [
        ("moved", "2026-01-31", "2026-02-15"),
        ("held", "2026-02-15", "2026-02-15"),
    ]
    held, moved, *_ = trail("meeting", SOM)
    assert (moved.verb, moved.before, moved.after) == (
        "moved",
        {"when": "2026-01-31"},
        {"when": "2026-02-15"},
    )
    assert (held.before, held.after) == ({"status": "announced"}, {"status": "held"})


def test_the_same_news_twice_is_one_step(now):
    for _ in range(2):
        change_status(meeting=SOM, status="cancelled", by="ana", at=now)
    assert len(meeting(SOM).history) == 1


def test_a_cancelled_meeting_stays_and_is_not_counted(now):
    before = total(meetings(Choice(mechanism=("cmc",)))).meetings
    change_status(meeting="cmc-2017-annual-2", status="cancelled", by="ana", at=now)
    assert meeting("cmc-2017-annual-2").status == "cancelled"
    assert total(meetings(Choice(mechanism=("cmc",)))).meetings == before - 1


def test_what_a_person_set_is_not_lost(keep, now):
    set_value(
        meeting="grcp-9", field="city", value="Geneva", by="ana", at=now, sources=["https://example.org/9"]
    )
    kept = keep(changed("grcp-9", city="Online", note="another note"))
    assert [row["id"] for row in kept.changed] == ["grcp-9"]
    value = meeting("grcp-9")
    assert (value.city, value.note) == ("Geneva", "another note")
    assert {(c.value, c.chosen) for c in value.claims if c.field == "city"} == {
        ("Geneva", True),
        ("Online", False),
    }


def test_the_value_shown_before_stays_beside_the_new_one(now):
    set_value(
        meeting="gfmd-14", field="when", value="2024-01-23/2024-01-26", by="ana", at=now, why="programme"
    )
    value = meeting("gfmd-14")
    assert str(value.when) == "2024-01-23/2024-01-26"
    assert {(c.value, c.chosen) for c in value.claims} == {
        ("2024-01-23/2024-01-26", True),
        ("2024-01-23/2024-01-25", False),
    }
    assert Meeting.objects.get(slug="gfmd-14").latest.day == 26


def test_what_was_shown_before_outlives_a_change_of_the_shipped_data(keep, now):
    set_value(meeting="gfmd-14", field="city", value="Vernier", by="ana", at=now)
    keep(changed("gfmd-14", city="Carouge"))
    assert {(c.value, c.chosen) for c in meeting("gfmd-14").claims if c.field == "city"} == {
        ("Vernier", True),
        ("Geneva", False),
        ("Carouge", False),
    }


def test_dates_that_arrive_later_are_not_counted_twice(now):
    """IGC held 24 working group meetings; the days of three of them become known."""
    (counted,) = [v for v in meetings(Choice(mechanism=("igc",))) if v.count == 24]
    before = total(meetings(Choice(mechanism=("igc",))), "igc")
    mechanism = Ownership.objects.filter(mechanism__slug="igc").first().mechanism
    for day in ("2022-02-01", "2022-03-01", "2022-04-01"):
        row = Meeting.objects.create(
            slug=f"igc-{day}-wg", title="x", type="working-group", when=day, access="public"
        )
        row.ownerships.create(mechanism=mechanism)
    assert total(meetings(Choice(mechanism=("igc",))), "igc") == Total(before.meetings + 3, before.dated + 3)
    for day in ("2022-02-01", "2022-03-01", "2022-04-01"):
        count_within(meeting=f"igc-{day}-wg", mechanism="igc", counted=counted.id, by="ana", at=now)
    assert total(meetings(Choice(mechanism=("igc",))), "igc") == Total(before.meetings, before.dated + 3)
    assert total(meetings(Choice(mechanism=("igc",)))) == Total(before.meetings, before.dated + 3)


def test_more_dates_than_were_counted_raise_the_count(now):
    (counted,) = [
        v for v in meetings(Choice(mechanism=("almaty-process",))) if v.id == "almaty-process-2022-expert"
    ]
    mechanism = Ownership.objects.get(meeting__slug=counted.id).mechanism
    before = total(meetings(Choice(mechanism=("almaty-process",)))).meetings
    for n in range(3):
        row = Meeting.objects.create(
            slug=f"teg-{n}", title="x", type="expert", when=f"2022-0{n + 1}", access="public"
        )
        row.ownerships.create(mechanism=mechanism)
        count_within(meeting=row.slug, mechanism="almaty-process", counted=counted.id, by="ana", at=now)
    assert total(meetings(Choice(mechanism=("almaty-process",)))).meetings == before + 1
