"""Pages of States and territories: everything on record of each, as of any day, and beside another."""

from __future__ import annotations

import datetime as dt
import html

import pytest

from iscm.domain.states import states
from iscm.meetings.models import Meeting
from iscm.registry.models import Mechanism, Participation
from iscm.registry.queries import mechanisms, places
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db
DAYS = [
    dt.date(1995, 6, 1),
    dt.date(2003, 1, 1),
    dt.date(2015, 6, 30),
    dt.date(2022, 12, 31),
    dt.date(2026, 1, 1),
]


@pytest.mark.parametrize("day", DAYS)
def test_the_list_tells_what_the_records_tell_of_that_day(day):
    expected = {}
    for record in mechanisms(day):
        for part in record.in_role("member", "observer", "partner"):
            if part.party.is_place:
                expected.setdefault(part.party.id, {}).setdefault(part.role, set()).add(record.slug)
    found = {code: {role: set(slugs) for role, slugs in roles.items()} for code, roles in places(day).items()}
    assert found == expected


def test_nobody_is_a_member_before_there_is_anything_to_be_a_member_of(client):
    assert places(dt.date(1950, 1, 1)) == {}
    page = words(client.get("/states/ke/?as_of=2003-01-01"))
    before = page.partition("No longer, or not yet")
    assert "Migration Dialogue for the East African Community" in before[2]
    assert "Migration Dialogue for the East African Community" not in before[0]


def test_every_state_has_a_page_with_its_names_and_its_notes(client):
    for code in ("KE", "HK", "XK", "MK", "AQ", "NC", "SZ", "VA"):
        page = words(client.get(f"/states/{code.lower()}/"))
        known = states()[code]
        assert all(name in page for name in known.name.values()), code
        assert known.note in page
    page = words(client.get("/states/mk/"))
    assert "Formerly: the former Yugoslav Republic of Macedonia until February 2019" in page
    assert "FYROM" not in page


def test_every_part_on_record_is_on_the_page(client):
    for code in ("PH", "CH", "AU", "MA", "XK"):
        page = body(client.get(f"/states/{code.lower()}/"))
        for part in Participation.objects.filter(party__key=code, withdrawn=None).select_related("mechanism"):
            assert f'href="/mechanisms/{part.mechanism.slug}/' in page
        for row in Meeting.objects.filter(country=code, withdrawn=None, merged_into=None):
            assert f'href="/meetings/{row.slug}/"' in page


def test_what_was_worked_out_is_marked(client):
    inferred = (
        Participation.objects.filter(basis="inferred", party__kind="state").select_related("party").first()
    )
    page = words(client.get(f"/states/{inferred.party.key.lower()}/"))
    assert "worked out from a parent body" in page


def test_who_is_in_the_chair_is_told_of_the_day(client):
    assert "in the chair on that day" in words(client.get("/states/pg/?as_of=2015-06-30"))
    assert "in the chair" not in words(client.get("/states/pg/?as_of=2016-12-01"))


def test_two_states_beside_each_other(client):
    page = words(client.get("/states/ke/?with=Uganda")).partition("Kenya and Uganda")[2]
    other = words(client.get("/states/ug/?with=ke")).partition("Uganda and Kenya")[2]
    assert page.split()[:4] == other.split()[:4] == ["5", "mechanisms", "in", "common"]
    assert "Khartoum Process member member, steering group member" in page
    assert "Khartoum Process member, steering group member member" in other
    assert "In common only if what was worked out from a parent body counts: PAFOM" in page


@pytest.mark.parametrize(
    ("said", "meant"),
    [("KE", "ke"), ("Kenya", "ke"), ("KEN", "ke"), ("Кения", "ke"), ("ivory-coast", "ci"), ("Kosovo", "xk")],
)
def test_any_name_leads_to_the_page_for_good(client, said, meant):
    response = client.get(f"/states/{said}/")
    assert (response.status_code, response["Location"]) == (301, f"/states/{meant}/")


def test_a_slip_asks_what_was_meant(client):
    response = client.get("/states/kenia-land/")
    assert response.status_code == 404
    response = client.get("/states/Ugand/")
    assert response.status_code == 404
    assert "No State or territory “Ugand” is known here." in words(response)
    assert "/states/ug/" in links(response)


@pytest.mark.parametrize("address", ["/states/", "/states/ke/", "/mechanisms/rcm/"])
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("yesterday", "“yesterday” is no day of the calendar. Write one like 2015-06-30."),
        ("2015", "“2015” is no day of the calendar."),
        ("2015-02-30", "“2015-02-30” is no day of the calendar."),
        ("20150630", "“20150630” is no day of the calendar."),
        (
            "1850-01-01",
            "1850-01-01 is out of reach: these records can be seen as of any day from 1900 to 2100.",
        ),
        ("9999-01-01", "9999-01-01 is out of reach"),
        ("'; drop table", "is no day of the calendar"),
    ],
)
def test_a_day_that_is_none_is_told_in_a_sentence(client, address, said, sentence):
    response = client.get(address, {"as_of": said})
    assert response.status_code == 400
    assert sentence in words(response)


