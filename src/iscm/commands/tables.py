"""``iscm read`` to look at: plain aligned text as wide as the terminal, in colour only where somebody watches."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from iscm.commands.answers import Answer
from iscm.domain.issues import GlobalMeeting, IndexRow, IssueReading, Publication
from iscm.domain.statements import Finding, Found, Span, Statement
from iscm.domain.terms import bodies, mechanisms, themes, types

_WORD = re.compile(r"[^\W\d_]{2,}")
_SMALL = frozenset(
    ["and", "the", "of", "on", "in", "a", "an", "et", "le", "la", "les", "des", "y", "el", "los", "и"]
)


class Paint:
    """Escape codes, or nothing."""

    def __init__(self, out: TextIO) -> None:
        on = out.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        self.bold, self.dim, self.warn, self.wrong, self.plain = (
            ("\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[31m", "\x1b[0m") if on else ("",) * 5
        )


def write_tables(answers: list[Answer], out: TextIO) -> None:
    width = shutil.get_terminal_size().columns if out.isatty() else 100
    paint = Paint(out)
    for number, answer in enumerate(answer for answer in answers if not answer.error):
        if number:
            out.write("\n")
        if len(answers) > 1:
            out.write(f"{paint.bold}{answer.name}{paint.plain}\n\n")
        out.writelines(f"{line.rstrip()}\n" for line in _table(answer, max(60, min(width, 140)), paint))


def _table(answer: Answer, width: int, paint: Paint) -> Iterator[str]:
    if answer.issue:
        yield from _issue(answer.issue, width, paint)
    elif answer.reading:
        if answer.mechanism:
            yield f"{paint.bold}{mechanisms()[answer.mechanism].called('en')}{paint.plain}"
        yield from _statements(answer.reading.found, width, paint)
        yield from _unread(answer.text, answer.reading.unread, width, paint)
    if answer.queries:
        yield ""
        yield f"{paint.bold}Queries{paint.plain}"
        yield from _queries(answer.queries, width, paint)
    yield ""
    yield f"{paint.dim}{_sum(answer)}{paint.plain}"


def _issue(issue: IssueReading, width: int, paint: Paint) -> Iterator[str]:
    head = [issue.title, issue.number and f"Issue {issue.number}", issue.period and _in_words(issue.period)]
    yield f"{paint.bold}{' · '.join(str(part) for part in head if part) or 'An issue'}{paint.plain}"
    if issue.office or issue.contact:
        yield paint.dim + " · ".join(part for part in (issue.office, issue.contact) if part) + paint.plain
    for entry in issue.entries:
        yield ""
        slug = entry.mechanism if len(entry.heading) + len(entry.mechanism) < width else ""
        yield f"{paint.bold}{entry.heading}{paint.plain} {paint.dim}{slug}{paint.plain}"
        yield from _statements(entry.found, width, paint)
        yield from _unread(issue.text, entry.unread, width, paint)
    if issue.global_meeting:
        yield from _global(issue.global_meeting, width, paint)
    for title, rows in (("Initiatives", issue.initiatives), ("Themes", issue.themes)):
        yield from _index(title, rows, width, paint)
    yield from _publications(issue.publications, width, paint)
    if any(_has_words(span.of(issue.text)) for span in issue.unread):
        yield ""
        yield f"{paint.bold}Not read{paint.plain}"
        yield from _unread(issue.text, issue.unread, width, paint)


def _statements(found: tuple[Found, ...], width: int, paint: Paint) -> Iterator[str]:
    if not found:
        yield f"  {paint.dim}no meeting was found{paint.plain}"
        return
    rows = [(_number(f.statement), _kind(f.statement), _dates(f.statement), f) for f in found]
    wide = min(max(len(kind) for _, kind, _, _ in rows), 34)
    for number, kind, when, each in rows:
        yield f"  {number:>5}  {kind:<{wide}}  {when}"
        if details := _details(each.statement):
            yield from _wrapped(details, width, 11, paint.dim, paint)


def _number(statement: Statement) -> str:
    if statement.ordinal is not None:
        return ordinal(statement.ordinal)
    return "some" if statement.count is None else f"{statement.count} ×" if statement.count != 1 else ""


def ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _kind(statement: Statement) -> str:
    return types()[statement.type].label["en"] if statement.type in types() else statement.type


def _dates(statement: Statement) -> str:
    return "; ".join(_in_words(when) for when in statement.dates)


def _in_words(when: object) -> str:
    from iscm.analysis.wording import date_in_words  # data needs no words
    from iscm.domain.when import When

    return date_in_words(when) if isinstance(when, When) else str(when)


def _details(statement: Statement) -> str:
    label = _kind(statement).casefold()
    title = (
        "" if statement.title.casefold().rstrip("s") in label or len(statement.title) < 5 else statement.title
    )
    place = ", ".join(part for part in (statement.city, statement.country) if part)
    parts = [
        title,
        statement.topic and f"on {statement.topic}",
        place and f"in {place}",
        statement.joint_with and f"with {', '.join(_called(slug) for slug in statement.joint_with)}",
        statement.at and f"at {statement.at}",
        statement.mode if statement.mode != "in-person" else None,
        statement.status if statement.status not in (None, "held") else None,
        statement.gcm and f"GCM {', '.join(map(str, statement.gcm))}",
        statement.themes and f"[{', '.join(statement.themes)}]",
    ]
    return " · ".join(part for part in parts if part)


def _called(slug: str) -> str:
    row = mechanisms().get(slug) or bodies().get(slug)
    if row is None:
        return slug
    return row.acronym if row.acronym and len(row.acronym) > 2 else row.called("en")


def _global(meeting: GlobalMeeting, width: int, paint: Paint) -> Iterator[str]:
    yield ""
    yield f"{paint.bold}{meeting.title}{paint.plain} {paint.dim}{meeting.event or ''}{paint.plain}"
    figures = [
        "; ".join(_in_words(when) for when in meeting.dates),
        meeting.represented is not None and f"{meeting.represented} mechanisms represented",
        meeting.spoke is not None and f"{meeting.spoke} spoke",
        meeting.survey and "a survey preceded it",
        meeting.mode,
    ]
    yield "  " + " · ".join(str(part) for part in figures if part)
    if meeting.topic:
        yield from _wrapped(meeting.topic, width, 2, paint.dim, paint)


def _index(title: str, rows: tuple[IndexRow, ...], width: int, paint: Paint) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield f"{paint.bold}{title}{paint.plain}"
    wide = max(len(themes()[row.theme].label["en"]) for row in rows)
    for row in rows:
        names = ", ".join(_called(slug) for slug in row.mechanisms) + (
            "; and in others" if row.elsewhere else ""
        )
        label = themes()[row.theme].label["en"]
        yield textwrap.fill(
            names.removeprefix("; "),
            width,
            initial_indent=f"  {label:<{wide}}  ",
            subsequent_indent=" " * (wide + 4),
        )


def _publications(publications: tuple[Publication, ...], width: int, paint: Paint) -> Iterator[str]:
    if not publications:
        return
    yield ""
    yield f"{paint.bold}Publications{paint.plain}"
    for each in publications:
        owners = ", ".join(_called(slug) for slug in (*each.mechanisms, *each.partners))
        yield textwrap.fill(
            f"{each.title}{f' ({each.year})' if each.year else ''}{f' - {owners}' if owners else ''}",
            width, initial_indent="  ", subsequent_indent="    ",
        )  # fmt: skip
        if each.url:
            yield f"    {paint.dim}{each.url}{paint.plain}"


def _unread(text: str, spans: tuple[Span, ...], width: int, paint: Paint) -> Iterator[str]:
    for span in spans:
        words = " ".join(span.of(text).split())
        if _has_words(words):
            yield from _wrapped(f"not read: “{words.strip(' ;,.*_')}”", width, 9, paint.warn, paint)


def _has_words(words: str) -> bool:
    return any(word.casefold() not in _SMALL for word in _WORD.findall(words))


def _queries(queries: tuple[Finding, ...], width: int, paint: Paint) -> Iterator[str]:
    """The gravest first, of one kind the first few, and no mere notes: ``iscm check`` tells them all."""
    notes = sum(query.severity == "note" for query in queries)
    for _, same in groupby((q for q in queries if q.severity != "note"), key=lambda query: query.code):
        rows = list(same)
        for query in rows[:3]:
            colour = {"error": paint.wrong, "ask": paint.warn}.get(query.severity, paint.dim)
            where = f" (line {query.line})" if query.line else ""
            yield from _wrapped(query.message + where, width, 4, colour, paint, first="  - ")
        if len(rows) > 3:
            yield f"    {paint.dim}and {len(rows) - 3} more of this kind{paint.plain}"
    if notes:
        yield f"    {paint.dim}and {_counted(notes, 'note')}, which iscm check tells{paint.plain}"


def _wrapped(
    words: str, width: int, indent: int, colour: str, paint: Paint, first: str = ""
) -> Iterator[str]:
    lines = textwrap.wrap(words, width - indent) or [""]
    for number, line in enumerate(lines):
        yield (first if first and not number else " " * indent) + f"{colour}{line}{paint.plain}"


def _sum(answer: Answer) -> str:
    found = [each.statement for _, each in answer.found()]
    dated = sum(len(statement.dates) for statement in found)
    parts = [_counted(len(found), "statement"), f"{_counted(dated, 'date')}"]
    if issue := answer.issue:
        links = sum(len(row.mechanisms) for row in (*issue.themes, *issue.initiatives))
        parts = [_counted(len({e.mechanism for e in issue.entries}), "mechanism"), *parts]
        parts += [
            _counted(links, "link to a theme", "links to themes"),
            _counted(len(issue.publications), "publication"),
        ]
    if answer.queries:
        parts.append(_counted(len(answer.queries), "query", "queries"))
    return ", ".join(parts)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
