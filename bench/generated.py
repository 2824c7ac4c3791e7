"""A hub with 2,000, 10,000 or 100,000 meetings: the shipped records, and made-up meetings beside them.

.venv/bin/python bench/generated.py 2000 FOLDER    # FOLDER becomes the hub's home (ISCM_HOME)

The same number makes the same meetings: spread over mechanisms, years, places, kinds and themes as the shipped ones,
with as many of them known by a month or a year, counted, joint, announced or without any date.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
YEARS = range(1990, 2031)
WORDS = (
    "return and reintegration of migrants", "labour migration and skills", "border management at sea",
    "data for policy", "protection of children on the move", "consular cooperation", "climate and mobility",
    "fair recruitment", "counter-trafficking", "free movement of persons", "remittances and development",
)  # fmt: skip
BATCH = 2_000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "number", type=int, help="how many meetings there are in the end, the shipped ones included"
    )
    parser.add_argument("home", type=Path, help="an empty folder for the hub's own files")
    args = parser.parse_args()
    args.home.mkdir(parents=True, exist_ok=True)
    os.environ |= {"ISCM_HOME": str(args.home.resolve()), "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}
    began = time.perf_counter()
    print(f"{fill(args.number):,} meetings in {time.perf_counter() - began:.1f} s")


def fill(number: int) -> int:
    """Load what is shipped, and add meetings until there are ``number``."""
    from iscm.commands import load

    if load.run(argparse.Namespace(quiet=True)):
        raise SystemExit(1)
    from iscm.meetings.models import Meeting

    rows = list(made(number - Meeting.objects.count()))
    for start in range(0, len(rows), BATCH):
        keep(rows[start : start + BATCH])
    return Meeting.objects.count()


def made(number: int) -> Iterator[dict[str, Any]]:
    """Meetings as plain values, the same ones each time; a tenth of all fall into the busiest year."""
    from iscm.domain.states import states
    from iscm.domain.terms import places, themes, types

    chance = random.Random(20221018)
    slugs = sorted(_mechanisms())
    weights = [1 / (place + 3) for place in range(len(slugs))]  # a few meet often, most seldom
    codes = [code for code in places() if code in states()]
    kinds, subjects = sorted(types()), sorted(themes())
    years = sorted(YEARS)
    for n in range(number):
        owners = list(dict.fromkeys(chance.choices(slugs, weights, k=1 + (chance.random() < 0.04))))
        code = chance.choice(codes)
        kind = chance.choice(kinds)
        year = 2022 if chance.random() < 0.1 else chance.choices(years, range(1, len(years) + 1))[0]
        yield {
            "slug": f"made-{n + 1}",
            "title": f"{n % 30 + 1}. {kind.replace('-', ' ')} on {chance.choice(WORDS)}",
            "type": kind,
            "when": _when(chance, year),
            "city": chance.choice(places()[code])[0],
            "country": code,
            "mode": chance.choices(("", "online", "hybrid", "in-person"), (70, 12, 6, 12))[0],
            "status": "announced" if year > 2026 else "cancelled" if chance.random() < 0.01 else "",
            "topic": chance.choice(WORDS).capitalize() if chance.random() < 0.3 else "",
            "count": chance.choices((1, 2, 8, 24, None), (960, 20, 10, 5, 5))[0],
            "owners": owners,
            "themes": chance.sample(subjects, chance.choices((0, 1, 2, 3), (30, 40, 20, 10))[0]),
        }


def _mechanisms() -> list[str]:
    from iscm.domain.terms import mechanisms

    return list(mechanisms())


def _when(chance: random.Random, year: int) -> str | None:
    """Days for three quarters; else a month, a year, or nothing."""
    first = dt.date(year, 1, 1) + dt.timedelta(days=chance.randrange(360))
    match chance.choices(("day", "span", "month", "year", ""), (30, 45, 15, 8, 2))[0]:
        case "day":
            return str(first)
        case "span":
            return f"{first}/{first + dt.timedelta(days=chance.randint(1, 4))}"
        case "month":
            return f"{first:%Y-%m}"
        case "year":
            return f"{first:%Y}"
    return None


def keep(rows: list[dict[str, Any]]) -> None:
    """One batch, with its owners, its themes and its entries in the trail, in one transaction."""
    from django.db import transaction

    from iscm.accounts.actions import record_kept
    from iscm.meetings.models import Meeting, Ownership, Subject
    from iscm.registry.models import Mechanism

    mechanisms = dict(Mechanism.objects.values_list("slug", "pk"))
    with transaction.atomic():
        plain = [{k: v for k, v in row.items() if k not in ("owners", "themes")} for row in rows]
        found = Meeting.objects.bulk_create(Meeting(access="public", **fields) for fields in plain)
        Ownership.objects.bulk_create(
            Ownership(meeting=meeting, mechanism_id=mechanisms[slug])
            for meeting, row in zip(found, rows, strict=True)
            for slug in row["owners"]
        )
        Subject.objects.bulk_create(
            Subject(meeting=meeting, printed=theme, theme=theme)
            for meeting, row in zip(found, rows, strict=True)
            for theme in row["themes"]
        )
        record_kept(kind="meeting", marks={row["slug"]: "made" for row in rows}, by="bench", at=AT)


if __name__ == "__main__":
    main()
