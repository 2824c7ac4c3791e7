"""What ``iscm work`` does at each turn, with a real mail server."""

from __future__ import annotations

import datetime as dt

import pytest

from iscm.commands import main
from iscm.newsletter.actions.subscribing import PENDING, Wish, ask
from iscm.newsletter.models import Subscriber
from tests.newsletter.test_digests import news, wish
from tests.newsletter.test_subscribing import reader

pytestmark = pytest.mark.django_db


def test_a_turn_forgets_what_is_old_writes_what_is_due_and_sends_it(post, capsys):
    now = dt.datetime.now(dt.UTC)
    week = dt.timedelta(days=8)
    reader(wish=wish("weekly"), at=now - week)
    ask(address="pending@mail.example", wish=Wish(language="en", highlights=True), at=now - PENDING - week)
    news(at=now)
    assert main(["work", "--once"]) == 0
    assert list(Subscriber.objects.values_list("address", flat=True)) == ["reader@mail.example"]
    subjects = [message["subject"] for _, _, message in post.taken]
    assert subjects == ["Please confirm your subscription", "New and changed meetings"]
    assert main(["work", "--once"]) == 0
    assert len(post.taken) == 2
    assert "2 sent, 0 refused" in capsys.readouterr().out
