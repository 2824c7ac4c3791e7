"""Reading, measured: accuracy beside speed, against what a user would pick instead, all in one run.

    .venv/bin/python bench/reading.py            # everything; prints the tables of docs/performance.md
    .venv/bin/python bench/reading.py --quick    # without peers and without 100,000 lines

Whole processes are timed, start included. Days are scored as exact spans (first and last day right), on the lines of
tests/corpus/lines and unseen; the peers get the year, and the language where they ask for one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from peers import PEERS

from iscm.domain.when import When

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
ISCM = str(BIN / "iscm")


class Run(NamedTuple):
    """A process from start to end: seconds of wall clock and of processor, peak memory in MB, where its output lies."""

    seconds: float
    processor: float
    memory: float
    output: Path

    @property
    def lines(self) -> list[str]:
        return self.output.read_text("utf-8").splitlines()


def run(command: list[str], source: Path, well: tuple[int, ...] = (0,)) -> Run:
    """A command with ``source`` as its input, ending ``well``; its output is kept in a file, not in this process."""
    folder = Path(tempfile.mkdtemp(dir=source.parent))
    launcher = [sys.executable, "-I", "-S", str(ROOT / "bench" / "measure.py"), str(folder / "report")]
    with source.open("rb") as given, (folder / "output").open("wb") as told:
        subprocess.run([*launcher, *command], stdin=given, stdout=told, check=True)
    report = json.loads((folder / "report").read_text("utf-8"))
    if report["code"] not in well:
        raise SystemExit(f"{' '.join(command)} ended with {report['code']}")
    return Run(report["seconds"], report["processor"], report["kilobytes"] / 1024, folder / "output")


def corpus(folder: str) -> list[dict[str, Any]]:
    """The lines of a folder of the corpus; a file whose name does not begin with a language is English."""
    rows: list[dict[str, Any]] = []
    for path in sorted((ROOT / "tests" / "corpus" / folder).glob("*.yaml")):
        for row in yaml.safe_load(path.read_text("utf-8")):
            language = path.name[:2] if path.name[:2] in ("fr", "es", "ru") else "en"
            told = {"language": language, "year": row.get("year") or 2022}
            rows.append(row | told)
    return rows


def days(dates: list[str], year: int) -> Counter[tuple[str, str]]:
    """The spans known to the day, in ``year`` where none is said."""
    spans = (When.parse(str(date)).in_year(year).days for date in dates)
    return Counter((str(span[0]), str(span[1])) for span in spans if span)


def expected(row: dict[str, Any]) -> Counter[tuple[str, str]]:
    return days(
        [date for statement in row["statements"] for date in statement.get("dates") or ()], row["year"]
    )


class Score(NamedTuple):
    right: int
    said: int
    meant: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.said + self.meant) if self.said + self.meant else 1.0


def score(rows: list[dict[str, Any]], found: list[Counter[tuple[str, str]]]) -> Score:
    gold = [expected(row) for row in rows]
    right = sum((g & f).total() for g, f in zip(gold, found, strict=True))
    return Score(right, sum(f.total() for f in found), sum(g.total() for g in gold))


def write_lines(rows: list[dict[str, Any]], path: Path) -> Path:
    keys = ("id", "year", "mechanism", "text", "language")
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({key: row.get(key) for key in keys}, ensure_ascii=False) + "\n")
    return path


def hub_command(path: Path) -> list[str]:
    return [ISCM, "read", str(path), "--format", "jsonl"]


def hub_days(lines: list[str], rows: list[dict[str, Any]]) -> list[Counter[tuple[str, str]]]:
    answers = map(json.loads, lines)
    return [
        days([date for statement in answer["statements"] for date in statement["dates"]], row["year"])
        for row, answer in zip(rows, answers, strict=True)
    ]


def peers_python(folder: Path) -> str:
    """An environment with the peers, made anew."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    wanted = ROOT / "bench" / "requirements.txt"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-warn-script-location", "-r", wanted],
        check=True,
        stdout=sys.stderr,
    )
    return str(python)


