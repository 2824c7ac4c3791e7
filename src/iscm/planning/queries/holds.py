"""Letting holds out, each as far as its owners allow: nothing above this file sees more of another's hold.

Who speaks for an owner and the office see a hold whole. Who speaks for another mechanism learns what ``Hold.shows``
allows, of days on which own members would have to be in two places. Everybody else learns nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Prefetch, QuerySet

from iscm.accounts.models import Access, Change, Role, User
from iscm.accounts.queries import Reader, roles
from iscm.accounts.rules import OF_MECHANISM, OFFICE, sees
from iscm.domain.meetings import CALLED_OFF
from iscm.domain.when import When
from iscm.meetings.models import Meeting, Ownership
from iscm.planning.models import Avoidance, Follow, Hold, Holder, How
from iscm.planning.rules import (
    BEARING,
    OWN,
    Avoided,
    Followed,
    Held,
    Item,
    Members,
    Plan,
    Watcher,
    hold_id,
    known_part,
    let_out,
    meeting_id,
    together,
)
from iscm.registry.models import Mechanism
from iscm.registry.queries import places


def own_holds(reader: Reader, today: dt.date) -> tuple[Plan, ...]:
    """Holds that still stand, by their days: those of mechanisms that somebody speaks for; all for the office.

    Three queries.
    """
    return tuple(plan for plan in _own(reader, _standing(today)) if plan.standing(today))


def past_holds(reader: Reader, today: dt.date, number: int = 50) -> tuple[Plan, ...]:
    """Own holds that have ended or lapsed, the latest days first; at most ``number``. Three queries."""
    rows = _own(reader, Hold.objects.order_by("-latest", "-pk"))
    return tuple(plan for plan in rows if not plan.standing(today))[:number]


def hold(reader: Reader, key: str) -> Plan | None:
    """One hold whole; None where there is none that is somebody's own."""
    return next(iter(_own(reader, Hold.objects.filter(key=key))), None)


def in_the_way(reader: Reader, own: Collection[str], within: When | None, today: dt.date) -> tuple[Held, ...]:
    """Holds of others on which members of the mechanisms ``own`` would have to be in two places, by their days.

    ``own`` are the mechanisms that somebody searches for: at least one that they speak for, else nothing is told;
    the office may search for any. Holds of those that they speak for are left out: see ``own_holds``. Five queries.
    """
    parts = roles(reader)
    office, speaks = _office(parts), _speaks(parts)
    if not office and not speaks & set(own):
        return ()
    theirs = set(own) if office else speaks
    plans = [
        plan
        for plan in _plans(_standing(today))
        if not theirs & set(plan.mechanisms) and (within is None or plan.when.may_meet(within))
    ]
    known, nameable = members(today), nameable_mechanisms()
    held = (let_out(plan, speaks, own, known, nameable, whole=office) for plan in plans)
    return tuple(sorted(filter(None, held), key=lambda one: (one.first, one.last, one.number)))


def members(today: dt.date) -> Members:
    """Members of every mechanism, as read in a source, on a day; two queries."""
    found: dict[str, set[str]] = {}
    for code, parts in places(today, seen=tuple(Access.values)).items():
        for slug in parts.get("member", ()):
            found.setdefault(slug, set()).add(code)
    return {slug: frozenset(codes) for slug, codes in found.items()}


def nameable_mechanisms() -> frozenset[str]:
    """Mechanisms that every secretariat may know of; one query."""
    return named_to(sees(OF_MECHANISM))


def marked_mechanisms() -> dict[str, str]:
    """Every mechanism with its mark of access; one query."""
    return dict(Mechanism.objects.values_list("slug", "access"))


def named_to(seen: Collection[str]) -> frozenset[str]:
    """Slugs of the mechanisms that a reader with these marks may know of; one query."""
    return frozenset(Mechanism.objects.filter(access__in=seen).values_list("slug", flat=True))