def test_other_nonsense_likewise(client):
    response = client.get("/states/ke/?with=Ugand")
    assert response.status_code == 400
    assert "“Ugand” is no State or territory known here. Is “Uganda” meant?" in words(response)
    response = client.get("/states/ke/?asof=2015-01-01")
    assert response.status_code == 400
    assert "“asof” is no filter of this list. Its filters are “as_of”, “with”." in words(response)
    assert client.get("/states/ke/?as_of=1900-01-01").status_code == 200
    assert client.get("/states/ke/?as_of=2100-12-31").status_code == 200
    assert client.get("/states/ke/?as_of=&with=ug")["Location"] == "/states/ke/?with=ug"


def test_the_calendar_and_the_designations_are_there(client):
    response = client.get("/states/ke/")
    assert "calendar.ics" in links(response)
    for address in ("/states/", "/states/ke/", "/states/ke/?as_of=2010-01-01&with=ug"):
        page = words(client.get(address))
        assert "do not imply any opinion of the publisher on the legal status of any country" in page


def keep_meetings(number: int) -> None:
    """Only so many meetings hosted by Kenya stay public."""
    keep = Meeting.objects.filter(country="KE").order_by("-earliest").values_list("pk", flat=True)[:number]
    Meeting.objects.exclude(pk__in=list(keep)).update(access="closed")


def test_a_state_costs_the_same_number_of_queries_with_one_row_and_with_three(
    client, django_assert_num_queries
):
    client.get("/states/ke/")
    keep_meetings(3)
    with django_assert_num_queries(QUERIES_OF_A_STATE):
        assert "Meetings hosted 3" in words(client.get("/states/ke/?as_of=2017-01-01&with=ug"))
    keep_meetings(1)
    with django_assert_num_queries(QUERIES_OF_A_STATE):
        assert "Meetings hosted 1" in words(client.get("/states/ke/?as_of=2017-01-01&with=ug"))


QUERIES_OF_A_STATE = 24


def test_the_list_costs_the_same_with_all_mechanisms_and_with_one(client, django_assert_num_queries):
    client.get("/states/")
    with django_assert_num_queries(3):
        client.get("/states/")
    Mechanism.objects.exclude(slug="rcm").update(access="closed")
    with django_assert_num_queries(3):
        assert "16 States" in words(client.get("/states/"))


def test_a_mechanism_as_of_a_day(client):
    page = words(client.get("/mechanisms/pidc/?as_of=2015-06-30"))
    assert "On that day: Pacific Immigration Directors' Conference" in page
    assert "Chair on that day Papua New Guinea since 2014" in page
    assert "This is how it stood on 30 June 2015" in page
    assert "Back to today" in page
    page = words(client.get("/mechanisms/mideac/?as_of=2015-06-30"))
    assert "Status on that day Not founded yet" in page
    assert "No longer, or not yet" in page
    page = words(client.get("/mechanisms/soderkoping-process/?as_of=2015-06-30"))
    assert "Status on that day Ended" in page
    assert "Back to today" not in words(client.get("/mechanisms/pidc/"))


def test_where_sources_disagree_both_values_stand_on_any_day(client):
    disagreeing = next(row for row in mechanisms() if len({c.value for c in row.claimed("established")}) > 1)
    page = words(client.get(f"/mechanisms/{disagreeing.slug}/?as_of=2020-01-01"))
    assert "Another source says:" in page


def test_predecessors_and_successors_lead_to_each_other(client):
    for record in mechanisms():
        page = html.unescape(body(client.get(f"/mechanisms/{record.slug}/"))) if record.relations else ""
        for relation in record.relations:
            assert f'href="/mechanisms/{relation.mechanism}/"' in page
            other = {"predecessor": "successor", "successor": "predecessor"}[relation.kind]
            back = next(row for row in mechanisms() if row.slug == relation.mechanism)
            assert (other, record.slug) in {(r.kind, r.mechanism) for r in back.relations}


def test_a_mechanism_beside_another(client):
    page = words(client.get("/mechanisms/rcm/?with=sacm"))
    other = words(client.get("/mechanisms/sacm/?with=rcm"))
    number = page.rpartition("RCM and SACM ")[2].partition(" ")[0]
    assert int(number) == int(other.rpartition("SACM and RCM ")[2].partition(" ")[0]) > 0
    assert client.get("/mechanisms/rcm/?with=rcm").status_code == 400
    assert client.get("/mechanisms/rcm/?with=Puebla-Proces").status_code == 400
