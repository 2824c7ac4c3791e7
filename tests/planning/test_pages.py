"""The pages of what is planned: who comes in, what stands there, and what nobody else ever sees."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iscm.meetings.models import Meeting
from iscm.planning import actions
from iscm.planning.models import Avoidance, Follow, Hold
from iscm.planning.queries import holds as queries
from iscm.planning.rules import LADDER, Followed
from tests.accounts.people import person
from tests.planning.conftest import TODAY, pair
from tests.site.pages import words

pytestmark = pytest.mark.django_db
FORM = {"own": ["rcm"], "title": "A workshop", "type": "workshop", "first": "2027-03-02", "last": "2027-03-04",
        "month": "", "city": "", "country": "", "mode": "", "shows": "number"}  # fmt: skip
SECRET = re.compile(r"secret title|secretville|hush|hold:|p-secret", re.IGNORECASE)
EVERYBODY = """
/ /mechanisms/rcm/ /meetings/ /meetings/?q=secret /calendar/2027/ /calendar/2027/3/ /search/?q=secret /states/cr/
/calendar.ics /changes.atom /data/ /llms.txt /data/meetings.jsonl /api/v1/meetings /api/v1/states/CR
"""


@pytest.fixture
def enter(client):
    """Signs somebody in who has these roles."""

    def sign_in(*roles: str, email: str = "somebody@mail.example"):
        who = person(email, *roles)
        client.force_login(who)
        return who

    return sign_in


def addresses(key: str) -> dict[str, str]:
    return {
        "held": "/plan/held/",
        "hold": f"/plan/held/{key}/",
        "new": "/plan/hold/",
        "avoid": "/plan/avoid/sacm/",
        "follow": "/plan/follow/",
    }


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        (("secretariat:sacm",), "held hold new avoid follow"),
        (("chair:sacm",), "held hold new avoid follow"),
        (("compiler",), "held hold new avoid follow"),
        (("administrator",), "held hold new avoid follow"),
        (("secretariat:rcm",), "held new follow"),
        (("focal-point:KE",), "follow"),
        ((), "follow"),
    ],
)
def test_who_comes_in(client, enter, hold_of, roles, may):
    key = hold_of("sacm")
    enter(*roles)
    for name, address in addresses(key).items():
        answer = client.get(address)
        assert (answer.status_code == 200) is (name in may.split()), name
        assert answer.status_code in (200, 403, 404)
        if answer.status_code == 200:
            assert answer["Cache-Control"] == "private, no-store"
        else:
            assert not SECRET.search(answer.content.decode())


def test_strangers_sign_in_first_and_do_nothing(client, hold_of):
    key = hold_of("sacm")
    for address in addresses(key).values():
        assert client.get(address)["Location"].startswith("/sign-in/?next=")
        assert client.post(address, {"do": "release"}).status_code in (302, 405)
    assert Hold.objects.get().how == ""


@pytest.mark.parametrize("roles", [("secretariat:rcm",), ("focal-point:KE",), ()])
@pytest.mark.parametrize("do", ["announce", "share", "release", "change"])
def test_who_is_no_owner_changes_nothing(client, enter, hold_of, roles, do):
    key = hold_of("sacm", shows="all")
    enter(*roles)
    before = Meeting.objects.count()
    assert client.post(f"/plan/held/{key}/", FORM | {"do": do, "title": "Theirs"}).status_code in (403, 404)
    row = Hold.objects.get()
    assert (row.how, row.title, Meeting.objects.count()) == ("", "A secret title", before)


def test_a_role_that_has_ended_opens_nothing(client, enter, hold_of):
    key = hold_of("sacm")
    who = enter("secretariat:sacm")
    assert client.get(f"/plan/held/{key}/").status_code == 200
    who.roles.update(ended=who.date_joined)
    assert client.get(f"/plan/held/{key}/").status_code == 403
    assert client.post(f"/plan/held/{key}/", {"do": "release"}).status_code == 403
    assert Hold.objects.get().how == ""


def test_nobody_holds_for_a_mechanism_that_is_not_theirs_alone(client, enter):
    enter("secretariat:rcm")
    for said in ({"own": ["sacm"]}, {"own": [], "others": ["sacm"]}, {"own": []}):
        answer = client.post("/plan/hold/", FORM | said)
        assert answer.status_code == 400
    assert not Hold.objects.exists()


def test_no_avoid_list_of_others_is_written(client, enter):
    enter("secretariat:rcm")
    said = {"kind": "holidays", "said": "CR"}
    assert client.post("/plan/avoid/sacm/", said).status_code == 403
    assert not Avoidance.objects.exists()


def test_from_the_finder_to_the_announcement(client, enter):
    who = enter("secretariat:rcm")
    query = {"mechanisms": "rcm,sacm", "first": "2027-03-02", "last": "2027-03-04", "city": "Lima",
             "country": "PE", "mode": "hybrid", "type": "workshop", "title": "A workshop"}  # fmt: skip
    page = client.get("/plan/hold/?" + urlencode(query)).content.decode()
    for filled in ('value="2027-03-02"', 'value="2027-03-04"', 'value="Lima"', 'value="A workshop"',
                   '<option value="PE" selected>', '<option value="sacm" selected>'):  # fmt: skip
        assert filled in page
    answer = client.post("/plan/hold/", FORM | {"others": ["sacm"], "country": "PE"})
    plan = queries.own_holds(who, TODAY)[0]
    assert answer["Location"] == f"/plan/held/{plan.key}/"
    assert plan.mechanisms == ("rcm", "sacm")
    said = words(client.get(answer["Location"], follow=True))
    assert "The date is held." in said
    assert "2–4 March 2027" in said
    changed = client.post(
        answer["Location"], FORM | {"do": "change", "first": "", "last": "", "month": "2027-04"}
    )
    assert changed.status_code == 302
    assert "April 2027" in words(client.get("/plan/held/"))
    refused = client.post(answer["Location"], {"do": "announce"})
    assert refused.status_code == 400
    assert "SACM has not agreed yet" in words(refused)
    client.post(answer["Location"], {"do": "agree"})  # who speaks for RCM alone agrees for nobody else
    assert queries.hold(who, plan.key).waiting == ("sacm",)
    assert "SACM is asked to agree" in words(client.get(answer["Location"]))
    client.force_login(person("sacm@mail.example", "secretariat:sacm"))
    client.post(answer["Location"], {"do": "agree"})
    done = client.post(answer["Location"], {"do": "announce"})
    assert done["Location"].startswith("/meetings/rcm-2027-04-workshop/")
    assert client.get(done["Location"]).status_code == 200
    again = client.post(answer["Location"], {"do": "announce"})
    assert again.status_code == 400
    assert "announced already" in words(again)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"first": "", "last": ""}, "Give the first day, or a month alone."),
        ({"month": "2027-10"}, "and not both"),
        ({"first": "", "last": "", "month": "October"}, "“October” is no month such as 2027-10."),
        ({"last": "2027-03-01"}, "The last day is before the first"),
        ({"first": "soon"}, "First day"),
        ({"first": "2020-01-01", "last": ""}, "is over"),
        ({"last": "2027-12-01"}, "at most 31 days"),
        ({"type": "party"}, "Kind"),
        ({"title": "a\0b"}, "Title"),
    ],
)
def test_what_cannot_be_held_is_said_and_nothing_is_lost(client, enter, said, complaint):
    enter("secretariat:rcm")
    answer = client.post("/plan/hold/", FORM | {"city": "Managua"} | said)
    assert answer.status_code == 400
    assert complaint in words(answer)
    assert 'value="Managua"' in answer.content.decode()
    assert not Hold.objects.exists()


@pytest.mark.parametrize("said", [{"do": "nonsense"}, {}, {"do": "change", "type": "party"}])
def test_a_hold_is_not_changed_by_nonsense(client, enter, hold_of, said):
    key = hold_of("rcm")
    enter("secretariat:rcm")
    assert client.post(f"/plan/held/{key}/", said).status_code == 400
    assert Hold.objects.get().type == "workshop"


def test_the_page_of_a_hold_names_what_is_in_its_way(client, enter, hold_of, now):
    from iscm.meetings.actions import add_meeting

    mine, theirs, common = pair()
    key = hold_of(mine)
    hold_of(theirs)
    for access in ("public", "closed"):
        add_meeting(
            values={"title": f"A {access} one", "type": "workshop", "when": "2027-03-03"}, mechanisms=[theirs],
            access=access, source="x", by="x", at=now,
        )  # fmt: skip
    enter(f"secretariat:{mine}")
    said = words(client.get(f"/plan/held/{key}/"))
    assert "A public one" in said
    assert "A closed one" not in said
    assert "A date of another mechanism" in said
    assert f"{len(common)} of your members would have to be in two places" in said


def test_an_avoid_list_is_written_and_read(client, enter):
    enter("secretariat:rcm")
    for said in ({"kind": "days", "first": "2027-07-15", "last": "2027-08-31", "reason": "Holidays"},
                 {"kind": "yearly", "first": "12-20", "last": "01-06"}, {"kind": "meetings", "said": "sacm"},
                 {"kind": "holidays", "said": "CR"}):  # fmt: skip
        assert client.post("/plan/avoid/rcm/", said).status_code == 302
    page = words(client.get("/plan/avoid/rcm/"))
    for told in ("31 August 2027", "Every year from 20 December to 6 January", "Meetings of SACM",
                 "Public holidays of Costa Rica", "Holidays"):  # fmt: skip
        assert told in page
    wrong = client.post(
        "/plan/avoid/rcm/", {"kind": "yearly", "first": "summer", "last": "", "reason": "Heat"}
    )
    assert wrong.status_code == 400
    assert "such as 07-15/08-31" in words(wrong)
    assert 'value="Heat"' in wrong.content.decode()
    row = Avoidance.objects.first()
    assert client.post("/plan/avoid/rcm/", {"do": "stop", "rule": row.pk}).status_code == 302
    assert client.post("/plan/avoid/rcm/", {"do": "stop", "rule": "nonsense"}).status_code == 302
    assert Avoidance.objects.filter(ended=None).count() == 3
    assert client.get("/plan/avoid/nobody/").status_code == 403


def test_following_from_a_link_and_stopping(client, enter):
    who = enter()
    assert "Follow RCM" in words(client.get("/plan/follow/?mechanism=rcm"))
    client.post("/plan/follow/", {"kind": "mechanism", "key": "rcm"})
    client.post("/plan/follow/", {"kind": "state", "key": "ke"})
    client.post("/plan/follow/", {"kind": "meeting", "key": "gfmd-14"})
    said = words(client.get("/plan/follow/"))
    for name in ("RCM", "Kenya", "Fourteenth GFMD Summit"):
        assert name in said
    client.post("/plan/follow/", {"do": "stop", "kind": "state", "key": "KE"})
    assert {row.kind for row in Follow.objects.filter(person=who)} == {"mechanism", "meeting"}


@pytest.mark.parametrize(
    "said", [{"mechanism": "nobody"}, {"state": "QQ"}, {"meeting": "rcm-2018-plenary-1"}, {"own": ""},
             {"meeting": "a\0b"}],
)  # fmt: skip
def test_what_is_not_there_for_somebody_is_not_followed(client, enter, said):
    enter()
    Meeting.objects.filter(slug="rcm-2018-plenary-1").update(access="closed")
    asked = client.get("/plan/follow/", said)
    name, key = next(iter(said.items()))
    posted = client.post("/plan/follow/", {"kind": name, "key": key})
    for answer in (asked, posted):
        assert answer.status_code == 400
        assert "nothing of that name" in words(answer)
    assert not Follow.objects.exists()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shows=st.sampled_from(LADDER[:3]), when=st.sampled_from(["2027-03-02", "2027-03-02/2027-03-09", "2027-03"]),
    title=st.sampled_from(["Hush & talks", "hush <b>", ""]),
)  # fmt: skip
def test_no_page_of_another_tells_what_is_not_allowed(client, hold_of, shows, when, title):
    from iscm.accounts.models import User

    mine, theirs, _common = pair()
    Hold.objects.all().delete()
    User.objects.filter(email="x@mail.example").delete()
    key = hold_of(theirs, shows=shows, when=when, title=title)
    own = hold_of(mine, title="Ours", city="", country="")
    client.force_login(person("x@mail.example", f"secretariat:{mine}"))
    pages = [client.get(address).content.decode() for address in ("/plan/held/", f"/plan/held/{own}/")]
    assert any("another mechanism" in page or shows == "mechanism" for page in pages)
    from iscm.registry.templatetags.wording import short

    name = str(short(theirs))
    for page in pages:
        told = page.replace("p-secret", "")  # who made one's own
        main = told.partition("<main")[2].partition("</main>")[0]
        assert not SECRET.search(main)
        assert key not in page
        if shows != "mechanism":
            assert name not in main.partition("avoid-head")[0]
            assert f"/{theirs}/" not in main


def test_nothing_of_a_hold_stands_on_any_page_for_everybody(client, hold_of, settings, now):
    key = hold_of("rcm", shows="all")
    person("a@mail.example", "secretariat:rcm")
    for address in EVERYBODY.split():
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")
        assert not re.search(rf"secretville|secret title|{key}", body, re.IGNORECASE), address


def test_the_trail_of_a_hold_is_for_the_office(client, enter, now):
    key = actions.hold(
        mechanisms=["rcm"], values={"type": "workshop", "when": "2027-03-02", "title": "Secret"}, today=TODAY,
        by="p", at=now,
    )  # fmt: skip
    who = enter("secretariat:rcm")
    assert client.get(f"/office/trail/hold/{key}/").status_code == 403
    enter("compiler", email="office@office.example")
    assert "Secret" in words(client.get(f"/office/trail/hold/{key}/"))
    actions.avoid(mechanism="rcm", kind="holidays", said="CR", by="p", at=now)
    assert "holidays" in words(client.get("/office/trail/avoidance/rcm/"))
    assert queries.follows(who) == (Followed(kind="own"),)


@pytest.mark.parametrize("number", [1, 4])
def test_the_list_costs_the_same_for_one_and_for_four(
    client, enter, hold_of, number, django_assert_max_num_queries
):
    mine, theirs, _common = pair()
    for day in range(number):
        hold_of(mine, when=f"2027-03-1{day}")
        hold_of(theirs, when=f"2027-03-1{day}")
    enter(f"secretariat:{mine}")
    client.get("/plan/held/")
    with django_assert_max_num_queries(22):
        client.get("/plan/held/")


def test_public_pages_lead_to_following_them(client, enter, now):
    from iscm.meetings.actions import add_meeting

    slug = add_meeting(
        values={"title": "A seminar", "type": "workshop", "when": "2031-03-03", "status": "announced"},
        mechanisms=["rcm"], access="public", source="x", by="x", at=now,
    )  # fmt: skip
    pages = {
        "/mechanisms/rcm/": "mechanism=rcm",
        "/states/ke/": "state=KE",
        f"/meetings/{slug}/": f"meeting={slug}",
    }
    for address, asked in pages.items():
        page = client.get(address).content.decode()
        assert f'href="/plan/follow/?{asked}"' in page
        assert client.get(f"/plan/follow/?{asked}")["Location"].startswith("/sign-in/?next=%2Fplan%2Ffollow")
    assert "/plan/follow/" not in client.get("/meetings/gfmd-14/").content.decode()
    enter()
    for asked in pages.values():
        assert client.get(f"/plan/follow/?{asked}").status_code == 200
