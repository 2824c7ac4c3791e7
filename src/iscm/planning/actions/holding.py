"""Holding a date, changing, releasing and announcing it.

The trail tells it under ``hold``, which the office alone reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from iscm.accounts import actions as trail
from iscm.accounts.models import Access
from iscm.domain.states import states
from iscm.domain.terms import types
from iscm.domain.when import LAST_YEAR, When
from iscm.meetings.actions import add_meeting
from iscm.meetings.models import Meeting
from iscm.newsletter.rules import Refused
from iscm.planning.models import Heard, Hold, Holder, How, Shows
from iscm.planning.rules import LONGEST, PARTNERS, PLAIN, meeting_id
from iscm.planning.rules import hold_id as named
from iscm.registry.actions import find_sources
from iscm.registry.models import Mechanism
from iscm.registry.templatetags.wording import MODES, listed, when

ANNOUNCED_TO = (Access.PUBLIC, Access.SECRETARIATS)


@transaction.atomic
def hold(
    *,
    mechanisms: Sequence[str],
    values: Mapping[str, Any],
    today: dt.date,
    agreeing: Collection[str] | None = None,
    by: str,
    at: dt.datetime,
) -> str:
    """Hold a date for a mechanism or several; its key. ``values``: those of ``rules.PLAIN``, ``when`` as EDTF text.

    ``agreeing``: those of them for which ``by`` speaks, None for all; the others are asked to agree.

    The same once more, while it stands, makes nothing new. ``Refused`` says what cannot be held.
    """
    slugs = list(dict.fromkeys(mechanisms))
    owners = {m.slug: m for m in Mechanism.objects.select_for_update().filter(slug__in=slugs)}
    if not slugs or len(owners) < len(slugs) or len(slugs) > PARTNERS:
        raise Refused(_("Say whose date it is: one mechanism, or up to ten that meet together."))
    given = _checked(values, today)
    for row in Hold.objects.filter(how="", **given).prefetch_related("holders__mechanism"):
        if [holder.mechanism.slug for holder in row.holders.all()] == slugs:
            return str(row.key)
    made = Hold.objects.create(**given, by=by, at=at)
    Holder.objects.bulk_create(
        Holder(hold=made, mechanism=owners[slug], agreed=at if agreeing is None or slug in agreeing else None)
        for slug in slugs
    )
    trail.record(
        kind="hold", key=made.key, verb="hold", by=by, at=at,
        after={name: str(value) for name, value in given.items() if value} | {"mechanisms": slugs},
    )  # fmt: skip
    return str(made.key)


@transaction.atomic
def change(*, key: str, values: Mapping[str, Any], today: dt.date, by: str, at: dt.datetime) -> None:
    """Other days, another title or place, or another step of what others learn: whatever ``values`` names."""
    row = _standing(key, today)
    before = {name: getattr(row, name) for name in PLAIN}
    after = _checked(before | dict(values), today)
    changed = [name for name in PLAIN if before[name] != after[name]]
    if not changed:
        return
    for name in changed:
        setattr(row, name, after[name])
    row.save()
    trail.record(
        kind="hold", key=key, verb="change", by=by, at=at,
        before={name: str(before[name]) for name in changed}, after={name: str(after[name]) for name in changed},
    )  # fmt: skip


@transaction.atomic
def agree(*, key: str, mechanisms: Collection[str], today: dt.date, by: str, at: dt.datetime) -> None:
    """These mechanisms plan with it; those that have said so already are left alone."""
    row = _standing(key, today)
    waiting = row.holders.filter(agreed=None, mechanism__slug__in=mechanisms)
    slugs = list(waiting.values_list("mechanism__slug", flat=True))
    if slugs:
        waiting.update(agreed=at)
        trail.record(kind="hold", key=key, verb="agree", by=by, at=at, after={"agreed": slugs})


@transaction.atomic
def release(*, key: str, today: dt.date, by: str, at: dt.datetime) -> None:
    """The date is no longer planned for."""
    row = _standing(key, today)
    _end(row, How.RELEASED, at)
    trail.record(kind="hold", key=key, verb="release", by=by, at=at, after={"how": How.RELEASED})


@transaction.atomic
def announce(*, key: str, access: str = Access.PUBLIC, today: dt.date, by: str, at: dt.datetime) -> str:
    """The hold becomes a meeting of all its owners, announced to everybody or to ``secretariats``; the meeting's id.

    Of two who announce at once, the second is told by ``Refused`` that it was done.
    """
    assert access in ANNOUNCED_TO
    row = _standing(key, today)
    if not row.title.strip():
        raise Refused(_("Give it a title first: it stands on every list of meetings."))
    holders = list(row.holders.select_related("mechanism"))
    slugs = [holder.mechanism.slug for holder in holders]
    if waiting := [holder.mechanism.slug for holder in holders if holder.agreed is None]:
        raise Refused(
            _("%(who)s has not agreed yet: its secretariat does so on this page.") % {"who": listed(waiting)}
        )
    hidden = [holder.mechanism.slug for holder in holders if holder.mechanism.access != Access.PUBLIC]
    if hidden and access == Access.PUBLIC:
        raise Refused(
            _("%(who)s is not public: announce the date to secretariats alone.") % {"who": listed(hidden)}
        )
    source = f"announced-by-{slugs[0]}"
    find_sources(
        [source], {source: {"title": "Announced by its secretariat on the hub", "kind": "announcement"}}
    )
    values = {name: getattr(row, name) for name in ("title", "type", "city", "country", "mode")}
    meeting = add_meeting(
        values=values | {"when": str(row.when), "status": "announced"}, mechanisms=slugs, access=access,
        source=source, by=by, at=at,
    )  # fmt: skip
    row.meeting = Meeting.objects.get(slug=meeting)
    _end(row, How.ANNOUNCED, at)
    # whoever knew of its clashes knows them still; others hear of the meeting as of something new
    Heard.objects.filter(mine=named(key)).update(mine=meeting_id(meeting))
    trail.record(
        kind="hold", key=key, verb="announce", by=by, at=at, after={"how": How.ANNOUNCED, "meeting": meeting}
    )
    return meeting


def _standing(key: str, today: dt.date) -> Hold:
    """A hold that still stands, kept for this transaction; ``Refused`` tells what became of another."""
    row = Hold.objects.select_for_update(of=("self",)).select_related("meeting").filter(key=key).first()
    if row is None:
        raise Refused(_("There is no such hold."))
    if row.how == How.ANNOUNCED:
        raise Refused(_("It was announced already, perhaps by a colleague a moment ago."))
    if row.how == How.RELEASED:
        raise Refused(_("It was released already. Hold the date anew if it is needed."))
    if row.latest < today:
        raise Refused(_("Its days are past. Hold another date."))
    return row


def _end(row: Hold, how: str, at: dt.datetime) -> None:
    row.how, row.ended = how, at
    row.save()


def _checked(values: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """The values of a hold as they are kept; ``Refused`` names what is wrong and the way out."""
    given = {name: values.get(name) or "" for name in PLAIN}
    for name in ("title", "city"):
        given[name] = " ".join(str(given[name]).split())
    given["title"], given["city"] = given["title"][:500], given["city"][:100]
    given["shows"] = given["shows"] or Shows.NUMBER
    given["when"] = _days(given["when"], today)
    if given["type"] not in types():
        raise Refused(
            _("“%(said)s” is no kind of meeting: choose one of the list.") % {"said": given["type"]}
        )
    if given["country"] and given["country"] not in states():
        raise Refused(_("“%(said)s” is no State: choose one of the list.") % {"said": given["country"]})
    if given["mode"] not in ("", *MODES):
        raise Refused(_("“%(said)s” is no way to meet: choose one of the list.") % {"said": given["mode"]})
    if given["shows"] not in Shows.values:
        raise Refused(_("Say what others learn: choose one of the list."))
    return given


def _days(said: When | str, today: dt.date) -> When:
    try:
        found = said if isinstance(said, When) else When.parse(said)
    except ValueError:
        found = None
    if (
        found is None
        or found.earliest is None
        or found.latest is None
        or found.precision not in ("day", "month")
    ):
        raise Refused(
            _("Give the first and the last day, or a month, such as 2027-10-12 and 2027-10-14, or 2027-10.")
        )
    if found.latest < today:
        raise Refused(_("%(days)s is over: take days that are still to come.") % {"days": when(found)})
    if found.latest.year > LAST_YEAR:
        raise Refused(_("%(days)s is too far away to be planned here.") % {"days": when(found)})
    if (found.latest - found.earliest).days >= LONGEST:
        raise Refused(
            _("A hold is at most %(most)d days long: hold the days that you need.") % {"most": LONGEST}
        )
    return found
