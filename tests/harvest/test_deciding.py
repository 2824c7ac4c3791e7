"""What becomes of the records when a proposal is decided."""

from __future__ import annotations

import pytest

from iscm.harvest.actions import decide
from iscm.harvest.models import Item
from iscm.harvest.queries import question, waiting
from iscm.meetings.actions import set_value
from iscm.meetings.models import Meeting
from iscm.newsletter.rules import Refused
from tests.harvest.conftest import calendar, event

pytestmark = pytest.mark.django_db

OWN = "rabat-process"
TITLE = "Thematic meeting on student mobility"


def done(clock, row, how: str = "taken", *fields: str, meeting: str = "", why: str = "") -> str:
    asked = question(row.pk, OWN, clock.now.date())
    fields = fields or tuple(field.name for field in asked.fields)
    return decide(
        proposal=row.pk, how=how, fields=fields, meeting=meeting, why=why, today=clock.now.date(), by="p-editor",
        at=clock.now,
    )  # fmt: skip


@pytest.fixture
def site(town, source, turn, clock):
    """Publishes a calendar, and has it read; what waits then."""
    source(OWN, "calendar", "/r.ics")

    def publish(*events: str, path: str = "/r.ics") -> list:
        town.put(path, calendar(*events))
        clock.on(days=1)
        turn()
        return waiting(OWN)

    return publish


def test_a_meeting_moves_where_its_source_moves_it(site, clock):
    [row] = site(event("1", TITLE, "2030-03-12"))
    slug = done(clock, row)
    [row] = site(event("1", TITLE, "2030-04-02"))
    assert row.known == {"when": "2030-03-12"}
    assert done(clock, row) == slug
    meeting = Meeting.objects.get(slug=slug)
    assert str(meeting.when) == "2030-04-02"
    step = meeting.history.get(status="moved")
    assert (str(step.before), step.source.url) == ("2030-03-12", row.item.source.address)


def test_back_and_forth_is_asked_each_time_and_waived_once(site, clock):
    [row] = site(event("1", TITLE, "2030-03-12"))
    slug = done(clock, row)
    for day in ("2030-04-02", "2030-03-12", "2030-04-02"):
        [row] = site(event("1", TITLE, day))
        done(clock, row)
        assert str(Meeting.objects.get(slug=slug).when) == day
    [row] = site(event("1", TITLE, "2030-05-02"))
    done(clock, row, "waived", why="A slip.")
    assert not site(event("1", TITLE, "2030-04-02"))
    assert not site(event("1", TITLE, "2030-05-02"))
    assert str(Meeting.objects.get(slug=slug).when) == "2030-04-02"


def test_what_the_source_took_back_is_no_question_any_more(site, clock):
    [row] = site(event("1", TITLE, "2030-03-12"))
    done(clock, row)
    assert len(site(event("1", TITLE, "2030-04-02"))) == 1
    assert not site(event("1", TITLE, "2030-03-12"))
    assert len(site(event("1", TITLE, "2030-04-02"))) == 1


def test_what_people_entered_stays_beside_what_is_taken(site, clock):
    [row] = site(event("1", TITLE, "2030-03-12", "", "LOCATION:Dakar\\, Senegal"))
    slug = done(clock, row)
    set_value(meeting=slug, field="city", value="Thiès", by="p-other", at=clock.now)
    [row] = site(event("1", TITLE, "2030-03-12", "", "LOCATION:Saint-Louis\\, Senegal"))
    assert done(clock, row) == slug
    meeting = Meeting.objects.get(slug=slug)
    assert meeting.city == "Saint-Louis"
    assert {claim.value: claim.chosen for claim in meeting.claims.filter(field="city")} == {
        "Dakar": False, "Thiès": False, "Saint-Louis": True,
    }  # fmt: skip


def test_sources_that_disagree_are_asked_about_and_kept(site, source, clock):
    [row] = site(event("1", TITLE, "2030-03-12"))
    slug = done(clock, row)
    source(OWN, "calendar", "/other.ics")
    [row] = site(event("9", TITLE, "2030-03-14"), path="/other.ics")
    assert (row.kind, row.meeting.slug) == ("contradiction", slug)
    assert not Meeting.objects.get(slug=slug).claims.filter(value="2030-03-14").exists()  # nothing unseen
    done(clock, row, "beside")
    meeting = Meeting.objects.get(slug=slug)
    claim = meeting.claims.get(field="when", value="2030-03-14")
    assert (str(meeting.when), claim.chosen) == ("2030-03-12", False)
    assert claim.sources.get().url.endswith("/other.ics")


