"""People for tests, and what their mailbox holds."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils import timezone

from iscm.accounts.actions import add_person, give_role
from iscm.accounts.models import User
from iscm.post.models import Letter


def person(email: str = "person@office.example", *roles: str, **how: str) -> User:
    """Somebody with roles such as ``secretariat:rcm``."""
    at = timezone.now()
    made = add_person(email=email, by="test", at=at, **how)
    for role in roles:
        part, _colon, scope = role.partition(":")
        give_role(user=made, part=part, scope=scope, by="test", at=at)
    return made


def link_in(text: str) -> str:
    """The path of the link in a letter."""
    return urlsplit(re.search(r"https?://\S+", text)[0]).path


def asked(client, email: str, **more: str) -> str:
    """The path of the link that somebody gets who asks for one; "" where none is written."""
    before = set(Letter.objects.values_list("pk", flat=True))
    assert client.post("/sign-in/", {"email": email, **more}).status_code == 200
    letter = Letter.objects.exclude(pk__in=before).first()
    return link_in(letter.text) if letter else ""
