"""What pages, pictures, answers and commands of overlaps are made of: public records, gathered once for a revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from iscm.accounts.queries import mark
from iscm.analysis.clashes import Clash, clashes, possible, undated
from iscm.analysis.members import MEMBERS, SEATED, Members, members
from iscm.analysis.overlap import Tie, ties
from iscm.analysis.shared import FIRST, Held, History, Talk, history, who_should_talk
from iscm.domain.claims import holds_on
from iscm.domain.mechanisms import AT_REST, Mechanism
from iscm.domain.meetings import CALLED_OFF, Entry
from iscm.domain.terms import themes
from iscm.meetings.queries.entries import entries
from iscm.meetings.rules import reach
from iscm.registry.queries import mechanisms

NAMED, TAKEN_UP = "named", "taken-up"  # themes that a mechanism names as its own; that its meetings took up


@dataclass(frozen=True, slots=True)
class Asked:
    """The day that is told of, whether observers count too, and which mechanisms: of a level, of a continent."""

    day: dt.date
    observers: bool = False
    level: str = ""
    region: str = ""


class Ground:
    """Public mechanisms and meetings, with what is worked out of them when it is first asked for."""

    def __init__(self, rows: Collection[Mechanism], meetings: Collection[Entry]) -> None:
        self.mechanisms: Mapping[str, Mechanism] = {row.slug: row for row in rows}
        self.meetings: Mapping[str, Entry] = {
            row.id: row._replace(mechanisms=tuple(s for s in row.mechanisms if s in self.mechanisms))
            for row in meetings
        }

    @cached_property
    def members(self) -> Members:
        return members(self.mechanisms.values(), MEMBERS)

    @cached_property
    def seated(self) -> Members:
        """Members and observers."""
        return members(self.mechanisms.values(), SEATED)

    @cached_property
    def worked_out(self) -> Members:
        """Members as read, and those worked out from a parent body."""
        return members(self.mechanisms.values(), MEMBERS, bases=("read", "inferred"))

    def chosen(self, asked: Asked) -> tuple[str, ...]:
        """Mechanisms of a level and of a continent that stood on the day, by slug."""
        return tuple(
            slug
            for slug, row in sorted(self.mechanisms.items())
            if asked.level in ("", row.level)
            and (not asked.region or asked.region in reach(row.region))
            and holds_on(asked.day, row.established, row.ended)
        )

    def held(self, asked: Asked) -> Held:
        """Mechanisms with States and territories that take part by name, on the day."""
        known = self.seated if asked.observers else self.members
        return Held.on(known, asked.day).among(self.chosen(asked)).holders()

    def nameless(self, asked: Asked) -> tuple[str, ...]:
        """Mechanisms that stood on the day without a member on record by name: what they share is not known."""
        named = set(self.held(asked).rows)
        return tuple(slug for slug in self.chosen(asked) if slug not in named)

    def incomplete(self, slugs: Collection[str]) -> tuple[str, ...]:
        """Those whose list of members is known not to be whole: what they share may be more."""
        return tuple(slug for slug in slugs if self.mechanisms[slug].members_complete is False)

    def since_unknown(self, slugs: Collection[str]) -> tuple[int, int]:
        """How many memberships no source dates, and how many there are: they count from the founding on."""
        rows = [p for slug in slugs for p in self.mechanisms[slug].members if p.party.is_place]
        return sum(p.since is None for p in rows), len(rows)

    def themes(self, asked: Asked, kinds: Collection[str] = (NAMED, TAKEN_UP)) -> dict[str, frozenset[str]]:
        """Themes of each mechanism: named as its own, or taken up by its meetings up to the day."""
        found: dict[str, set[str]] = {slug: set() for slug in self.chosen(asked)}
        if NAMED in kinds:
            for slug, of in found.items():
                of |= set(self.mechanisms[slug].themes)
        if TAKEN_UP in kinds:
            for row in self.taken(asked.day):
                for slug in row.mechanisms:
                    found.get(slug, set()).update(row.themes)
        return {slug: frozenset(of & themes().keys()) for slug, of in found.items()}

    def taken(self, day: dt.date) -> list[Entry]:
        """Meetings that were not called off and may have begun by a day; those without a date too."""
        return [
            row
            for row in self.meetings.values()
            if row.status not in CALLED_OFF and (row.first is None or row.first <= day)
        ]

    def joint(self, day: dt.date) -> list[Entry]:
        """Joint meetings up to a day, the latest first."""
        rows = [row for row in self.taken(day) if len(row.mechanisms) > 1]
        return sorted(rows, key=lambda row: (row.first or dt.date.min, row.id), reverse=True)

    def talk(self, asked: Asked) -> list[Talk]:
        """Pairs that share States and themes and never met jointly, up to the day."""
        active = [s for s in self.chosen(asked) if self.mechanisms[s].status not in AT_REST]
        joint = [frozenset(row.mechanisms) for row in self.joint(asked.day)]
        return who_should_talk(self.held(asked).among(active), Held.of(self.themes(asked)), joint)

    def history(self, asked: Asked) -> History:
        founded = [row.established.earliest for row in self.mechanisms.values() if row.established]
        first = max(FIRST, min((day.year for day in founded if day), default=FIRST))
        return history(
            self.seated if asked.observers else self.members, min(first, asked.day.year), asked.day
        )

    def ties(self, day: dt.date) -> frozenset[Tie]:
        """Every State in every role of the mechanisms that stood on a day."""
        return ties(
            {
                slug: row.participations
                for slug, row in self.mechanisms.items()
                if holds_on(day, row.established, row.ended)
            },
            day,
        )

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        return clashes(tuple(self.meetings.values()), self.members, self.worked_out)

    def possible(self, year: int) -> tuple[Clash, ...]:
        """Possible clashes that begin in a year."""
        found = possible(self.of_year(year), self.members, self.worked_out)
        return tuple(clash for clash in found if clash.first.year == year)

    def undated(self, year: int) -> tuple[Entry, ...]:
        """Meetings of a year of which no more is known than the year."""
        return undated(self.of_year(year), self.members)

    def of_year(self, year: int) -> tuple[Entry, ...]:
        """Meetings that may touch a year."""
        return tuple(
            row
            for row in self.meetings.values()
            if row.first and row.last and row.first.year <= year <= row.last.year
        )

    def unnamed(self, clash: Clash) -> tuple[str, ...]:
        """Mechanisms of a clash with no member by name: which States it concerns is not known."""
        return tuple(slug for slug in (*clash.left, *clash.right) if not self._named(slug))

    def _named(self, slug: str) -> bool:
        return any(part.party.is_place for part in self.mechanisms[slug].members)


@lru_cache(maxsize=2)
def _ground(_mark: str) -> Ground:
    return Ground(mechanisms(), entries())


def ground() -> Ground:
    """The public records as they are now; gathered again when anything changes."""
    return _ground(mark())
