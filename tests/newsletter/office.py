"""People of the office, and the year 2022 as a draft that they may work on."""

from __future__ import annotations

import datetime as dt

from iscm.accounts.actions import give_role
from iscm.accounts.models import User
from iscm.newsletter.actions.approving import approve, publish, submit
from iscm.newsletter.models import Issue
from iscm.newsletter.queries import stand

YEAR = 2022
PARTS = ("compiler", "approver", "administrator")
AT = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


def person(name: str, *parts: str) -> User:
    user = User.objects.create_user(name)
    for part in parts:
        give_role(user=user, part=part, by="root", at=AT)
    return user


def draft() -> Issue:
    """The shipped issue, as if it had been made here and nobody had seen it."""
    Issue.objects.filter(year=YEAR).update(standing="draft", access="closed")
    return Issue.objects.get(year=YEAR)


def approved() -> None:
    person("compiler", "compiler")
    person("approver", "approver")
    draft()
    submit(year=YEAR, by="compiler", at=AT)
    approve(year=YEAR, seal=stand(YEAR).seal, by="approver", at=AT)


def published() -> Issue:
    approved()
    publish(year=YEAR, by="approver", at=AT)
    return Issue.objects.get(year=YEAR)
