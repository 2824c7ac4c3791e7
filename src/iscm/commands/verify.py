"""``iscm verify YEAR``: makes a published issue's files again from its frozen records, and compares them bit for bit.

Ends with 0 where all are the same, 1 where one differs, 2 where the issue is not published here.
"""

from __future__ import annotations

import argparse
import hashlib
import sys

from iscm.commands.hub import Unusable, opened

SAME, DIFFERENT, NOT_DONE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", metavar="YEAR", type=int, help="the year of a published issue")


def run(args: argparse.Namespace) -> int:
    try:
        opened()
        version, rows = _compared(args.year)
    except Unusable as fault:
        print(f"iscm verify: {fault}.", file=sys.stderr)
        return NOT_DONE
    _show(rows)
    wrong = sum(not (kept and again) for _name, _digest, kept, again in rows)
    from iscm import __version__

    made = f"published with version {version}, made again with {__version__}"
    print(
        f"{len(rows)} files, {wrong} differ; {made}" if wrong else f"{len(rows)} files, all the same; {made}"
    )
    return DIFFERENT if wrong else SAME


Row = tuple[
    str, str, bool, bool
]  # name, digest, whether the bytes kept have it, whether those made again have it


def _compared(year: int) -> tuple[str, list[Row]]:
    from iscm.newsletter.actions.approving import made
    from iscm.newsletter.models import Issue

    row = Issue.objects.filter(year=year).exclude(published=None).first()
    if row is None or not row.frozen:
        raise Unusable(f"no issue of {year} was published here")
    again = {name: hashlib.sha256(content).hexdigest() for name, content in made(row.frozen).items()}
    files = list(row.files.all())
    rows = [
        (
            f.name,
            f.digest,
            hashlib.sha256(f.content).hexdigest() == f.digest,
            again.pop(f.name, "") == f.digest,
        )
        for f in files
    ]
    return row.version, rows


def _show(rows: list[Row]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("file", "SHA-256", "as kept", "made again", box=None)
    for name, digest, kept, again in rows:
        table.add_row(name, digest[:16], _mark(kept), _mark(again))
    console = Console(highlight=False)
    console.width = max(console.width, 100)
    console.print(table)


def _mark(same: bool) -> str:
    return "same" if same else "DIFFERS"
