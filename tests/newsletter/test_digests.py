"""Digests: what is new among public meetings, on each one's rhythm, never twice, wherever the New Year begins."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.accounts.actions import record
from iscm.accounts.models import Change
from iscm.meetings.actions import set_value
from iscm.meetings.models import Meeting
from iscm.newsletter.actions.sending import MOST, send_digests
from iscm.newsletter.actions.subscribing import Wish, change
from iscm.newsletter.models import Subscriber
from iscm.newsletter.rules import period
from iscm.post.models import Body, Letter
from tests.newsletter.test_subscribing import reader, sent

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
AUCKLAND, HONOLULU = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
RHYTHMS = ("daily", "weekly", "monthly")


def wish(rhythm: str = "daily", choice: str = "", language: str = "en") -> Wish:
    return Wish(language=language, highlights=False, rhythm=rhythm, choice=choice)


def news(slug: str = "gfmd-14", at: dt.datetime | None = None) -> None:
    record(kind="meeting", key=slug, verb="moved", by="ana", at=at or dt.datetime(2026, 1, 15, tzinfo=dt.UTC),
           before={"when": "2022-12-19"}, after={"when": "2023-02-10"})  # fmt: skip


def digests() -> list[Letter]:
    return list(Letter.objects.filter(kind="digest").order_by("pk"))


def test_a_digest_tells_what_is_new_since_the_last(post, now):
    reader(wish=wish(), at=now)
    sent(now)
    news("gfmd-14")
    assert send_digests(at=now + HOUR) == 0  # the day is not over
    assert send_digests(at=now + DAY) == 1
    sent(now + DAY)
    message = post.taken[-1][2]
    text, html = (message.get_body((part,)).get_content() for part in ("plain", "html"))
    for part in (text, html):
        assert "Fourteenth GFMD Summit" in part
        assert "Moved. When: 19 December 2022 → 10 February 2023." in part
        assert "/meetings/gfmd-14/" in part
    assert "<img" not in html
    assert message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert send_digests(at=now + 2 * DAY) == 0  # nothing new, no letter
    news("gfmd-14")
    assert send_digests(at=now + 3 * DAY) == 1


def test_what_was_before_the_subscription_is_no_news(now):
    news()
    reader(wish=wish(), at=now)
    assert send_digests(at=now + DAY) == 0


@pytest.mark.parametrize(
    ("choice", "gets"),
    [
        ("", True), ("mechanism=gfmd", True), ("mechanism=rcm", False), ("mechanism=gfmd&mechanism=rcm", True),
        ("state=ch", True), ("mechanism=gfmd&theme=border-management", False),
    ],
)  # fmt: skip
def test_a_digest_is_narrowed(now, choice, gets):
    reader(wish=wish(choice=choice), at=now)
    news("gfmd-14")
    assert send_digests(at=now + DAY) == int(gets)


@pytest.mark.parametrize("mark", ["closed", "secretariats", "officials"])
def test_nothing_closed_is_told(now, mark):
    reader(wish=wish(), at=now)
    for slug in ("gfmd-14", "rcm-2018-plenary-1"):
        news(slug)
    Meeting.objects.filter(slug="gfmd-14").update(access=mark)
    assert send_digests(at=now + DAY) == 1
    (shared,) = Body.objects.all()
    assert "rcm-2018-plenary-1" in shared.text
    assert "GFMD" not in shared.text + shared.html
    assert "gfmd-14" not in shared.text + shared.html


def test_a_meeting_that_was_withdrawn_is_told_no_more(now):
    reader(wish=wish(), at=now)
    news("gfmd-14")
    Meeting.objects.filter(slug="gfmd-14").update(withdrawn=now)
    assert send_digests(at=now + DAY) == 0


def test_markup_in_a_title_stays_words(now):
    reader(wish=wish(), at=now)
    Meeting.objects.filter(slug="gfmd-14").update(title='<img src="//evil.example/pixel">\r\nBcc: x')
    news("gfmd-14")
    send_digests(at=now + DAY)
    (letter,) = digests()
    assert "<img" not in letter.body.html
    assert letter.subject == "New and changed meetings"


def test_an_action_on_a_meeting_is_news(now):
    reader(wish=wish(), at=now)
    set_value(meeting="gfmd-14", field="city", value="Nairobi", by="ana", at=now)
    send_digests(at=now + DAY)
    assert [letter.to for letter in digests()] == ["reader@mail.example"]


def test_one_digest_is_made_for_all_who_want_the_same(now, django_assert_max_num_queries):
    for n in range(30):
        reader(f"{n}@mail.example", wish(), at=now)
    news()
    with django_assert_max_num_queries(40):
        assert send_digests(at=now + DAY) == 30
    assert Body.objects.count() == 1


def test_a_great_many_changes_are_cut_and_said_to_be(now):
    reader(wish=wish(), at=now)
    slugs = list(
        Meeting.objects.filter(access="public", merged_into=None).values_list("slug", flat=True)[: MOST + 5]
    )
    Change.objects.bulk_create(
        Change(kind="meeting", key=slug, verb="keep", by="shipped", at=now) for slug in slugs
    )
    send_digests(at=now + DAY)
    (letter,) = digests()
    assert letter.body.text.count("Recorded.") == MOST
    assert "more than fits into a letter" in letter.body.text


def test_a_digest_is_in_the_readers_language(now):
    reader(wish=wish(language="ar"), at=now)
    news()
    send_digests(at=now + DAY)
    (letter,) = digests()
    assert letter.subject == "الاجتماعات الجديدة والمعدّلة"
    assert '<html lang="ar" dir="rtl">' in letter.body.html
    assert "/ar/meetings/gfmd-14/" in letter.body.text


@given(at=st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)), rhythm=st.sampled_from(RHYTHMS))
def test_a_period_is_the_same_wherever_one_is_and_never_goes_back(at, rhythm):
    at = at.replace(tzinfo=dt.UTC)
    begun = period(rhythm, at)
    assert begun == period(rhythm, at.astimezone(AUCKLAND)) == period(rhythm, at.astimezone(HONOLULU))
    assert begun <= at.date() <= begun + {"daily": 0, "weekly": 6, "monthly": 30}[rhythm] * DAY
    assert period(rhythm, at + HOUR) >= begun


@pytest.mark.parametrize("zone", [AUCKLAND, HONOLULU], ids=str)
@pytest.mark.parametrize(("rhythm", "number"), [("daily", 4), ("weekly", 1), ("monthly", 1)])
def test_over_new_year_in_auckland_and_honolulu_each_period_has_one_digest(rhythm, number, zone):
    """Every half hour from the last day of 2026, a Thursday, as a clock there shows it; a change each time."""
    begin = dt.datetime(2026, 12, 31, 0, 10, tzinfo=dt.UTC)
    reader(wish=wish(rhythm), at=begin - HOUR if rhythm != "daily" else begin)
    told = []
    for step in range(48 * 4 + 20):
        at = (begin + step * HOUR / 2).astimezone(zone)
        news(at=at)
        if send_digests(at=at):
            told.append(at)
        assert send_digests(at=at) == 0
    assert len(told) == len({period(rhythm, at) for at in told}) == number
    assert {at.astimezone(dt.UTC).hour for at in told} == {0}
    assert len({letter.key for letter in digests()}) == number


def test_a_clock_that_is_turned_back_sends_nothing_again(now):
    reader(wish=wish(), at=now)
    news()
    assert send_digests(at=now + 2 * DAY) == 1
    for back in (now + DAY, now, now - 365 * DAY):
        news()
        assert send_digests(at=back) == 0
    assert send_digests(at=now + 3 * DAY) == 1


def test_a_digest_that_was_written_is_not_written_again_whatever_becomes_of_its_mark(now):
    reader(wish=wish(), at=now)
    news()
    send_digests(at=now + DAY)
    Subscriber.objects.update(digested=None, told=0)
    assert send_digests(at=now + DAY) == 0
    assert len(digests()) == 1


def test_changing_the_rhythm_begins_a_new_period(now):
    row = reader(wish=wish("monthly"), at=now)
    news()
    change(token=row.token, wish=wish("daily"), at=now)
    assert send_digests(at=now + HOUR) == 0
    news()
    assert send_digests(at=now + DAY) == 1
