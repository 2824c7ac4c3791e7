"""``iscm compile YEAR``: the year's Highlights in every format, from the records kept here.

Ends with 0 when every file is in its place, 2 with a sentence when none is: nothing is ever left half-written.
"""

from __future__ import annotations

import argparse
import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from iscm.domain.issues import Issue

DONE, NOT_DONE = 0, 2


class Unusable(ValueError):
    """What was asked for cannot be done; ``args[0]`` says why, in words."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", metavar="YEAR", help="the year of an issue kept here, such as 2022")
    parser.add_argument("--lang", choices=("en", "fr", "es"), default="en", help="its language (default: en)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the files go (default: build/YEAR)")


def run(args: argparse.Namespace) -> int:
    try:
        issue = kept(args.year)
        folder = args.out or Path("build") / str(issue.year)
        files = made(issue, args.lang)
        put(folder, files)
    except Unusable as fault:
        print(f"iscm compile: {fault}", file=sys.stderr)
        return NOT_DONE
    print(f"{len(files)} files in {folder}: {', '.join(sorted(files))}")
    return DONE


def made(issue: Issue, lang: str) -> Mapping[str, bytes]:
    """File name to bytes, one file for each format."""
    from iscm.renderers.formats import render  # a wrong year is said at once
    from iscm.renderers.pdf import Unprintable

    try:
        return render(issue, lang)
    except Unprintable as fault:
        raise Unusable(f"the issue of {issue.year} cannot be compiled: {fault}") from fault


def kept(year: str) -> Issue:
    """The issue of a year from the records of this hub."""
    if not re.fullmatch(r"[0-9]{4}", year):
        raise Unusable(f"“{year}” is no year; say for example: iscm compile 2022")
    import django  # only the command that needs it pays for it
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iscm.site.settings")
    django.setup()
    from iscm.newsletter.queries import ANY, issue  # who has the hub's folder sees drafts too

    try:
        found: Issue | None = issue(int(year), ANY)
    except DatabaseError as fault:
        raise Unusable("the hub has no database yet: start it once with script/run") from fault
    if found is None:
        raise Unusable(f"no issue of {year} is kept here; iscm load takes the shipped records in")
    return found


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """All of ``files`` into ``folder``, or none: they are written beside it first, and moved in when all are there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as fault:
        raise Unusable(f"cannot write beside {folder}: {fault.strerror}") from fault
    try:
        for name, content in files.items():
            (draft / name).write_bytes(content)
            (draft / name).chmod(0o644)
        folder.mkdir(exist_ok=True)
        _probe(folder, files)
        for name in files:
            (draft / name).replace(folder / name)
    except OSError as fault:
        raise Unusable(f"cannot write to {folder}: {fault.strerror}; nothing was changed there") from fault
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _probe(folder: Path, names: Iterable[str]) -> None:
    """OSError here, before the first file is moved, rather than between two of them."""
    for name in names:
        if (folder / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{name} is a folder there", str(folder / name))
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    Path(name).unlink()
