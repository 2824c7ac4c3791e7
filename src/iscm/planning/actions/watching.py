"""Looking at the trail for clashes, and telling whom they concern: each once, and no more than they may know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import translation

from iscm.accounts.models import User
from iscm.accounts.queries import latest
from iscm.domain.meetings import CALLED_OFF
from iscm.meetings.queries.records import titles
from iscm.planning.actions import letters
from iscm.planning.actions.letters import Over
from iscm.planning.models import Heard, Watched
from iscm.planning.queries import holds as queries
from iscm.planning.rules import Clash, Item, Members, Watcher, clash_for, known_part, together
from iscm.post.actions import Draft, queue

SOME = 500  # rows are named at once up to here


def watch(*, today: dt.date, at: dt.datetime) -> int:
    """Write to everybody whom a change since the last turn concerns; how many letters.

    The first turn of a hub only marks where the trail ends: what clashes already is no news.
    """
    entry = latest()
    upto = entry.pk if entry else 0
    if Watched.objects.filter(pk=1, entry__gte=upto).exists():  # most turns find nothing, and hold up nobody
        return 0
    with transaction.atomic():
        row, made = Watched.objects.select_for_update().get_or_create(pk=1, defaults={"entry": upto})
        if made or row.entry >= upto:  # another process has looked
            return 0
        entry = latest()  # under the lock: what was written while this process waited is of this turn
        upto = entry.pk if entry else upto
        since, row.entry = row.entry, upto
        row.save()
        changed = queries.changed_since(since, upto)
        return queue(letters=_letters(_Turn(changed, today, since), upto), at=at) if changed else 0


@dataclass
class _Turn:
    """All that a turn looks at, read once."""

    changed: Mapping[str, Collection[str]]
    today: dt.date
    since: int  # the last entry of the trail that was looked at before
    by: Mapping[str, Collection[str]] = field(init=False)
    items: dict[str, Item] = field(init=False)
    members: Members = field(init=False)
    marks: Mapping[str, str] = field(init=False)
    heard: dict[int, list[Heard]] = field(init=False)
    gone: dict[str, tuple[Item, str]] = field(init=False)
    announced: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.items, self.members = queries.coming(self.today), queries.members(self.today)
        self.marks = queries.marked_mechanisms()
        # read after what stands now: whoever made it so is among these, also where the entry is of the next turn
        self.by = queries.changed_since(self.since)
        self.heard = {}
        for one in self._heard():
            self.heard.setdefault(one.person_id, []).append(one)
        missing = [id_.split(":", 1) for id_ in self.changed if id_ not in self.items]
        self.gone = queries.called([key for kind, key in missing if kind == "meeting"], self.today)
        self.announced = queries.announced([key for kind, key in missing if kind == "hold"])

    def _heard(self) -> Iterator[Heard]:
        """What people know of clashes of what has changed. What is over for good is forgotten on the way."""
        past: list[int] = []
        for one in Heard.objects.order_by("pk"):
            if one.mine in self.changed or one.other in self.changed:
                yield one
            elif one.mine not in self.items or one.other not in self.items:
                past.append(one.pk)
        _delete(past)

    def nameable(self, watcher: Watcher) -> frozenset[str]:
        """Mechanisms that somebody may know of."""
        return frozenset(slug for slug, mark in self.marks.items() if mark in watcher.marks) | watcher.speaks

    def pairs(self) -> Iterator[tuple[Item, Item]]:
        """Two that clash, of which one at least has changed; each pair once."""
        for id_ in self.changed:
            one = self.items.get(id_)
            for other in self.items.values() if one else ():
                twice = other.id in self.changed and other.id <= id_
                if one and not twice and together(one, other, self.members):
                    yield one, other


def _letters(turn: _Turn, upto: int) -> Iterator[Draft]:
    pairs = list(turn.pairs())
    if not pairs and not turn.heard:
        return
    for person, watcher in queries.watchers().items():
        nameable = turn.nameable(watcher)
        found = [clash_for(watcher, *pair, turn.members, nameable) for pair in pairs]
        now = {(one.mine.id, one.other_id): one for one in found if one}
        new, over = _news(turn, watcher, now)
        if new or over:
            yield _letter(person, new, over, upto)


def _news(
    turn: _Turn, watcher: Watcher, now: Mapping[tuple[str, str], Clash]
) -> tuple[list[Clash], list[Over]]:
    """What is new and what is over for somebody, and from now on it is known; nobody is told what they did alone."""
    known = {(row.mine, row.other): row for row in turn.heard.get(watcher.person, ())}
    # of two dates that are both theirs, either may have been told as the own one
    known = {key if key in now or key[::-1] not in now else key[::-1]: row for key, row in known.items()}
    new = [one for key, one in now.items() if key not in known or known[key].days != one.days]
    past = [row for key, row in known.items() if key not in now]
    over = [one for row in past if (one := _over(turn, watcher, row))]
    stale = [known[one.mine.id, one.other_id] for one in new if (one.mine.id, one.other_id) in known]
    _delete([row.pk for row in (*past, *stale)])
    Heard.objects.bulk_create(
        Heard(person_id=watcher.person, mine=one.mine.id, other=one.other_id, days=one.days) for one in new
    )
    return [one for one in new if not _alone(turn, watcher, one.mine.id, one.other_id)], over


def _alone(turn: _Turn, watcher: Watcher, *ids: str) -> bool:
    """Whether whatever changed of these was done by this person, and nobody else."""
    by = {name for id_ in ids for name in turn.by.get(id_, ())}
    return by == {watcher.handle}


def _over(turn: _Turn, watcher: Watcher, row: Heard) -> Over | None:
    """What to say of a clash that somebody was told of; None where there is none to tell.

    Nothing is told of what is no longer theirs, of what they did themselves, of a hold that became a meeting (which
    they hear of as such), nor where the two still clash and it only concerns them no more.
    """
    mine, other = turn.items.get(row.mine), turn.items.get(row.other)
    why = watcher.watches(mine) if mine else None
    if mine is None or row.other in turn.announced or _alone(turn, watcher, row.mine, row.other):
        return None
    if other and together(mine, other, turn.members):
        return None
    why = why or next((one for one in watcher.follows if one.kind == "state"), None)
    if why is None or not watcher.sees(mine):
        return None
    gone, stands = turn.gone.get(row.other, (None, ""))
    nameable = turn.nameable(watcher)
    mine, shown = known_part(mine, nameable), other or gone
    shown = known_part(shown, nameable) if shown else None
    if shown is None or not watcher.sees(shown):
        return Over(mine, why, hold=row.other.startswith("hold:"))
    return Over(mine, why, shown, stands if stands in CALLED_OFF else "")


def _letter(person: User, new: list[Clash], over: list[Over], upto: int) -> Draft:
    meetings = [one.why.key for one in (*new, *over) if one.why.kind == "meeting"]
    with translation.override(person.language):
        subject, text, html = letters.written(person, new, over, titles(meetings) if meetings else {})
    return Draft(
        key=f"{letters.KIND}/{person.pk}/{upto}", kind=letters.KIND, to=person.email, subject=subject, text=text,
        html=html, headers={"Content-Language": person.language}, secret=True,
    )  # fmt: skip


def _delete(numbers: Iterable[int]) -> None:
    numbers = list(numbers)
    for start in range(0, len(numbers), SOME):
        Heard.objects.filter(pk__in=numbers[start : start + SOME]).delete()
