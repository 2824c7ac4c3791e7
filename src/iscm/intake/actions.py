"""Opening a round, asking, taking reports in and confirming them. Keyword-only, ``by`` whom, ``at`` when."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from iscm.accounts import actions as trail
from iscm.accounts.models import Access
from iscm.accounts.rules import sealed
from iscm.analysis.matching import Meant, changes
from iscm.intake import queries
from iscm.intake.models import Ask, Door, Enclosure, Made, Remark, Report, Round
from iscm.intake.rules import (
    DOOR_DAYS,
    LEAVE,
    NEW,
    Decided,
    Undecided,
    agrees,
    decide,
    replied,
    reply_address,
)
from iscm.meetings.actions import add_meeting, change_status, set_value, share, withdraw
from iscm.meetings.models import Meeting
from iscm.newsletter.actions import keep_entry, open_issue
from iscm.newsletter.queries import prose as prose_of
from iscm.newsletter.rules import OUT, Refused
from iscm.papers import PaperError, paper_of
from iscm.papers.answer import Enclosed
from iscm.post.actions import Draft, queue, withhold
from iscm.registry.actions import find_sources
from iscm.registry.models import Mechanism

LONGEST = 20_000  # characters of a report; the longest entry printed so far has 1,700
BIGGEST = 10_000_000  # bytes of a file that comes with one
LINK_PAUSE = dt.timedelta(minutes=10)
LETTERS = "round"  # their kind in the post
STRANGER = "a stranger"


class Overtaken(Exception):
    """Somebody has written another version in the meantime: ``report`` is the one that now stands."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(str(report.number))


@transaction.atomic
def open_round(
    *,
    year: int,
    number: int,
    due: dt.date,
    office: str,
    contact: str,
    asks: Mapping[str, tuple[str, str]],
    by: str,
    at: dt.datetime,
) -> Round:
    """Begin the round of a year. ``asks``: mechanism to address ("" where none is known yet) and language."""
    for address, _language in asks.values():
        _address(address)
    issue = open_issue(year=year, number=number, office=office, contact=contact, by=by, at=at)
    if issue.standing in OUT:
        raise Refused(_("The issue of %(year)d is out already.") % {"year": year})
    if Round.objects.filter(issue=issue).exists():
        raise Refused(_("The round of %(year)d is open already.") % {"year": year})
    opened = Round.objects.create(issue=issue, due=due, opened=at)
    rows = {m.slug: m for m in Mechanism.objects.filter(slug__in=asks)}
    Ask.objects.bulk_create(
        Ask(round=opened, mechanism=rows[slug], address=address.strip().lower(), language=language)
        for slug, (address, language) in asks.items()
    )
    trail.record(
        kind="round", key=str(year), verb="open", by=by, at=at,
        after={"due": due.isoformat(), "asks": sorted(asks)},
    )  # fmt: skip
    return opened


def _address(said: str) -> None:
    if said.strip():
        try:
            validate_email(said.strip())
        except ValidationError:
            raise Refused(_("“%(said)s” is no e-mail address.") % {"said": said.strip()[:100]}) from None


@transaction.atomic
def readdress(*, ask: Ask, address: str, language: str, by: str, at: dt.datetime) -> None:
    """Ask a mechanism elsewhere, or in another language. Links that went to the former address open nothing more."""
    _address(address)
    address = address.strip().lower()
    if (ask.address, ask.language) == (address, language):
        return
    before = {"address": ask.address, "language": ask.language}
    if ask.address != address:  # the new one is still to be asked, and the old one opens nothing more
        ask.doors.all().delete()
        withhold(to=ask.address, kinds=(LETTERS,), why="asked elsewhere")
        ask.asked = None
    ask.address, ask.language = address, language
    ask.save()
    trail.record(
        kind="ask", key=_key(ask), verb="readdress", by=by, at=at, before=before,
        after={"address": address, "language": language},
    )  # fmt: skip


def _key(ask: Ask) -> str:
    return f"{ask.round.issue.year}/{ask.mechanism.slug}"


@transaction.atomic
def new_door(*, ask: Ask, at: dt.datetime) -> str:
    """A link's secret part, to be written into one letter and kept nowhere."""
    token = secrets.token_urlsafe(24)
    Door.objects.create(ask=ask, digest=sealed(token), made=at)
    return token


