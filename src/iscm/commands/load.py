"""``iscm load``: take the shipped records into the database. Loading again changes nothing and loses nobody's edits."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from iscm.commands.hub import Unusable, ready

Step = tuple[str, int, Callable[[], Any]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", "-q", action="store_true", help="say nothing unless something is wrong")


def run(args: argparse.Namespace) -> int:
    """Tables that are missing are made first; the whole is one transaction, so nothing is ever half-loaded."""
    began = time.perf_counter()
    try:
        kept = _loaded(args.quiet)
    except Unusable as fault:
        print(f"iscm load: {fault}.", file=sys.stderr)
        return 2
    if not args.quiet:
        print(_told(kept, time.perf_counter() - began))
    return 0


def _loaded(quiet: bool) -> dict[str, Any]:
    ready()
    from django.db import DatabaseError, transaction

    try:
        _tables()
        with transaction.atomic():
            return _load(dt.datetime.now(dt.UTC), quiet)
    except DatabaseError as fault:
        why = " ".join(str(fault).split())
        raise Unusable(f"the database does not answer as it should: {why}") from fault


def _tables() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _load(at: dt.datetime, quiet: bool) -> dict[str, Any]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from iscm.explore.actions import refresh

    columns = (TextColumn("{task.description:<14}"), BarColumn(bar_width=30), MofNCompleteColumn())
    kept: dict[str, Any] = {}
    with Progress(*columns, disable=quiet) as progress:
        for name, size, step in _steps(at):
            task = progress.add_task(name, total=size)
            kept[name] = step()
            progress.update(task, completed=size)
        task = progress.add_task("Index", total=1)
        refresh()
        progress.update(task, completed=1)
    return kept


def _steps(at: dt.datetime) -> Iterator[Step]:
    """What is loaded, in the order in which it rests on each other."""
    from iscm import shipped
    from iscm.domain.terms import mechanisms
    from iscm.library.actions import keep_publications
    from iscm.meetings.actions import keep_meetings, keep_series
    from iscm.newsletter.actions import keep_issues
    from iscm.registry.actions import keep_mechanisms

    themes, sources = shipped.themes(), shipped.sources()

    def step(name: str, rows: list[Any], keep: Callable[..., Any], **rest: Any) -> Step:
        return name, len(rows), lambda: keep(rows=rows, sources=sources, at=at, **rest)

    yield step("Mechanisms", shipped.mechanisms(), keep_mechanisms, called=mechanisms(), themes=themes)
    yield step("Meetings", shipped.meetings(), keep_meetings, themes=themes)
    yield step("Series", shipped.series(), keep_series)
    yield step("Publications", shipped.publications(), keep_publications)
    yield step("Issues", shipped.issues(), keep_issues)


def _told(kept: dict[str, Any], seconds: float) -> str:
    new, changed = ({k: len(getattr(v, what)) for k, v in kept.items()} for what in ("new", "changed"))
    parts = [
        f"{n} {name.lower().removesuffix('s' if n == 1 and name != 'Series' else '')}"
        for name, n in new.items()
        if n
    ]
    if changes := sum(changed.values()):
        parts.append(f"{changes} changed")
    return f"Loaded {', '.join(parts) or 'nothing new: all is as shipped'} ({seconds:.1f} s)."