def test_one_meeting_of_two_sources_is_one(site, source, clock):
    site(event("1", TITLE, "2030-03-12"))
    source(OWN, "calendar", "/other.ics")
    rows = site(event("9", TITLE, "2030-03-12"), path="/other.ics")
    assert len(rows) == 2
    slug = done(clock, rows[0])
    assert question(rows[1].pk, OWN, clock.now.date()).own[0].id == slug
    assert done(clock, rows[1], meeting=slug) == slug
    assert Meeting.objects.filter(title=TITLE).count() == 1
    assert set(Item.objects.values_list("meeting__slug", flat=True)) == {slug}


def test_it_may_be_another_all_the_same(site, source, clock):
    site(event("1", TITLE, "2030-03-12"))
    source(OWN, "calendar", "/other.ics")
    rows = site(event("9", TITLE, "2030-03-12"), path="/other.ics")
    first = done(clock, rows[0])
    assert done(clock, rows[1], meeting="new") != first


def test_what_is_over_leaves_without_a_word(site, clock):
    rows = site(
        event("1", TITLE, "2030-01-10"), event("2", "Seminar on remittances of migrants", "2030-09-10")
    )
    for row in rows:
        done(clock, row)
    clock.on(days=10)
    for _turn in range(3):
        assert not site(event("2", "Seminar on remittances of migrants", "2030-09-10"))
    assert Item.objects.get(key="1").vanished


def test_what_comes_back_has_not_vanished(site, clock):
    events = event("1", TITLE, "2030-08-10"), event("2", "Seminar on remittances of migrants", "2030-09-10")
    for row in site(*events):
        done(clock, row)
    assert not site(events[1])
    assert not site(*events)
    assert not site(events[1])
    rows = site(events[1], event("3", "Course on statistics", "2030-10-10"))
    assert {row.kind for row in rows} == {"new", "vanished"}
    assert not [r for r in site(*events) if r.kind == "vanished"]


def test_a_known_meeting_of_the_records_is_recognised(site, clock):
    known = Meeting.objects.filter(ownerships__mechanism__slug=OWN, count=1, ordinal=None, access="public")
    known = next(
        m for m in known.order_by("-earliest") if m.when and m.when.days and len(m.title.split()) > 3
    )
    first, last = known.when.days
    assert not site(event("1", known.title, f"{first}", f"{last}"))
    assert Item.objects.get().meeting == known


def test_a_fault_of_ours_keeps_no_other_site_waiting(town, source, turn, clock, monkeypatch):
    from iscm.harvest.actions import harvesting
    from iscm.harvest.models import Fetch

    town.put("/r.ics", calendar(event("1", TITLE, "2030-03-12")))
    source(OWN, "feed", "/r.ics")
    source("rcm", "calendar", "/r.ics")
    real = harvesting.read_offer
    broken = {"feed": lambda *_: 1 / 0}
    monkeypatch.setattr(
        harvesting, "read_offer", lambda data, kind, *more: broken.get(kind, real)(data, kind, *more)
    )
    done = turn()
    assert (done.asked, done.failed, done.proposed) == (2, 1, 1)
    assert "by a fault of the hub" in Fetch.objects.get(source__kind="feed").why
    assert turn().asked == 0


def test_words_that_no_database_keeps(town, source, turn):
    town.put("/p.html", (
        '<html><script type="application/ld+json">{"@type":"Event","@id":"a\\ud800\\u0000","startDate":"2030-03-12",'
        '"name":"Workshop \\ud800 on \\u0000 data","location":"\\udfff, Kenya"}</script></html>'
    ))  # fmt: skip
    source(OWN, "markup", "/p.html")
    assert turn().failed == 0
    assert Item.objects.get().said["title"] == "Workshop on data"


def test_of_two_that_it_may_be_a_person_says_which(site, source, clock):
    rows = site(event("1", "Workshop on data", "2030-03-12"), event("2", "Workshop on returns", "2030-03-12"))
    slugs = {done(clock, row) for row in rows}
    assert len(slugs) == 2
    source(OWN, "calendar", "/other.ics")
    [row] = site(event("9", "Workshop", "2030-03-12"), path="/other.ics")
    assert {one.id for one in question(row.pk, OWN, clock.now.date()).own} == slugs
    with pytest.raises(Refused):
        done(clock, row)
    assert Meeting.objects.filter(title="Workshop").count() == 0