@transaction.atomic
def use_door(*, door: Door, at: dt.datetime) -> bool:
    """Open a report by a link, in one browser for good. False where another was first, or the link is too old."""
    row = Door.objects.select_for_update().select_related("ask__round").get(pk=door.pk)
    if row.used or at - row.made > dt.timedelta(days=DOOR_DAYS) or row.ask.round.closed:
        return False
    row.used = at
    row.save(update_fields=["used"])
    if row.ask.opened is None:
        Ask.objects.filter(pk=row.ask_id).update(opened=at)
    return True


@transaction.atomic
def ask_all(*, year: int, by: str, at: dt.datetime) -> int:
    """Write to every mechanism of a round that has an address and was not asked yet; to how many."""
    rows = Ask.objects.select_related("round__issue", "mechanism").select_for_update(of=("self",))
    asked = 0
    rows = rows.filter(round__issue__year=year, round__closed=None, asked=None).exclude(address="")
    for ask in rows.exclude(round__issue__standing__in=OUT):
        ask.asked = at
        ask.save(update_fields=["asked"])
        _write(ask, f"report/{_key(ask)}/request/{at.isoformat()}", at)
        trail.record(kind="ask", key=_key(ask), verb="ask", by=by, at=at, after={"address": ask.address})
        asked += 1
    return asked


@transaction.atomic
def remind(*, today: dt.date, by: str, at: dt.datetime) -> int:
    """Write down the reminders that are due by rule; none twice for a day, none to whoever has reported; how many."""
    locked = Ask.objects.select_for_update().filter(round__closed=None).order_by("pk")
    list(locked.values_list("pk", flat=True))  # all before the trail, as whoever writes a report does
    rows = queries.to_remind(today)
    for ask, day in rows:
        ask.reminded = day
        ask.save(update_fields=["reminded"])
        _write(ask, f"report/{_key(ask)}/reminder/{day}", at, reminder=True)
        trail.record(kind="ask", key=_key(ask), verb="remind", by=by, at=at, after={"day": day.isoformat()})
    return len(rows)


@transaction.atomic
def send_link(*, ask: Ask, at: dt.datetime) -> bool:
    """Another link to the address on record; at most one in ten minutes, whoever asks for it."""
    last = ask.doors.aggregate(at=Max("made"))["at"]
    if last and at - last < LINK_PAUSE:
        return False
    _write(ask, f"report/{_key(ask)}/link/{at.isoformat()}", at)
    return True


def _write(ask: Ask, key: str, at: dt.datetime, *, reminder: bool = False, lead: str = "") -> None:
    """A letter with a link of its own, that can be answered too; ``lead``: what is said first."""
    link = f"{settings.ISCM_ADDRESS}{_in_language(ask.language)}/report/open/{new_door(ask=ask, at=at)}/"
    subject, text = queries.letter(ask, link, reminder=reminder, lead=lead)
    queue(letters=[_draft(ask, 0, key, subject, text)], at=at)


def _in_language(code: str) -> str:
    return "" if code == settings.LANGUAGE_CODE else f"/{code}"


