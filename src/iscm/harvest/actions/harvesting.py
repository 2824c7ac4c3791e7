"""Asking the sources that are due, keeping what came, proposing what the records do not say. Nothing is published."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, transaction

from iscm.accounts.models import Access
from iscm.harvest.actions.fetching import Answer, Clock, Unfetched, Wait, fetch
from iscm.harvest.models import Fetch, How, Item, Proposal, Snapshot, Source
from iscm.harvest.rules import (
    CHANGED,
    CONTRADICTION,
    FIELDS,
    MISSES,
    NEW,
    VANISHED,
    Told,
    differences,
    mark_of,
    meant,
    next_try,
    renamed,
    told,
    upcoming,
)
from iscm.meetings.models import Meeting
from iscm.meetings.queries.records import meetings
from iscm.papers.offered import Offer, read_offer
from iscm.papers.paper import PaperError

LOG = logging.getLogger(__name__)
EVERYTHING = tuple(Access.values)
CLAIMED = dt.timedelta(minutes=15)  # for so long nobody else asks a source that is being asked
SHOWN, KEPT = 20, 300  # lines that were not understood, and signs of each


@dataclass(slots=True)
class Done:
    """What a turn came to: sources asked, those that failed, and proposals made."""

    asked: int = 0
    failed: int = 0
    proposed: int = 0


def harvest(
    *, clock: Clock, wait: Wait, most: int | None = None, only: Collection[int] | None = None
) -> Done:
    """Ask the sources that are due, or ``only`` these now, one after the other; at ``most`` so many."""
    done = Done()
    now = clock()
    rows = Source.objects.filter(active=True)
    rows = rows.filter(due__lte=now) if only is None else rows.filter(pk__in=only)
    for source in list(rows.order_by("due", "pk")[:most]):
        claim = Source.objects.filter(pk=source.pk, due=source.due)
        if not claim.update(due=clock() + CLAIMED):  # another process asks it
            continue
        done.asked += 1
        proposed = _safely(source, clock, wait)
        done.failed += proposed is None
        done.proposed += proposed or 0
    return done


def _safely(source: Source, clock: Clock, wait: Wait) -> int | None:
    """As ``_one``; whatever a site sends that we did not foresee is told, and keeps no other site waiting."""
    try:
        return _one(source.pk, clock, wait)
    except OperationalError:  # the database is busy: that is no fault of the site
        raise
    except Exception:
        LOG.exception("source %s", source.pk)
        _failed(
            source,
            clock(),
            "It could not be read, by a fault of the hub. The office finds it in the log.",
            None,
            "",
        )
        return None


def _one(number: int, clock: Clock, wait: Wait) -> int | None:
    """Ask one source; how many proposals it made, None where nothing came."""
    source = Source.objects.select_related("mechanism").get(pk=number)
    begun = time.monotonic()

    def took() -> int:
        return int((time.monotonic() - begun) * 1000)

    try:
        answer = fetch(
            source.address,
            hosts=source.hosts,
            etag=source.etag,
            modified=source.modified,
            clock=clock,
            wait=wait,
        )
    except Unfetched as fault:
        _failed(source, clock(), str(fault), fault.again, fault.moved, took=took(), status=fault.status,
                headers=fault.headers)  # fmt: skip
        return None
    if answer.status == 304:
        return _unchanged(source, answer, clock(), took())
    try:
        offer = read_offer(answer.data, source.kind, source.address, answer.charset)
        items, unread = told(offer, source.kind, source.mechanism.slug, answer.address)
        _not_hollow(source, items)
    except PaperError as fault:
        _failed(source, clock(), str(fault), None, answer.moved, took=took(), status=answer.status,
                headers=answer.headers, snapshot=_snapshot(answer.data), address=answer.address)  # fmt: skip
        return None
    return _taken_in(source, answer, offer, items, unread, clock(), took())


def _not_hollow(source: Source, items: Sequence[Told]) -> None:
    """An address that told of meetings and tells of none any more is broken more likely than all are called off."""
    if not items and source.items.filter(vanished=None).count() >= 2:
        raise PaperError("It told of meetings before, and tells of none now. Nothing is concluded from that.")


@transaction.atomic
def _failed(
    source: Source, at: dt.datetime, why: str, again: dt.timedelta | None, moved: str, **of: Any
) -> None:
    Fetch.objects.create(source=source, at=at, why=why, **of)
    row = Source.objects.select_for_update().get(pk=source.pk)
    row.failures += 1
    row.moved = moved or row.moved
    row.due = next_try(at, row.every, row.failures, again)
    row.save(update_fields=["failures", "moved", "due"])


def _snapshot(data: bytes) -> Snapshot:
    digest = hashlib.sha256(data).hexdigest()
    return Snapshot.objects.get_or_create(digest=digest, defaults={"data": data})[0]


@transaction.atomic
def _unchanged(source: Source, answer: Answer, at: dt.datetime, took: int) -> int:
    """The same as last time: what was missing then is missing still."""
    row = Source.objects.select_for_update().select_related("mechanism").get(pk=source.pk)
    last = row.fetches.exclude(snapshot=None).filter(why="").first()
    turn = _Turn(row, at)
    turn.miss(row.items.filter(missed__gt=0, vanished=None))
    Fetch.objects.create(
        source=row, at=at, took=took, status=answer.status, headers=answer.headers, address=answer.address,
        snapshot=last.snapshot if last else None, items=last.items if last else None,
        unread=last.unread if last else [], proposed=turn.proposed,
    )  # fmt: skip
    _succeeded(row, answer, at)
    return turn.proposed


@transaction.atomic
def _taken_in(
    source: Source, answer: Answer, offer: Offer, items: Sequence[Told], unread: Sequence[str], at: dt.datetime,
    took: int,
) -> int:  # fmt: skip
    row = Source.objects.select_for_update().select_related("mechanism").get(pk=source.pk)
    turn = _Turn(row, at)
    turn.read(items, whole=offer.whole)
    Fetch.objects.create(
        source=row, at=at, took=took, status=answer.status, headers=answer.headers, address=answer.address,
        snapshot=_snapshot(answer.data), items=len(items), proposed=turn.proposed,
        unread=[*offer.notes, *(line[:KEPT] for line in unread[:SHOWN])],
    )  # fmt: skip
    row.etag = answer.headers.get("etag", "")[:300]
    row.modified = answer.headers.get("last-modified", "")[:100]
    _succeeded(row, answer, at)
    return turn.proposed


def _succeeded(row: Source, answer: Answer, at: dt.datetime) -> None:
    row.failures, row.succeeded = 0, at
    row.moved = answer.moved
    row.due = next_try(at, row.every, 0)
    row.save(update_fields=["etag", "modified", "failures", "succeeded", "moved", "due"])


@dataclass
class _Turn:
    """One reading of a source, within one transaction."""

    source: Source
    at: dt.datetime
    proposed: int = field(default=0, init=False)

    @property
    def mechanism(self) -> str:
        return str(self.source.mechanism.slug)

    def read(self, items: Sequence[Told], *, whole: bool) -> None:
        kept = {item.key: item for item in self.source.items.all()}
        missing = {key: item for key, item in kept.items() if key not in {one.key for one in items}}
        names = renamed(
            [one for one in items if one.key not in kept],
            {key: Told.from_json(item.said) for key, item in missing.items()},
        )
        for new, old in names.items():
            item = kept[new] = kept.pop(old)
            item.key = new
            item.save(update_fields=["key"])
            del missing[old]
        changed = [one for one in items if one.key not in kept or self._news(one, kept[one.key])]
        same = [kept[one.key].pk for one in items if one.key in kept and one not in changed]
        Item.objects.filter(pk__in=same).update(last=self.at, missed=0)
        if changed:
            self._weigh([(one, self._keep(one, kept.get(one.key))) for one in changed])
        if whole:
            gone = [item.pk for item in missing.values() if item.vanished is None]
            self.miss(self.source.items.filter(pk__in=gone))

    def _news(self, one: Told, item: Item) -> bool:
        return bool(item.digest != one.digest or item.vanished)

    def _keep(self, one: Told, item: Item | None) -> Item:
        item = item or Item(source=self.source, key=one.key, first=self.at)
        item.former, item.said, item.digest = item.said or {}, one.as_json(), one.digest
        item.last, item.missed, item.vanished = self.at, 0, None
        item.save()
        return item

    def _weigh(self, news: Sequence[tuple[Told, Item]]) -> None:
        """Propose whatever the records do not say of items that are new or say something new."""
        known = meetings(seen=EVERYTHING)
        by_id = {one.id: one for one in known}
        linked = {key: slug for key, slug in self._linked().items() if slug in by_id}
        free = [one for one in known if one.id not in linked.values()]
        unlinked = [one for one, _item in news if one.key not in linked]
        found = meant(unlinked, free, self.mechanism, self.at.date())
        others = self._others()
        for one, item in news:
            meeting = by_id.get(linked.get(one.key, "")) or found.get(one.key)
            if meeting is None:
                self.propose(item, NEW, one.as_json(), {})
                continue
            former = Told.from_json(item.former) if item.former else None
            changes = [c for c in differences(one, former, meeting, self.mechanism) if c.field in FIELDS]
            says, before = {c.field: c.after for c in changes}, {c.field: c.before for c in changes}
            if not changes:
                self._supersede(item, "")
                if item.meeting_id is None:
                    item.meeting = _row(meeting.id)
                    item.save(update_fields=["meeting"])
                continue
            rivals = any(
                value and str(said.get(name) or "") == value
                for said in others.get(meeting.id, ()) for name, value in before.items()
            )  # fmt: skip
            self.propose(item, CONTRADICTION if rivals else CHANGED, says, before, meeting.id)

    def _linked(self) -> dict[str, str]:
        rows = self.source.items.exclude(meeting=None).values_list(
            "key", "meeting__slug", "meeting__merged_into__slug"
        )
        return {key: merged or slug for key, slug, merged in rows}

    def _others(self) -> dict[str, list[Mapping[str, Any]]]:
        """What other sources say of meetings: id to what each said."""
        rows = Item.objects.exclude(source=self.source).exclude(meeting=None).filter(vanished=None)
        found: dict[str, list[Mapping[str, Any]]] = {}
        for slug, said in rows.values_list("meeting__slug", "said"):
            found.setdefault(slug, []).append(said)
        return found

    def miss(self, rows: Any) -> None:
        """Items that were not there this time. What is over has left; of the rest, gone is what is missing twice."""
        today = self.at.date()
        for item in rows.select_related("meeting"):
            one = Told.from_json(item.said)
            item.missed += 1
            if item.missed >= MISSES:
                item.vanished = self.at
                self._supersede(item, "")
                elsewhere = self.source.items.filter(meeting=item.meeting, vanished=None).exclude(pk=item.pk)
                standing = item.meeting and not item.meeting.withdrawn and item.meeting.status != "cancelled"
                if upcoming(one, today) and standing and not elsewhere.exists():
                    says, known = {"status": "cancelled"}, {"status": item.meeting.status}
                    self.propose(item, VANISHED, says, known, item.meeting.slug)
            item.save(update_fields=["missed", "vanished"])

    def propose(
        self, item: Item, kind: str, says: Mapping[str, Any], known: Mapping[str, Any], meeting: str = ""
    ) -> None:
        """What a source says beside what is on record; what was decided once is not asked again."""
        told_of = {
            name: value
            for name, value in says.items()
            if name not in ("key", "unread", "address", "language")
        }
        mark = mark_of(kind, told_of, dict(known), meeting, self._again(item, kind))
        self._supersede(item, mark)
        row, made = Proposal.objects.get_or_create(
            item=item, mark=mark,
            defaults={"kind": kind, "says": says, "known": known, "at": self.at,
                      "meeting": _row(meeting) if meeting else None},
        )  # fmt: skip
        if not made and row.how == How.OVERTAKEN:  # the source has come back to what it said
            row.how, row.decided, row.at, row.told = "", None, self.at, None
            row.save(update_fields=["how", "decided", "at", "told"])
            made = True
        elif not made and not row.how:
            row.says = dict(says)  # its address may be another
            row.save(update_fields=["says"])
        self.proposed += made

    def _again(self, item: Item, kind: str) -> object:
        """What makes the same a new question: that something else was taken since, or that it was there in between."""
        if kind == VANISHED:
            return item.last
        return item.proposals.filter(how__in=(How.TAKEN, How.PART)).count() if kind != NEW else 0

    def _supersede(self, item: Item, mark: str) -> None:
        """What the source said before and nobody decided is no question any more."""
        item.proposals.filter(how="").exclude(mark=mark).update(how=How.OVERTAKEN, decided=self.at)


def _row(slug: str) -> Any:
    return Meeting.objects.get(slug=slug)


@dataclass(frozen=True, slots=True)
class Tried:
    """What an address would give: items, what was not understood; or ``why`` it gives nothing."""

    items: tuple[Told, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    why: str = ""
    moved: str = ""


def try_out(
    *, mechanism: str, address: str, kind: str, hosts: Sequence[str] = (), clock: Clock, wait: Wait
) -> Tried:
    """Ask an address once and tell what would come. Nothing is kept."""
    try:
        answer = fetch(address, hosts=hosts, clock=clock, wait=wait)
    except Unfetched as fault:
        return Tried(why=str(fault), moved=fault.moved)
    try:
        offer = read_offer(answer.data, kind, address, answer.charset)
        items, unread = told(offer, kind, mechanism, answer.address)
    except PaperError as fault:
        return Tried(why=str(fault), moved=answer.moved)
    return Tried(items, unread, offer.notes, moved=answer.moved)
