"""An issue being composed: its records, the words of its language, and what its sections share."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from iscm.documents.blocks import Heading, Inline, Inlines, Strong, Text
from iscm.documents.joint import Gathering, Telling, once
from iscm.documents.words import Words
from iscm.domain.issues import Issue
from iscm.domain.statements import Statement
from iscm.prose.writer import pieces

_SPAN = re.compile(r"(?<=\d)-(?=\d)|(?<= )-(?= )")


@dataclass(frozen=True)
class Draft:
    issue: Issue
    words: Words

    @property
    def lang(self) -> str:
        return self.words.lang

    @cached_property
    def gatherings(self) -> tuple[Gathering, ...]:
        return once(tellings(self.issue))

    @cached_property
    def bearing(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(mechanism, theme) to the places of the statements that bear the theme."""
        found: dict[tuple[str, str], dict[str, None]] = {}
        for gathering in self.gatherings:
            for slug in gathering.mechanisms:
                own = [t for t in gathering.tellings if t.mechanism == slug] or gathering.tellings[:1]
                for theme in gathering.themes:
                    found.setdefault((slug, theme), {}).update((anchor(t.told.id), None) for t in own)
        return {key: tuple(places) for key, places in found.items()}

    def written(self, statement: Statement) -> Inlines:
        """A statement in the house's words, the kind of the meeting strong."""
        runs = pieces(statement, self.lang, year=self.issue.year)
        return tuple(Strong(words_of(set_(run.text))) if run.strong else Text(set_(run.text)) for run in runs)

    def section(self, key: str) -> Heading:
        return Heading(1, self.words.say(f"section.{key}", year=self.issue.year), key)

    def english(self, text: str) -> Text:
        """Words that were told in English and are not translated."""
        return Text(text, None if self.lang == "en" else "en")

    def quoted(self, key: str, field: str, text: str) -> Inlines:
        """The wording at ``key`` around words that were told in English."""
        before, after = self.words.at(key).split("{" + field + "}")
        return (Text(before), self.english(" ".join(text.split())), Text(after))


def tellings(issue: Issue) -> tuple[Telling, ...]:
    """Everything the issue tells of meetings, in the order of its entries."""
    return tuple(Telling(entry.mechanism, told) for entry in issue.entries for told in entry.statements)


def data_day(issue: Issue) -> dt.date:
    """The day of the issue's data: as recorded, or the last day of its period, so that no clock is asked."""
    return issue.as_of or issue.period.latest or dt.date(issue.year, 12, 31)


def anchor(told_id: str) -> str:
    """The place of a statement in the document: "2022/rabat-process/1" is at "s-2022-rabat-process-1"."""
    return "s-" + told_id.replace("/", "-")


def set_(text: str) -> str:
    """As a printer sets it: a dash, not a hyphen, between the days or years of a span."""
    return _SPAN.sub("–", text)


def words_of(text: str) -> Inlines:
    return (Text(text),)


def joined(separator: str, parts: list[Inlines]) -> Inlines:
    together: list[Inline] = []
    for part in parts:
        together += ([Text(separator)] if together else []) + list(part)
    return tuple(together)
