"""The table of checks, and the one function that runs them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from iscm.analysis import coverage, days, events, joint, names, ordinals, printed, records
from iscm.analysis.known import Known
from iscm.analysis.material import Material, plain
from iscm.analysis.wording import Wording, worded, wording
from iscm.domain.statements import Finding
from iscm.domain.waivers import Waiver

SEVERITIES = ("error", "ask", "note")


@dataclass(frozen=True, slots=True)
class Check:
    """A thing that an editor looks for: its code, how grave it is, and the function that looks."""

    code: str
    severity: str
    look: Callable[[Material, Known], Iterator[Finding]]

    @property
    def words(self) -> Wording:
        return wording(self.code)


CHECKS = (
    Check("impossible-date", "error", printed.impossible),
    Check("unknown-mechanism", "error", names.unknown),
    Check("weekday-differs", "ask", printed.weekday_differs),
    Check("themes-without-meetings", "ask", coverage.themes_without_meetings),
    Check("joint-told-twice", "ask", joint.told_twice),
    Check("joint-dated-once", "ask", joint.dated_once),
    Check("joint-dates-differ", "ask", joint.dates_differ),
    Check("joint-one-side", "ask", joint.one_side),
    Check("joint-against-records", "ask", records.joint_untold),
    Check("year-contradicted", "ask", events.year_contradicted),
    Check("off-event-days", "ask", events.off_event_days),
    Check("outside-period", "ask", days.outside_period),
    Check("count-and-dates", "ask", days.count_and_dates),
    Check("same-day", "ask", days.same_day),
    Check("weekend", "ask", days.weekend),
    Check("public-holiday", "ask", days.holiday),
    Check("ordinal-repeated", "ask", ordinals.repeated),
    Check("ordinal-backwards", "ask", ordinals.backwards),
    Check("ordinal-skipped", "ask", ordinals.skipped),
    Check("ordinal-missing", "note", ordinals.missing),
    Check("name-drift", "ask", names.drift),
    Check("own-name-drift", "ask", names.own_name),
    Check("date-against-records", "ask", records.dates_differ),
    Check("publication-without-address", "ask", coverage.without_address),
    Check("theme-without-statement", "note", coverage.theme_without_statement),
    Check("themes-not-shown", "note", coverage.themes_not_shown),
    Check("records-not-told", "note", records.not_told),
    Check("silent-this-year", "note", coverage.silent),
    Check("unread-words", "note", coverage.unread),
    Check("doubtful-reading", "note", coverage.doubtful),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings still open, and those waived with their reasons."""

    open: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...] = ()

    @property
    def asks(self) -> int:
        """How many are graver than a note."""
        return sum(finding.severity != "note" for finding in self.open)


def check(material: Material, known: Known, waivers: Iterable[Waiver] = ()) -> Checked:
    """Every query about an issue: the gravest first, then in the order of the text. The same in, the same out."""
    by_key = {waiver.key: waiver for waiver in waivers}
    found = find(material, known)
    return Checked(
        tuple(f for f in found if f.key not in by_key),
        tuple((f, by_key[f.key]) for f in found if f.key in by_key),
    )


def find(material: Material, known: Known) -> tuple[Finding, ...]:
    """Every query, waived or not, with its words, line and quotation."""
    material, known = material.in_order(), known.beside(material.year)
    raised = [
        replace(finding, code=each.code, severity=finding.severity or each.severity)
        for each in CHECKS
        for finding in each.look(material, known)
    ]
    raised += [own for own in material.findings if not _known_already(own, raised)]
    once = {finding.key: finding for finding in reversed(raised)}
    breaks = [place for place, sign in enumerate(material.text) if sign == "\n"]
    return tuple(sorted((_placed(worded(f), material.text, breaks) for f in once.values()), key=_order))


def _known_already(own: Finding, raised: list[Finding]) -> bool:
    """Whether what the reader reports was found here too: the same code at an overlapping place."""
    return any(
        f.code == own.code
        and (
            f.span is None
            or own.span is None
            or (f.span.start < own.span.end and own.span.start < f.span.end)
        )
        for f in raised
    )


def _placed(finding: Finding, text: str, breaks: list[int]) -> Finding:
    """With its line, and the words it stands at; ``breaks`` are the places of the line breaks."""
    if finding.span is None or not text:
        return replace(finding, quote=plain(finding.quote))
    line = bisect_left(breaks, finding.span.start) + 1
    return replace(finding, line=line, quote=plain(finding.quote or finding.span.of(text)))


def _order(finding: Finding) -> tuple[int, int, str, str, str]:
    place = finding.span.start if finding.span else 10**9
    return SEVERITIES.index(finding.severity), place, finding.subject, finding.code, finding.key
