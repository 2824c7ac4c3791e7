"""Looking for a date: from what is public, and, for who is signed in, from what else they may know."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.http import urlencode

from iscm.accounts.queries import seen_by, speaks_for
from iscm.accounts.views import private
from iscm.analysis.planning.ranking import possible
from iscm.analysis.planning.reasons import Candidate, Reason
from iscm.analysis.planning.wish import WIDEST, Unplannable, Wish
from iscm.planning.forms.finder import COMPARED, Finder, refusal
from iscm.planning.queries.finding import Search, closed_to_others, search
from iscm.planning.templatetags.candidates import GRADES
from iscm.registry.forms import tidy
from iscm.registry.queries import mechanisms

BEST, SHEETS = 8, 12 * WIDEST + 1  # dates told of at first; months shown as sheets
EXAMPLES = (  # a line, whose meeting, its language
    ("three days in October or November 2027, Nairobi or online", "mid-igad", "en"),
    ("deux jours au premier trimestre 2027, Dakar", "rabat-process", "fr"),
    ("tres días a finales de mayo de 2027 en San José", "rcm", "es"),
    ("два дня в начале марта 2027 года, Ташкент", "almaty-process", "ru"),
)
SIDES = {  # rows of the comparison, each with the kinds of reasons in it
    "own": ("own",),
    "clash": ("clash", "unknown"),
    "held": ("held",),
    "avoid": ("avoid",),
    "week": ("week",),
    "perhaps": ("perhaps",),
    "near": ("near",),
    "holidays": ("holiday", "holidays"),
    "weekend": ("weekend", "weekends"),
    "feast": ("fast", "feast"),
    "beside": ("beside",),
}


def finder(request: HttpRequest) -> HttpResponse:
    """The search, and what it found. Nobody on the way keeps it: it may tell some what others may not know."""
    if address := tidy(request):
        return private(redirect(address))
    today = timezone.localdate()
    seen, speaks = seen_by(request.user), speaks_for(request.user)
    known = [row.slug for row in mechanisms(seen=seen)] + list(closed_to_others(speaks, seen))
    if not request.GET:
        form = Finder(QueryDict(), known, today)
        shown = {"form": form, "examples": EXAMPLES, "speaks": bool(speaks_for(request.user))}
        return private(render(request, "planning/finder.html", shown))
    form = Finder(request.GET, known, today)
    found = None
    if form.is_valid() and form.wish:
        try:
            found = search(request.user, form.wish, form.slugs, today)
        except Unplannable as fault:
            form.add_error(None, refusal(fault))
    page: dict[str, Any] = {"form": form, "speaks": bool(speaks_for(request.user))}
    if found is None:
        return private(render(request, "planning/finder.html", page, status=HTTPStatus.BAD_REQUEST))
    page |= {
        "found": found,
        "possible": possible(found.dates),
        "best": found.dates[: _number(request.GET)],
        "more": _more(request.GET, len(found.dates)),
        "months": _months(found, form.wish, request.GET),
        "compared": (compared := [one for day in form.compared if (one := found.on(day))]),
        "rows": _side_by_side(compared),
        "missing": [day for day in form.compared if not found.on(day)],
        "holds": _may_hold(request, form),
        "most": COMPARED,
        "grades": range(len(GRADES) + 1),
        "weekdays": [(WEEKDAYS[n], WEEKDAYS_ABBR[n]) for n in range(7)],
    }
    return private(render(request, "planning/finder.html", page))


def _number(asked: QueryDict) -> int:
    """How many dates are told of: "all" of them where so asked."""
    return 10_000 if asked.get("show") == "all" else BEST


def _more(asked: QueryDict, number: int) -> str:
    """The address that tells of all dates; "" where it does already."""
    if number <= BEST or asked.get("show") == "all":
        return ""
    query = asked.copy()
    query["show"] = "all"
    return f"{reverse('plan')}?{query.urlencode()}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a sheet: the date that begins on it, and where it is looked at more closely."""

    day: dt.date
    date: Candidate | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month as weeks from Monday to Sunday; None for what is of another month."""

    first: dt.date
    weeks: tuple[tuple[Cell | None, ...], ...]


def _months(found: Search, wish: Wish, asked: QueryDict) -> list[Sheet]:
    """Months of the time asked for, each day with the date that begins on it."""
    by_day = {one.first: one for one in found.dates}
    sheets = []
    for (year, month), _days in groupby(sorted(by_day), key=lambda day: (day.year, day.month)):
        first = dt.date(year, month, 1)
        length = calendar.monthrange(year, month)[1]
        days = [first.replace(day=number) for number in range(1, length + 1)]
        cells = [
            Cell(day, date, _beside(asked, day) if date else "") for day in days for date in [by_day.get(day)]
        ]
        filled = [*[None] * first.weekday(), *cells, *[None] * (-(first.weekday() + length) % 7)]
        sheets.append(Sheet(first, tuple(tuple(filled[n : n + 7]) for n in range(0, len(filled), 7))))
    return sheets[:SHEETS]


def _beside(asked: QueryDict, day: dt.date) -> str:
    """The address on which this day is compared too, in place of the first of three."""
    query = asked.copy()
    others = [said for said in asked.getlist("date") if said != str(day)]
    query.setlist("date", [*others[-(COMPARED - 1) :], str(day)])
    return f"{reverse('plan')}?{query.urlencode()}#compared"


def _side_by_side(dates: list[Candidate]) -> list[tuple[str, list[list[Reason]]]]:
    """What speaks against each of some dates, kind by kind; kinds that none has are left out."""
    rows = [(side, [list(one.of(*kinds)) for one in dates]) for side, kinds in SIDES.items()]
    return [(side, cells) for side, cells in rows if any(cells)]


def _may_hold(request: HttpRequest, form: Finder) -> str:
    """Where one of these dates can be held, but for its days; "" for who speaks for none of the mechanisms."""
    if not set(form.slugs) & speaks_for(request.user):
        return ""
    city, country = form.places[0]
    said = [("mechanisms", slug) for slug in form.slugs] + [("type", "meeting")]
    said += [("city", city), ("country", country)] if country else [("mode", "online")]
    return f"{reverse('new-hold')}?{urlencode([pair for pair in said if pair[1]])}"
