"""From asking to receiving and back out, through a real mail server; and what people may try on the way."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from iscm.newsletter.actions import letters
from iscm.newsletter.actions.sending import send
from iscm.newsletter.actions.subscribing import (
    ENDED,
    MOST_TO_ALL,
    MOST_TO_ONE,
    OPEN,
    PENDING,
    Wish,
    ask,
    change,
    confirm,
    erase,
    stop,
    tidy,
)
from iscm.newsletter.models import Issue, Subscriber
from iscm.newsletter.rules import Refused
from iscm.post.actions import Server, deliver
from iscm.post.models import Letter, State, Unreachable
from tests.newsletter.office import YEAR, published
from tests.site.pages import body, words

pytestmark = pytest.mark.django_db
BOTH = Wish(language="en", highlights=True, rhythm="weekly")
ASKED = {"address": "reader@mail.example", "language": "en", "highlights": "on", "rhythm": "never"}


def sent(now: dt.datetime):
    return deliver(clock=lambda: now, mailbox=Server())


def link(message) -> str:
    (found,) = re.findall(r"https?://\S+", message.get_body(("plain",)).get_content())
    return re.sub(r"^https?://[^/]+", "", found)


def reader(address: str = "reader@mail.example", wish: Wish = BOTH, *, at: dt.datetime) -> Subscriber:
    ask(address=address, wish=wish, at=at)
    row = Subscriber.objects.get(address=address)
    confirm(token=row.token, at=at)
    row.refresh_from_db()
    return row


def test_from_asking_to_the_issue_and_out_again_by_one_click(client, post, now):
    answer = client.post("/subscribe/", ASKED, follow=True)
    assert "Look into your mail" in words(answer)
    assert sent(dt.datetime.now(dt.UTC)).sent == 1
    _back, to, message = post.taken[0]
    assert (to, message["subject"]) == ("reader@mail.example", "Please confirm your subscription")
    address = link(message)
    assert Subscriber.objects.get().confirmed is None
    client.get(address)  # as programs do that look at links in mails
    assert Subscriber.objects.get().confirmed is None
    assert "What you get" in words(client.post(address, follow=True))
    assert Subscriber.objects.get().confirmed

    published()
    assert send(year=YEAR, by="approver", at=now) == 1
    assert sent(now).sent == 1
    _back, to, message = post.taken[1]
    assert to == "reader@mail.example"
    frozen = Issue.objects.get(year=YEAR).files.get(name="highlights-2022.txt").content
    text = message.get_body(("plain",)).get_content()
    assert " ".join(bytes(frozen).decode().split()) in " ".join(text.split())
    html = message.get_body(("html",)).get_content()
    assert "<img" not in html
    assert "src=" not in html
    token = Subscriber.objects.get().token
    for part in ("plain", "html"):
        assert f"/subscribe/{token}/" in message.get_body((part,)).get_content()

    assert message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    stop_at = re.fullmatch(r"<https?://[^/]+(/\S+)>", message["list-unsubscribe"].strip())[1]
    from django.test import Client

    outside = Client(enforce_csrf_checks=True)  # a mail reader: no cookies, no page seen before
    assert "Unsubscribe" in words(outside.get(stop_at))
    assert Subscriber.objects.get().ended is None
    answer = outside.post(stop_at, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Subscriber.objects.get().ended
    assert outside.post(stop_at, {"List-Unsubscribe": "One-Click"}).status_code == 200


@pytest.mark.parametrize(
    ("language", "written"), [("fr", "fr"), ("es", "es"), ("ar", "en"), ("zh-hans", "en"), ("ru", "en")]
)
def test_an_issue_comes_in_the_subscribers_language_or_in_english_within_it(post, now, language, written):
    reader(wish=Wish(language=language, highlights=True), at=now)
    published()
    send(year=YEAR, by="approver", at=now)
    sent(now)
    message = post.taken[-1][2]
    html, text = (message.get_body((part,)).get_content() for part in ("html", "plain"))
    assert f'<html lang="{written}"' in html
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert html.count("</body>") == html.count("<body") == 1
    assert {
        "fr": "Se désabonner",
        "es": "Cancelar la suscripción",
        "ar": "إلغاء الاشتراك",
        "zh-hans": "退订",
        "ru": "Отписаться",
    }[language] in text
    assert ("英文版" in text) == (language == "zh-hans")
    assert f"/{language}/subscribe/" in text


def test_an_issue_is_sent_once_and_only_when_it_is_published(now):
    from tests.newsletter.office import approved

    reader(at=now)
    approved()
    with pytest.raises(Refused, match="stands at"):
        send(year=YEAR, by="approver", at=now)
    from iscm.newsletter.actions.approving import publish

    publish(year=YEAR, by="approver", at=now)
    with pytest.raises(Refused, match="part of the office"):
        send(year=YEAR, by="compiler", at=now)
    assert send(year=YEAR, by="approver", at=now) == 1
    with pytest.raises(Refused, match="sent already"):
        send(year=YEAR, by="approver", at=now)
    Issue.objects.update(sent=None)  # whatever happens to that mark, the key of each letter holds it off
    assert send(year=YEAR, by="approver", at=now) == 0
    assert Letter.objects.filter(kind=letters.HIGHLIGHTS).count() == 1


def test_an_issue_goes_to_those_who_want_it_and_confirmed(now):
    reader("all@mail.example", at=now)
    reader("meetings@mail.example", Wish(language="en", highlights=False, rhythm="daily"), at=now)
    ask(address="pending@mail.example", wish=BOTH, at=now)
    ended = reader("ended@mail.example", at=now)
    stop(token=ended.token, at=now)
    published()
    assert send(year=YEAR, by="approver", at=now) == 1
    assert [one.to for one in Letter.objects.filter(kind=letters.HIGHLIGHTS)] == ["all@mail.example"]


def test_who_unsubscribes_gets_nothing_that_waits(post, now):
    row = reader(at=now)
    sent(now)
    published()
    send(year=YEAR, by="approver", at=now)
    stop(token=row.token, at=now)
    assert sent(now).sent == 0
    assert Letter.objects.get(kind=letters.HIGHLIGHTS).state == State.WITHHELD


def test_the_answer_does_not_tell_whether_an_address_is_known(client, now):
    reader(at=dt.datetime.now(dt.UTC))
    answers = [
        client.post("/subscribe/", ASKED | {"address": address}, follow=True)
        for address in ("reader@mail.example", "nobody@mail.example")
    ]
    assert len({(a.status_code, a.redirect_chain[0], body(a)) for a in answers}) == 1


def test_asking_for_somebody_elses_address_changes_nothing_and_sends_little(post, now):
    row = reader(at=now)
    before = Subscriber.objects.values().get()
    for n in range(20):
        ask(
            address="Reader@mail.example",
            wish=Wish(language="ru", highlights=False, rhythm="daily"),
            at=now + dt.timedelta(minutes=n),
        )
    assert Subscriber.objects.values().get() == before
    assert Letter.objects.filter(kind=letters.ASKED).count() == MOST_TO_ONE
    sent(now + dt.timedelta(hours=1))
    assert {to for _, to, _ in post.taken} == {"reader@mail.example"}
    assert link(post.taken[-1][2]).endswith(f"/subscribe/{row.token}/")
    ask(address="reader@mail.example", wish=BOTH, at=now + PENDING + dt.timedelta(hours=1))
    assert Letter.objects.filter(kind=letters.ASKED).count() == MOST_TO_ONE + 1


def test_a_link_does_not_live_longer_because_somebody_asks_again(now):
    for day in range(6):
        ask(address="reader@mail.example", wish=BOTH, at=now + dt.timedelta(days=day))
    row = Subscriber.objects.get()
    assert row.asked == now + dt.timedelta(days=MOST_TO_ONE - 1)
    with pytest.raises(Refused, match="expired"):
        confirm(token=row.token, at=row.asked + OPEN + dt.timedelta(seconds=1))
    confirm(token=row.token, at=row.asked + OPEN)


def test_the_hub_is_not_used_against_many(client, now):
    for n in range(MOST_TO_ALL):
        ask(address=f"{n}@mail.example", wish=BOTH, at=dt.datetime.now(dt.UTC))
    answer = client.post("/subscribe/", ASKED)
    assert answer.status_code == 429
    assert "come back in an hour" in words(answer)
    assert not Subscriber.objects.filter(address="reader@mail.example").exists()


@pytest.mark.parametrize(
    "address",
    [
        "", "nobody", "a@b", "a@mail.example\r\nBcc: c@mail.example", '"a\x07b"@mail.example', '"a b"@mail.example',
        "<script>@mail.example", "a@mail.example, b@mail.example", "ä@mail.example", f"{'a' * 65}@mail.example",
        f"a@{'m' * 250}.example",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_told_and_nothing_is_sent(client, address):
    answer = client.post("/subscribe/", ASKED | {"address": address})
    assert answer.status_code == 400
    assert "<script>" not in body(answer)
    assert not Subscriber.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"language": "xx"},
        {"rhythm": "hourly"},
        {"theme": "<b>"},
        {"highlights": ""},
        {"state": [f"{n}" for n in range(99)]},
    ],
)
def test_a_wish_that_is_none_is_told(client, said):
    assert client.post("/subscribe/", ASKED | said).status_code == 400
    assert not Subscriber.objects.exists()


def test_more_than_a_digest_can_be_narrowed_to_is_told(client):
    from iscm.domain.states import states

    answer = client.post("/subscribe/", ASKED | {"state": [code.lower() for code in states()]})
    assert answer.status_code == 400
    assert "too many" in words(answer)


@pytest.mark.parametrize("page", ["", "stop/", "erase/"])
def test_a_token_that_was_tampered_with_opens_nothing(client, now, page):
    row = reader(at=now)
    for token in (row.token[:-1], row.token.swapcase(), "x" * 32, str(row.pk), row.token + "%00"):
        for answer in (
            client.get(f"/subscribe/{token}/{page}"),
            client.post(f"/subscribe/{token}/{page}", ASKED),
        ):
            assert answer.status_code == 404
            assert "reader@mail.example" not in body(answer)
    assert Subscriber.objects.get().ended is None


def test_who_has_one_link_changes_one_subscription(client, now):
    mine, other = reader("mine@mail.example", at=now), reader("other@mail.example", at=now)
    page = f"/subscribe/{mine.token}/"
    client.post(
        page,
        {
            "language": "ru",
            "rhythm": "daily",
            "address": "other@mail.example",
            "token": other.token,
            "theme": "labour-migration",
            "state": ["ke", "ug"],
        },
    )
    mine.refresh_from_db()
    assert (mine.address, mine.language, mine.highlights, mine.rhythm) == (
        "mine@mail.example",
        "ru",
        False,
        "daily",
    )
    assert mine.choice == "state=ke&state=ug&theme=labour-migration"
    assert 'value="ug" selected' in body(client.get(page))
    assert "other@mail.example" not in body(client.get(page))
    assert Subscriber.objects.get(pk=other.pk).language == "en"


def test_changing_and_erasing_by_hand_need_the_page(now):
    from django.test import Client

    row = reader(at=now)
    outside = Client(enforce_csrf_checks=True)
    for page in ("", "erase/"):
        assert outside.post(f"/subscribe/{row.token}/{page}", ASKED).status_code == 403
    assert Subscriber.objects.get().choice == ""


def test_all_that_is_kept_is_shown_and_erased(client, post, now):
    row = reader(at=now)
    sent(now)
    published()
    send(year=YEAR, by="approver", at=now)
    Unreachable.objects.create(address=row.address, since=now, why="5.1.1 unknown")
    page = client.get(f"/subscribe/{row.token}/")
    for said in (
        "reader@mail.example",
        "15 January 2026",
        "Please confirm your subscription",
        "Highlights 2022",
        "5.1.1 unknown",
    ):
        assert said in words(page), said
    assert "All is erased" in words(client.post(f"/subscribe/{row.token}/erase/"))
    assert not Subscriber.objects.exists()
    assert not Letter.objects.exists()
    assert not Unreachable.objects.exists()
    assert client.get(f"/subscribe/{row.token}/").status_code == 404


def test_wanting_nothing_is_to_unsubscribe_and_wanting_again_is_to_subscribe(now):
    row = reader(at=now)
    change(token=row.token, wish=Wish(language="en", highlights=False), at=now)
    assert Subscriber.objects.get().ended == now
    change(token=row.token, wish=BOTH, at=now)
    assert Subscriber.objects.get().ended is None


def test_addresses_are_forgotten_that_nobody_confirmed_or_that_have_ended(now):
    ask(address="pending@mail.example", wish=BOTH, at=now)
    ended, kept = reader("ended@mail.example", at=now), reader("kept@mail.example", at=now)
    stop(token=ended.token, at=now)
    assert tidy(at=now + PENDING) == 0
    assert tidy(at=now + PENDING + dt.timedelta(seconds=1)) == 1
    assert tidy(at=now + ENDED + dt.timedelta(seconds=1)) == 1
    assert list(Subscriber.objects.all()) == [kept]
    assert set(Letter.objects.values_list("to", flat=True)) == {"kept@mail.example"}


def test_who_did_not_ask_needs_do_nothing_or_says_so(client, now):
    ask(address="reader@mail.example", wish=BOTH, at=dt.datetime.now(dt.UTC))
    token = Subscriber.objects.get().token
    client.post(f"/subscribe/{token}/stop/")
    assert not Subscriber.objects.exists()
    with pytest.raises(Refused):
        erase(token=token)


def test_pages_of_subscriptions_are_kept_by_nobody(client, now):
    row = reader(at=now)
    for page in (
        "/subscribe/",
        "/subscribe/asked/",
        f"/subscribe/{row.token}/",
        f"/subscribe/{row.token}/stop/",
        f"/fr/subscribe/{row.token}/",
    ):
        answer = client.get(page)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_the_page_asks_in_the_readers_language(client, language):
    prefix = "" if language == "en" else f"/{language}"
    page = body(client.get(f"{prefix}/subscribe/"))
    assert f'<option value="{language}" lang="{language}" selected>' in page
    assert re.search(rf'href="{prefix}/subscribe/"', body(client.get(f"{prefix}/meetings/")))
