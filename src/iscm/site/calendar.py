"""The calendar: a month, a year, an agenda, all mechanisms of a year at once. What is shown stands in the address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iscm.accounts.views import kept
from iscm.domain.when import When
from iscm.meetings import queries
from iscm.meetings.forms import complaints, described, label, offered, worded
from iscm.meetings.rules import FIRST, LAST, SEVERAL, Choice
from iscm.registry.templatetags.wording import alphabetical, short
from iscm.site import almanac
from iscm.site.missing import Meant, missing

PAGE = 100  # entries of a page of the agenda
LOOSE = 40  # meetings without a month that a month's page lists; the rest is one link away


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that was chosen, and the address without it."""

    label: str
    name: str
    without: str


def calendar(request: HttpRequest) -> HttpResponse:
    """The month of the day."""
    today = timezone.localdate()
    return HttpResponseRedirect(_with(reverse("month", args=[today.year, today.month]), _query(request)))


@kept(daily=True)
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not (FIRST <= year <= LAST and 1 <= month <= 12):
        return _nowhere(request, f"{year}/{month}")
    choice, answer = _choice(request)
    if answer:
        return answer
    first = dt.date(year, month, 1)
    rows = queries.entries(choice, within=When.parse(f"{year:04d}-{month:02d}"))
    sheet = almanac.month(year, month, rows, timezone.localdate())
    loose = almanac.yearly(rows)
    return _page(
        request, "month", choice,
        first=first, sheet=sheet, loose=loose[:LOOSE], left=len(loose) - len(loose[:LOOSE]),
        before=_month(year, month - 1), after=_month(year, month + 1),
    )  # fmt: skip


