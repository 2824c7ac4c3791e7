"""The pages of trends. What is chosen stands in the address, as in the list of meetings and the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iscm.accounts.views import kept
from iscm.analysis import trends
from iscm.analysis.drift import ASPECTS
from iscm.domain.meetings import NOT_TO_COUNT
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.meetings.forms import address, complaints, described, narrowing, tidied
from iscm.meetings.queries import yearly
from iscm.meetings.rules import Choice
from iscm.newsletter.queries import years as issues
from iscm.registry.queries import outlines
from iscm.registry.templatetags.wording import alphabetical, short
from iscm.registry.templatetags.wording import theme as named
from iscm.site.missing import Meant, missing
from iscm.site.trends import figures, pictures


@kept(daily=True)
def years(request: HttpRequest) -> HttpResponse:
    choice, answer = _choice(request)
    if answer:
        return answer
    known, rows, kept_issues = outlines(), yearly.told(choice), issues()
    found = figures.years(choice, rows, known)
    shown = [row.year for row in found]
    own = {
        slug: cells for slug, cells in trends.by_mechanism(rows).items() if figures.fits(choice, slug, known)
    }
    lines = figures.lines(choice, "mechanism", own, shown)
    called_off = yearly.not_counted(choice)
    return _page(
        request, "trends", choice,
        picture=pictures.by_year(choice, rows=found), years=found, shown=shown, total=trends.all_of(rows),
        issues=[(row, row.year in kept_issues) for row in found if row.year and row.rests_on.get("newsletter")],
        types=figures.types(choice, yearly.told(choice, "type")),
        levels=figures.levels(choice, rows, known),
        regions=figures.regions(choice, rows, known),
        lines=sorted(lines, key=lambda line: alphabetical(short(line.key))),
        not_counted=[
            (status, called_off[status], figures.narrowed(choice, "status", status))
            for status in NOT_TO_COUNT if status in called_off
        ],
    )  # fmt: skip


@kept(daily=True)
def themes(request: HttpRequest) -> HttpResponse:
    choice, answer = _choice(request)
    if answer:
        return answer
    rows = yearly.told(choice, "theme")
    counted = trends.by_theme(rows)
    unstated = counted.pop("", {})
    if choice.theme:
        counted = {theme: cells for theme, cells in counted.items() if theme in choice.theme}
    shown = trends.in_order({year for cells in counted.values() for year in cells})
    lines = figures.lines(choice, "theme", counted, shown)
    return _page(
        request, "trends-themes", choice,
        picture=pictures.themes(choice, rows=rows), lines=sorted(lines, key=lambda line: alphabetical(named(line.key))),
        shown=shown, printed=issues(),
        unstated=None if choice.theme else figures.lines(choice, "theme", {"": unstated}, shown)[0],
    )  # fmt: skip


@kept(daily=True)
def year(request: HttpRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _nowhere(request, year, "trends-year")
    if request.GET:
        return _refused(request, [_("This page shows a whole year: it has no filters.")])
    found = figures.of_year(year)
    links: dict[str, dict[str, list[Any]]] = {}
    for link in found.links:
        links.setdefault(link.theme, {}).setdefault(link.standing.replace("-", "_"), []).append(link)
    rows = [(rank, links[rank.theme]) for rank in found.ranking]
    totals = {
        name: sum(getattr(r, name) for r in found.ranking) for name in ("borne_out", "attested", "missed")
    }
    return _page(
        request, "trends-year", Choice(),
        picture=pictures.reconciled(year, found=found), drawn={"year": year}, year=year,
        found=found, rows=rows, totals=totals,
        marked=any(link.meetings for link in found.links if link.standing == "attested"), issue=year in issues(),
        before=_neighbour("trends-year", year - 1), after=_neighbour("trends-year", year + 1),
    )  # fmt: skip


@kept(daily=True)
def telling(request: HttpRequest, year: int | None = None) -> HttpResponse:
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return _nowhere(request, year, "trends-telling-year")
    choice, answer = _choice(request)
    if answer:
        return answer
    found = figures.telling(choice, year, timezone.localdate())
    own = [
        (slug, drifts)
        for slug, drifts in found.own.items()
        if any(one.way not in ("unknown", "alike") for one in drifts)
    ]
    few = [slug for slug, drifts in found.own.items() if drifts[0].records and drifts[0].way == "unknown"]
    return _page(
        request, "trends-telling", choice,
        picture=pictures.told(choice, found.years), found=found, aspects=ASPECTS,
        years=[(row, figures.listed(choice, row.year)) for row in reversed(found.years)],
        own=sorted(own, key=lambda pair: alphabetical(short(pair[0]))),
        few=sorted(few, key=lambda slug: alphabetical(short(slug))),
        silent=sorted(found.silent.items(), key=lambda pair: alphabetical(short(pair[0]))),
    )  # fmt: skip


@kept(daily=True)
def rhythm(request: HttpRequest) -> HttpResponse:
    choice, answer = _choice(request, beside=("as_of",))
    if answer:
        return answer
    said, today = request.GET.get("as_of", ""), timezone.localdate()
    as_of = _day(said) if said else today
    if as_of is None:
        sentence = _("As of: “%(said)s” is no day of these records. Write one like 2015-06-30.")
        return _refused(request, [sentence % {"said": said[:40]}])
    rows = figures.rhythms(choice, as_of)
    return _page(
        request, "trends-rhythm", choice, beside=[("as_of", said)] if said else [],
        picture=pictures.rhythms(as_of, choice, rows), as_of=as_of, then=as_of != today,
        known=[row for row in rows if row.beat],
        unknown=sorted((row for row in rows if not row.beat), key=lambda row: alphabetical(short(row.mechanism))),
        overdue=sum(row.standing == "overdue" for row in rows),
    )  # fmt: skip


def _day(said: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _choice(request: HttpRequest, beside: tuple[str, ...] = ()) -> tuple[Choice, HttpResponse | None]:
    """What the address chooses; or the answer to an address that cannot be read, or that can be written better."""
    choice, faults = Choice.parse(str(request.META.get("QUERY_STRING", "")), beside)
    if faults:
        return choice, _refused(request, complaints(faults))
    tidy = tidied(request, choice, beside)
    return choice, HttpResponseRedirect(tidy) if tidy else None


def _refused(request: HttpRequest, said: list[str]) -> HttpResponse:
    return render(request, "site/trends/refused.html", {"complaints": said}, status=HTTPStatus.BAD_REQUEST)


def _nowhere(request: HttpRequest, year: int, name: str) -> HttpResponse:
    sentence = _("%(said)s is outside these records: say a year from %(first)d to %(last)d.") % {
        "said": str(year)[:12], "first": FIRST_YEAR, "last": LAST_YEAR,
    }  # fmt: skip
    last = max(issues(), default=timezone.localdate().year - 1)
    return missing(request, sentence=sentence, meant=[Meant(reverse(name, args=[last]), str(last))])


def _drawn(choice: Choice, beside: Iterable[tuple[str, str]]) -> dict[str, str] | None:
    """What the page's picture is asked for at its own address; None where that cannot be asked there."""
    said = {name for name, _value in choice.pairs}
    alone = len(said) == len(choice.pairs) and said <= {"mechanism", "level", "region"}
    return dict([*choice.pairs, *beside]) if alone else None


def _neighbour(name: str, year: int) -> tuple[str, int] | None:
    return (reverse(name, args=[year]), year) if FIRST_YEAR <= year <= LAST_YEAR else None


def _page(
    request: HttpRequest, name: str, choice: Choice, beside: Iterable[tuple[str, str]] = (), **shown: Any
) -> HttpResponse:
    """A page with what all share: the ways to look at the same choice, and the filters."""
    ways = [
        ("trends", _("Meetings")),
        ("trends-themes", _("Themes")),
        ("trends-telling", _("What is told")),
        ("trends-rhythm", _("Rhythm")),
    ]
    own = {"trends-year": "trends-themes"}.get(name, name)
    filters = narrowing(request.path, choice, timed=True)
    return render(
        request,
        f"site/trends/{name.removeprefix('trends-')}.html",
        {
            **filters,
            "hidden": [*filters["hidden"], *beside],
            "described": described(choice),
            "query": str(choice),
            "bare": address(request.path, choice),
            "drawn": _drawn(choice, beside),
            "ways": [(way == own, text, address(reverse(way), choice)) for way, text in ways],
            **shown,
        },
    )
