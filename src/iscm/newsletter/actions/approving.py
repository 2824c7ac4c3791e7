"""The way of an issue from draft to published, and errata afterwards. No way leads there without two persons.

Keyword-only, one transaction, ``by`` whom (a username), ``at`` when; Refused says in a sentence why not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from iscm import __version__
from iscm.accounts import actions as trail
from iscm.accounts.models import Access, User
from iscm.accounts.queries import roles
from iscm.documents.words import LANGUAGES
from iscm.meetings.actions import show
from iscm.newsletter import queries
from iscm.newsletter.actions import keep_as_material, waive
from iscm.newsletter.models import Erratum, Issue, PublishedFile
from iscm.newsletter.rules import OUT, STEPS, Refused, from_json
from iscm.registry.models import Mechanism
from iscm.renderers import formats
from iscm.renderers.email import Unmailable
from iscm.renderers.pdf import Unprintable

LONGEST = 2000  # characters of a reason or an erratum


@transaction.atomic
def submit(*, year: int, by: str, at: dt.datetime) -> None:
    """A compiler gives a draft to the approvers."""
    row, _stand = begin("submit", year, by)
    row.submitted_by = by
    _end("submit", row, by, at)


@transaction.atomic
def hand_back(*, year: int, why: str, by: str, at: dt.datetime) -> None:
    """An approver wants it changed, and says what; an approval given before is gone."""
    row, _stand = begin("hand back", year, by)
    _end("hand back", row, by, at, why=_said(why, _("Say what should be changed.")))


@transaction.atomic
def approve(*, year: int, seal: str, by: str, at: dt.datetime) -> None:
    """An approver who has no hand in it approves what she saw: ``seal`` is its digest, as ``Stand`` gives it."""
    row, stand = begin("approve", year, by)
    if by == stand.submitted_by:
        raise Refused(_("You submitted this issue yourself: another approver must approve it."))
    if by in stand.hands:
        raise Refused(_("You entered or changed a part of this issue: another approver must approve it."))
    if seal != stand.seal:
        raise Refused(_("The issue has changed since you opened this page: look at it again."))
    row.approved_by, row.approved, row.seal = by, at, seal
    _end("approve", row, by, at, after={"seal": seal})


def publish(*, year: int, by: str, at: dt.datetime) -> None:
    """Freeze what was approved, its text, data, checks and files, and let everybody see it.

    Files are made before the transaction begins, so that nobody waits for them; within it, all is looked at again.
    """
    with transaction.atomic():
        _row, stand = begin("publish", year, by)
        frozen = queries.to_freeze(year) or {}
    try:
        files = made(frozen)
    except (Unprintable, Unmailable) as fault:
        raise Refused(_("The issue cannot be compiled: %(why)s") % {"why": fault}) from fault
    with transaction.atomic():
        row, again = begin("publish", year, by)
        if again.seal != stand.seal:
            raise Refused(_changed())
        row.frozen, row.published, row.access = frozen, at, Access.PUBLIC
        row.findings, row.version = _checks(year), __version__
        PublishedFile.objects.bulk_create(
            PublishedFile(issue=row, name=name, digest=hashlib.sha256(content).hexdigest(), content=content)
            for name, content in files.items()
        )
        keep_as_material(issue=row, files=files, by=by, at=at)
        for slug in queries.told_to_secretariats(year):
            show(meeting=slug, by=by, at=at)
        _end("publish", row, by, at, after={"published": at.isoformat(), "seal": row.seal})


@transaction.atomic
def let_stand(*, year: int, key: str, reason: str, by: str, at: dt.datetime) -> None:
    """Waive a query that is open, with a reason, by somebody of the office; an approval given before is gone."""
    found = queries.checked(year)
    stand = queries.stand(year)
    if stand is None or found is None or stand.standing in OUT:
        raise Refused(_("This issue is out."))
    parts = {part for part, _scope in roles(User.objects.get(username=by))}
    if not parts & {"compiler", "approver"}:
        raise Refused(_("A compiler or an approver may do so."))
    if key not in {finding.key for finding in found.open}:
        raise Refused(_("That query is no longer open."))
    waive(year=year, key=key, reason=_said(reason, _("Say why it may stand.")), by=by, at=at)


@transaction.atomic
def add_erratum(*, year: int, text: str, by: str, at: dt.datetime, mechanism: str = "") -> Erratum:
    """What is wrong in an issue that is out, shown beside it; its text and files stay as they are."""
    row, _stand = begin("add erratum", year, by)
    said = _said(text, _("Say what is wrong, and what is right."))
    whose = None
    if mechanism:
        entries = {m.slug: m for m in Mechanism.objects.filter(entries__issue=row)}
        whose = entries.get(mechanism)
        if whose is None:
            raise Refused(
                _("“%(mechanism)s” has no entry in this issue.")
                % {"mechanism": mechanism[:80].replace("\0", "")}
            )
    made = Erratum.objects.create(issue=row, mechanism=whose, text=said, by=by, at=at)
    key = f"{year}/{row.errata.count()}"
    after = {"mechanism": mechanism, "text": said}
    trail.record(kind="erratum", key=key, verb="add erratum", by=by, at=at, after=after)
    return made


def made(frozen: Mapping[str, Any]) -> dict[str, bytes]:
    """Every file of a frozen issue, in every format and language: the same each time, with the same software."""
    value = from_json(frozen)
    return {
        name: content for language in LANGUAGES for name, content in formats.render(value, language).items()
    }


def begin(verb: str, year: int, by: str) -> tuple[Issue, queries.Stand]:
    """The issue, held by this transaction; Refused where it does not stand so, or ``by`` has not the part."""
    row = Issue.objects.select_for_update().filter(year=year).first()
    stand = queries.stand(year)
    if row is None or stand is None:
        raise Refused(_("There is no issue of %(year)s.") % {"year": year})
    user = User.objects.filter(username=by).first()
    parts = {part for part, _scope in roles(user)} if user else set()
    step = STEPS[verb]
    if step.part not in parts:
        raise Refused(_("Only who has this part of the office may do that: %(part)s.") % {"part": step.part})
    if verb == "publish" and stand.changed:
        raise Refused(_changed())
    if stand.standing not in step.among:
        said = {"year": year, "standing": stand.standing.label}
        raise Refused(_("The issue of %(year)s stands at “%(standing)s”: that cannot be done now.") % said)
    return row, stand


def _end(verb: str, row: Issue, by: str, at: dt.datetime, why: str = "", **told: Any) -> None:
    before, step = row.standing, STEPS[verb]
    row.standing = step.then or row.standing
    row.save()
    told["after"] = {"standing": row.standing} | told.get("after", {})
    trail.record(
        kind="issue", key=str(row.year), verb=verb, by=by, at=at, why=why, before={"standing": before}, **told
    )


def _checks(year: int) -> dict[str, Any]:
    found = queries.checked(year)
    assert found
    waived = [{**finding.as_json(), "waived": waiver.reason} for finding, waiver in found.waived]
    return {"open": [finding.as_json() for finding in found.open], "waived": waived}


def _changed() -> str:
    return _("The issue has changed since it was approved: it must be approved again.")


def _said(words: str, otherwise: str) -> str:
    """What a person wrote, without blanks around it and signs that no page can show."""
    said = "".join(sign for sign in words.strip() if sign.isprintable() or sign in "\n\t")
    if not said:
        raise Refused(otherwise)
    if len(said) > LONGEST:
        raise Refused(_("This is too long: say at most %(most)d characters.") % {"most": LONGEST})
    return said
