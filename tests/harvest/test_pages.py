"""The pages of sources and proposals: who gets in, what they show, what a button does."""

from __future__ import annotations

import pytest

from iscm.accounts.models import Change
from iscm.harvest.models import Proposal, Source
from iscm.meetings.models import Meeting
from iscm.post.models import Letter
from tests.accounts.people import person
from tests.harvest.conftest import calendar, event
from tests.site.pages import words

pytestmark = pytest.mark.django_db

OWN = "rabat-process"
TITLE = "Thematic meeting on student mobility"
QUERIES = 10


@pytest.fixture
def editor(client):
    who = person("editor@mail.example", f"secretariat:{OWN}")
    client.force_login(who)
    return who


@pytest.fixture
def proposed(town, source, turn):
    """One new meeting that waits; its proposal."""
    town.put("/r.ics", calendar(event("1", TITLE, "2030-03-12", "2030-03-13", "LOCATION:Dakar\\, Senegal")))
    source(OWN, "calendar", "/r.ics", note="Our calendar")
    assert turn().proposed == 1
    return Proposal.objects.get()


def pages(proposal: Proposal) -> list[str]:
    number = proposal.item.source.pk
    return [
        f"/sources/{OWN}/", f"/sources/{OWN}/add/", f"/sources/{OWN}/{number}/",
        f"/sources/{OWN}/proposals/{proposal.pk}/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("", 302), ("none", 403), ("focal-point:SN", 403), ("secretariat:rcm", 403), ("chair:rcm", 403),
        (f"secretariat:{OWN}", 200), (f"chair:{OWN}", 200), ("compiler", 200), ("administrator", 200),
    ],
)  # fmt: skip
def test_who_gets_in(client, proposed, role, status):
    if role:
        client.force_login(person("somebody@mail.example", *([] if role == "none" else [role])))
    for page in pages(proposed):
        answer = client.get(page)
        assert answer.status_code == status, page
        if status == 200:
            assert answer["Cache-Control"] == "private, no-store"
    office = role in ("compiler", "administrator")
    assert client.get("/office/sources/").status_code == (200 if office else 302 if not role else 403)


@pytest.mark.parametrize("role", ["", "focal-point:SN", "secretariat:rcm"])
def test_nobody_else_decides_or_changes(client, proposed, role):
    if role:
        client.force_login(person("somebody@mail.example", role))
    before = Meeting.objects.count()
    client.post(pages(proposed)[3], {"do": "taken", "field": ["title", "when"]})
    client.post(
        pages(proposed)[2], {"do": "change", "address": "https://a.example/", "kind": "feed", "every": "24"}
    )
    client.post(
        pages(proposed)[1], {"do": "keep", "address": "https://a.example/", "kind": "feed", "every": "24"}
    )
    proposed.refresh_from_db()
    assert (proposed.how, Meeting.objects.count(), Source.objects.count()) == ("", before, 1)
    assert Source.objects.get().kind == "calendar"


def test_through_the_door_of_another_mechanism(client, proposed):
    client.force_login(person("somebody@mail.example", "secretariat:rcm"))
    number = proposed.item.source.pk
    for page in (f"/sources/rcm/{number}/", f"/sources/rcm/proposals/{proposed.pk}/"):
        assert client.get(page).status_code == 404
        assert client.post(page, {"do": "taken", "field": "title"}).status_code == 404


def test_what_is_harvested_is_on_no_public_page(client, proposed):
    for page in (
        "/meetings/?from=2030",
        "/calendar/2030/3/",
        f"/mechanisms/{OWN}/",
        "/search/?q=student+mobility",
    ):
        assert TITLE not in words(client.get(page))


def test_a_meeting_is_taken(client, editor, proposed):
    page = words(client.get(pages(proposed)[3]))
    assert "12" in page
    assert "Dakar" in page
    answer = client.post(pages(proposed)[3], {"do": "taken", "field": ["title", "when", "city", "country"]})
    assert answer["Location"] == f"/sources/{OWN}/"
    made = Meeting.objects.get(title=TITLE)
    assert (str(made.when), made.city, made.country, made.status, made.access) == (
        "2030-03-12/2030-03-13", "Dakar", "SN", "announced", "public",
    )  # fmt: skip
    assert made.sources.get().url == proposed.item.source.address
    assert Change.objects.get(kind="meeting", key=made.slug).by == editor.username
    again = client.post(pages(proposed)[3], {"do": "taken", "field": ["title"]})
    assert again.status_code == 400
    assert "decided already" in words(again)
    assert Meeting.objects.filter(title=TITLE).count() == 1


def test_in_part(client, editor, proposed):
    client.post(pages(proposed)[3], {"do": "taken", "field": ["title", "when"]})
    assert Meeting.objects.get(title=TITLE).city == ""
    proposed.refresh_from_db()
    assert proposed.how == "part"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"do": "taken"}, "Nothing is ticked"),
        ({"do": "taken", "field": "when"}, "needs its title"),
        ({"do": "taken", "field": "nonsense"}, "Nothing is ticked"),
        ({"do": "waived"}, "Say why"),
        ({"do": "waived", "why": " \0 "}, "Say why"),
        ({"do": "beside"}, "Nothing was asked for"),
        ({"do": "x" * 999}, "Nothing was asked for"),
        ({}, "Nothing was asked for"),
        ({"do": "taken", "field": "title", "meeting": "rcm-2018-plenary-1"}, "not one of those"),
    ],
)
def test_what_is_missing_is_told(client, editor, proposed, said, told):
    answer = client.post(pages(proposed)[3], said)
    assert answer.status_code == 400
    assert told in words(answer)
    proposed.refresh_from_db()
    assert proposed.how == ""


