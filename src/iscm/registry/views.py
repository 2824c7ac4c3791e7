"""Lists of mechanisms and of States."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from iscm.documents import names
from iscm.domain.states import regions
from iscm.domain.states import states as known_states
from iscm.registry import queries
from iscm.registry.forms import MechanismChoice, tidy
from iscm.registry.templatetags.wording import heading, lang, state

LEVELS = ("regional", "interregional", "global")


@dataclass(frozen=True, slots=True)
class Row:
    """A State or territory, and the mechanisms it takes part in by role."""

    code: str
    name: str
    region: str
    roles: dict[str, list[str]]


def mechanisms(request: HttpRequest) -> HttpResponse:
    if address := tidy(request):
        return redirect(address)
    choice = MechanismChoice(request.GET)
    valid = choice.is_valid()
    rows = [row for row in queries.mechanisms() if _fits(row, choice.given)] if valid else []
    rows.sort(key=lambda row: names.order(heading(row.slug).text))
    by_level = [(level, found) for level in LEVELS if (found := [row for row in rows if row.level == level])]
    return render(
        request,
        "registry/mechanisms.html",
        {"choice": choice, "levels": by_level, "count": len(rows), "today": timezone.localdate()},
        status=HTTPStatus.OK if valid else HTTPStatus.BAD_REQUEST,
    )


def _fits(row: object, given: dict[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in given.items())


def states(request: HttpRequest) -> HttpResponse:
    """Every State and territory that takes part today, with what it takes part in."""
    places = queries.places(timezone.localdate())
    rows = sorted(
        (_row(code, roles) for code, roles in places.items()), key=lambda row: names.order(row.name)
    )
    by_region: dict[str, list[Row]] = {}
    for row in rows:
        by_region.setdefault(row.region, []).append(row)
    count = sum(known_states()[code].kind == "state" for code in places)
    return render(
        request,
        "registry/states.html",
        {
            "regions": sorted(by_region.items(), key=lambda pair: (not pair[0], names.order(pair[0]))),
            "states": count,
            "others": len(places) - count,
        },
    )


def _row(code: str, roles: dict[str, list[str]]) -> Row:
    region = regions().get(known_states()[code].region, {})
    return Row(code, state(code), region.get(lang()) or region.get("en", ""), roles)
