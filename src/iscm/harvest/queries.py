"""Sources, how they fare, and what waits to be decided: for a mechanism's people and the office alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from iscm.accounts.models import Access, User
from iscm.accounts.rules import OF_MECHANISM, OFFICE
from iscm.domain.meetings import Meeting
from iscm.harvest.models import Fetch, Proposal, Source
from iscm.harvest.rules import FIELDS, NEW, Told, perhaps, shared
from iscm.meetings.queries.choosing import PUBLIC
from iscm.meetings.queries.records import meetings, of

EVERYTHING = tuple(Access.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source fares: its row, the last asking, and how many of its proposals wait."""

    source: Source
    last: Fetch | None
    items: int
    waiting: int


def health(mechanism: str = "") -> list[Health]:
    """Every source, or those of a mechanism, with how it fares; two queries, however many."""
    rows = Source.objects.select_related("mechanism").annotate(
        lately=Max("fetches__pk"),
        number=Count("items", filter=Q(items__vanished=None), distinct=True),
        waiting=Count("items__proposals", filter=Q(items__proposals__how=""), distinct=True),
    )
    rows = list(rows.filter(mechanism__slug=mechanism) if mechanism else rows)
    last = Fetch.objects.defer("snapshot").in_bulk([row.lately for row in rows if row.lately])
    return [Health(source=r, last=last.get(r.lately), items=r.number, waiting=r.waiting) for r in rows]


def fetches(source: int, number: int = 20) -> list[Fetch]:
    """The last askings of a source, the latest first."""
    return list(Fetch.objects.filter(source=source)[:number])


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a meeting: what the source says, and what is on record now."""

    name: str
    says: str
    known: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A proposal as it is decided: field by field. ``meeting``: the record that it is about.

    ``own`` and ``others``: what a new one may be as well: a meeting of the mechanism, or of others, held together.
    """

    row: Proposal
    item: Told
    fields: tuple[Field, ...]
    meeting: Meeting | None = None
    own: tuple[Meeting, ...] = ()
    others: tuple[Meeting, ...] = ()

    @property
    def address(self) -> str:
        return self.item.address or str(self.row.item.source.address)


def waiting(mechanism: str) -> list[Proposal]:
    """What a mechanism's people have to decide, the oldest first."""
    rows = Proposal.objects.filter(item__source__mechanism__slug=mechanism, how="")
    return list(rows.select_related("item__source", "meeting"))


def decided(mechanism: str, number: int = 30) -> list[Proposal]:
    """What was decided last."""
    rows = Proposal.objects.filter(item__source__mechanism__slug=mechanism).exclude(how__in=("", "overtaken"))
    return list(rows.select_related("item__source", "meeting").order_by("-decided", "-pk")[:number])


def question(number: int, mechanism: str, today: dt.date) -> Question | None:
    """A proposal of a mechanism, as it stands against the records of today."""
    rows = Proposal.objects.select_related("item__source__mechanism", "meeting")
    row = rows.filter(pk=number, item__source__mechanism__slug=mechanism).first()
    return asked(row, today) if row else None


def asked(row: Proposal, today: dt.date) -> Question:
    """The same of its row."""
    mechanism, item = str(row.item.source.mechanism.slug), Told.from_json(row.item.said)
    meeting = next(iter(of([row.meeting.slug], EVERYTHING)), None) if row.meeting else None
    own: tuple[Meeting, ...] = ()
    others: tuple[Meeting, ...] = ()
    if row.kind == NEW and not row.how:
        item = Told.from_json({**row.says, "key": row.item.key})
        same = row.item.source.items.filter(vanished=None).exclude(pk=row.item.pk).exclude(meeting=None)
        taken = set(same.values_list("meeting__slug", flat=True))  # the source tells of those besides
        known = [one for one in meetings(seen=EVERYTHING) if one.id not in taken]
        own = perhaps(item, known, mechanism, today)
        others = shared(item, meetings(seen=PUBLIC), mechanism)
    says = {name: str(row.says[name]) for name in FIELDS if row.says.get(name) not in ("", None)}
    return Question(
        row=row, item=item, meeting=meeting, own=own, others=others,
        fields=tuple(Field(name=n, says=said, known=on_record(meeting, n, mechanism)) for n, said in says.items()),
    )  # fmt: skip


def on_record(meeting: Meeting | None, name: str, mechanism: str) -> str:
    """What stands of a field now: the mechanism's own date where it gives one."""
    if meeting is None:
        return ""
    own = next((owner for owner in meeting.owners if owner.mechanism == mechanism), None)
    value = own.when if name == "when" and own and own.when else getattr(meeting, name)
    return "" if value is None else str(value)


def editors(mechanism: str) -> Sequence[User]:
    """Who decides for a mechanism: its secretariat and chair; where it has nobody here, the office."""
    people = User.objects.filter(is_active=True, roles__ended=None).exclude(email="")
    own = people.filter(roles__part__in=OF_MECHANISM, roles__scope=mechanism).distinct().order_by("pk")
    return list(own) or list(people.filter(roles__part__in=OFFICE).distinct().order_by("pk"))


def untold() -> dict[str, int]:
    """Mechanisms with proposals that nobody was written to of, and how many wait in each."""
    rows = Proposal.objects.filter(how="").values_list("item__source__mechanism__slug")
    counted = rows.annotate(number=Count("pk"), new=Count("pk", filter=Q(told=None))).order_by()
    return {slug: number for slug, number, new in counted if new}
