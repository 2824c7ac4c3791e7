"""Sessions that know whose they are, so that their owner can see and end each. Nothing finer than a day is kept of
when they are used; allauth keeps the moment of signing in within the session, to tell who came just now.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import db
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone

from iscm.accounts.models import Session, User
from iscm.accounts.rules import device


class SessionStore(db.SessionStore):
    """Django's sessions in the database, in a table of ours."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get("device", "")
        row.since, row.seen = _day(data.get("since")), _day(data.get("seen"))
        row.expire_date = _midnight(row.expire_date + dt.timedelta(days=1))  # it would tell the second
        return row


def _day(said: str | None) -> dt.date | None:
    return dt.date.fromisoformat(said) if said else None


def connect() -> None:
    """What is written at signing in, and what is coarsened when others write it."""
    user_logged_in.connect(_signed_in, dispatch_uid="iscm")
    authenticator_added.connect(_proved, dispatch_uid="iscm")
    post_save.connect(_coarser, Authenticator, dispatch_uid="iscm")
    post_save.connect(_coarser, SocialAccount, dispatch_uid="iscm")


def _signed_in(request: HttpRequest, **_: Any) -> None:
    today = timezone.localdate().isoformat()
    request.session.update(
        {"device": device(request.META.get("HTTP_USER_AGENT", "")), "since": today, "seen": today}
    )


def _proved(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Who has just added a factor has shown it: their recovery codes are not asked for by the same again."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", reauthenticated=True)


def _coarser(sender: type[Authenticator | SocialAccount], instance: Any, **_: Any) -> None:
    """When a way to sign in was last used is kept by the day, and nothing of what a provider tells of a person."""
    rows = sender.objects.filter(pk=instance.pk)
    if sender is SocialAccount:
        rows.update(last_login=_midnight(instance.last_login), extra_data={})
    elif instance.last_used_at:
        rows.update(last_used_at=_midnight(instance.last_used_at))


def _midnight(moment: dt.datetime) -> dt.datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