def _draft(ask: Ask, report: int, key: str, subject: str, text: str) -> Draft:
    answer = reply_address(ask.pk, report, settings.SECRET_KEY, settings.DEFAULT_FROM_EMAIL)
    return Draft(
        key=key, kind=LETTERS, to=ask.address, reply_to=answer, subject=subject, text=text, secret=True,
        headers={"Content-Language": ask.language},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a mail: the ``report`` it is or confirms, or ``why`` it is none."""

    report: Report | None = None
    why: str = ""


@transaction.atomic
def receive(
    *, address: str, sender: str, text: str, enclosed: Sequence[Enclosed] = (), at: dt.datetime
) -> Received | None:
    """An answer by mail to one of our ``address``es: a report, or the "yes" that confirms one; None if it is not ours.

    ``text`` is what the answer says above the thread it quotes. What is not from the address that was asked waits for
    the office. The proof goes to the address on record, whoever wrote. Without words of its own, an answer is the text
    of the first file that can be read; files are kept beside, those too big are named in the proof.
    """
    meant = replied(address, settings.SECRET_KEY)
    ask = (
        Ask.objects.select_related("round__issue", "mechanism").filter(pk=meant[0]).first() if meant else None
    )
    if meant is None or ask is None:
        return None
    with override(ask.language):  # whatever is said of it is said to who is asked
        return _received(ask, meant[1], sender, text, enclosed, at)


def _received(
    ask: Ask, number: int, sender: str, text: str, enclosed: Sequence[Enclosed], at: dt.datetime
) -> Received:
    known = sender.strip().lower() == ask.address
    by = f"secretariat of {ask.mechanism.slug}" if known else STRANGER
    about = ask.reports.filter(number=number, held=False).first() if number else None
    if known and about and agrees(text):
        return _agreed(ask, about, by, at)
    left = [one.name for one in enclosed if not _kept_beside(ask, one, by, at)]
    prose = (text or _first_text(enclosed)).replace("\0", "").strip()
    if known and not prose:
        return _told_why(ask, _("There is nothing written."), at)
    seen = queries.understood(prose, ask.round.issue.year, ask.mechanism.slug)
    if known and not seen.reading.found and queries.latest(ask):
        remark(ask=ask, text=prose, office=False, by=by, at=at)  # words to the office, and no year's report
        return _told_why(ask, _("We could not read any meeting from your answer."), at)
    try:
        report = write_report(ask=ask, prose=prose, way="mail", by=by, sender=sender, held=not known, at=at)
    except Refused as fault:
        return _told_why(ask, str(fault), at) if known else Received(why=str(fault))
    if known:
        _prove(ask, report, at, left)
    return Received(report)


def _prove(ask: Ask, report: Report, at: dt.datetime, left: Sequence[str] = ()) -> None:
    """Write to the address on record what was read from a report by mail."""
    subject, said = queries.proof(ask, report, left)
    key = f"report/{_key(ask)}/proof/{report.number}/{at.isoformat()}"
    queue(letters=[_draft(ask, report.number, key, subject, said)], at=at)


def _told_why(ask: Ask, why: str, at: dt.datetime) -> Received:
    """Write to the address on record why something could not be done, and how it can, while it can."""
    key = f"report/{_key(ask)}/why/{at.isoformat()}"
    if not ask.round.open:
        subject, said = queries.refusal(ask, why)
        queue(letters=[_draft(ask, 0, key, subject, said)], at=at)
    else:
        _write(ask, key, at, lead=why)
    return Received(why=why)


def _first_text(enclosed: Sequence[Enclosed]) -> str:
    for one in enclosed:
        try:
            return paper_of(one.data, one.name).text
        except PaperError:
            continue
    return ""


def _kept_beside(ask: Ask, one: Enclosed, by: str, at: dt.datetime) -> bool:
    try:
        enclose(ask=ask, name=one.name, kind=one.kind, data=one.data, by=by, at=at)
    except Refused:
        return False
    return True


def _agreed(ask: Ask, about: Report, by: str, at: dt.datetime) -> Received:
    """A "yes" to a proof; where it cannot be done by itself, a letter says why and how."""
    try:
        confirm(report=about, choices={}, by=by, at=at)
    except Undecided:
        return _told_why(ask, _("Please say which meeting is meant."), at)
    except Overtaken:
        return _told_why(ask, _("Another text was written since: this is how it stands."), at)
    except Refused as fault:
        return _told_why(ask, str(fault), at)
    about.refresh_from_db()
    return Received(about)


@transaction.atomic
def write_report(
    *,
    ask: Ask,
    prose: str,
    way: str,
    by: str,
    at: dt.datetime,
    after: int | None = None,
    sender: str = "",
    held: bool = False,
) -> Report:
    """A new version of a report. ``after`` is the number of the version it was written upon (0: upon none).

    Overtaken where another was written since; nothing is lost, as the words are still with whoever wrote them. The
    same words again are the same version.
    """
    row = _open(ask.pk)
    prose = prose.replace("\r\n", "\n").strip()
    if len(prose) > LONGEST:
        raise Refused(
            _("The text has %(n)d characters; up to %(most)d can be taken.")
            % {"n": len(prose), "most": LONGEST}
        )
    if "\0" in prose:
        raise Refused(_("The text has a sign in it that no text has (U+0000)."))
    last = queries.latest(row)
    if last and last.prose == prose and not held:
        return last
    if after is not None and (last.number if last else 0) != after:
        assert last
        raise Overtaken(last)
    number = (row.reports.aggregate(n=Max("number"))["n"] or 0) + 1
    report = row.reports.create(
        number=number, prose=prose, way=way, by=by, sender=sender[:254], at=at, held=held
    )
    trail.record(
        kind="report", key=f"{_key(row)}/{number}", verb="hold" if held else "write", by=by, at=at,
        after={"way": way, "prose": prose} | ({"sender": sender[:254]} if sender else {}),
    )  # fmt: skip
    return report


@transaction.atomic
def let_in(*, report: Report, by: str, at: dt.datetime) -> Report:
    """Take a held report for what it says it is: it becomes the latest version, and its proof goes out."""
    row = _held(report)
    last = row.ask.reports.aggregate(n=Max("number"))["n"]
    row.number, row.held = last + 1, False
    row.save(update_fields=["number", "held"])
    trail.record(kind="report", key=f"{_key(row.ask)}/{row.number}", verb="let in", by=by, at=at)
    if row.ask.address:
        _prove(row.ask, row, at)
    return row


@transaction.atomic
def throw_out(*, report: Report, by: str, at: dt.datetime) -> None:
    """Refuse a held report; what it said stays in the trail."""
    row = _held(report)
    trail.record(
        kind="report", key=f"{_key(row.ask)}/{row.number}", verb="throw out", by=by, at=at,
        before={"prose": row.prose, "sender": row.sender},
    )  # fmt: skip
    row.delete()


def _held(report: Report) -> Report:
    ask = _open(report.ask_id)
    row = ask.reports.filter(pk=report.pk, held=True).first()
    if row is None:
        raise Refused(_("That is no longer there."))
    row.ask = ask
    return row


def _open(ask: int) -> Ask:
    """An ask, held by this transaction; Refused where its round takes no more."""
    rows = Ask.objects.select_for_update(of=("self",)).select_related("round__issue", "mechanism")
    row = rows.get(pk=ask)
    if not row.round.open:
        raise Refused(_("The round is closed; please write to the office."))
    return row


@transaction.atomic
def confirm(*, report: Report, choices: Mapping[str, str], by: str, at: dt.datetime) -> tuple[Decided, ...]:
    """Make a report the mechanism's entry of the year, and its meetings records.

    ``choices``: key of what is meant to a meeting's id, ``new`` or ``leave``; what is not there stays as proposed.
    Overtaken where a later version stands; ``Undecided`` where only a person can say. Confirming again the same changes
    nothing.
    """
    ask = _open(report.ask_id)
    last = queries.latest(ask)
    if last is None or last.pk != report.pk:
        raise Overtaken(last) if last else Refused(_("This version waits for the office."))
    if not last.prose:
        raise Refused(_("There is nothing written."))
    report = last
    report.ask = ask
    year, slug = ask.round.issue.year, ask.mechanism.slug
    seen = queries.understood(report.prose, year, slug)
    before = {one["key"]: one.get("meeting", "") for one in report.decisions if one["choice"] == NEW}
    decided = decide(seen.matches, choices)
    source = f"report-{year}-{slug}"
    find_sources([source], {source: {"title": f"{slug}: report for {year}", "kind": "report", "year": year}})
    told: list[tuple[int, int, dict[str, Any], list[str]]] = []
    settled: dict[str, str] = {}
    for place, found in enumerate(seen.reading.found):
        own = [one for one in decided if one.match.meant.place == place]
        wording = found.span.of(report.prose)
        try:
            slugs = [_settled(one, report, wording, source, before, by, at) for one in own]
        except ValidationError as fault:
            raise Refused(_("“%(said)s” cannot be kept as it was read.") % {"said": wording[:100]}) from fault
        settled |= {one.match.meant.key: slug for one, slug in zip(own, slugs, strict=True)}
        told.append(
            (found.span.start, found.span.end, found.statement.as_json(), [one for one in slugs if one])
        )
    keep_entry(year=year, mechanism=slug, prose=report.prose, statements=told, by=by, at=at)
    report.confirmed = at
    report.decisions = [
        {
            "key": one.match.meant.key,
            "proposed": one.match.verdict,
            "choice": one.choice,
            "meeting": settled.get(one.match.meant.key, ""),
        }
        for one in decided
    ]
    report.save(update_fields=["confirmed", "decisions"])
    for ghost in queries.no_longer_reported(ask, settled.values()):
        withdraw(meeting=ghost, by=by, at=at, why="no longer told in the report")
    trail.record(
        kind="report", key=f"{_key(ask)}/{report.number}", verb="confirm", by=by, at=at,
        after={"decisions": report.decisions},
    )  # fmt: skip
    return decided


def _settled(
    one: Decided,
    report: Report,
    wording: str,
    source: str,
    before: Mapping[str, str],
    by: str,
    at: dt.datetime,
) -> str:
    """The id of the meeting that something said is now recorded as; "" where it stays prose."""
    mechanism, meant = report.ask.mechanism.slug, one.match.meant
    if one.choice == LEAVE:
        return ""
    if one.choice == NEW and before.get(meant.key):  # pressed twice: it was made the first time
        return before[meant.key]
    if one.choice == NEW:
        slug = add_meeting(
            values=_values(meant), mechanisms=(mechanism, *meant.statement.joint_with),
            themes=meant.statement.themes, wording=wording, access=Access.SECRETARIATS, source=source, by=by, at=at,
        )  # fmt: skip
        Made.objects.create(report=report, meeting=Meeting.objects.get(slug=slug))
        return slug
    known = next(m for m in (one.match.meeting, *one.match.others) if m and m.id == one.choice)
    own_dates = ""
    for change in changes(meant, known, mechanism):
        if change.field == "when" and any(
            owner.mechanism != mechanism and (owner.wording or owner.when or owner.source)
            for owner in known.owners
        ):
            own_dates = change.after  # the other side may have other dates: theirs stay
        elif change.field == "status":
            change_status(meeting=known.id, status=change.after, by=by, at=at, source=source)
        else:
            set_value(
                meeting=known.id, field=change.field, value=change.after, by=by, at=at, sources=[source]
            )
    share(meeting=known.id, mechanism=mechanism, wording=wording, when=own_dates, source=source, by=by, at=at)
    return known.id


def _values(meant: Meant) -> dict[str, Any]:
    s = meant.statement
    return {
        "title": queries.title_of(meant), "type": s.type, "kinds": list(s.kinds), "ordinal": s.ordinal,
        "count": meant.count, "when": str(meant.when) if meant.when else None, "city": s.city or "",
        "country": s.country or "", "mode": s.mode or "", "status": s.status or "held", "topic": s.topic or "",
        "at": s.at or "", "gcm": list(s.gcm),
    }  # fmt: skip


def too_big(name: str, size: int) -> str:
    """What is said of a file that is too big, before it is read."""
    return _("“%(name)s” has %(size)d MB; up to %(most)d MB can be taken.") % {
        "name": name, "size": round(size / 1e6), "most": BIGGEST // 10**6,
    }  # fmt: skip


@transaction.atomic
def enclose(
    *, ask: Ask, name: str, url: str = "", kind: str = "", data: bytes | None = None, by: str, at: dt.datetime
) -> Enclosure:
    """Keep a file or an address that came with a report. The same file again is the same."""
    name, url = name.replace("\0", ""), url.replace("\0", "")
    if data is not None and len(data) > BIGGEST:
        raise Refused(too_big(name, len(data)))
    mark = hashlib.sha256(data if data is not None else url.encode()).hexdigest()
    found = ask.enclosures.filter(digest=mark, withdrawn=None).first()
    if found:
        return found
    row = Enclosure(
        ask=ask, name=name[:200], url=url, kind=kind[:100], data=data, digest=mark, size=len(data or b""),
        entered_by=by, at=at,
    )  # fmt: skip
    try:
        row.full_clean()
    except ValidationError:
        raise Refused(
            _("“%(said)s” is no address that can be kept.") % {"said": (url or name)[:100]}
        ) from None
    row.save()
    trail.record(
        kind="ask",
        key=_key(ask),
        verb="enclose",
        by=by,
        at=at,
        after={"name": row.name, "url": url, "digest": mark},
    )
    return row


@transaction.atomic
def remark(*, ask: Ask, text: str, office: bool, by: str, at: dt.datetime) -> Remark:
    """Say something about a report, to the other side."""
    text = text.replace("\0", "").strip()
    if not text:
        raise Refused(_("There is nothing written."))
    return ask.remarks.create(text=text[:4000], office=office, entered_by=by, at=at)


@transaction.atomic
def close_round(*, year: int, by: str, at: dt.datetime) -> None:
    """Take no more reports for a year. Who was asked and has confirmed nothing stands in the issue as silent."""
    row = Round.objects.select_for_update().get(issue__year=year)
    if row.closed:
        return
    row.closed = at
    row.save(update_fields=["closed"])
    told = prose_of(year)
    out = row.issue.standing in OUT  # then silence is no longer for the round to tell
    for slug in row.asks.exclude(asked=None).order_by("pk").values_list("mechanism__slug", flat=True):
        if slug not in told and not out:
            keep_entry(year=year, mechanism=slug, prose="", statements=(), by=by, at=at)
    trail.record(kind="round", key=str(year), verb="close", by=by, at=at)
