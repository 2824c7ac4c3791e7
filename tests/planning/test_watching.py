"""Who hears of which clash, once, with no more than they may know; and when it is over."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from iscm.accounts.actions import end_role
from iscm.commands import main
from iscm.meetings.actions import add_meeting, change_status, set_value, show, withdraw
from iscm.planning import actions
from iscm.planning.models import Heard
from iscm.planning.queries import holds as queries
from iscm.planning.rules import Followed
from iscm.post.actions import Server, deliver
from iscm.post.models import Letter
from tests.accounts.people import person
from tests.planning.conftest import DAYS, TODAY, pair

pytestmark = pytest.mark.django_db
ELSEWHEN = "2027-05-02/2027-05-04"


@pytest.fixture
def turn(db, now):
    """One turn of watching; what the letters of it say, by whom they are to."""

    def run() -> dict[str, str]:
        last = max(Letter.objects.values_list("pk", flat=True), default=0)
        actions.watch(today=TODAY, at=now)
        rows = Letter.objects.filter(kind="clash", pk__gt=last)
        return {row.to: f"{row.subject}\n{row.text}" for row in rows}

    run()  # the first marks where the trail ends
    return run


@pytest.fixture
def meets(db, now):
    """Makes a meeting; its id."""

    def make(*slugs: str, when: str = DAYS, access: str = "public", by: str = "p-else", **more: str) -> str:
        values = {"title": "A seminar", "type": "workshop", "when": when, "status": "announced"} | more
        return add_meeting(values=values, mechanisms=slugs, access=access, source="x", by=by, at=now)

    return make


@pytest.fixture
def holds(db, now):
    def make(*slugs: str, by: str = "p-else", when: str = DAYS, shows: str = "number") -> str:
        values = {"title": "Hidden talks", "type": "workshop", "when": when, "city": "Secretville", "country": "SV",
                  "shows": shows}  # fmt: skip
        return actions.hold(mechanisms=slugs, values=values, today=TODAY, by=by, at=now)

    return make


def test_the_first_turn_of_a_hub_tells_nothing(now, meets):
    mine, theirs, _common = pair()
    person("a@mail.example", f"secretariat:{mine}")
    meets(mine), meets(theirs)
    assert actions.watch(today=TODAY, at=now) == 0
    assert actions.watch(today=TODAY, at=now) == 0
    assert not Letter.objects.filter(kind="clash").exists()


def test_a_new_meeting_in_the_way_of_a_hold_is_told_once_to_its_owners_alone(turn, meets, holds):
    mine, theirs, common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    person("none@mail.example")
    person("focal@mail.example", "focal-point:KE")
    person("gfmd@mail.example", "secretariat:rcm")
    holds(mine)
    assert turn() == {}
    slug = meets(theirs)
    told = turn()
    assert set(told) == {"mine@mail.example"}
    said = told["mine@mail.example"]
    assert "1 new clash of dates" in said
    assert f"{len(common)} of your members would have to be in two places: " in said
    assert "A seminar" in said
    assert f"/meetings/{slug}/" in said
    assert "Hidden talks" in said
    assert turn() == {}
    set_value(meeting=slug, field="title", value="Another title", by="x", at=dt.datetime.now(dt.UTC))
    set_value(meeting=slug, field="when", value=DAYS, by="x", at=dt.datetime.now(dt.UTC))
    assert turn() == {}


@pytest.mark.parametrize("shows", ["number", "members", "mechanism", "all"])
@pytest.mark.parametrize("planned", [True, False])
def test_a_hold_of_another_is_told_as_far_as_its_owner_allows(turn, meets, holds, shows, planned):
    mine, theirs, common = pair()
    person("mine@mail.example", f"chair:{mine}")
    person("theirs@mail.example", f"secretariat:{theirs}")
    (holds if planned else meets)(mine, by="p-mine")
    turn()
    key = holds(theirs, shows=shows)
    told = turn()
    said = told["mine@mail.example"]
    letter = Letter.objects.get(to="mine@mail.example", kind="clash", text__contains=str(len(common)))
    short = queries_short(theirs)
    assert key not in said + letter.html
    assert f"{len(common)} of your members would have to be in two places" in said
    assert ("two places: " in said) == (shows != "number")
    assert (short in said) == (short in letter.html) == (shows in ("mechanism", "all"))
    # my own hold says "Hidden talks" and "Secretville" too
    assert said.count("Secretville") == planned + (shows == "all")
    assert letter.html.count("Secretville") == planned + (shows == "all")
    # its owner hears too of what may be seen there: a meeting wholly, a hold by its number
    other = told["theirs@mail.example"]
    assert "Hidden talks" in other
    assert ("A seminar" in other) != planned
    assert other.count("Secretville") == 1


def queries_short(slug: str) -> str:
    from iscm.registry.templatetags.wording import short

    return str(short(slug))


def test_nobody_is_told_what_they_did_themselves_but_hears_when_it_is_over(turn, meets, holds, now):
    mine, theirs, _common = pair()
    who = person("mine@mail.example", f"secretariat:{mine}")
    person("colleague@mail.example", f"secretariat:{mine}")
    slug = meets(theirs)
    turn()
    holds(mine, by=who.username)
    assert set(turn()) == {"colleague@mail.example"}
    change_status(meeting=slug, status="moved", when=ELSEWHEN, by="x", at=now)
    told = turn()
    assert set(told) == {"mine@mail.example", "colleague@mail.example"}
    assert "A clash of dates is over" in told["mine@mail.example"]
    assert "2–4 May 2027" in told["mine@mail.example"]
    assert turn() == {}


def test_a_meeting_that_is_called_off_or_taken_away_is_good_news(turn, meets, holds, now):
    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    holds(mine)
    one, two = meets(theirs, title="One"), meets(theirs, title="Two")
    assert "2 new clashes" in turn()["mine@mail.example"]
    change_status(meeting=one, status="cancelled", by="x", at=now)
    said = turn()["mine@mail.example"]
    assert "It is cancelled." in said
    assert "One" in said
    withdraw(meeting=two, by="x", at=now)
    said = turn()["mine@mail.example"]
    assert "Another meeting" in said
    assert "Two" not in said
    assert not Heard.objects.exists()


def test_a_hold_that_is_moved_still_clashing_is_told_anew_and_released_is_good_news(turn, holds, now):
    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    holds(mine)
    key = holds(theirs)
    turn()
    done = {"today": TODAY, "by": "x", "at": now}
    actions.change(key=key, values={"when": "2027-03-04"}, **done)
    assert "4 March 2027" in turn()["mine@mail.example"]
    actions.change(key=key, values={"title": "Other talks"}, **done)
    assert turn() == {}
    actions.release(key=key, **done)
    said = turn()["mine@mail.example"]
    assert "A date of another mechanism" in said
    assert queries_short(theirs) not in said


def test_a_hold_that_is_announced_is_told_as_the_meeting_that_it_became(turn, holds, now):
    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    person("theirs@mail.example", f"secretariat:{theirs}")
    holds(mine)
    key = holds(theirs)
    turn()
    actions.announce(key=key, today=TODAY, by="x", at=now)
    told = turn()
    assert set(told) == {"mine@mail.example"}  # its own side knows the clash already
    assert "1 new clash" in told["mine@mail.example"]
    assert "no clash" not in told["mine@mail.example"].lower()
    assert queries_short(theirs) in told["mine@mail.example"]


@pytest.mark.parametrize(
    ("access", "heard"), [("closed", False), ("secretariats", True), ("officials", True)]
)
def test_a_meeting_is_told_to_those_who_may_see_it(turn, meets, holds, access, heard, now):
    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    holds(mine)
    slug = meets(theirs, access=access)
    assert ("mine@mail.example" in turn()) is heard
    show(meeting=slug, by="x", at=now)
    assert ("mine@mail.example" in turn()) is not heard  # once


def test_followers_hear_of_meetings_and_never_of_holds(turn, meets, holds, now):
    mine, theirs, common = pair()
    code = min(common)
    for email, what in (
        ("state@mail.example", Followed(kind="state", key=code)),
        ("mechanism@mail.example", Followed(kind="mechanism", key=mine)),
        ("other@mail.example", Followed(kind="mechanism", key="rcm")),
    ):
        actions.follow(person=person(email, "focal-point:KE"), what=what, at=now)
    holds(mine)
    first = meets(theirs)
    actions.follow(person=person("one@mail.example"), what=Followed(kind="meeting", key=first), at=now)
    assert turn() == {}
    meets(mine, access="closed")
    assert turn() == {}
    meets(mine, title="A plenary")
    told = turn()
    assert set(told) == {"state@mail.example", "mechanism@mail.example", "one@mail.example"}
    assert "your members" not in "".join(told.values())
    assert "would have to be in two places." in told["state@mail.example"]
    assert f"{len(common)} States or territories would have to be in two places: " in told["one@mail.example"]


def test_a_role_that_has_ended_hears_nothing_more(turn, meets, holds, now):
    mine, theirs, _common = pair()
    who = person("mine@mail.example", f"secretariat:{mine}")
    holds(mine)
    slug = meets(theirs)
    assert turn()
    end_role(role=who.roles.get(), by="x", at=now)
    change_status(meeting=slug, status="cancelled", by="x", at=now)
    meets(theirs, title="Another")
    assert turn() == {}


def test_what_is_hidden_from_somebody_is_not_said_to_be_over(turn, meets, holds, now):
    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    holds(mine)
    slug = meets(theirs, access="secretariats")
    assert turn()
    set_value(meeting=slug, field="access", value="closed", by="x", at=now)
    assert turn() == {}


def test_own_dates_can_be_stopped(turn, meets, holds, now):
    mine, theirs, _common = pair()
    who = person("mine@mail.example", f"secretariat:{mine}")
    actions.stop(person=who, what=Followed(kind="own"), at=now)
    holds(mine), meets(theirs)
    assert turn() == {}


def test_what_is_no_clash(turn, meets, holds):
    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    holds(mine)
    larger = meets(theirs, when=ELSEWHEN, title="A summit")
    meets(mine, when=ELSEWHEN, title="A side event", at=larger)
    meets(theirs, when="2027-03")
    meets(theirs, when="2027-03-05")
    meets(mine, theirs)  # one's own programme
    meets(theirs, status="cancelled")
    assert turn() == {}


def test_the_letter_arrives_in_the_language_of_its_reader_with_links_that_stop(
    turn, meets, holds, post, client, now
):
    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}", language="ar")
    holds(mine), meets(theirs)
    turn()
    assert deliver(clock=lambda: now, mailbox=Server()).sent == 1
    _from, to, message = post.taken[0]
    assert to == "mine@mail.example"
    assert message["content-language"] == "ar"
    text, html = (message.get_body((part,)).get_content() for part in ("plain", "html"))
    assert 'dir="rtl"' in html
    assert "<img" not in html
    link = re.search(r"https?://[^/]+(\S+/plan/follow/stop/\S+/)", text)[1]
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 200
    assert queries.watchers() == {}
    letter = Letter.objects.get(kind="clash")
    assert letter.text == letter.html == ""  # nothing of a hold stays in the post


def test_iscm_work_writes_and_sends_them(meets, holds, post):
    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    assert main(["work", "--once"]) == 0
    holds(mine, when="2090-03-02")
    meets(theirs, when="2090-03-02")
    assert main(["work", "--once"]) == 0
    assert [(to, message["subject"]) for _from, to, message in post.taken] == [
        ("mine@mail.example", "1 new clash of dates")
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_a_turn_costs_the_same_for_one_and_for_three(
    turn, meets, holds, number, now, django_assert_max_num_queries
):
    mine, theirs, _common = pair()
    holds(mine)
    for n in range(number):
        person(f"mine{n}@mail.example", f"secretariat:{mine}")
        meets(theirs, title=f"Meeting {n}")
    with django_assert_max_num_queries(32 + 2 * number) as captured:
        actions.watch(today=TODAY, at=now)
    with django_assert_max_num_queries(2):
        actions.watch(today=TODAY, at=now)
    assert len(captured) > 2


def test_a_change_that_comes_while_a_turn_looks_is_told(now, meets, holds):
    """The trail ends at the hold when a turn begins, and the meeting stands when it looks at what clashes."""
    from iscm.accounts.queries import latest
    from iscm.planning.actions import watching

    mine, theirs, _common = pair()
    me = person("mine@mail.example", f"secretariat:{mine}")
    since = latest().pk
    holds(mine, by=me.username)
    upto = latest().pk
    meets(theirs)
    turn = watching._Turn(queries.changed_since(since, upto), TODAY, since)
    assert [draft.to for draft in watching._letters(turn, upto)] == ["mine@mail.example"]


def test_who_speaks_for_both_hears_once_also_when_the_hold_is_announced(turn, meets, holds):
    mine, theirs, _common = pair()
    person("both@mail.example", f"secretariat:{mine}", f"secretariat:{theirs}")
    meets(theirs)
    key = holds(mine)
    assert set(turn()) == {"both@mail.example"}
    actions.announce(key=key, today=TODAY, by="p-else", at=dt.datetime.now(dt.UTC))
    assert turn() == {}


def test_a_closed_mechanism_binds_nobody_who_may_not_know_of_it(turn, meets, holds):
    from iscm.registry.models import Mechanism

    mine, theirs, _common = pair()
    person("mine@mail.example", f"secretariat:{mine}")
    holds(mine)
    turn()
    Mechanism.objects.filter(slug=theirs).update(access="closed")
    meets("gfmd", theirs)
    assert turn() == {}
