"""Writing to a mechanism's people that something waits for them: at most once a day, and only for something new."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from iscm.harvest.models import Proposal
from iscm.harvest.queries import editors, untold
from iscm.newsletter.actions.letters import hub
from iscm.post.actions import Draft, queue
from iscm.registry.templatetags.wording import short

KIND = "harvest"


def tell(*, today: dt.date, at: dt.datetime) -> int:
    """Write of what nobody was told yet; how many letters. A second one on the same day waits for the next."""
    number = 0
    for slug, count in untold().items():
        before = f"{KIND}/{slug}/{today.isoformat()}"
        written = queue(letters=[_letter(person, slug, count, before) for person in editors(slug)], at=at)
        if written:
            rows = Proposal.objects.filter(item__source__mechanism__slug=slug, how="", told=None)
            rows.update(told=at)
        number += written
    return number


def _letter(person: object, slug: str, count: int, key: str) -> Draft:
    with translation.override(person.language):
        name = short(slug)
        subject = ngettext(
            "%(name)s: %(number)d meeting on your site to look at",
            "%(name)s: %(number)d meetings on your site to look at", count,
        ) % {"name": name, "number": count}  # fmt: skip
        text = render_to_string(
            "harvest/letter.txt", {"name": name, "number": count, "address": hub("sources", slug)}
        )
    return Draft(
        key=f"{key}/{person.pk}", kind=KIND, to=person.email, subject=subject, text=text,
        headers={"Content-Language": person.language},
    )  # fmt: skip
