"""The calendar: a month, a year, an agenda, all mechanisms of a year at once. What is shown stands in the address."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iscm.accounts.views import kept
from iscm.domain.when import FIRST_YEAR, LAST_YEAR, When
from iscm.meetings.forms import address, complaints, described, narrowing, tidied
from iscm.meetings.queries import entries
from iscm.meetings.rules import Choice
from iscm.registry.templatetags.wording import alphabetical, short
from iscm.site import almanac
from iscm.site.missing import Meant, missing

PAGE = 100  # entries of a page of the agenda
LOOSE = 40  # meetings without a month that a month's page lists; the rest is one link away


def calendar(request: HttpRequest) -> HttpResponse:
    """The month of the day."""
    today, query = timezone.localdate(), _query(request)
    month = reverse("month", args=[today.year, today.month])
    return HttpResponseRedirect(month + (f"?{query}" if query else ""))


@kept(daily=True)
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return _nowhere(request, f"{year}/{month}")
    choice, answer = _choice(request)
    if answer:
        return answer
    first = dt.date(year, month, 1)
    rows = entries.entries(choice, within=When.parse(f"{year:04d}-{month:02d}"))
    sheet = almanac.month(year, month, rows, timezone.localdate())
    loose = almanac.yearly(rows)
    return _page(
        request, "month", choice,
        first=first, sheet=sheet, loose=loose[:LOOSE], left=len(loose) - len(loose[:LOOSE]),
        before=_month(year, month - 1), after=_month(year, month + 1),
    )  # fmt: skip


@kept(daily=True)
def year(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _nowhere(request, str(year))
    choice, answer = _choice(request)
    if answer:
        return answer
    rows = entries.entries(choice, within=When.parse(f"{year:04d}"))
    months = almanac.year(year, rows, timezone.localdate())
    return _page(
        request, "year", choice,
        first=dt.date(year, 1, 1), months=months, loose=almanac.yearly(rows), number=len(rows),
        before=_year("year", year - 1), after=_year("year", year + 1),
    )  # fmt: skip


@kept(daily=True)
def timeline(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _nowhere(request, str(year))
    choice, answer = _choice(request)
    if answer:
        return answer
    rows = entries.entries(choice, within=When.parse(f"{year:04d}"))
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
    count = entries.number(choice, within=within, undated=True)
    pages, said = max(1, -(-count // PAGE)), request.GET.get("page", "1")
    page = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
    if not 1 <= page <= pages:
        sentence = _("There is no page “%(page)s”: the last is %(last)d.") % {
            "page": said[:80],
            "last": pages,
        }
        return _refused(request, [sentence])
    rows = entries.entries(choice, within=within, undated=True, start=(page - 1) * PAGE, stop=page * PAGE)
    return _page(
        request, "agenda", choice,
        first=today, rows=rows, count=count, page=page, pages=pages,
        before=_numbered(request, choice, page - 1) if page > 1 else "",
        after=_numbered(request, choice, page + 1) if page < pages else "",
    )  # fmt: skip


def _numbered(request: HttpRequest, choice: Choice, page: int) -> str:
    return address(request.path, choice, *([("page", str(page))] if page > 1 else []))


def _query(request: HttpRequest) -> str:
    return str(request.META.get("QUERY_STRING", ""))


def _choice(request: HttpRequest, beside: tuple[str, ...] = ()) -> tuple[Choice, HttpResponse | None]:
    """What the address chooses; or the answer to an address that cannot be read, or that can be written better."""
    choice, faults = Choice.parse(_query(request), beside)
    if faults:
        return choice, _refused(request, complaints(faults))
    tidy = tidied(request, choice, beside)
    return choice, HttpResponseRedirect(tidy) if tidy else None


def _refused(request: HttpRequest, said: list[str]) -> HttpResponse:
    return render(request, "site/calendar/refused.html", {"complaints": said}, status=HTTPStatus.BAD_REQUEST)


def _nowhere(request: HttpRequest, said: str) -> HttpResponse:
    today = timezone.localdate()
    now = Meant(reverse("month", args=[today.year, today.month]), _("This month"))
    sentence = _("There is no %(said)s in this calendar: it goes from %(first)d to %(last)d.") % {
        "said": said, "first": FIRST_YEAR, "last": LAST_YEAR,
    }  # fmt: skip
    return missing(request, sentence=sentence, meant=[now])


def _month(year: int, month: int) -> tuple[str, dt.date] | None:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return reverse("month", args=[year, month]), dt.date(year, month, 1)


def _year(name: str, year: int) -> tuple[str, dt.date] | None:
    return (reverse(name, args=[year]), dt.date(year, 1, 1)) if FIRST_YEAR <= year <= LAST_YEAR else None


def _page(request: HttpRequest, view: str, choice: Choice, **shown: Any) -> HttpResponse:
    """A page with what all of them share: its neighbours, the ways to look, the filters, and the feeds of the same."""
    query, first = str(choice), shown["first"]
    for side in ("before", "after"):
        if isinstance(shown[side], tuple):
            path, day = shown[side]
            shown[side], shown[f"{side}_day"] = address(path, choice), day
    host = request.get_host()
    feed = address(reverse("calendar"), choice)
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
            **narrowing(request.path, choice, timed=view == "agenda"),
            "described": described(choice),
            "query": query,
            "ways": [(name, text, address(path, choice)) for name, text, path in ways],
            "feed": feed,
            "webcal": f"webcal://{host}{feed}",
            "changes": address(reverse("changes"), choice),
            "today": timezone.localdate(),
            **shown,
        },
    )
