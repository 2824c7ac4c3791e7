"""How fast the search is: questions and whole pages, in one process, and what keeping the index costs.

.venv/bin/python bench/generated.py 100000 FOLDER
.venv/bin/python bench/searching.py FOLDER

With DATABASE_URL it asks that database. Every question is asked once for the first time (cold), then all again in turn.
A page is made anew each time ("pages"), or is the one that was kept ("pages again"). "a change" is one meeting's title
set through the actions, the index with it, in one transaction, undone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

AT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
QUESTIONS = (
    "RCM", "Puebla Process", "MIDSA", "MID-SA SOM 2022", "Kenya", "كينيا", "肯尼亚", "Кения 2022", "migración laboral",
    "trata de personas", "Prauge proces", "Ouaga", "labour migration Manila",
    "Global Forum on Migration and Development", "smuggling", "октябрь 2022 Прага", "5+5", "Ouagadogou", "climate",
    "border management at sea 2019",
    "meeting", "migration", "senior officials Budapest Process", "return reintegration Nairobi", "xyzzy",
)  # fmt: skip
FILTERS = ({}, {"kind": "meeting"}, {"year": "2022"}, {"theme": "labour-migration"})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("home", type=Path, help="the hub's home, as bench/generated.py filled it")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--rebuild", action="store_true", help="make the index anew too, and time that")
    args = parser.parse_args()
    os.environ |= {"ISCM_HOME": str(args.home.resolve()), "DJANGO_SETTINGS_MODULE": "iscm.site.settings"}
    import django

    django.setup()
    from django.test import Client

    from iscm.explore.actions import rebuild
    from iscm.explore.models import Card, Term
    from iscm.explore.queries.search import search

    if args.rebuild:
        began = time.perf_counter()
        cards = rebuild()
        print(f"index made anew: {cards:,} cards in {time.perf_counter() - began:.1f} s")
    size = sum(len(bytes(row)) for row in Term.objects.values_list("bits", flat=True).iterator())
    print(
        f"{Card.objects.count():,} cards, {Term.objects.count():,} terms, {size / 1e6:.1f} MB of packed bits"
    )
    asked = [(question, filters) for question in QUESTIONS for filters in FILTERS]
    told("questions, cold", [timed(search, q, f) for q, f in asked])
    told("questions", [timed(search, q, f) for _ in range(args.rounds) for q, f in asked])
    client = Client(headers={"host": "localhost"})
    client.get("/search/")

    def page(number: int, question: str, filters: dict[str, str]) -> float:
        return timed(client.get, f"/search/?{urlencode({'q': question + ' ' * number, **filters})}")

    told("pages", [page(n, q, f) for n in range(args.rounds) for q, f in asked])
    told("pages again", [page(0, q, f) for _ in range(args.rounds) for q, f in asked[:50]])
    told("a change", [change() for _ in range(5)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


def timed(do: Callable[..., object], *given: object) -> float:
    began = time.perf_counter()
    do(*given)
    return time.perf_counter() - began


def change() -> float:
    from django.db import transaction

    from iscm.meetings.actions import set_value
    from iscm.meetings.models import Meeting

    slug = Meeting.objects.order_by("-pk").values_list("slug", flat=True)[0]
    with transaction.atomic():
        spent = timed(
            lambda: set_value(
                meeting=slug, field="title", value="Another title altogether", by="bench", at=AT
            )
        )
        transaction.set_rollback(True)
    return spent


def told(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(
        f"{what}: {len(seconds) / sum(seconds):,.0f} a second in one process, median "
        f"{statistics.median(seconds) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, longest {ordered[-1] * 1000:.1f} ms"
    )


if __name__ == "__main__":
    main()
