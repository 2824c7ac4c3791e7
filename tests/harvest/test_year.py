"""Five secretariats' sites through a year: no meeting twice, none lost, none published that nobody has seen."""

from __future__ import annotations

import pytest

from iscm.accounts.models import Change
from iscm.harvest.actions import change_source, decide
from iscm.harvest.models import Fetch, Item, Proposal, Snapshot
from iscm.harvest.queries import waiting
from iscm.meetings.models import Meeting
from iscm.newsletter.rules import Refused
from tests.harvest.conftest import calendar, event

pytestmark = pytest.mark.django_db

RABAT, SACM, RCM, PROMETEO, COLOMBO = "rabat-process", "sacm", "rcm", "prague-process", "colombo-process"
FIELDS = ("title", "when", "city", "country", "mode", "ordinal", "topic", "status")
JOINT = "Interregional technical workshop on visa cooperation"


def take(mechanism: str, clock, meeting: str = "", how: str = "taken", why: str = "") -> list[str]:
    """Everything that waits for a mechanism is decided alike; ids of the meetings."""
    return [
        decide(
            proposal=row.pk, how=how, fields=FIELDS, meeting=meeting, why=why, today=clock.now.date(), by="p-editor",
            at=clock.now,
        )
        for row in waiting(mechanism)
    ]  # fmt: skip


def published() -> int:
    return Meeting.objects.filter(withdrawn=None).count()


