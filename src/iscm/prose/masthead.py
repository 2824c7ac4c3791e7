"""The head of an issue: number, period, year, title, office and address, wherever on the first page they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from iscm.domain.terms import load
from iscm.domain.when import ImpossibleDate, Point, When
from iscm.prose.lines import Line
from iscm.prose.names import fold
from iscm.prose.sections import spelt

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BEFORE_MAIL = re.compile(r"[\s|,;–-]*(?:[^\W\d_]-?\w*\s*:)?\s*\Z")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DASH = r"\s*(?:-|–|—|/|to|until|through|à|au|a|al|hasta|по|до)\s*"
_NUMBER = r"(?:[\s.:#]*(?:no|n|nº|n°|núm|№)?[\s.:°º]*)(?P<number>[IVXLC]+|\d{1,3})(?![\w/])"


@dataclass(slots=True)
class Masthead:
    """What the lines seen so far said. ``offices`` are the lines of the office's name, in order."""

    number: str | None = None
    period: When | None = None
    year: int | None = None
    title: str | None = None
    contact: str | None = None
    offices: list[str] = field(default_factory=list)

    @property
    def office(self) -> str | None:
        """The office's lines as one name: a line that breaks off runs on, others are joined by commas."""
        name = ""
        for line in self.offices:
            runs_on = name.endswith((",", "-")) or name.split()[-1:] in (
                ["and"],
                ["et"],
                ["y"],
                ["и"],
                ["of"],
                ["for"],
            )
            name += ("" if not name else " " if runs_on else ", ") + line
        return name or None

    def takes(self, line: Line) -> bool:
        """Take from ``line`` what it says; False if that is nothing."""
        if line.blank or len(line.core) > 300 or line.words > 24:
            return False
        taken = [self._number(line.core), self._period(line.core), self._mail(line.core)]
        taken.append(self._title(line.core))
        if not taken[3]:
            rest = _RANGE.sub("", _issue().sub("", line.core)) if taken[0] or taken[1] else line.core
            taken.append(self._office(_MAIL.split(rest)[0].strip(" |,;·–—-")))
        return any(taken)

    def _mail(self, core: str) -> bool:
        match = _MAIL.search(core)
        if match and not self.contact:
            self.contact = match[0]
        return bool(match)

    def _number(self, core: str) -> bool:
        if self.number or not (match := _issue().search(core)):
            return False
        self.number = match["number"]
        return True

    def _period(self, core: str) -> bool:
        if self.period or not (period := read_period(core)):
            return False
        self.period = period
        return True

    def _title(self, core: str) -> bool:
        if self.title or not spelt("title").search(core) or len(core) > 110:
            return False
        self.title = core
        if match := _YEAR.search(core):
            self.year = int(match[0])
        return True

    def _office(self, core: str) -> bool:
        if not spelt("office").search(core) or len(self.offices) > 4:
            return False
        self.offices.append(_BEFORE_MAIL.sub("", core))
        return True

    @property
    def of_year(self) -> int | None:
        """The issue's year: its period's, or its title's."""
        if self.period and self.period.first and self.period.first.year:
            return self.period.first.year
        return self.year


@cache
def _issue() -> re.Pattern[str]:
    return re.compile(spelt("issue").pattern + _NUMBER, re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    """Every spelling of a month in any language, folded, and its number."""
    table = {}
    for rows in load("words")["months"].values():
        for number, spellings in enumerate(rows, start=1):
            table.update({"".join(fold(word)): number for word in spellings})
    return table


_RANGE = re.compile(
    r"(?P<from>[^\W\d_]{3,})\.?\s*(?:de\s+)?(?P<year>(?:19|20)\d\d)?"
    + _DASH
    + r"(?P<to>[^\W\d_]{3,})\.?\s*(?:de\s+)?(?P<until>(?:19|20)\d\d)",
    re.IGNORECASE,
)


def read_period(core: str) -> When | None:
    """ "January - December 2022" is 2022-01/2022-12; None for anything else."""
    for match in _RANGE.finditer(core):
        first, last = (_months().get("".join(fold(match[end]))) for end in ("from", "to"))
        if first and last:
            until = int(match["until"])
            try:
                return When(Point(int(match["year"] or until), first), Point(until, last))
            except ImpossibleDate:
                return None
    return None
