"""Deciding a proposal: the only way by which anything that was harvested reaches the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from iscm.accounts import actions as trail
from iscm.accounts.models import Access
from iscm.harvest.models import How, Proposal
from iscm.harvest.queries import Question, asked
from iscm.harvest.rules import NEW, VANISHED, Told, upcoming
from iscm.meetings.actions import add_meeting, change_status, keep_beside, set_value, share
from iscm.meetings.models import Meeting
from iscm.newsletter.rules import Refused
from iscm.registry.actions import find_sources

ANOTHER = "new"  # it is none of those on record


@transaction.atomic
def decide(
    *,
    proposal: int,
    how: str,
    fields: Collection[str] = (),
    meeting: str = "",
    why: str = "",
    today: dt.date,
    by: str,
    at: dt.datetime,
) -> str:
    """Take a proposal, wholly or only ``fields``; keep what it says ``beside``; or waive it, with a reason.

    ``meeting`` says of a new one which of those on record it is, or that it is ``ANOTHER``. Gives the id of the meeting
    that it is about, "" for none. ``Refused`` says what is missing, or that somebody has decided.
    """
    row = Proposal.objects.select_for_update(of=("self",)).select_related("item__source__mechanism", "meeting").get(
        pk=proposal
    )  # fmt: skip
    if row.how:
        raise Refused(_("This was decided already, or the source says something else by now."))
    question = asked(row, today)
    why = " ".join(why.split())[:300]
    taken = [field.name for field in question.fields if field.name in fields]
    about = row.meeting.slug if row.meeting else ""
    if how == How.WAIVED:
        if not why:
            raise Refused(_("Say why it is waived: a few words that colleagues understand."))
        taken = []
    elif how == How.BESIDE and row.kind not in (NEW, VANISHED):
        taken = []
        _beside(question, [field.name for field in question.fields], by, at)
    elif how == How.TAKEN:
        if not taken:
            raise Refused(_("Nothing is ticked: tick what is right, or waive it with a reason."))
        try:
            about = _take(question, taken, meeting, today, by, at)
        except ValidationError as fault:
            raise Refused(" ".join(fault.messages)) from fault
        how = How.TAKEN if len(taken) == len(question.fields) else How.PART
    else:
        raise Refused(_("Nothing was asked for."))
    row.how, row.fields, row.why, row.by, row.decided = how, taken, why, by, at
    row.meeting = Meeting.objects.get(slug=about) if about else None
    row.save()
    if about and row.item.meeting_id != row.meeting.pk:
        row.item.meeting = row.meeting
        row.item.save(update_fields=["meeting"])
    trail.record(
        kind="proposal", key=str(row.pk), verb=how, by=by, at=at, why=why,
        after={"meeting": about, "fields": taken, "source": question.address},
    )  # fmt: skip
    return about


def _take(
    question: Question, taken: Collection[str], meeting: str, today: dt.date, by: str, at: dt.datetime
) -> str:
    if question.row.kind == NEW:
        return _new(question, taken, meeting, today, by, at)
    if question.meeting is None:
        raise Refused(_("Its meeting is no longer on record: waive it."))
    _change(
        question, question.meeting.id, {f.name: f.says for f in question.fields if f.name in taken}, by, at
    )
    _beside(question, [f.name for f in question.fields if f.name not in taken], by, at)
    return question.meeting.id


def _new(
    question: Question, taken: Collection[str], meeting: str, today: dt.date, by: str, at: dt.datetime
) -> str:
    item, mechanism = question.item, str(question.row.item.source.mechanism.slug)
    said = {field.name: field.says for field in question.fields if field.name in taken}
    if not meeting and (question.own or question.others):
        raise Refused(_("Say first whether it is one of the meetings on record, or another."))
    cited = _cited(question)
    if meeting in {one.id for one in question.own}:
        found = next(one for one in question.own if one.id == meeting)
        news = {n: v for n, v in said.items() if n != "title" and v != str(getattr(found, n) or "")}
        _change(question, meeting, news, by, at)
        return meeting
    if meeting in {one.id for one in question.others}:
        found = next(one for one in question.others if one.id == meeting)
        when = said.get("when", "")
        share(
            meeting=meeting, mechanism=mechanism, wording=item.title, when=when if when != str(found.when) else "",
            source=cited, by=by, at=at,
        )  # fmt: skip
        return meeting
    if meeting not in ("", ANOTHER):
        raise Refused(_("That meeting is not one of those offered here."))
    if "title" not in said:
        raise Refused(_("A meeting needs its title."))
    values: dict[str, Any] = dict(said) | {"type": item.type, "kinds": list(item.kinds)}
    values["ordinal"] = item.ordinal if "ordinal" in said else None
    values["status"] = said.get("status") or ("announced" if upcoming(item, today) else "")
    return add_meeting(
        values=values,
        mechanisms=[mechanism],
        wording=item.title,
        access=Access.PUBLIC,
        source=cited,
        by=by,
        at=at,
    )


def _change(question: Question, meeting: str, said: Mapping[str, str], by: str, at: dt.datetime) -> None:
    cited = _cited(question)
    mechanism = str(question.row.item.source.mechanism.slug)
    former = Told.from_json(question.row.item.former).when if question.row.item.former else ""
    for name, value in said.items():
        if name == "status":
            change_status(meeting=meeting, status=value, source=cited, by=by, at=at)
        elif name == "when":
            _date(question, meeting, mechanism, value, former, cited, by, at)
        else:
            set_value(
                meeting=meeting, field=name, value=int(value) if name == "ordinal" else value, sources=[cited],
                by=by, at=at,
            )  # fmt: skip


def _date(
    question: Question, meeting: str, mechanism: str, value: str, former: str, cited: str, by: str, at: dt.datetime
) -> None:  # fmt: skip
    """Another date: the mechanism's own where it prints one; a move where its source said the old one; else a value."""
    row = Meeting.objects.get(slug=meeting)
    if row.ownerships.filter(mechanism__slug=mechanism, withdrawn=None).exclude(when=None).exists():
        share(meeting=meeting, mechanism=mechanism, when=value, source=cited, by=by, at=at)
    elif row.when and former == str(row.when):
        change_status(meeting=meeting, status="moved", when=value, source=cited, by=by, at=at)
    else:
        set_value(meeting=meeting, field="when", value=value, sources=[cited], by=by, at=at)


def _beside(question: Question, names: Collection[str], by: str, at: dt.datetime) -> None:
    """What a source says and is not chosen stays on record, beside what is."""
    if question.meeting is None:
        return
    for field in question.fields:
        if field.name in names and field.known and field.name not in ("title", "status"):
            keep_beside(
                meeting=question.meeting.id, field=field.name, value=field.says, sources=[_cited(question)],
                by=by, at=at,
            )  # fmt: skip


def _cited(question: Question) -> str:
    """The key of the source of the records: the page that says it."""
    key = question.address[:500]
    source = question.row.item.source
    find_sources(
        [key], {key: {"title": source.note or str(source.mechanism.slug), "url": key, "kind": "page"}}
    )
    return key
