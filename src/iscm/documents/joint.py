"""Meetings held by several mechanisms, each of which tells of them in its own entry: counted and dated once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iscm.domain.issues import Told
from iscm.domain.statements import Statement


@dataclass(frozen=True, slots=True)
class Telling:
    mechanism: str
    told: Told


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting, or several told in one statement, with all who tell of it; ``tellings[0]`` says most of its dates."""

    tellings: tuple[Telling, ...]

    @property
    def statement(self) -> Statement:
        return self.tellings[0].told.statement

    @property
    def id(self) -> str:
        return min(telling.told.id for telling in self.tellings)

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Those who tell of it, then those it is said to be joint with; each once."""
        told = [telling.mechanism for telling in self.tellings]
        named = [slug for telling in self.tellings for slug in telling.told.statement.joint_with]
        return tuple(dict.fromkeys(told + named))

    @property
    def themes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t for telling in self.tellings for t in telling.told.statement.themes))


def once(tellings: Iterable[Telling]) -> tuple[Gathering, ...]:
    """The meetings told, in order, each once: two tellings are one meeting where each names the other's mechanism,
    kind, ordinal and count agree, and the dates agree or only one side gives any."""
    groups: list[list[Telling]] = []
    waiting: dict[
        tuple[object, ...], list[list[Telling]]
    ] = {}  # for a telling of this mechanism, kind, ordinal, count
    for telling in tellings:
        said = telling.told.statement
        alike = waiting.get((telling.mechanism, said.type, said.ordinal, said.count), [])
        home = next((group for group in alike if all(_same(other, telling) for other in group)), None)
        if home is None:
            home = []
            groups.append(home)
        else:
            alike.remove(home)
        for slug in said.joint_with:
            waiting.setdefault((slug, said.type, said.ordinal, said.count), []).append(home)
        home.append(telling)
    return tuple(
        Gathering(tuple(sorted(group, key=lambda t: -len(t.told.statement.dates)))) for group in groups
    )


def _same(left: Telling, right: Telling) -> bool:
    a, b = left.told.statement, right.told.statement
    return (
        left.mechanism != right.mechanism
        and right.mechanism in a.joint_with
        and left.mechanism in b.joint_with
        and (a.dates == b.dates or not a.dates or not b.dates)
    )
