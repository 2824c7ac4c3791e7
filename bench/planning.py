"""How fast dates are ranked: every date of a window of two years, with its reasons, from the question to the answer.

.venv/bin/python bench/generated.py 100000 FOLDER
.venv/bin/python bench/planning.py FOLDER

Each search is that of a page: it asks the database for mechanisms, members and meetings, and ranks. "ranked" is the
ranking alone. The first search also works out holidays and feasts of all members ("first"); later ones find them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import time
from pathlib import Path

WINDOWS = ((2021, 2022), (2026, 2027), (2027, 2028))
WHO = (["rabat-process"], ["rcm"], ["midsa", "pidc"], ["budapest-process"], ["khartoum-process"])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("home", type=Path, help="a hub's home, such as bench/generated.py fills")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    os.environ |= {"ISCM_HOME": str(args.home.resolve()), "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}
    import django

    django.setup()
    from django.contrib.auth.models import AnonymousUser

    from iscm.analysis.planning.ranking import rank
    from iscm.analysis.planning.wish import Wish, membership_on, table
    from iscm.domain.when import When
    from iscm.meetings.models import Meeting
    from iscm.meetings.queries.entries import entries
    from iscm.planning.queries.finding import search
    from iscm.registry.queries import mechanisms

    print(f"{Meeting.objects.count():,} meetings")
    for first, last in WINDOWS:
        days = (dt.date(first, 1, 1), dt.date(last, 12, 31))
        wish = Wish(length=3, windows=(days,), places=("KE", ""), travel=1)
        rows = entries(within=When.on(*days))
        known = {row.slug: row for row in mechanisms()}
        members = {slug: membership_on(row, days[0]) for slug, row in known.items()}
        began = time.perf_counter()
        search(AnonymousUser(), wish, WHO[0], days[0])
        cold = time.perf_counter() - began
        whole, alone, reasons = [], [], 0
        for _ in range(args.rounds):
            for slugs in WHO:
                began = time.perf_counter()
                found = search(AnonymousUser(), wish, slugs, days[0])
                whole.append(time.perf_counter() - began)
                own = table((known[slug] for slug in slugs), days[0])
                began = time.perf_counter()
                rank(wish, own, rows, members)
                alone.append(time.perf_counter() - began)
                reasons += sum(len(date.reasons) for date in found.dates)
        print(
            f"{first}-{last}: {len(wish.starts)} dates, {len(rows):,} meetings in the window, "
            f"{reasons // (len(WHO) * args.rounds):,} reasons; first {cold * 1000:.0f} ms, then "
            f"{statistics.median(whole) * 1000:.0f} ms at the median (ranked: {statistics.median(alone) * 1000:.0f} ms)"
        )


if __name__ == "__main__":
    main()
