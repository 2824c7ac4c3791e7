"""Which known meetings a report speaks of: the same, with something new or other, or one that is not known yet.

A proposal and no more: whoever reports decides. A meeting is proposed for one thing that is said, and never for two.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from iscm.analysis.material import dated
from iscm.domain.meetings import Meeting
from iscm.domain.statements import Statement
from iscm.domain.when import When

ENOUGH = 3  # points from which a known meeting may be meant
NEAR = dt.timedelta(days=5)
_BROAD = frozenset(
    ("meeting", "conference", "forum", "plenary", "annual", "ordinary")
)  # any of them may be called so


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A meeting, or a counted number of them, that a statement speaks of: ``place`` is the statement's, from 0."""

    place: int
    statement: Statement
    when: When | None
    count: int | None
    turn: int = 0

    @property
    def key(self) -> str:
        """Stable while the words are: what is decided about it is told by this. ``turn`` tells alike ones apart."""
        return f"{self.place}/{self.when or self.count or '+'}" + (f"/{self.turn}" if self.turn else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that a report says otherwise, or says where nothing was known; values as text, "" for none."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What is proposed: ``meeting`` None is a new one. ``others`` might be meant as well, so a person must say."""

    meant: Meant
    meeting: Meeting | None = None
    changes: tuple[Change, ...] = ()
    others: tuple[Meeting, ...] = ()

    @property
    def verdict(self) -> str:
        """``same``, ``update``, ``new`` or ``unsure``."""
        if self.others:
            return "unsure"
        if self.meeting is None:
            return "new"
        return "update" if self.changes else "same"


def meant_by(statements: Iterable[Statement], year: int) -> tuple[Meant, ...]:
    """Everything that statements speak of: each dated meeting by itself, and what is left of a count together."""
    return tuple(one for place, s in enumerate(statements) for one in _meant(place, s, year))


def _meant(place: int, s: Statement, year: int) -> Iterator[Meant]:
    dates = dated(s, year)
    for n, when in enumerate(dates):
        yield Meant(place=place, statement=s, when=when, count=1, turn=dates[:n].count(when))
    if s.count is None:
        if not dates:
            yield Meant(place=place, statement=s, when=None, count=None)
    elif s.count > len(dates):
        yield Meant(place=place, statement=s, when=None, count=s.count - len(dates))


def match(meant: Sequence[Meant], known: Iterable[Meeting], mechanism: str, year: int) -> tuple[Match, ...]:
    """What is proposed for each thing meant, in its order. The best fits are given first; ties are left to a person."""
    own = [m for m in known if mechanism in m.mechanisms and _about(m, year)]
    scores = {
        (n, m.id): points
        for n, one in enumerate(meant)
        for m in own
        if (points := fit(one, m, mechanism)) >= ENOUGH
    }
    by_id = {m.id: m for m in own}
    given: dict[int, str] = {}
    taken: set[str] = set()
    for (n, slug), _points in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if n not in given and slug not in taken:
            given[n] = slug
            taken.add(slug)
    return tuple(
        _proposed(one, by_id.get(given.get(n, "")), [
            by_id[slug] for (k, slug), points in scores.items()
            if k == n and slug not in taken and points == scores.get((n, given.get(n, "")))
        ], mechanism)
        for n, one in enumerate(meant)
    )  # fmt: skip


def _about(meeting: Meeting, year: int) -> bool:
    """Whether it may have been within the year, or a month of it."""
    if meeting.when is None or meeting.when.earliest is None or meeting.when.latest is None:
        return meeting.year in (None, year)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return meeting.when.earliest <= last + NEAR and first - NEAR <= meeting.when.latest


def _proposed(one: Meant, meeting: Meeting | None, others: Sequence[Meeting], mechanism: str) -> Match:
    if meeting is None:
        return Match(meant=one)
    return Match(
        meant=one, meeting=meeting, changes=tuple(changes(one, meeting, mechanism)), others=tuple(others)
    )


def fit(one: Meant, meeting: Meeting, mechanism: str) -> int:
    """How well a meeting fits what is meant, in points; a contradiction that cannot be a correction is far below 0."""
    s = one.statement
    single, counted = one.count == 1, meeting.count != 1
    if single == counted:
        return -9
    kinds, theirs = {s.type, *s.kinds}, {meeting.type, *meeting.kinds}
    points = 2 if s.type == meeting.type else 1 if kinds & theirs else 0 if _BROAD & (kinds | theirs) else -1
    if s.ordinal is not None and meeting.ordinal is not None:  # bodies of one mechanism count each by itself
        alike = bool(kinds & theirs or _BROAD & (kinds | theirs))
        points += (3 if alike else 0) if s.ordinal == meeting.ordinal else (-4 if kinds & theirs else -1)
    points += _time(one.when, _printed(meeting, mechanism))
    if s.city and meeting.city:
        points += 1 if _same_city(s.city, meeting.city) else -1
    if set(s.joint_with) & set(meeting.mechanisms):
        points += 1
    if s.at and meeting.at:
        points += 1 if s.at == meeting.at else -1
    if not single:
        points += 2 if one.count == meeting.count else 0
    if s.topic and meeting.topic:
        points += 1 if s.topic.casefold() == meeting.topic.casefold() else 0
    return points


def _same_city(said: str, known: str) -> bool:
    """ "Punta Cana" is "Bávaro (Punta Cana)", and "Brasilia" "Brasília"."""
    return bool(set(_folded(said).split()) <= set(_folded(known).split()))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))