def asking_for(reader: Reader, plan: Plan) -> frozenset[str]:
    """Of a hold's mechanisms those that somebody speaks for; the office asks for all. One query."""
    parts = roles(reader)
    return frozenset(plan.mechanisms) if _office(parts) else _speaks(parts) & set(plan.mechanisms)


def meetings_in_the_way(
    reader: Reader, plan: Plan, today: dt.date
) -> tuple[tuple[Item, tuple[str, ...]], ...]:
    """Meetings that somebody may see and that clash with a hold of theirs, each with the members concerned."""
    parts, known, own = roles(reader), members(today), _held(plan)
    marks, speaks = sees(part for part, _scope in parts), _speaks(parts)
    nameable = named_to(marks) | speaks
    found = []
    for item in (known_part(row, nameable) for row in coming(today).values()):
        seen = item.access in marks or (item.access == Access.CLOSED and speaks & set(item.mechanisms))
        common = together(own, item, known) if seen and item.plan is None else ()
        if common:
            found.append((item, tuple(sorted(common))))
    return tuple(sorted(found, key=lambda pair: (str(pair[0].when), pair[0].id)))


def avoidances(reader: Reader, mechanisms: Collection[str]) -> tuple[Avoided, ...]:
    """What these mechanisms avoid: of those that somebody speaks for; the office sees all. Two queries."""
    parts = roles(reader)
    slugs = set(mechanisms) if _office(parts) else _speaks(parts) & set(mechanisms)
    rows = Avoidance.objects.filter(ended=None, mechanism__slug__in=slugs).select_related("mechanism")
    return tuple(
        Avoided(key=row.pk, mechanism=row.mechanism.slug, kind=row.kind, said=row.said, reason=row.reason)
        for row in rows
    )


def follows(person: User) -> tuple[Followed, ...]:
    """What somebody wants to hear of; who speaks for a mechanism, of its own dates too, unless stopped. Two queries."""
    return _wanted(_speaks(roles(person)), Follow.objects.filter(person=person))


def _wanted(speaks: Collection[str], rows: Iterable[Follow]) -> tuple[Followed, ...]:
    told = {(row.kind, row.key): row.stopped is None for row in rows}
    wanted = [Followed(kind=kind, key=key) for (kind, key), on in sorted(told.items()) if on and kind != OWN]
    own = [Followed(kind=OWN)] if speaks and told.get((OWN, ""), True) else []
    return (*own, *wanted)


# -- for watching: everything, from which each is told what is theirs to know


def changed_since(entry: int, upto: int | None = None) -> dict[str, set[str]]:
    """Meetings and holds whose days, standing, owners or access changed after an entry of the trail, and by whom."""
    rows = Change.objects.filter(pk__gt=entry, kind__in=("meeting", "hold"))
    if upto is not None:
        rows = rows.filter(pk__lte=upto)
    found: dict[str, set[str]] = {}
    for kind, key, verb, before, after, by in rows.values_list(
        "kind", "key", "verb", "before", "after", "by"
    ):
        if verb in ("add", "keep") or {*before, *after} & BEARING:
            found.setdefault(meeting_id(key) if kind == "meeting" else hold_id(key), set()).add(by)
    return found


def coming(today: dt.date) -> dict[str, Item]:
    """Every meeting to come that is known to the day and not called off, and every hold that stands; four queries."""
    rows = Meeting.objects.filter(latest__gte=today, count=1, merged_into=None, withdrawn=None)
    found = [_meeting(row) for row in _told(rows.exclude(status__in=CALLED_OFF))]
    found += [_held(one) for one in _plans(_standing(today))]
    return {item.id: item for item in found if item.when.days}


def called(slugs: Collection[str], today: dt.date) -> dict[str, tuple[Item, str]]:
    """These meetings with how they stand, also those that are off the calendar by now, unless their days are over."""
    rows = _told(Meeting.objects.filter(slug__in=list(slugs)[:500], latest__gte=today))
    return {meeting_id(row.slug): (_meeting(row), row.status) for row in rows if row.withdrawn is None}


