"""``iscm check FILE|YEAR``: what a careful editor would ask back.

Ends with 0 where nothing graver than a note is open, 1 where there is something to ask, 2 where it cannot be read.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from iscm.analysis.checks import Checked, check
from iscm.analysis.material import Material, of_issue, of_lines, of_reading
from iscm.commands import queries, waivers
from iscm.commands.compile import Unusable, kept
from iscm.commands.known import in_database, shipped
from iscm.commands.waived import Beside, WithYear
from iscm.domain.terms import mechanisms
from iscm.domain.waivers import Waiver

NOTHING_TO_ASK, TO_ASK, UNREADABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target", metavar="FILE|YEAR", help="an issue as a file (- for standard input), or a year kept here"
    )
    parser.add_argument(
        "--year", type=int, metavar="Y", help="the year of dates that say none, if the text does not"
    )
    parser.add_argument(
        "--mechanism",
        metavar="SLUG",
        help="whose lines these are, where FILE is a few lines and no whole issue",
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "jsonl", "csv"),
        default="table",
        help="table for reading (default), or data",
    )
    parser.add_argument(
        "--waive",
        action="append",
        default=[],
        metavar="KEY",
        help="let a query stand, by its key or the beginning of it; needs --reason",
    )
    parser.add_argument("--reason", metavar="WHY", help="why it may stand")
    parser.add_argument(
        "--unwaive", action="append", default=[], metavar="KEY", help="ask a waived query again"
    )
    parser.add_argument(
        "--waivers", type=Path, metavar="FILE", help="where waivers are kept (default: FILE.waivers.toml)"
    )


def run(args: argparse.Namespace) -> int:
    try:
        shown = checked(args)
    except (Unusable, waivers.NotWaivers) as fault:
        print(f"iscm check: {fault}", file=sys.stderr)
        return UNREADABLE
    except OSError as fault:
        print(f"iscm check: {fault.filename}: {fault.strerror}", file=sys.stderr)
        return UNREADABLE
    if args.format == "table":
        queries.table(shown, sys.stdout)
    else:
        form = {"json": queries.as_json, "jsonl": queries.as_jsonl, "csv": queries.as_csv}[args.format]
        text = form(shown)
        sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
    return TO_ASK if shown.checked.asks else NOTHING_TO_ASK


def checked(args: argparse.Namespace) -> queries.Shown:
    """The queries about a file or a year, after keeping what the options waive."""
    material = _material(args.target, args.year, _slug(args.mechanism))
    if not (material.lines or material.rows):
        raise Unusable(f"no meeting was found in {_name(args.target, material)}: there is nothing to check")
    store = _store(args)
    known = in_database() if _is_year(args.target) else shipped()
    if args.waive or args.unwaive:
        _change(args, check(material, known, store.held()), store)
    held = store.held()
    result = check(material, known, held)
    bearing = {finding.key for finding, _ in result.waived}
    return queries.Shown(
        name=_name(args.target, material),
        text=material.text,
        mechanisms=len(material.reporting - {""}),
        statements=len(material.lines),
        checked=result,
        stale=tuple(waiver.key for waiver in held if waiver.key not in bearing),
    )


def _store(args: argparse.Namespace) -> Beside | WithYear:
    if args.waivers:
        return Beside(args.waivers)
    if _is_year(args.target):
        return WithYear(int(args.target))
    return Beside(None if args.target == "-" else waivers.beside(Path(args.target)))


def _change(args: argparse.Namespace, result: Checked, store: Beside | WithYear) -> None:
    """Keep what ``--waive`` says, and forget what ``--unwaive`` does."""
    if args.waive and not (args.reason or "").strip():
        raise Unusable('say with --reason "..." why the query may stand')
    held = [waiver.key for waiver in store.held()]
    asked = [finding.key for finding in result.open]
    drop = [_meant(beginning, held, "waived query") for beginning in args.unwaive]
    today = datetime.now(UTC).date().isoformat()
    keys = [_meant(beginning, asked, "open query") for beginning in args.waive]
    store.change([Waiver(key, args.reason.strip(), on=today) for key in dict.fromkeys(keys)], drop)


def _meant(beginning: str, keys: Iterable[str], what: str) -> str:
    """The one key that is this, or begins with this."""
    found = sorted({key for key in keys if key == beginning or key.startswith(beginning)})
    if beginning in found or len(found) == 1:
        return beginning if beginning in found else found[0]
    if not found:
        raise Unusable(f"no {what} has the key “{beginning}”")
    raise Unusable(f"“{beginning}” begins {len(found)} keys: {', '.join(found)}")


def _material(target: str, year: int | None, mechanism: str) -> Material:
    if _is_year(target):
        return of_issue(kept(target))
    from iscm.papers import PaperError, read_paper  # a year needs no paper
    from iscm.prose.issue import looks_like_issue, read_issue
    from iscm.prose.reader import read

    try:
        paper = read_paper(target)
    except PaperError as fault:
        raise Unusable(str(fault)) from fault
    if not mechanism and looks_like_issue(paper.text):
        return of_reading(read_issue(paper.text, year=year, links=paper.links))
    return of_lines(read(paper.text, year=year, mechanism=mechanism or None), mechanism, year)


def _slug(name: str | None) -> str:
    """The mechanism of ``--mechanism``, or a sentence that says which name is near."""
    if not name or name in mechanisms():
        return name or ""
    near = difflib.get_close_matches(name, mechanisms(), n=1, cutoff=0.5)
    raise Unusable(f"no mechanism is called {name!r}" + (f"; is {near[0]} meant?" if near else ""))


def _is_year(target: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", target) is not None and not Path(target).exists()


def _name(target: str, material: Material) -> str:
    if target == "-":
        return "standard input"
    return f"The issue of {target}" if _is_year(target) else Path(target).name
