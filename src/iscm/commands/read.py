"""``iscm read FILE...``: what a text says, as a table to look at or as data (docs/contract.md).

Ends with 0 where all was read; 1 where it was, and a date is impossible or one line of many could not be read; 2 where
a file cannot be read at all. Bulk input (.jsonl) is read and answered line by line.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from iscm.commands.answers import Answer, as_csv, as_json, as_jsonl, csv_head, queries_of
from iscm.commands.bulk import LONGEST_LINE, answered, is_bulk, lines_of, write_rows
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.papers import Paper, PaperError, paper_of, read_paper
from iscm.papers.paper import LARGEST_FILE
from iscm.prose.issue import looks_like_issue, read_issue
from iscm.prose.names import nearest, resolve
from iscm.prose.reader import read

READ, TO_LOOK_AT, UNREADABLE = 0, 1, 2
FORMATS = ("table", "json", "jsonl", "csv", "ics")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "What a text says: every meeting with its kind, number, days and place, and what was left unread."
    )
    parser.epilog = (
        "A whole issue or a few lines; as text, Markdown, web page, Word or PDF; in English, French, Spanish or "
        "Russian. A .jsonl of {id, year, mechanism, text} is answered line by line, in order. "
        "Ends with 0 if all was read, 1 if there is something to look at, 2 if it cannot be read."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="what to read; - is standard input")
    parser.add_argument(
        "--year", type=a_year, metavar="Y", help="the year of days that name none (default: the issue's own)"
    )
    parser.add_argument(
        "--mechanism",
        type=a_mechanism,
        metavar="SLUG",
        help="whose lines these are: rabat-process, or its name",
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="table (default), json, jsonl (default for .jsonl), csv, ics"
    )


def a_year(text: str) -> int:
    """A year as typed, or a sentence for the one who typed it."""
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise argparse.ArgumentTypeError(
            f"“{text}” is no year: four digits between {FIRST_YEAR} and {LAST_YEAR} are."
        )
    return int(text)


def a_mechanism(text: str) -> str:
    """A slug, or the slug of a name; else a sentence that says which are near."""
    if slug := resolve(text):
        return slug
    near = nearest(text)
    raise argparse.ArgumentTypeError(
        f"no mechanism is called “{text}”." + (f" Is {' or '.join(near)} meant?" if near else "")
    )


def run(args: argparse.Namespace) -> int:
    answers: list[Answer] = []
    codes: list[int] = []
    for name in args.files:
        source = _opened(name)
        if isinstance(source, Iterator):
            codes.append(_bulk(name, source, args))
        else:
            answers.append(_answer(source, name, args.year, args.mechanism))
            codes.append(answers[-1].code)
    form = args.format or "table"
    _show([answer for answer in answers if len(args.files) > 1 or not answer.error], form)
    for answer in answers:
        for complaint in answer.complaints(shown=form == "table"):
            _say(complaint)
    return TO_LOOK_AT if min(codes) < UNREADABLE == max(codes) else max(codes)  # some of several were read


def _opened(name: str) -> Iterator[bytes] | Paper | PaperError:
    """The lines of bulk input, the paper, or what is in its way. Content decides; a pipe is read only once."""
    called = "standard input" if name == "-" else name
    try:
        stream = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115 - bulk reads on
    except (OSError, ValueError):
        stream = None  # what ails it, read_paper says
    try:
        if stream is None:
            return read_paper(name)
        first = stream.readline(LONGEST_LINE)
        if is_bulk(name, first):
            return lines_of(first, stream)
        whole = (
            read_paper(name)
            if Path(name).is_file()
            else paper_of(first + stream.read(LARGEST_FILE + 1), called)
        )
        if name != "-":
            stream.close()
    except PaperError as fault:
        return fault
    except OSError as fault:
        return PaperError(f"{called} cannot be read: {fault.strerror}.")
    return whole


def _answer(source: Paper | PaperError, name: str, year: int | None, mechanism: str | None) -> Answer:
    if isinstance(source, PaperError):
        return Answer(name=name, error=str(source))
    if not mechanism and looks_like_issue(source.text):
        issue = read_issue(source.text, year=year, links=source.links)
        return Answer(name=name, year=issue.year, issue=issue, queries=queries_of(issue), notes=source.notes)
    reading = read(source.text, year=year, mechanism=mechanism)
    queries = queries_of(reading, mechanism, year)
    return Answer(
        name=name, mechanism=mechanism, year=year, reading=reading, queries=queries, notes=source.notes
    )


def _bulk(name: str, lines: Iterator[bytes], args: argparse.Namespace) -> int:
    """Answer line by line; 1 if a line could not be read or holds an impossible date."""
    rows = answered("standard input" if name == "-" else name, lines, args.year, args.mechanism)
    form = args.format or "jsonl"
    together: Iterable[Answer]
    if form in {"table", "ics"}:
        together = [answer for _, answer in rows]
        _show([answer for answer in together if not answer.error], form)
    else:
        together = write_rows(rows, form, sys.stdout)
    bad = 0
    for answer in together:
        bad += bool(answer.code)
        if answer.error:
            _say(f"{answer.name}: {answer.error}")
    return TO_LOOK_AT if bad else READ


def _show(answers: list[Answer], form: str) -> None:
    if not answers:
        return
    if form == "table":
        from iscm.commands.tables import write_tables  # data needs no table

        write_tables(answers, sys.stdout)
    elif form == "json":
        print(as_json(answers))
    elif form == "jsonl":
        sys.stdout.writelines(f"{line}\n" for line in as_jsonl(answers))
    elif form == "csv":
        print(csv_head())
        sys.stdout.writelines(f"{line}\n" for answer in answers for line in as_csv(answer))
    else:
        from iscm.commands.calendars import calendar_of

        sys.stdout.write(calendar_of(answers))


def _say(sentence: str) -> None:
    print(f"iscm read: {sentence}", file=sys.stderr)