def announced(keys: Collection[str]) -> frozenset[str]:
    """Ids of those among these holds that were announced."""
    rows = Hold.objects.filter(key__in=list(keys)[:500], how=How.ANNOUNCED)
    return frozenset(hold_id(key) for key in rows.values_list("key", flat=True))


def watchers() -> dict[User, Watcher]:
    """Everybody who may want to hear of something: active, with an address. Three queries."""
    now = Prefetch("roles", Role.objects.filter(ended=None), to_attr="now")
    rows = User.objects.filter(is_active=True).exclude(email="").prefetch_related(now, "follows")
    found = {row: _watcher(row) for row in rows.order_by("pk")}
    return {row: watcher for row, watcher in found.items() if watcher.follows}


def _watcher(row: User) -> Watcher:
    parts = [(role.part, role.scope) for role in row.now]
    speaks = _speaks(parts)
    return Watcher(
        person=row.pk, handle=row.username, speaks=speaks, marks=sees(part for part, _scope in parts),
        follows=_wanted(speaks, row.follows.all()),
    )  # fmt: skip


def _told(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    owned = Ownership.objects.filter(withdrawn=None).select_related("mechanism")
    return rows.select_related("prepares").prefetch_related(Prefetch("ownerships", owned))


def _meeting(row: Meeting) -> Item:
    larger = [row.at, row.prepares.slug if row.prepares else ""]
    return Item(
        id=meeting_id(row.slug), mechanisms=tuple(own.mechanism.slug for own in row.ownerships.all()), when=row.when,
        title=row.title, access=row.access, type=row.type, city=row.city, country=row.country, mode=row.mode,
        part_of=tuple(meeting_id(slug) for slug in larger if slug),
    )  # fmt: skip


def _held(plan: Plan) -> Item:
    return Item(
        id=hold_id(plan.key), mechanisms=plan.mechanisms, when=plan.when, title=plan.title, type=plan.type,
        city=plan.city, country=plan.country, mode=plan.mode, plan=plan,
    )  # fmt: skip


def _own(reader: Reader, rows: QuerySet[Hold]) -> Iterable[Plan]:
    parts = roles(reader)
    if not _office(parts):
        owned = Holder.objects.filter(mechanism__slug__in=_speaks(parts))
        rows = rows.filter(pk__in=owned.values("hold"))
    return _plans(rows)


def _standing(today: dt.date) -> QuerySet[Hold]:
    """Not ended, and not lapsed: its days are not over."""
    return Hold.objects.filter(how="", latest__gte=today)


def _plans(rows: QuerySet[Hold]) -> Iterable[Plan]:
    """Two queries."""
    holders = Prefetch("holders", Holder.objects.select_related("mechanism"))
    return [plan(row) for row in rows.select_related("meeting").prefetch_related(holders)]


def plan(row: Hold) -> Plan:
    """A hold as a value, whole."""
    meeting: Meeting | None = row.meeting
    return Plan(
        key=row.key, mechanisms=tuple(holder.mechanism.slug for holder in row.holders.all()), when=row.when,
        waiting=tuple(holder.mechanism.slug for holder in row.holders.all() if holder.agreed is None),
        title=row.title, type=row.type, city=row.city, country=row.country, mode=row.mode, shows=row.shows, by=row.by,
        at=row.at, ended=row.ended, how=row.how, meeting=meeting.slug if meeting else "",
        public=bool(meeting and meeting.access == Access.PUBLIC),
    )  # fmt: skip


def _office(parts: Collection[tuple[str, str]]) -> bool:
    return any(part in OFFICE for part, _scope in parts)


def _speaks(parts: Collection[tuple[str, str]]) -> frozenset[str]:
    return frozenset(scope for part, scope in parts if part in OF_MECHANISM)
