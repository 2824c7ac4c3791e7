"""Meetings that two or more mechanisms hold together, and how each of them tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iscm.analysis.known import Known
from iscm.analysis.material import Line, Material, asked, plain
from iscm.domain.statements import Finding


@dataclass(frozen=True, slots=True)
class Telling:
    """One joint meeting and the lines that tell it, one for each mechanism that does."""

    lines: tuple[Line, ...]

    @property
    def tellers(self) -> frozenset[str]:
        return frozenset(line.mechanism for line in self.lines)

    @property
    def parties(self) -> frozenset[str]:
        return self.tellers.union(*(line.joint for line in self.lines))

    @property
    def subject(self) -> str:
        return "+".join(sorted(self.tellers))


def told_twice(material: Material, known: Known) -> Iterator[Finding]:
    """The same days, or no days at all, under each: one meeting, printed twice."""
    for telling in _shared(material):
        dates = {line.dates for line in telling.lines}
        if len(dates) == 1:
            yield asked(
                telling.subject,
                telling.lines[-1],
                dates=dates.pop(),
                mechanisms=tuple(sorted(telling.tellers)),
                type=telling.lines[0].statement.type,
            )


def dated_once(material: Material, known: Known) -> Iterator[Finding]:
    """Days under one and none under the other."""
    for telling in _shared(material):
        dated = [line for line in telling.lines if line.dates]
        bare = [line for line in telling.lines if not line.dates]
        if dated and bare:
            yield asked(
                telling.subject,
                bare[0],
                dates=dated[0].dates,
                dated=dated[0].mechanism,
                undated=bare[0].mechanism,
                type=dated[0].statement.type,
            )


def dates_differ(material: Material, known: Known) -> Iterator[Finding]:
    """Other days under each."""
    for telling in _shared(material):
        dated = [line for line in telling.lines if line.dates]
        for line in dated[1:]:
            if line.dates != dated[0].dates:
                yield asked(
                    telling.subject,
                    line,
                    one=dated[0].mechanism,
                    one_dates=dated[0].dates,
                    other=line.mechanism,
                    other_dates=line.dates,
                    type=line.statement.type,
                )


def one_side(material: Material, known: Known) -> Iterator[Finding]:
    """A partner reports this year, and its entry does not speak of the meeting, or not as a joint one."""
    for telling in tellings(material):
        teller = telling.lines[0]
        for partner in sorted((telling.parties - telling.tellers) & material.reporting):
            twin = next((line for line in material.of(partner) if _twins(teller, line)), None)
            yield asked(
                teller.mechanism,
                teller,
                partner=partner,
                dates=teller.dates,
                type=teller.statement.type,
                twin=plain(twin.words) if twin else "",
            )


def _shared(material: Material) -> list[Telling]:
    return [telling for telling in tellings(material) if len(telling.lines) > 1]


def tellings(material: Material) -> list[Telling]:
    """The joint meetings of an issue; lines that speak of each other, agree in kind and do not contradict."""
    found: list[Telling] = []
    for line in sorted(filter(lambda line: line.joint, material.lines), key=lambda x: (not x.dates, x.order)):
        fitting = [telling for telling in found if _fits(telling, line)]
        best = next((t for t in fitting if t.lines[0].dates == line.dates), fitting[0] if fitting else None)
        if best is None:
            found.append(Telling((line,)))
        else:
            found[found.index(best)] = Telling((*best.lines, line))
    return found


def _fits(telling: Telling, line: Line) -> bool:
    if line.mechanism in telling.tellers:
        return False
    linked = line.mechanism in telling.parties or line.joint & telling.tellers
    return bool(linked) and all(_same_meeting(other, line) for other in telling.lines)


def _same_meeting(one: Line, other: Line) -> bool:
    kinds = one.kinds & other.kinds or "meeting" in one.kinds | other.kinds
    numbers = {one.statement.ordinal, other.statement.ordinal} - {None}
    return bool(kinds) and len(numbers) < 2 and _near(one, other)


def _near(one: Line, other: Line) -> bool:
    """Whether the dates may be two accounts of one meeting: none said on a side, or within a week of each other."""
    if not (one.days and other.days):
        return True
    gaps = (max(a[0], b[0]) - min(a[1], b[1]) for a in one.days for b in other.days)
    return min(gap.days for gap in gaps) <= 7


def _twins(teller: Line, line: Line) -> bool:
    """Whether a line that does not say joint is on the very days, or bears the very number."""
    if line.joint or not _same_meeting(teller, line):
        return False
    same_days = bool(teller.dates) and teller.dates == line.dates
    number = teller.statement.ordinal
    return same_days or (number is not None and number == line.statement.ordinal)
