"""Files of whole tables: made once for a state of the records, kept in the hub's folder, and served from there."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from iscm import __version__
from iscm.accounts.queries import revision
from iscm.accounts.rules import digest
from iscm.library.api import public_publications
from iscm.meetings.api import every as every_meeting
from iscm.newsletter.api import every as every_statement
from iscm.registry.api import public_mechanisms
from iscm.renderers.dumps.files import WRITERS, batched
from iscm.renderers.dumps.sets import LICENCE_NAME, SETS, DataSet, cell, kind
from iscm.renderers.records.mechanisms import Seat
from iscm.site.api.endpoints import used

FILES = ("iscm.sqlite", *(f"{name}.{ending}" for name in SETS for ending in WRITERS))


def _seats() -> Iterator[Seat]:
    for mechanism in public_mechanisms():
        for held in mechanism.participations:
            yield Seat(mechanism.slug, held)


VALUES: Mapping[str, Callable[[], Any]] = {
    "mechanisms": public_mechanisms,
    "meetings": every_meeting,
    "participations": _seats,
    "publications": public_publications,
    "themes": used,
    "statements": every_statement,
}


def rows(of: DataSet, hub: str) -> Iterator[dict[str, Any]]:
    """Every public record of a data set, one after the other."""
    return (of.shape.record(value, hub) for value in VALUES[of.name]())


def write(name: str, hub: str, path: Path) -> None:
    """One of ``FILES``."""
    if name == "iscm.sqlite":
        database(hub, path)
        return
    of, ending = name.split(".")
    WRITERS[ending](rows(SETS[of], hub), SETS[of], path)


def database(hub: str, path: Path) -> None:
    """A SQLite file with a table for each data set, and one that says what it is."""
    number, changed = revision()
    file = sqlite3.connect(path)
    try:
        with file:
            file.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)")
            about = {
                "hub": hub, "licence": LICENCE_NAME, "changed": str(changed or ""), "revision": str(number),
                "made by": f"ISCM Hub {__version__}", "codebook": f"{hub}/data/",
            }  # fmt: skip
            file.executemany("INSERT INTO about VALUES (?, ?)", about.items())
            for of in SETS.values():
                _table(file, of, hub)
    finally:
        file.close()


def _table(file: sqlite3.Connection, of: DataSet, hub: str) -> None:
    """Names come from the shapes, which are ours; values are bound."""
    columns = {field.name: kind(field) for field in of.shape.fields}
    first = of.shape.fields[0].name
    typed = ", ".join(
        f'"{name}" {"INTEGER" if held in ("integer", "boolean") else "TEXT"}'
        for name, held in columns.items()
    )
    file.execute(f'CREATE TABLE "{of.name}" ({typed})')
    places = ", ".join("?" * len(columns))
    for some in batched(rows(of, hub)):
        values = ([cell(row[name], held) for name, held in columns.items()] for row in some)
        file.executemany(f'INSERT INTO "{of.name}" VALUES ({places})', values)  # noqa: S608 - a name of our own shapes
    file.execute(f'CREATE INDEX "{of.name}_by_{first}" ON "{of.name}" ("{first}")')


def made(name: str, hub: str, folder: Path) -> Path:
    """The file as of the records now: the one that is there, or made anew and put in its place whole."""
    mark = digest(*revision(), __version__, hub)
    path = folder / f"{mark}-{name}"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    draft, draft_name = tempfile.mkstemp(dir=folder, prefix="draft-")
    os.close(draft)
    try:
        Path(draft_name).unlink()
        write(name, hub, Path(draft_name))
        Path(draft_name).replace(path)
    finally:
        Path(draft_name).unlink(missing_ok=True)
    for old in folder.glob(f"*-{name}"):
        if old != path and not old.name.startswith("draft-"):
            old.unlink(missing_ok=True)  # whoever reads it goes on reading
    return path
