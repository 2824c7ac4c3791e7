"""What a mechanism avoids, and what a person wants to hear of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from iscm.accounts import actions as trail
from iscm.accounts.models import User
from iscm.domain.states import states
from iscm.domain.when import FIRST_YEAR, LAST_YEAR, When
from iscm.newsletter.rules import Refused
from iscm.planning.models import Avoidance, Follow, Heard
from iscm.planning.rules import OWN, Followed, yearly
from iscm.registry.models import Mechanism
from iscm.registry.queries import PUBLIC

SEAL = "iscm.planning.follow"
MOST = 200  # rules of a mechanism, and things that one person follows


@transaction.atomic
def avoid(
    *,
    mechanism: str,
    kind: str,
    said: str,
    reason: str = "",
    seen: Collection[str] = PUBLIC,
    by: str,
    at: dt.datetime,
) -> Avoidance:
    """A rule on a mechanism's avoid list; the same once more makes nothing new. ``Refused`` says what is wrong.

    ``seen``: the marks of who asks, since meetings can be avoided only of a mechanism that one may know of.
    """
    owner = Mechanism.objects.select_for_update().get(slug=mechanism)
    said, reason = said.strip(), " ".join(reason.split())[:300]
    _understood(mechanism, kind, said, seen)
    standing = owner.avoidances.filter(ended=None)
    known = standing.filter(kind=kind, said=said).first()
    if known:
        return known
    if standing.count() >= MOST:
        raise Refused(_("The list is full: end what is no longer needed."))
    made = Avoidance.objects.create(mechanism=owner, kind=kind, said=said, reason=reason, by=by, at=at)
    trail.record(
        kind="avoidance",
        key=mechanism,
        verb="avoid",
        by=by,
        at=at,
        why=reason,
        after={"kind": kind, "said": said},
    )
    return made


def _understood(mechanism: str, kind: str, said: str, seen: Collection[str]) -> None:
    if kind == Avoidance.Kind.DAYS:
        try:
            known = When.parse(said)
        except ValueError:
            known = None
        if known is None or not _near(known):
            raise Refused(_("Give days or months with their year, such as 2027-07-15/2027-08-31 or 2027-08."))
    elif kind == Avoidance.Kind.YEARLY:
        try:
            yearly(said)
        except ValueError:
            raise Refused(_("Give month and day of both ends, such as 07-15/08-31.")) from None
    elif kind == Avoidance.Kind.MEETINGS:
        if said == mechanism or not Mechanism.objects.filter(slug=said, access__in=seen).exists():
            raise Refused(_("Choose another mechanism of the list."))
    elif kind == Avoidance.Kind.HOLIDAYS:
        if said not in states():
            raise Refused(_("Choose a State of the list."))
    else:
        raise Refused(_("Say what is to be avoided."))


def _near(when: When) -> bool:
    """Whether both ends are known, and of the years of these records."""
    ends = (when.earliest, when.latest)
    return when.has_year and all(end and FIRST_YEAR <= end.year <= LAST_YEAR for end in ends)


@transaction.atomic
def stop_avoiding(*, mechanism: str, key: int, by: str, at: dt.datetime) -> None:
    """Take a rule off a mechanism's list. One that is gone already, or is another's, is left alone."""
    row = Avoidance.objects.select_for_update().filter(pk=key, mechanism__slug=mechanism, ended=None).first()
    if row:
        row.ended = at
        row.save(update_fields=["ended"])
        trail.record(
            kind="avoidance", key=mechanism, verb="stop avoiding", by=by, at=at,
            before={"kind": row.kind, "said": row.said},
        )  # fmt: skip


@transaction.atomic
def follow(*, person: User, what: Followed, at: dt.datetime) -> None:
    """Somebody wants to hear of new clashes from now on. It is theirs alone, and the trail does not tell it."""
    row, made = Follow.objects.get_or_create(
        person=person, kind=what.kind, key=what.key, defaults={"since": at}
    )
    if not made and row.stopped:
        row.since, row.stopped = at, None
        row.save()
    if made and Follow.objects.filter(person=person, stopped=None).count() > MOST:
        raise Refused(_("You follow as much as can be followed: stop something first."))


@transaction.atomic
def stop(*, person: User, what: Followed, at: dt.datetime) -> None:
    """Somebody wants to hear no more of it. Of own dates that is written down; all else is forgotten."""
    rows = Follow.objects.filter(person=person, kind=what.kind, key=what.key)
    if what.kind == OWN:
        Follow.objects.update_or_create(
            person=person, kind=OWN, key="", defaults={"since": at, "stopped": at}
        )
    else:
        rows.delete()


def stopping(person: User, what: Followed) -> str:
    """The token by which a link in a letter stops something, without signing in."""
    return signing.dumps([person.pk, what.kind, what.key], salt=SEAL)


def stopped_by(token: str) -> tuple[User, Followed] | None:
    """Whose following of what a token stops; None where it was not made here, or the person is gone."""
    try:
        number, kind, key = signing.loads(token, salt=SEAL)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=number, is_active=True).first()
    return (person, Followed(kind=kind, key=key)) if person else None


def forget(sender: object, kind: str, keys: Collection[str], **_more: object) -> None:
    """What somebody followed and heard goes with them: listens to the trail."""
    if kind == "person":
        for model in (Follow, Heard):
            model.objects.filter(person__username__in=keys, person__is_active=False).delete()