def test_waived_and_not_asked_again(client, editor, proposed, turn, clock, town):
    client.post(pages(proposed)[3], {"do": "waived", "why": "Not one of ours."})
    assert "Nothing at present." in words(client.get(f"/sources/{OWN}/"))
    clock.on(days=1)
    town.put("/r.ics", calendar(event("2", TITLE, "2030-03-12", "2030-03-13", "LOCATION:Dakar\\, Senegal")))
    assert turn().proposed == 0


def test_a_source_is_tried_out_and_kept(client, editor, town):
    town.put(
        "/r.ics",
        calendar(event("1", TITLE, "2030-03-12"), event("2", "Lunch", "2030-03-13", "", "RRULE:FREQ=DAILY")),
    )
    given = {"address": town.at("/r.ics"), "kind": "calendar", "every": "24", "active": "on"}
    page = words(client.post(f"/sources/{OWN}/add/", given | {"do": "try"}))
    assert TITLE in page
    assert "it repeats" in page
    assert not Source.objects.exists()
    assert client.post(f"/sources/{OWN}/add/", given | {"do": "keep"}).status_code == 302
    assert Source.objects.get().address == town.at("/r.ics")
    again = client.post(f"/sources/{OWN}/add/", given | {"do": "keep"})
    assert again.status_code == 400
    assert "already" in words(again)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "required"), ("file:///etc/passwd", "https://"), ("http://user:secret@a.example/", "password"),
        ("https://" + "a" * 600, ""), ("\0", ""),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_one(client, editor, address, told):
    given = {"address": address, "kind": "feed", "every": "24", "do": "keep"}
    answer = client.post(f"/sources/{OWN}/add/", given)
    assert answer.status_code == 400
    assert told in words(answer)
    assert not Source.objects.exists()


def test_what_is_inside_the_network_is_not_tried(client, editor, town, settings):
    settings.ISCM_HARVEST_ALLOW = []
    given = {"address": town.at("/"), "kind": "feed", "every": "24", "do": "try"}
    assert "never asked" in words(client.post(f"/sources/{OWN}/add/", given))
    assert not town.asked


def test_why_a_source_fails_is_told_and_mended(client, editor, proposed, town, turn, clock):
    row = proposed.item.source
    town.leads("/r.ics", "/new.ics")
    town.put("/new.ics", "<html>hello</html>")
    clock.on(days=1)
    assert turn().failed == 1
    page = words(client.get(f"/sources/{OWN}/"))
    assert "fails" in page
    assert "is no calendar" in page
    one = f"/sources/{OWN}/{row.pk}/"
    assert town.at("/new.ics") in words(client.get(one))
    client.post(one, {"do": "move"})
    row.refresh_from_db()
    assert row.address == town.at("/new.ics")
    given = {
        "address": row.address,
        "kind": "calendar",
        "every": "168",
        "hosts": "www.example.org",
        "do": "change",
    }
    assert client.post(one, given).status_code == 302
    row.refresh_from_db()
    assert (row.every, row.hosts, row.active) == (168, ["www.example.org"], False)
    clock.on(days=1)
    assert turn().asked == 0


def test_lists_cost_the_same_for_one_and_for_three(
    client, editor, town, source, turn, clock, django_assert_num_queries
):
    def add(n: int) -> None:
        town.put(f"/{n}.ics", calendar(event("1", f"Seminar on theme number {n}", f"2030-0{n}-12")))
        source(OWN, "calendar", f"/{n}.ics")

    add(1)
    turn()
    client.get(f"/sources/{OWN}/")
    with django_assert_num_queries(QUERIES):
        client.get(f"/sources/{OWN}/")
    add(2)
    add(3)
    turn()
    with django_assert_num_queries(QUERIES):
        assert "theme number 3" in words(client.get(f"/sources/{OWN}/"))


def test_editors_are_written_to_once_a_day(editor, proposed, turn, clock, town):
    from iscm.harvest.actions import tell

    chair = person("chair@mail.example", f"chair:{OWN}", language="fr")
    person("other@mail.example", "secretariat:rcm")
    assert tell(today=clock.now.date(), at=clock.now) == 2
    assert set(Letter.objects.filter(kind="harvest").values_list("to", flat=True)) == {
        editor.email,
        chair.email,
    }
    assert tell(today=clock.now.date(), at=clock.now) == 0
    clock.on(hours=1)
    proposed.item.proposals.create(kind="changed", mark="x", at=clock.now)
    assert tell(today=clock.now.date(), at=clock.now) == 0
    clock.on(days=1)
    assert tell(today=clock.now.date(), at=clock.now) == 2
    clock.on(days=1)
    assert tell(today=clock.now.date(), at=clock.now) == 0
    assert f"/sources/{OWN}/" in Letter.objects.filter(kind="harvest").first().text


def test_the_office_hears_where_a_mechanism_has_nobody(proposed, clock):
    from iscm.harvest.actions import tell

    person("office@mail.example", "compiler")
    assert tell(today=clock.now.date(), at=clock.now) == 1