@kept(daily=True)
def year(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST <= year <= LAST:
        return _nowhere(request, str(year))
    choice, answer = _choice(request)
    if answer:
        return answer
    rows = queries.entries(choice, within=When.parse(f"{year:04d}"))
    months = almanac.year(year, rows, timezone.localdate())
    return _page(
        request, "year", choice,
        first=dt.date(year, 1, 1), months=months, loose=almanac.yearly(rows), number=len(rows),
        before=_year("year", year - 1), after=_year("year", year + 1),
    )  # fmt: skip


@kept(daily=True)
def timeline(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST <= year <= LAST:
        return _nowhere(request, str(year))
    choice, answer = _choice(request)
    if answer:
        return answer
    rows = queries.entries(choice, within=When.parse(f"{year:04d}"))
    drawn = almanac.timeline(year, rows)
    drawn = replace(drawn, rows=tuple(sorted(drawn.rows, key=lambda row: alphabetical(short(row.mechanism)))))
    return _page(
        request, "timeline", choice,
        first=dt.date(year, 1, 1), timeline=drawn, number=len(rows), busiest=almanac.busiest(drawn),
        nobody=[row for row in rows if not row.mechanisms],
        before=_year("timeline", year - 1), after=_year("timeline", year + 1),
    )  # fmt: skip


@kept(daily=True)
def agenda(request: HttpRequest) -> HttpResponse:
    """What comes, by date; a time in the address shows that instead. Those without a year stand at the end."""
    choice, answer = _choice(request, beside=("page",))
    if answer:
        return answer
    today = timezone.localdate()
    within = None if choice.within else When.parse(f"{today}/..")
    count = queries.number(choice, within=within, undated=True)
    pages, said = max(1, -(-count // PAGE)), request.GET.get("page", "1")
    page = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
    if not 1 <= page <= pages:
        sentence = _("There is no page “%(page)s”: the last is %(last)d.") % {
            "page": said[:80],
            "last": pages,
        }
        return _refused(request, [sentence])
    rows = queries.entries(choice, within=within, undated=True, start=(page - 1) * PAGE, stop=page * PAGE)
    return _page(
        request, "agenda", choice,
        first=today, rows=rows, count=count, page=page, pages=pages,
        before=_with(request.path, _numbered(choice, page - 1)) if page > 1 else "",
        after=_with(request.path, _numbered(choice, page + 1)) if page < pages else "",
    )  # fmt: skip


def _numbered(choice: Choice, page: int) -> str:
    number = f"page={page}" if page > 1 else ""
    return "&".join(part for part in (str(choice), number) if part)


def _query(request: HttpRequest) -> str:
    return str(request.META.get("QUERY_STRING", ""))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _choice(request: HttpRequest, beside: tuple[str, ...] = ()) -> tuple[Choice, HttpResponse | None]:
    """What the address chooses; or the answer to an address that cannot be read, or that can be written better."""
    choice, faults = Choice.parse(_query(request), beside)
    if faults:
        return choice, _refused(request, complaints(faults))
    kept_beside = [(name, value) for name, value in request.GET.items() if name in beside and value]
    wanted = "&".join([*filter(None, [str(choice)]), *(f"{name}={value}" for name, value in kept_beside)])
    if _query(request) != wanted and not kept_beside:
        return choice, HttpResponseRedirect(_with(request.path, wanted))
    return choice, None


def _refused(request: HttpRequest, said: list[str]) -> HttpResponse:
    return render(request, "site/calendar/refused.html", {"complaints": said}, status=HTTPStatus.BAD_REQUEST)


def _nowhere(request: HttpRequest, said: str) -> HttpResponse:
    today = timezone.localdate()
    now = Meant(reverse("month", args=[today.year, today.month]), _("This month"))
    sentence = _("There is no %(said)s in this calendar: it goes from %(first)d to %(last)d.") % {
        "said": said, "first": FIRST, "last": LAST,
    }  # fmt: skip
    return missing(request, sentence=sentence, meant=[now])


def _month(year: int, month: int) -> tuple[str, dt.date] | None:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not FIRST <= year <= LAST:
        return None
    return reverse("month", args=[year, month]), dt.date(year, month, 1)


def _year(name: str, year: int) -> tuple[str, dt.date] | None:
    return (reverse(name, args=[year]), dt.date(year, 1, 1)) if FIRST <= year <= LAST else None


def _page(request: HttpRequest, view: str, choice: Choice, **shown: Any) -> HttpResponse:
    """A page with what all of them share: its neighbours, the ways to look, the filters, and the feeds of the same."""
    query, first = str(choice), shown["first"]
    for side in ("before", "after"):
        if isinstance(shown[side], tuple):
            address, day = shown[side]
            shown[side], shown[f"{side}_day"] = _with(address, query), day
    host = request.get_host()
    feed = _with(reverse("calendar"), query)
    ways = [
        ("month", _("Month"), reverse("month", args=[first.year, first.month])),
        ("year", _("Year"), reverse("year", args=[first.year])),
        ("timeline", _("Timeline"), reverse("timeline", args=[first.year])),
        ("agenda", _("Agenda"), reverse("agenda")),
    ]
    return render(
        request,
        f"site/calendar/{view}.html",
        {
            "view": view,
            "choice": choice,
            "described": described(choice),
            "query": query,
            "chips": [_chip(request.path, choice, name, value) for name, value in choice.pairs],
            "filters": offered(choice),
            "hidden": [
                pair for pair in choice.pairs if pair[0] in SEVERAL or (view != "agenda" and pair[0] != "q")
            ],
            "ways": [(name, text, _with(address, query)) for name, text, address in ways],
            "feed": feed,
            "webcal": f"webcal://{host}{feed}",
            "changes": _with(reverse("changes"), query),
            "today": timezone.localdate(),
            **shown,
        },
    )


def _chip(path: str, choice: Choice, name: str, value: str) -> Chip:
    if name in SEVERAL:
        return Chip(label(name), worded(name, value), _with(path, str(choice.without(name, value))))
    field = {"from": ("since",), "to": ("until",), "year": ("since", "until"), "q": ("q",)}[name]
    rest = replace(choice, **{one: "" if one == "q" else None for one in field})
    return Chip(label(name), value, _with(path, str(rest)))