def _printed(meeting: Meeting, mechanism: str) -> When | None:
    """Its date as this mechanism gives it, where that differs."""
    own = next((owner for owner in meeting.owners if owner.mechanism == mechanism), None)
    if own and own.undated:
        return None
    return own.when if own and own.when else meeting.when


def _time(said: When | None, known: When | None) -> int:
    if said is None and (known is None or known.precision == "year"):
        return 2
    if said is None or known is None or not _bounded(said) or not _bounded(known):
        return 0
    if said == known:
        return 4
    if said.earliest <= known.latest and known.earliest <= said.latest:  # type: ignore[operator]
        return 3
    gap = max(said.earliest - known.latest, known.earliest - said.latest)  # type: ignore[operator]
    return 1 if gap <= NEAR else -3


def _bounded(when: When) -> bool:
    return when.earliest is not None and when.latest is not None


def changes(one: Meant, meeting: Meeting, mechanism: str) -> Iterator[Change]:
    """What a report says otherwise than the record, or says first. Saying less is no contradiction."""
    s, printed = one.statement, _printed(meeting, mechanism)
    if one.when and one.when != printed and not _vaguer(one.when, printed):
        yield Change(field="when", before=str(printed or ""), after=str(one.when))
    plain = (
        ("city", meeting.city, s.city),
        ("country", meeting.country, s.country),
        ("mode", meeting.mode, s.mode),
        ("status", meeting.status, s.status),
        ("ordinal", meeting.ordinal, s.ordinal),
        ("topic", meeting.topic, s.topic),
    )
    for field, before, after in plain:
        if field == "topic" and before:
            continue  # told in other words each time
        if field == "city" and before and after and _same_city(str(after), str(before)):
            continue
        if after not in (None, "") and before != after and not (field == "status" and after == "held"):
            yield Change(field=field, before="" if before is None else str(before), after=str(after))


def _vaguer(said: When, known: When | None) -> bool:
    """Whether what is said only holds less: "in May" of a meeting on 3 May."""
    if known is None or not _bounded(said) or not _bounded(known):
        return False
    return said.earliest <= known.earliest and known.latest <= said.latest  # type: ignore[operator]


def told(meetings: Iterable[Meeting], mechanism: str) -> tuple[Statement, ...]:
    """A mechanism's meetings as it would tell them itself: by date, single ones of a kind and no more together."""
    rows: list[Statement] = []
    for meeting in sorted(meetings, key=lambda m: _order(m, mechanism)):
        s = _statement(meeting, mechanism)
        alike = replace(s, dates=(), count=1)
        mergeable = s.count == 1 and len(s.dates) == 1 and alike == Statement(type=s.type, status=s.status)
        last = rows[-1] if rows else None
        if mergeable and last and len(last.dates) == last.count and replace(last, dates=(), count=1) == alike:
            rows[-1] = replace(last, count=(last.count or 0) + 1, dates=(*last.dates, *s.dates))
        else:
            rows.append(s)
    return tuple(rows)


def _order(meeting: Meeting, mechanism: str) -> tuple[bool, dt.date, str]:
    when = _printed(meeting, mechanism)
    earliest = when.earliest if when and when.precision != "year" else None
    return earliest is None, earliest or dt.date.min, meeting.id


def _statement(meeting: Meeting, mechanism: str) -> Statement:
    when = _printed(meeting, mechanism)
    dated = when if when and (when.first and when.first.month) else None
    return Statement(
        type=meeting.type,
        kinds=meeting.kinds,
        ordinal=meeting.ordinal,
        count=meeting.count,
        dates=(dated,) if dated else (),
        topic=meeting.topic or None,
        city=meeting.city or None,
        country=meeting.country or None,
        joint_with=tuple(slug for slug in meeting.mechanisms if slug != mechanism),
        at=meeting.at or None,
        mode=meeting.mode or None,
        status=meeting.status if meeting.status in ("announced", "postponed", "cancelled") else None,
        gcm=meeting.gcm,
    )