def rss(*items: tuple[str, str, str]) -> str:
    told = "".join(
        f"<item><guid>{g}</guid><title>{t}</title><description>{d}</description>"
        "<pubDate>Tue, 02 Jan 2029 08:00:00 GMT</pubDate></item>"
        for g, t, d in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{told}</channel></rss>'


def test_a_year_of_five_sites(town, source, turn, clock):  # noqa: PLR0915 - a year is one story
    begun = published()

    # January: everybody publishes a first time.
    town.put("/rabat.ics", calendar(
        event("r1", "Thematic meeting on student mobility", "2030-03-12", "2030-03-13", "LOCATION:Dakar\\, Senegal"),
        event("r2", "Workshop on border statistics", "2030-05-06", "2030-05-07", "LOCATION:Lisbon\\, Portugal"),
        event("r3", JOINT, "2030-10-01", "2030-10-02", "LOCATION:Nairobi\\, Kenya"),
    ))  # fmt: skip
    town.put("/sacm.xml", rss(
        ("s1", "Workshop on labour mobility (4-5 June 2030, Quito)", "It is announced."),
        ("s2", "A new colleague in the secretariat", "Welcome."),
    ))  # fmt: skip
    town.put("/rcm.html", (
        "<html><head><script type='application/ld+json'>" '[{"@type":"Event","@id":"urn:rcm:1","name":'
        '"Seminar on consular protection of migrants","startDate":"2030-04-09","location":{"@type":"Place","address":'
        '{"addressLocality":"San José","addressCountry":"CR"}}}]' "</script></head><body>RCM</body></html>"
    ))  # fmt: skip
    town.put("/prague.csv", (
        "Meeting;From;City;Country\nSéminaire sur la coopération;9 July 2030;Genève;Suisse\n"
    ).encode("cp1252"))  # fmt: skip
    town.put("/colombo.html", (
        "<html><body><h2>Meetings in 2030</h2><ul><li>Technical workshop on recruitment costs (17 September, Manila)"
        "</li><li>About us</li></ul></body></html>"
    ))  # fmt: skip
    source(RABAT, "calendar", "/rabat.ics")
    sacm = source(SACM, "feed", "/sacm.xml")
    rcm = source(RCM, "markup", "/rcm.html")
    prague = source(PROMETEO, "table", "/prague.csv")
    source(COLOMBO, "page", "/colombo.html")
    done = turn()
    assert (done.asked, done.failed, done.proposed) == (5, 0, 7), [
        (f.source.address, f.why) for f in Fetch.objects.all()
    ]
    assert published() == begun
    french = Item.objects.get(source=prague)
    assert french.said["title"] == "Séminaire sur la coopération"
    assert Item.objects.get(source=sacm).said["when"] == "2030-06-04/2030-06-05"

    # What nobody touched is asked conditionally, once for each source, and makes nothing.
    town.asked.clear()
    clock.on(days=1)
    assert turn().proposed == 0
    assert len(town.asked) == 5
    assert all(headers.get("if-none-match") for _path, headers in town.asked)
    assert Snapshot.objects.count() == 5

    # The editors decide.
    first = {slug: take(slug, clock) for slug in (RABAT, SACM, RCM, PROMETEO, COLOMBO)}
    assert published() == begun + 7
    joint = Meeting.objects.get(title=JOINT).slug

    # February: Rabat's calendar names everything anew, and moves one; SACM's site lies and breaks.
    town.put("/rabat.ics", calendar(
        event("new-1", "Thematic meeting on student mobility", "2030-03-12", "2030-03-13", "LOCATION:Dakar\\, Senegal"),
        event("new-2", "Workshop on border statistics", "2030-05-20", "2030-05-21", "LOCATION:Lisbon\\, Portugal"),
        event("new-3", JOINT, "2030-10-01", "2030-10-02", "LOCATION:Nairobi\\, Kenya"),
    ))  # fmt: skip
    town.put("/sacm.xml", "<html><body>Site under construction</body></html>")
    clock.on(days=1)
    turn()
    [moved] = waiting(RABAT)
    assert (moved.kind, moved.says, moved.meeting.slug) == (
        "changed", {"when": "2030-05-20/2030-05-21"}, first[RABAT][1],
    )  # fmt: skip
    assert Fetch.objects.filter(source=sacm).first().why.endswith("is a web page and no feed.")
    clock.on(days=1)
    turn()  # what has vanished under its old name has not vanished
    assert [row.kind for row in waiting(RABAT)] == ["changed"]
    take(RABAT, clock)
    assert str(Meeting.objects.get(slug=first[RABAT][1]).when) == "2030-05-20/2030-05-21"
    assert published() == begun + 7

    # March: SACM is back, moved for good; RCM empties its page; Prague leads in a circle.
    town.leads("/sacm.xml", "/feed/news.xml")
    town.put("/feed/news.xml", rss(
        ("s1", "Workshop on labour mobility (4-5 June 2030, Quito)", "It is announced."),
        ("s3", "Taller sobre datos de migración (20 de agosto de 2030, Lima)", "Se anuncia."),
    ))  # fmt: skip
    town.put("/rcm.html", "")
    town.leads("/prague.csv", "/prague-2.csv", 302)
    town.leads("/prague-2.csv", "/prague.csv", 302)
    clock.on(days=8)
    turn()
    sacm.refresh_from_db()
    assert sacm.moved == town.at("/feed/news.xml")
    assert [row.kind for row in waiting(SACM)] == ["new"]
    take(SACM, clock)
    assert published() == begun + 8
    assert Fetch.objects.filter(source=rcm).first().why.endswith("is empty.")
    assert "in a circle" in Fetch.objects.filter(source=prague).first().why
    assert not waiting(RCM)
    change_source(source=sacm.pk, values={"address": sacm.moved}, by="p-editor", at=clock.now)

    # April: two mechanisms print one joint meeting; it becomes one, with two owners.
    town.put("/colombo.html", (
        "<html><body><h2>Meetings in 2030</h2><ul><li>Technical workshop on recruitment costs (17 September, Manila)"
        f"</li><li>{JOINT} (2-3 October, Nairobi)</li></ul></body></html>"
    ))  # fmt: skip
    town.put("/prague.csv", (
        "Meeting;From;City;Country\nSéminaire sur la coopération;9 July 2030;Genève;Suisse\n"
    ).encode("cp1252"))  # fmt: skip
    clock.on(days=8)
    turn()
    with pytest.raises(Refused):
        take(COLOMBO, clock)
    assert take(COLOMBO, clock, meeting=joint) == [joint]
    assert published() == begun + 8
    owners = Meeting.objects.get(slug=joint).ownerships
    assert set(owners.values_list("mechanism__slug", flat=True)) == {RABAT, COLOMBO}
    assert not waiting(PROMETEO)

    # May: Rabat says other days than Colombo has been taken with; that stays a matter of Rabat's own.
    # June: a meeting is called off, another deleted; a third is over and only leaves the calendar.
    town.put("/rabat.ics", calendar(
        event("new-2", "Workshop on border statistics", "2030-05-20", "2030-05-21", "LOCATION:Lisbon\\, Portugal",
              "STATUS:CANCELLED"),
    ))  # fmt: skip
    clock.on(days=1)
    turn()
    assert [row.kind for row in waiting(RABAT)] == ["changed"]  # missing once says nothing yet
    clock.on(days=1)
    turn()
    kinds = {row.kind: row for row in waiting(RABAT)}
    assert set(kinds) == {"changed", "vanished"}
    assert kinds["vanished"].meeting.slug == joint
    decide(proposal=kinds["vanished"].pk, how="waived", why="An oversight of the webmaster.",
           today=clock.now.date(), by="p-editor", at=clock.now)  # fmt: skip
    take(RABAT, clock)
    assert Meeting.objects.get(slug=first[RABAT][1]).status == "cancelled"
    assert Meeting.objects.get(slug=joint).status == "announced"

    # The rest of the year, week by week: nothing new, nothing twice, nothing asked again.
    before = Proposal.objects.count()
    for _week in range(30):
        clock.on(days=7)
        turn()
    assert Proposal.objects.count() == before
    assert published() == begun + 8
    assert (
        not Meeting.objects.filter(
            withdrawn=None, slug__in=[s for ids in first.values() for s in ids]
        ).count()
        < 7
    )

    # Whatever was published was decided by somebody.
    made = Change.objects.filter(kind="meeting", verb="add").values_list("by", flat=True)
    assert set(made) == {"p-editor"}
