"""Letters reach a real mail server, each once, whatever breaks on the way."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from iscm.post.actions import Draft, Server, body, came_back, deliver, forget, queue, reachable, withhold
from iscm.post.models import Body, Letter, State, Unreachable
from iscm.post.queries import letters_to, tally, unclear, written
from iscm.post.rules import OWN, WAITS, return_path, returned

pytestmark = pytest.mark.django_db


def drafts(number: int) -> list[Draft]:
    return [
        Draft(
            key=f"test/{n}",
            kind="test",
            to=f"office{n}@mail.example",
            subject=f"Nº {n}",
            text="Один\n",
            html="<p>Один</p>",
        )
        for n in range(number)
    ]


def sent(now: dt.datetime, **how):
    return deliver(clock=lambda: now, mailbox=Server(), **how)


def test_a_letter_arrives_as_text_and_as_a_page_and_names_its_way_back(post, now, settings):
    queue(letters=drafts(1), at=now)
    assert sent(now).sent == 1
    back, to, message = post.taken[0]
    assert (to, message["subject"], message["from"]) == (
        "office0@mail.example",
        "Nº 0",
        "The hub <hub@hub.example>",
    )
    assert message.get_body(("plain",)).get_content().strip() == "Один"
    assert message.get_body(("html",)).get_content().strip() == "<p>Один</p>"
    assert returned(back, settings.SECRET_KEY) == Letter.objects.get().pk
    assert message["message-id"] == f"<{back}>"
    assert message["auto-submitted"] == "auto-generated"


def test_the_same_letter_is_never_written_twice(now):
    assert queue(letters=drafts(3), at=now) == 3
    assert queue(letters=[*drafts(3), *drafts(4)], at=now) == 1
    assert Letter.objects.count() == 4


def test_a_server_that_goes_down_half_way_is_resumed_and_none_arrives_twice(post, now):
    queue(letters=drafts(30), at=now)
    post.stop_after = 11
    done = sent(now)
    assert (done.sent, done.stopped) == (11, "the mail server answered 421 closing down")
    post.stop_after = None
    assert sent(now).sent == 18  # the one that was refused waits its minute
    assert sent(now + WAITS[0]).sent == 1
    assert Counter(to for _, to, _ in post.taken) == {f"office{n}@mail.example": 1 for n in range(30)}


def test_a_letter_that_was_perhaps_taken_is_left_to_a_person(post, now):
    queue(letters=drafts(2), at=now)
    post.swallow = True
    done = sent(now)
    assert (done.sent, done.refused) == (0, 0)
    assert "test/0" in done.stopped
    assert [letter.key for letter in unclear()] == ["test/0"]
    post.swallow = False
    assert sent(now + dt.timedelta(days=30)).sent == 1
    assert [to for _, to, _ in post.taken] == ["office0@mail.example", "office1@mail.example"]


def test_without_a_server_nothing_is_lost(settings, now):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody answers there
    queue(letters=drafts(2), at=now)
    done = sent(now)
    assert done.sent == 0
    assert done.stopped.startswith("the mail server does not answer")
    assert tally("test") == {State.QUEUED: 2}


def test_an_address_that_is_none_fails_alone_and_a_busy_one_waits(post, now):
    queue(letters=drafts(3), at=now)
    post.refuse = {"office0@mail.example": "550 nobody here", "office1@mail.example": "451 try later"}
    done = sent(now)
    assert (done.sent, done.refused, done.stopped) == (1, 2, "")
    assert tally("test") == {State.FAILED: 1, State.QUEUED: 1, State.SENT: 1}
    assert Letter.objects.get(key="test/0").fault == "550 nobody here"
    post.refuse = {}
    assert sent(now + WAITS[0]).sent == 1


def test_it_gives_up_after_its_waits(post, now):
    queue(letters=drafts(1), at=now)
    post.refuse = {"office0@mail.example": "451 try later"}
    for _ in range(len(WAITS) + 3):
        sent(now)
        now += dt.timedelta(days=1)
    letter = Letter.objects.get()
    assert (letter.state, letter.tries) == (State.FAILED, len(WAITS) + 1)


def test_words_that_open_a_door_are_wiped_when_they_have_left(post, now):
    queue(
        letters=[Draft(key="k", kind="sign-in", to="a@mail.example", subject="s", text="open", secret=True)],
        at=now,
    )
    sent(now)
    assert "open" in post.taken[0][2].get_body(("plain",)).get_content()
    assert Letter.objects.get().text == ""


def test_nothing_goes_to_an_address_from_which_letters_came_back(post, now):
    queue(letters=drafts(1), at=now)
    sent(now)
    came_back(letter=Letter.objects.get().pk, why="5.1.1 unknown", permanent=True, at=now)
    again = Draft(key="again", kind="test", to="Office0@mail.example", subject="s", text="t")
    queue(letters=[again], at=now)
    assert Letter.objects.get(key="again").state == State.WITHHELD
    reachable(address="office0@MAIL.example")
    queue(letters=[Draft(key="third", kind="test", to="office0@mail.example", subject="s", text="t")], at=now)
    assert sent(now).sent == 1


def test_a_header_cannot_be_smuggled_into_a_subject(post, now):
    queue(
        letters=[
            Draft(key="k", kind="test", to="a@mail.example", subject="s\r\nBcc: b@mail.example", text="t")
        ],
        at=now,
    )
    sent(now)
    assert post.taken[0][2]["bcc"] is None
    assert [to for _, to, _ in post.taken] == ["a@mail.example"]


def test_a_way_back_cannot_be_made_up():
    key = "key"
    assert returned(return_path(7, key, "Hub <hub@hub.example>"), key) == 7
    assert returned(return_path(7, "other", "hub@hub.example"), key) is None
    assert returned("bounce+7.000000000000@hub.example", key) is None
    assert returned("hub@hub.example", key) is None


def test_letters_share_a_body_and_each_says_its_own_in_it(post, now):
    shared = body(text=f"The same\n{OWN}\n", html=f"<body><p>The same</p>{OWN}</body>")
    assert body(text=shared.text, html=shared.html) == shared
    letters = [
        Draft(key=f"k/{n}", kind="test", to=f"{n}@mail.example", subject="s", text=f"your {n}", html=f"<i>{n}</i>",
              headers={"List-Unsubscribe": f"<https://hub.example/{n}>"}, body=shared, secret=True)
        for n in range(3)
    ]  # fmt: skip
    queue(letters=letters, at=now)
    assert sent(now).sent == 3
    for n, (_, to, message) in enumerate(post.taken):
        assert to == f"{n}@mail.example"
        assert message.get_body(("plain",)).get_content().split() == ["The", "same", "your", str(n)]
        assert message.get_body(("html",)).get_content().strip() == f"<body><p>The same</p><i>{n}</i></body>"
        assert message["list-unsubscribe"] == f"<https://hub.example/{n}>"
    assert Body.objects.count() == 1
    assert set(Letter.objects.values_list("text", "html")) == {("", "")}
    assert all(letter.headers == {} for letter in Letter.objects.all())


@pytest.mark.parametrize("text", ["no place", f"{OWN} two {OWN}"])
def test_a_body_has_one_place_for_the_words_of_its_letters(text):
    with pytest.raises(ValueError, match="one place"):
        body(text=text)


def test_what_waits_is_withheld_or_forgotten_and_what_is_on_its_way_is_not(post, now):
    queue(
        letters=[*drafts(2), Draft(key="o", kind="other", to="office0@mail.example", subject="s", text="t")],
        at=now,
    )
    Letter.objects.filter(key="test/1").update(state=State.SENDING)
    assert withhold(to="OFFICE0@mail.example", kinds=["test"], why="unsubscribed") == 1
    assert withhold(to="office1@mail.example", kinds=["test"], why="unsubscribed") == 0
    assert (sent(now).sent, post.taken[0][1]) == (1, "office0@mail.example")
    Unreachable.objects.create(address="office0@mail.example", since=now)
    assert forget(to="Office0@mail.example", kinds=["test"]) == 1
    assert forget(to="office1@mail.example", kinds=["test"]) == 0
    assert [letter.key for letter in letters_to("office0@mail.example", ["test", "other"])] == ["o"]
    assert not Unreachable.objects.exists()
    assert (written(["test"], now), written(["test"], now, to="office1@mail.example")) == (1, 1)
    assert written(["test"], now + dt.timedelta(seconds=1)) == 0


def test_what_waits_for_an_address_that_is_gone_is_not_sent(post, now):
    queue(letters=drafts(1), at=now)
    sent(now)
    queue(letters=[Draft(key="later", kind="test", to="office0@mail.example", subject="s", text="t")], at=now)
    came_back(letter=Letter.objects.get(key="test/0").pk, why="5.1.1", permanent=True, at=now)
    assert sent(now).sent == 0
    assert Letter.objects.get(key="later").state == State.WITHHELD


def test_five_thousand_letters_with_the_server_down_half_way_are_resumed_and_none_arrives_twice(post, now):
    shared = body(text=f"The same {OWN}")
    many = (
        Draft(key=f"m/{n}", kind="test", to=f"{n}@mail.example", subject="s", text=str(n), body=shared)
        for n in range(5000)
    )
    assert queue(letters=many, at=now) == 5000
    post.stop_after = 2500
    assert (sent(now).sent, len(post.taken)) == (2500, 2500)
    post.stop_after = None
    later = now + WAITS[0]
    assert sent(later).sent == 2500
    assert Counter(to for _, to, _ in post.taken) == {f"{n}@mail.example": 1 for n in range(5000)}
    assert sent(later + dt.timedelta(days=9)).sent == 0
