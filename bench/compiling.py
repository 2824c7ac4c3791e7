"""Compiling, measured: every format of an issue, in one process from start to end.

.venv/bin/python bench/compiling.py [YEAR]    # after script/run, which loads the records
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from reading import ISCM, row_of, run


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("year", nargs="?", default="2022")
    year = parser.parse_args().year
    with tempfile.TemporaryDirectory() as temporary:
        nothing, out = Path(temporary) / "nothing", Path(temporary) / year
        nothing.touch()
        runs = [run([ISCM, "compile", year, "--out", str(out)], nothing) for _ in range(5)]
        files = sorted(path for path in out.rglob("*") if path.is_file())
        took, memory = statistics.median(r.seconds for r in runs), max(r.memory for r in runs)
        print(
            f"\n`iscm compile {year}`: {took:.2f} s (median of five), {memory:.0f} MB at most, {len(files)} files.\n"
        )
        row_of("file", "kB")
        row_of("---", "---:")
        for path in files:
            row_of(path.relative_to(out), f"{path.stat().st_size / 1000:,.0f}")


if __name__ == "__main__":
    main()
