"""How fast a report is read while it is typed: whole answers of the page, in one process.

.venv/bin/python bench/reporting.py
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SENTENCES = (
    "8th SOM ({d} March, Managua, Nicaragua)", "two workshops ({d}-{e} May and 3 July)", "twenty-four webinars",
    "thematic meeting on labour migration ({d} June, San José, Costa Rica)", "joint workshop with SACM ({d} September)",
    "Steering Committee meeting (October)", "one side event of the 2nd IMRF", "ministerial meeting ({d} November)",
    "seminar on climate change and human mobility ({d}-{e} August, Panama City, Panama)",
)  # fmt: skip
LENGTH, ROUNDS = 1000, 60


def text(number: int) -> str:
    """A thousand characters or a little less, no two alike."""
    said, at = [], number
    while sum(map(len, said)) + 2 * len(said) < LENGTH - 90:
        said.append(SENTENCES[at % len(SENTENCES)].format(d=1 + at % 25, e=2 + at % 25))
        at += 1
    return "; ".join(said) + "."


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"ISCM_HOME": home, "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}
        subprocess.run([Path(sys.executable).with_name("iscm"), "load", "--quiet"], check=True)
        import django

        django.setup()
        from django.test import Client

        from iscm.intake.actions import new_door, open_round

        now = dt.datetime.now(dt.UTC)
        asks = {"rcm": ("rcm@mail.example", "en")}
        opened = open_round(
            year=2025,
            number=11,
            due=now.date(),
            office="-",
            contact="o@mail.example",
            asks=asks,
            by="-",
            at=now,
        )
        client = Client(headers={"host": "localhost"})
        client.post(f"/report/open/{new_door(ask=opened.asks.get(), at=now)}/")
        took = []
        for number in range(ROUNDS):
            prose = text(number)
            began = time.perf_counter()
            answer = client.post("/report/2025/rcm/reading/", {"prose": prose})
            took.append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200
    ordered = sorted(took[1:])
    print(
        f"{len(text(0)):,} characters, no two texts alike: the first {took[0]:.0f} ms, median "
        f"{statistics.median(ordered):.0f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.0f} ms"
    )


if __name__ == "__main__":
    main()
