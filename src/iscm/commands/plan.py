"""``iscm plan LINE --for MECHANISM``: when a meeting could be, the best dates first, with what speaks against each.

From the public records of this hub. Ends with 0 where a date has no known clash, 1 where every date has one, 2 where
nothing can be looked for.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import textwrap
from typing import Any

from iscm.commands.hub import Unusable, opened

FREE, CLASHES, NOT_DONE = 0, 1, 2
COLUMNS = ("first", "last", "place", "weight", "why")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "When a meeting could be: every date, the best first, with what speaks against each."
    parser.epilog = 'iscm plan "three days in October or November 2027, Nairobi or online" --for mid-igad'
    parser.add_argument(
        "line", nargs="?", default="", metavar="LINE", help="how long, when and where, in a line"
    )
    parser.add_argument(
        "--for", dest="mechanisms", action="append", default=[], metavar="SLUG",
        help="whose meeting it is: slug or name; several times for a joint one",
    )  # fmt: skip
    parser.add_argument("--days", metavar="N", help="how many days")
    parser.add_argument("--from", dest="first", metavar="DAY", help="not before this day, such as 2027-10-01")
    parser.add_argument("--to", dest="last", metavar="DAY", help="nor after this one")
    parser.add_argument(
        "--place", metavar="PLACE", help="city, country or online; several with commas between"
    )
    parser.add_argument(
        "--travel", metavar="N", help="whole days between meetings at two places (default: 1)"
    )
    parser.add_argument(
        "--number", type=int, default=10, metavar="N", help="how many dates are told (default: 10)"
    )
    parser.add_argument(
        "--format", choices=("table", "json", "csv"), default="table", help="table (default), json, csv"
    )


def run(args: argparse.Namespace) -> int:
    try:
        opened()
    except Unusable as fault:
        return _refuse(f"{fault}.")
    from django.contrib.auth.models import AnonymousUser
    from django.utils import timezone

    from iscm.analysis.planning.ranking import possible
    from iscm.analysis.planning.wish import Unplannable
    from iscm.planning.forms.finder import Finder, refusal
    from iscm.planning.queries.finding import search
    from iscm.registry.queries import mechanisms

    if args.number < 1:
        return _refuse("--number: say how many dates are to be told, 1 or more.")
    today = timezone.localdate()
    form = Finder(_asked(args), [row.slug for row in mechanisms()], today)
    if not form.is_valid() or form.wish is None:
        return _refuse(*form.complaints)
    try:
        found = search(AnonymousUser(), form.wish, form.slugs, today)
    except Unplannable as fault:
        return _refuse(refusal(fault))
    shown = found.dates[: args.number]
    if form.asked.unread:
        print(f"iscm plan: not understood: {', '.join(form.asked.not_understood)}.", file=sys.stderr)
    {"table": _table, "json": _json, "csv": _csv}[args.format](found, shown, form)
    return FREE if possible(found.dates) else CLASHES


def _asked(args: argparse.Namespace) -> Any:
    from django.http import QueryDict

    asked = QueryDict(mutable=True)
    asked.setlist("mechanism", args.mechanisms)
    for name, value in (("q", args.line), ("days", args.days), ("from", args.first), ("to", args.last),
                        ("place", args.place), ("travel", args.travel)):  # fmt: skip
        if value:
            asked[name] = value
    return asked


def _refuse(*sentences: str) -> int:
    for sentence in sentences:
        print(f"iscm plan: {sentence}", file=sys.stderr)
    return NOT_DONE


def _table(found: Any, shown: Any, form: Any) -> None:
    from rich.console import Console

    from iscm.analysis.planning.ranking import possible
    from iscm.planning.templatetags import candidates
    from iscm.registry.templatetags.wording import listed

    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, 110) if console.is_terminal else 100
    wish = found.wish
    times = ", ".join(candidates.between(first, last) for first, last in wish.windows)
    places = " or ".join(candidates.placed(*place) for place in form.places)
    days = f"{wish.length} day{'s' if wish.length > 1 else ''}"
    console.print(f"{listed(form.slugs)}: {days}, {times}; {places}", style="bold")
    console.print(f"{len(found.dates)} possible dates, {possible(found.dates)} without a known clash.\n")
    for date in shown:
        head = f"{candidates.days(date)} ({candidates.weekdays(date)})"
        where = f"  {candidates.where(date, form.places)}" if len(form.places) > 1 else ""
        console.print(f"{head:<34}{candidates.graded(candidates.grade(date)):<7}{where}", style="bold")
        for line in textwrap.wrap(candidates.why(date), console.width - 4):
            console.print(f"    {line}")
    left = len(found.dates) - len(shown)
    if left:
        console.print(f"\n{left} more; --number {len(found.dates)} tells all.", style="dim")


def _json(found: Any, shown: Any, form: Any) -> None:
    from iscm.planning.templatetags.candidates import why
    from iscm.renderers.records.dates import CANDIDATE

    rows = [{**CANDIDATE.record(date, ""), "why": str(why(date))} for date in shown]
    wish = found.wish
    asked = {
        "mechanisms": form.slugs,
        "days": wish.length,
        "within": [f"{first}/{last}" for first, last in wish.windows],
        "places": [country or "online" for country in wish.places],
        "travel": wish.travel,
        "members": sorted(found.table.members),
    }
    print(
        json.dumps({"asked": asked, "number": len(found.dates), "dates": rows}, ensure_ascii=False, indent=2)
    )


def _csv(found: Any, shown: Any, form: Any) -> None:
    from iscm.planning.templatetags.candidates import why

    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    for date in shown:
        writer.writerow([date.first, date.last, date.place or "online", date.weight, why(date)])
