"""Looking for a date on the shipped records: the clashes of 2022 that are known, and what the page says of them."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from iscm.analysis.planning.reasons import Candidate
from iscm.analysis.planning.wish import Wish
from iscm.planning.queries.finding import search
from tests.planning.conftest import TODAY

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def on(day: str, slug: str, days: int = 1, **more: object) -> Candidate:
    first = dt.date.fromisoformat(day)
    wish = Wish(length=days, windows=((first, first + dt.timedelta(days=days - 1)),), **more)
    (found,) = search(NOBODY, wish, [slug], TODAY).dates
    return found


# A day on which several mechanisms met; for whom it is asked, and whom of the others it finds, and how.
KNOWN = [
    ("2022-10-20", "ocam", {"rabat-process": "beside", "afml": "beside"}),
    ("2022-10-20", "khartoum-process", {"rabat-process": "clash", "pafom": "clash"}),
    ("2022-11-10", "sacm", {"riam": "clash", "midsa": "beside", "gfmd": "unknown"}),
    ("2022-11-11", "rabat-process", {"riam": "clash", "gfmd": "unknown"}),
    ("2022-11-22", "igc", {"khartoum-process": "clash"}),
    ("2022-12-13", "khartoum-process", {"rabat-process": "clash", "ocam": "beside"}),
    ("2022-12-13", "rcm", {"ocam": "clash", "rabat-process": "beside"}),
]


@pytest.mark.parametrize(("day", "slug", "others"), KNOWN, ids=[f"{day} {slug}" for day, slug, _ in KNOWN])
def test_the_known_clashes_of_2022_are_found_with_the_states_concerned(day, slug, others):
    found = {m: reason for reason in on(day, slug).reasons if reason.sure for m in reason.mechanisms}
    assert {m: found[m].kind for m in others} == others
    for mechanism, kind in others.items():
        reason = found[mechanism]
        assert bool(reason.states or reason.inferred) == (kind == "clash")


def test_who_would_be_in_two_places_is_named_the_chair_first():
    reason = next(
        r for r in on("2022-12-13", "khartoum-process").reasons if r.mechanisms == ("rabat-process",)
    )
    assert len(reason.states) == reason.number > 20
    assert set(reason.chairs) <= set(reason.states[: len(reason.chairs)])
    assert {"FR", "ES", "IT"} <= set(reason.states)


def test_members_that_are_only_inferred_are_told_apart():
    reason = next(r for r in on("2022-10-20", "rabat-process").reasons if r.mechanisms == ("pafom",))
    assert (reason.states, reason.number) == ((), 0)
    assert {"MA", "SN", "ML"} <= set(reason.inferred)


def test_a_search_costs_the_same_number_of_questions_however_long_the_time(django_assert_max_num_queries):
    for last in (dt.date(2022, 1, 31), dt.date(2023, 12, 31)):
        with django_assert_max_num_queries(24):
            search(
                NOBODY,
                Wish(length=2, windows=((dt.date(2022, 1, 1), last),), places=("KE", "")),
                ["rcm", "sacm"],
                TODAY,
            )


def test_a_closed_meeting_and_a_hidden_mechanism_say_nothing_to_everybody(hold_of):
    from iscm.meetings.models import Meeting
    from iscm.registry.models import Mechanism

    hold_of("khartoum-process", when="2022-11-21/2022-11-22", title="A secret title")
    before = on("2022-11-22", "igc")
    assert not before.of("held")
    Meeting.objects.filter(slug="khartoum-process-2022-11-22-workshop").update(access="secretariats")
    assert not [r for r in on("2022-11-22", "igc").reasons if "khartoum-process" in r.mechanisms]
    Mechanism.objects.filter(slug="igc").update(access="closed")
    with pytest.raises(KeyError):
        on("2022-11-22", "igc")


def page(address: str, status: int = 200) -> str:
    response = Client().get(f"/plan/{address}")
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"
    return html.unescape(response.content.decode())


def test_a_line_of_prose_is_enough():
    text = page("?mechanism=mid-igad&q=three+days+in+October+or+November+2027,+Nairobi+or+online")
    for said in (
        "3 days",
        "October 2027",
        "November 2027",
        "Nairobi, Kenya",
        "online",
        "MID-IGAD, 7 members",
    ):
        assert said in text
    assert "59 possible dates" in text
    assert "Nothing known is in the way." in text


def test_three_dates_stand_side_by_side_and_it_is_said_why():
    text = page("?mechanism=igc&q=1+day+in+November+2022&date=2022-11-08&date=2022-11-22&date=2022-11-23")
    table = text[text.index('id="compared"') : text.index("The best dates")]
    assert len(re.findall(r'<th scope="col">', table)) == 3
    assert "14 members would be at Khartoum Process as well (22–24 November 2022)" in table
    assert "United Nations Climate Change Conference (COP) (6–20 November 2022)" in table
    assert "/meetings/khartoum-process-2022-11-22-workshop/" in table


BAD = [
    ("?mechanism=rcm&from=2027-10-01&to=2027-09-01", "The time ends before it begins"),
    ("?mechanism=rcm&from=1990-01-01&to=2099-01-01", "The time is longer than 3 years"),
    ("?mechanism=gfmd&q=2+days+in+2027", "No member of GFMD is known here"),
    ("?mechanism=rcm&q=2+days+in+2027&place=Gotham", "No place “Gotham” is known here: say its country, or “online”."),
    ("?mechanism=rcm&q=2+days+in+2027&place=Nairobbi", "Is “Nairobi” meant?"),
    ("?mechanism=nobody&q=2+days+in+2027", "No mechanism “nobody” is known here."),
    ("?q=2+days+in+2027", "Say whose meeting it is"),
    ("?mechanism=rcm", "Say when: a month, a year or two days"),
    ("?mechanism=rcm&q=2+days+on+31+June+2027", "There is no such date: June 2027 has no day 31."),
    ("?mechanism=rcm&q=9+days&from=2027-10-01&to=2027-10-03", "The meeting is longer than the time for it"),
    ("?mechanism=rcm&q=99+days+in+2027", "A meeting takes from 1 to 30 days, not 99."),
    ("?mechanism=rcm&q=2+days+in+2027&travel=99", "Days of travel between two meetings"),
    ("?mechanism=rcm&q=2+days+in+2027&date=soon", "“soon” is no day of the calendar."),
    ("?mechanism=rcm&q=2+days+in+2027&colour=red", "“colour” cannot be asked for here."),
]  # fmt: skip


@pytest.mark.parametrize(("address", "said"), BAD, ids=[said[:40] for _, said in BAD])
def test_what_cannot_be_looked_for_is_said_in_words(address: str, said: str):
    assert said in page(address, 400)


def test_the_same_mechanism_twice_is_said_once():
    assert "RCM, 11 members" in page("?mechanism=rcm&mechanism=rcm&mechanism=RCM&q=2+days+in+May+2027")


def test_members_on_both_sides_of_the_date_line_are_told_so():
    text = page("?mechanism=pidc&q=one+day+in+May+2027+online")
    assert "For these it is the day before:" in text
    assert "Niue" in text[text.index("For these it is the day before:") :][:200]


def test_all_dates_are_shown_where_the_page_leads_to_them():
    text = page("?mechanism=mid-igad&q=three+days+in+October+2027")
    (more,) = re.findall(r'href="/plan/(\?[^"]*show=all[^"]*)"', text)
    assert page(more).count('name="date" value=') == 29


@pytest.mark.parametrize("said", ["two days around 29 February", "29 February or May 2027"])
def test_a_day_that_few_years_have_is_no_fault(said: str):
    response = Client().get("/plan/", {"mechanism": "rcm", "q": said, "place": "29 February"})
    assert response.status_code in (200, 400)


def test_what_is_over_is_not_offered():
    month = dt.date.today().strftime("%B")
    text = page(f"?mechanism=rcm&q=one+day+in+{month}&show=all")
    days = re.findall(r'name="date" value="([\d-]+)"', text)
    assert days
    assert min(days) >= str(dt.date.today())


def test_a_question_of_many_places_is_refused():
    places = "Kenya or Uganda or Chad or Mali or Niger or Ghana or Togo"
    assert "At most 6 countries" in page(f"?mechanism=rcm&q=two+days+in+2027&place={places}", 400)


def test_a_meeting_that_is_called_off_is_not_to_be_kept_clear_of():
    from iscm.meetings.models import Meeting
    from iscm.meetings.queries.entries import entries
    from iscm.planning.queries.finding import _shut
    from iscm.planning.rules import Avoided

    rule = Avoided(key=1, mechanism="rcm", kind="meetings", said="igc")
    wish = Wish(length=1, windows=((dt.date(2022, 11, 1), dt.date(2022, 11, 30)),))
    assert list(_shut([rule], wish, entries()))
    Meeting.objects.filter(ownerships__mechanism__slug="igc").update(status="cancelled")
    assert not list(_shut([rule], wish, entries()))


def test_a_mechanism_that_is_closed_is_no_filter_of_meetings():
    from iscm.accounts.actions import renew
    from iscm.registry.models import Mechanism

    Mechanism.objects.filter(slug="igc").update(access="closed")
    renew(at=dt.datetime(2026, 1, 15, 13, tzinfo=dt.UTC))
    told = html.unescape(Client().get("/trends/?mechanism=igc").content.decode())
    assert "No meeting on record fits all of this." in told
