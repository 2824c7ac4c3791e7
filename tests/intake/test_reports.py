"""A report is kept whole, becomes the entry and its meetings when it is confirmed, and never overwrites another."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.accounts.models import Access, Change
from iscm.accounts.rules import sealed as digest
from iscm.intake import queries
from iscm.intake.actions import (
    Overtaken,
    Refused,
    ask_all,
    close_round,
    confirm,
    enclose,
    let_in,
    new_door,
    readdress,
    throw_out,
    use_door,
    write_report,
)
from iscm.intake.models import Door, Report
from iscm.intake.rules import (
    Undecided,
    agrees,
    decide,
    reminder_days,
    reminder_due,
    replied,
    reply_address,
)
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meeting, meetings
from iscm.newsletter.queries import evidence, issue

pytestmark = pytest.mark.django_db
YEAR = 2025
EVERYTHING = tuple(Access.values)


def written(ask, prose: str, at, **more) -> Report:
    return write_report(ask=ask, prose=prose, way="page", by="rcm", at=at, **more)


def confirmed(ask, prose: str, at, **choices: str):
    report = written(ask, prose, at)
    return confirm(report=report, choices=choices, by="rcm", at=at)


def test_a_year_opens_with_what_is_known_of_it(asked):
    own = [m for m in meetings() if "rcm" in m.mechanisms and m.year == YEAR]
    assert own
    text = queries.as_known(YEAR, "rcm", "es")
    seen = queries.understood(text, YEAR, "rcm")
    assert {one.meeting.id for one in seen.matches if one.meeting} == {m.id for m in own}


def test_what_is_new_becomes_a_meeting_that_secretariats_see_until_the_issue_is_out(asked, now):
    confirmed(
        asked["rcm"], "Workshop on labour migration (12-13 May, San José, Costa Rica); four webinars", now
    )
    found = meeting("rcm-2025-05-12-workshop", seen=EVERYTHING)
    assert (found.city, found.country, found.topic, str(found.when)) == (
        "San José", "CR", "labour migration", "2025-05-12/2025-05-13",
    )  # fmt: skip
    assert (found.title, found.access, found.status) == (
        "Workshop on labour migration",
        "secretariats",
        "held",
    )
    assert [source.title for source in found.sources] == ["rcm: report for 2025"]
    assert meeting("rcm-2025-05-12-workshop") is None
    assert meeting("rcm-webinar", seen=EVERYTHING).count == 4
    held = issue(YEAR, seen=EVERYTHING)
    assert [told.statement.type for told in held.entries[0].statements] == ["workshop", "webinar"]
    assert evidence(YEAR) == {
        "2025/rcm/1": ("rcm-2025-05-12-workshop",),
        "2025/rcm/2": ("rcm-webinar",),
    }
    assert issue(YEAR) is None


def test_what_differs_is_changed_and_the_former_value_stays_with_its_source(asked, now):
    confirmed(asked["rcm"], "8th SOM (23 March 2025)", now)
    confirmed(asked["rcm"], "8th SOM (24 March 2025, Managua, Nicaragua)", now)
    found = meeting("rcm-2025-03-23-senior-officials", seen=EVERYTHING)
    assert (str(found.when), found.city) == ("2025-03-24", "Managua")
    values = {(claim.value, claim.chosen) for claim in found.claims if claim.field == "when"}
    assert values == {("2025-03-23", False), ("2025-03-24", True)}
    assert (
        Meeting.objects.filter(
            type="senior-officials", earliest__year=YEAR, ownerships__mechanism__slug="rcm"
        ).count()
        == 1
    )


def test_confirming_again_changes_nothing(asked, now):
    confirmed(asked["rcm"], "8th SOM (23 March 2025); two workshops (1 May and 3 July)", now)
    before = (
        Meeting.objects.count(),
        Report.objects.count(),
        meeting("rcm-2025-03-23-senior-officials", seen=EVERYTHING),
    )
    confirmed(asked["rcm"], "8th SOM (23 March 2025); two workshops (1 May and 3 July)", now)
    assert (
        Meeting.objects.count(), Report.objects.count(), meeting("rcm-2025-03-23-senior-officials", seen=EVERYTHING)
    ) == before  # fmt: skip


def test_pressing_confirm_twice_makes_nothing_twice(asked, now):
    report = written(asked["rcm"], "8th SOM (23 March 2025); two workshops (June, June)", now)
    chosen = {one.meant.key: "new" for one in queries.understood(report.prose, YEAR, "rcm").matches}
    assert len(chosen) == 3
    confirm(report=report, choices=chosen, by="rcm", at=now)
    number = Meeting.objects.count()
    confirm(report=report, choices=chosen, by="rcm", at=now)
    assert Meeting.objects.count() == number


def test_what_a_correction_no_longer_tells_is_taken_back(asked, now):
    confirmed(asked["rcm"], "Workshop (5 May, Nairobi, Kenya)", now)
    confirmed(asked["rcm"], "Workshop (5 July, Nairobi, Kenya)", now)
    assert queries.as_known(YEAR, "rcm", "en").count("5 May") == 0
    assert "5 July" in queries.as_known(YEAR, "rcm", "en")
    assert Meeting.objects.get(slug="rcm-2025-05-05-workshop").withdrawn == now


def test_the_date_of_a_joint_meeting_that_only_one_side_has_told_is_its_date(asked, now):
    confirmed(asked["rcm"], "Joint workshop with SACM (5 May)", now)
    confirmed(asked["rcm"], "Joint workshop with SACM (7 May)", now)
    assert str(Meeting.objects.get(slug="rcm-2025-05-05-workshop").when) == "2025-05-07"


def test_an_empty_report_is_not_confirmed(asked, now):
    report = written(asked["rcm"], "", now)
    with pytest.raises(Refused, match="nothing written"):
        confirm(report=report, choices={}, by="rcm", at=now)


@pytest.mark.parametrize("said", ["99999th SOM (5 May)", f"Workshop on {'very ' * 200}much (5 May)"])
def test_a_word_too_much_for_the_records_is_told_or_cut_short(asked, now, said):
    report = written(asked["rcm"], said, now)
    with contextlib.suppress(Refused):
        confirm(report=report, choices={}, by="rcm", at=now)
    assert queries.latest(asked["rcm"]).prose == said


def test_each_side_of_a_joint_meeting_keeps_its_dates_and_it_stays_one_meeting(asked, now):
    confirmed(asked["rcm"], "Joint workshop with SACM (1 May)", now)
    known = queries.as_known(YEAR, "sacm", "en")
    assert "1 May" in known
    assert "RCM" in known or "Regional Conference on Migration" in known
    confirmed(asked["sacm"], "Joint workshop with RCM (2 May)", now)
    found = meeting("rcm-2025-05-01-workshop", seen=EVERYTHING)
    assert str(found.when) == "2025-05-01"
    assert [(o.mechanism, str(o.when or "")) for o in found.owners] == [("rcm", ""), ("sacm", "2025-05-02")]


def test_what_is_left_out_stays_prose_alone(asked, now):
    key = queries.understood("Retreat of the troika (1 May)", YEAR, "rcm").matches[0].meant.key
    before = Meeting.objects.count()
    confirmed(asked["rcm"], "Retreat of the troika (1 May)", now, **{key: "leave"})
    assert Meeting.objects.count() == before
    assert issue(YEAR, seen=EVERYTHING).entries[0].statements[0].prose == "Retreat of the troika (1 May)"


def test_of_two_that_fit_equally_only_a_person_chooses(asked, now):
    confirmed(asked["rcm"], "workshop (May); workshop (May)", now)
    report = written(asked["rcm"], "workshop (May)", now)
    with pytest.raises(Undecided) as open_:
        confirm(report=report, choices={}, by="rcm", at=now)
    (key,) = open_.value.keys
    with pytest.raises(Undecided):
        confirm(report=report, choices={key: "gfmd-14"}, by="rcm", at=now)  # was not offered
    confirm(report=report, choices={key: "rcm-2025-05-workshop-2"}, by="rcm", at=now)
    assert evidence(YEAR)["2025/rcm/1"] == ("rcm-2025-05-workshop-2",)


def test_two_who_write_at_once_lose_nothing(asked, now):
    first = written(asked["rcm"], "one workshop", now, after=0)
    with pytest.raises(Overtaken) as lost:
        written(asked["rcm"], "two workshops", now, after=0)
    assert lost.value.report == first
    second = written(asked["rcm"], "two workshops", now, after=1)
    assert [r.prose for r in asked["rcm"].reports.all()] == ["one workshop", "two workshops"]
    with pytest.raises(Overtaken):
        confirm(report=first, choices={}, by="rcm", at=now)
    confirm(report=second, choices={}, by="rcm", at=now)


def test_a_stranger_s_words_wait_until_the_office_has_looked(asked, now):
    own = written(asked["rcm"], "one workshop", now)
    held = written(asked["rcm"], "we never met", now, held=True, sender="who@else.example")
    assert queries.latest(asked["rcm"]) == own
    with pytest.raises(Overtaken):
        confirm(report=held, choices={}, by="rcm", at=now)
    let_in(report=held, by="office", at=now)
    assert queries.latest(asked["rcm"]) == held
    other = written(asked["rcm"], "spam", now, held=True, sender="who@else.example")
    throw_out(report=other, by="office", at=now)
    assert Change.objects.filter(verb="throw out", before__prose="spam").exists()


def test_silence_stands_in_the_issue_as_silence(asked, now):
    confirmed(asked["rcm"], "one workshop", now)
    ask_all(year=YEAR, by="office", at=now)
    close_round(year=YEAR, by="office", at=now)
    assert {e.mechanism: len(e.statements) for e in issue(YEAR, seen=EVERYTHING).entries} == {
        "rcm": 1,
        "sacm": 0,
    }


def test_a_closed_round_takes_nothing_and_says_so(asked, now):
    close_round(year=YEAR, by="office", at=now)
    with pytest.raises(Refused, match="closed"):
        written(asked["rcm"], "one workshop", now)


@pytest.mark.parametrize(
    ("prose", "said"), [("x" * 20_001, "20001 characters"), ("one\0workshop", r"U\+0000")]
)
def test_what_cannot_be_taken_is_told_in_a_sentence(asked, now, prose, said):
    with pytest.raises(Refused, match=said):
        written(asked["rcm"], prose, now)


def test_a_file_too_big_is_refused_and_the_same_file_is_kept_once(asked, now):
    with pytest.raises(Refused, match="50 MB"):
        enclose(ask=asked["rcm"], name="a.pdf", data=b"x" * 50_000_000, by="rcm", at=now)
    for _ in range(2):
        enclose(ask=asked["rcm"], name="a.pdf", data=b"x", by="rcm", at=now)
    assert asked["rcm"].enclosures.count() == 1


def test_a_door_opens_once_and_not_for_ever(asked, now):
    token = new_door(ask=asked["rcm"], at=now)
    door = Door.objects.get(digest=digest(token))
    assert token not in str(vars(door))
    assert use_door(door=door, at=now)
    assert not use_door(door=door, at=now)
    late = Door.objects.get(digest=digest(new_door(ask=asked["rcm"], at=now)))
    assert not use_door(door=late, at=now + dt.timedelta(days=31))
    readdress(ask=asked["rcm"], address="new@mail.example", language="en", by="office", at=now)
    assert not asked["rcm"].doors.exists()


def test_where_a_mechanism_stands(asked, now):
    opened = queries.round_of(YEAR)
    day = now.date()

    def state(today=day) -> str:
        return next(s.state for s in queries.standings(opened, today) if s.ask.mechanism.slug == "rcm")

    assert state() == "unasked"
    asked["rcm"].asked = now
    asked["rcm"].save()
    assert (state(), state(dt.date(2026, 2, 16))) == ("asked", "silent")
    use_door(door=Door.objects.get(digest=digest(new_door(ask=asked["rcm"], at=now))), at=now)
    assert state() == "opened"
    written(asked["rcm"], "one workshop", now, held=True)
    assert state() == "opened"
    confirmed(asked["rcm"], "one workshop", now)
    assert state() == "confirmed"
    written(asked["rcm"], "two workshops", now)
    assert state() == "reported"


@pytest.mark.parametrize("number", [1, 2])
def test_a_board_costs_the_same_however_many(asked, now, number, django_assert_num_queries):
    for slug in list(asked)[:number]:
        written(asked[slug], "one workshop", now)
    opened = queries.round_of(YEAR)
    with django_assert_num_queries(2):
        assert sum(s.state == "reported" for s in queries.standings(opened, now.date())) == number


DUE = dt.date(2026, 2, 15)


@given(st.dates(dt.date(2025, 12, 1), dt.date(2026, 4, 1)), st.integers(1, 9))
def test_nobody_is_reminded_twice_for_one_day_and_a_day_missed_is_made_up_for_once(asked_on, every):
    """Whatever days the worker runs on: at most one reminder for each day of the rule, none before the asking."""
    last, sent = None, []
    today = asked_on
    while today < dt.date(2026, 5, 1):
        day = reminder_due(DUE, asked_on, last, today)
        if day:
            sent.append((today, day))
            last = day
        today += dt.timedelta(days=every)
    assert len({day for _, day in sent}) == len({today for today, _ in sent}) == len(sent)
    assert {day for _, day in sent} <= {day for day in reminder_days(DUE) if day > asked_on}
    assert not sent or sent[-1][1] == reminder_days(DUE)[-1] or asked_on >= reminder_days(DUE)[-1]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Yes", True),
        ("yes, thank you.", True),
        ("Confirmed", True),
        ("Oui, merci", True),
        ("Sí", True),
        ("Yes.\n\nThe secretariat\nSent from my telephone", True),
        ("Да, спасибо", True),
        ("نعم", True),
        ("确认", True),
        ("Yes\nbut the SOM was on 4 May", False),
        ("Yes\n\nPlease remove the last one.", False),
        ("yes but the SOM was on 4 May", False),
        ("No", False),
        ("", False),
        ("Workshop (5 May)", False),
        ("thank you", False),
    ],
)  # fmt: skip
def test_what_says_yes(said, meant):
    assert agrees(said) == meant


def test_an_address_for_answers_cannot_be_made_up():
    address = reply_address(7, 3, "key", "Hub <hub@hub.example>")
    assert replied(address, "key") == (7, 3)
    assert replied(address, "other") is None
    assert replied(address.replace("report+7", "report+8"), "key") is None
    assert replied("hub@hub.example", "key") is None


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8)))
def test_a_choice_that_was_not_offered_is_none(choices):
    matches = queries.match(queries.meant_by([], YEAR), (), "rcm", YEAR)
    assert decide(matches, choices) == ()
