"""The main meetings by mechanism, and the dated ones month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from iscm.documents import names
from iscm.documents.blocks import (
    Anchor,
    Block,
    Entry,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Quiet,
    Row,
    Strong,
    Table,
    Text,
)
from iscm.documents.draft import Draft, anchor, joined, words_of
from iscm.documents.joint import Gathering
from iscm.domain import issues
from iscm.domain.meetings import NOT_TO_COUNT


def main_meetings(draft: Draft) -> Iterator[Block]:
    if not draft.issue.entries:
        return
    yield draft.section("meetings")
    named = [(names.mechanism(entry.mechanism, draft.lang), entry) for entry in draft.issue.entries]
    for name, entry in sorted(named, key=lambda pair: names.order(pair[0].heading.text)):
        heading = Heading(2, name.heading.text, f"m-{entry.mechanism}", name.heading.lang)
        yield Entry(heading=heading, aside=name.full, content=_told(draft, entry))


def _told(draft: Draft, entry: issues.Entry) -> Inlines:
    """The entry as the writer writes it (``iscm.prose.writer.entry``), each statement a place to point at."""
    if not entry.statements:
        return (Quiet(words_of(draft.words.say("silent"))),)
    parts = [draft.written(told.statement) for told in entry.statements]
    parts[0] = _capital(parts[0])
    between = draft.words.at("between")
    told_of: list[Inline] = []
    for number, (told, part) in enumerate(zip(entry.statements, parts, strict=True)):
        if number:
            last = number == len(parts) - 1 and number > 1
            told_of.append(Text(between["last" if last else "next"]))
        told_of.append(Anchor(anchor(told.id), part))
    return (*told_of, Text("."))


def _capital(content: Inlines) -> Inlines:
    """``content`` with its first letter raised."""
    first, *rest = content
    if isinstance(first, Text):
        return (replace(first, text=first.text[:1].upper() + first.text[1:]), *rest)
    return (replace(first, content=_capital(first.content)), *rest)


def months(draft: Draft) -> Iterator[Block]:
    """The dated meetings of the year in their order, each leading to its statement."""
    days = sorted(
        (
            (*when.days, meeting)
            for meeting in draft.gatherings
            for when in meeting.statement.dates
            if when.days and meeting.statement.status not in NOT_TO_COUNT
        ),
        key=lambda row: (row[0], row[1], row[2].id),
    )
    by_month: dict[tuple[int, int], list[Inlines]] = {}
    for first, last, meeting in days:
        by_month.setdefault((first.year, first.month), []).append(_day(draft, first, last, meeting))
    if not by_month:
        return
    say = draft.words.say
    yield draft.section("months")
    yield Paragraph(words_of(say("months.lead")), "lead")
    yield Table(
        head=(say("months.month"), say("months.days")),
        rows=tuple(
            Row((words_of(_month(draft, *month)), joined("; ", cells))) for month, cells in by_month.items()
        ),
        caption=say("months.caption", year=draft.issue.year),
        alignment=("start", "start"),
        widths=(1, 5),
    )


def _month(draft: Draft, year: int, month: int) -> str:
    name = draft.words.month(month)
    return name if year == draft.issue.year else f"{name} {year}"


def _day(draft: Draft, first: dt.date, last: dt.date, meeting: Gathering) -> Inlines:
    """ "12–13 Khartoum Process": the days of the month, and the names, which lead to the statement."""
    days = f"{first.day}"
    if last != first:
        same = (first.year, first.month) == (last.year, last.month)
        days += f"–{last.day}" if same else f" – {draft.words.day_of_month(last)}"
    short = draft.words.listed([names.mechanism(slug, draft.lang).short for slug in meeting.mechanisms])
    return (
        Strong(words_of(days), whole=True),
        Text("\u00a0"),
        Link(words_of(short), target=anchor(meeting.id)),
    )