def row_of(*cells: object) -> None:
    print("|", " | ".join(map(str, cells)), "|")


READ = (0, 1)  # how iscm read ends: with 1 where there is something to look at


def best(command: list[str], source: Path, well: tuple[int, ...] = (0,)) -> Run:
    """The quicker of two runs."""
    return min(run(command, source, well), run(command, source, well))


def compare(rows: list[dict[str, Any]], scratch: Path, python: str) -> None:
    """The hub and its peers on the same lines, one process each."""
    path = write_lines(rows, scratch / "lines.jsonl")
    english = [i for i, row in enumerate(rows) if row["language"] == "en"]
    spans = sum(expected(row).total() for row in rows)
    print(f"\n{len(rows):,} lines, {len(english):,} of them English, with {spans:,} spans of days.\n")
    row_of("", "F1, English", "F1, all", "seconds", "times the hub's", "MB")
    row_of("---", *["---:"] * 5)

    def tell(name: str, ran: Run, found: list[Counter[tuple[str, str]]], hub: Run) -> None:
        of_english = score([rows[i] for i in english], [found[i] for i in english])
        of_all = score(rows, found)
        times = f"{ran.seconds / hub.seconds:.2g}"
        row_of(
            name, f"{of_english.f1:.3f}", f"{of_all.f1:.3f}", f"{ran.seconds:.2f}", times, f"{ran.memory:.0f}"
        )

    hub = best(hub_command(path), path, READ)
    tell("**iscm read**, whole statements", hub, hub_days(hub.lines, rows), hub)
    for name in PEERS:
        peer = best([python, str(ROOT / "bench" / "peers.py"), name], path)
        found = [Counter((first, last) for first, last in json.loads(line)) for line in peer.lines]
        tell(name, peer, found, hub)


def start(rows: list[dict[str, Any]], scratch: Path) -> None:
    """Start and one line: median of ten."""
    line = scratch / "line.txt"
    line.write_text(rows[0]["text"] + "\n", encoding="utf-8")
    command = [ISCM, "read", str(line), "--year", str(rows[0]["year"]), "--format", "json"]
    took = statistics.median(run(command, line, READ).seconds for _ in range(10))
    empty = statistics.median(run([sys.executable, "-c", ""], line).seconds for _ in range(10))
    print(f"\n`iscm read` of one line: {took:.3f} s (median of ten); Python alone starts in {empty:.3f} s.")


def linear(rows: list[dict[str, Any]], scratch: Path, sizes: list[int]) -> None:
    """Bulk: time should grow by nothing but the lines, and memory not at all. The year differs from copy to copy."""
    print()
    row_of("lines", "seconds", "of processor", "lines a second of one core", "peak MB")
    row_of(*["---:"] * 5)
    for size in sizes:
        path = scratch / "bulk.jsonl"
        write_lines(
            [row | {"year": 2000 + i // len(rows) % 30} for i, row in zip(range(size), cycle(rows))], path
        )
        bulk = run(hub_command(path), path, READ)
        speed = f"{size / bulk.processor:,.0f}"
        row_of(f"{size:,}", f"{bulk.seconds:.1f}", f"{bulk.processor:.1f}", speed, f"{bulk.memory:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="no peers, no 100,000 lines")
    quick = parser.parse_args().quick
    rows = corpus("lines")
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        start(rows, scratch)
        linear(rows, scratch, [1_000, 10_000] if quick else [1_000, 10_000, 100_000])
        if not quick:
            python = peers_python(scratch / "peers")
            for title, folder in (("lines", "lines"), ("lines held back from tuning", "unseen")):
                print(f"\n### Days, on {title}")
                compare(corpus(folder), scratch, python)


if __name__ == "__main__":
    main()
