"""``iscm write FILE...``: records as ``iscm read`` answers them, as sentences of the house style.

Takes the JSON of a few lines, of a whole issue or of one line each (docs/contract.md), or a bare list of statements.
Ends with 0 where all was written, 2 where a file cannot be understood; then it says why and writes none of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iscm.commands.read import a_year
from iscm.domain.statements import Statement
from iscm.domain.terms import mechanisms, types
from iscm.prose.spelling import LANGUAGES

WRITTEN, NOT_UNDERSTOOD = 0, 2


class NotRecords(ValueError):
    """What is no answer of ``iscm read``; ``args[0]`` says why, in words."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Records as sentences of the house style, in English, French or Spanish."
    parser.epilog = "iscm read --year 2022 --format json report.docx | iscm write --year 2022 --lang fr -"
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="an answer of iscm read as json or jsonl; - is standard input",
    )
    parser.add_argument(
        "--lang", choices=LANGUAGES, default="en", help="the language to write in (default: en)"
    )
    parser.add_argument(
        "--year",
        type=a_year,
        metavar="Y",
        help="the year that goes without saying: its days stand without it",
    )


def run(args: argparse.Namespace) -> int:
    from iscm.prose.writer import entry

    code = WRITTEN
    for name in args.files:
        try:
            sections = list(_sections(_text(name)))
        except (NotRecords, OSError) as fault:
            said = fault.strerror if isinstance(fault, OSError) else fault.args[0]
            print(f"iscm write: {'standard input' if name == '-' else name}: {said}.", file=sys.stderr)
            code = NOT_UNDERSTOOD
            continue
        for heading, statements in sections:
            paragraph = entry(statements, args.lang, year=args.year)
            print(f"{_name(heading, args.lang)}\n\n{paragraph}\n" if heading else paragraph)
    return code


def _text(name: str) -> str:
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotRecords("this is no JSON in UTF-8") from None


def _sections(text: str) -> Iterator[tuple[str, list[Statement]]]:
    """Mechanism, or "" where it is not said, and its statements."""
    for answer in _answers(text):
        if isinstance(answer, dict) and isinstance(answer.get("mechanisms"), dict):
            for slug, row in answer["mechanisms"].items():
                yield slug, _statements(row)
        else:
            yield "", _statements(answer)


def _answers(text: str) -> list[Any]:
    """One JSON value, or one a line."""
    if not text.strip():
        raise NotRecords("there is nothing in it")
    try:
        return [json.loads(text)]
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        raise NotRecords("this is no answer of iscm read --format json or jsonl") from None


def _statements(answer: Any) -> list[Statement]:
    rows = answer.get("statements") if isinstance(answer, dict) else answer
    if not isinstance(rows, list):
        raise NotRecords("there are no statements in it")
    return [_statement(row, number) for number, row in enumerate(rows, 1)]


def _statement(row: Any, number: int) -> Statement:
    if not isinstance(row, dict) or row.get("type") not in types():
        said = row.get("type") if isinstance(row, dict) else row
        raise NotRecords(f"statement {number} is of no known kind: {said!r}")
    try:
        return Statement.from_json(row)
    except (ValueError, TypeError) as fault:
        raise NotRecords(f"statement {number}: {fault}") from None


def _name(slug: str, lang: str) -> str:
    row = mechanisms().get(slug)
    return row.called(lang) if row else slug
