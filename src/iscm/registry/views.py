"""Lists of mechanisms and of States."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from iscm.domain.states import regions
from iscm.domain.states import states as known_states
from iscm.registry import queries
from iscm.registry.forms import AsOf, MechanismChoice, tidy
from iscm.registry.templatetags.wording import alphabetical, called, comma, heading, short, state

LEVELS = ("regional", "interregional", "global")


@dataclass(frozen=True, slots=True)
class Row:
    """A State or territory, how many mechanisms it takes part in, and links to them by role."""

    code: str
    name: str
    address: str
    number: int
    roles: tuple[tuple[str, SafeString], ...]


def mechanisms(request: HttpRequest) -> HttpResponse:
    if address := tidy(request):
        return redirect(address)
    choice = MechanismChoice(request.GET)
    valid = choice.is_valid()
    rows = [row for row in queries.mechanisms() if _fits(row, choice.given)] if valid else []
    rows.sort(key=lambda row: alphabetical(heading(row.slug).text))
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
    """Every State and territory that takes part today, or on a day asked for, with what it takes part in."""
    if address := tidy(request):
        return redirect(address)
    asked = AsOf(request.GET)
    if not asked.is_valid():
        return render(request, "registry/states.html", {"choice": asked}, status=HTTPStatus.BAD_REQUEST)
    day = asked.day(timezone.localdate())
    then = asked.cleaned_data["as_of"]
    places = queries.places(day)
    query = f"?as_of={then}" if then else ""
    slugs = {slug for roles in places.values() for held in roles.values() for slug in held}
    links = {
        slug: format_html('<a href="{}{}">{}</a>', reverse("mechanism", args=[slug]), query, short(slug))
        for slug in slugs
    }
    rows = sorted((_row(code, roles, links, query) for code, roles in places.items()), key=_by_name)
    count = sum(known_states()[code].kind == "state" for code in places)
    return render(
        request,
        "registry/states.html",
        {
            "choice": asked,
            "then": then,
            "day": day,
            "regions": _by_region(rows),
            "states": count,
            "others": len(places) - count,
        },
    )


def _row(code: str, roles: dict[str, list[str]], links: dict[str, SafeString], query: str) -> Row:
    """``links``: made once for each mechanism, since each stands on the list many times."""
    linked = tuple(
        (role, SafeString(comma().join(links[slug] for slug in slugs))) for role, slugs in roles.items()
    )
    number = len({slug for slugs in roles.values() for slug in slugs})
    return Row(code, state(code), reverse("state", args=[code.lower()]) + query, number, linked)


def _by_name(row: Row) -> tuple[str, str]:
    return alphabetical(row.name)


def _by_region(rows: list[Row]) -> list[tuple[str, int, list[tuple[str, list[Row]]]]]:
    """Continents and the M49 regions in them, by name, each with its rows; Latin America in its parts."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        known = known_states()[row.code]
        finer = known.part if known.part and known.part != "830" else known.subregion
        found.setdefault(_region(known.region), {}).setdefault(_region(finer), []).append(row)
    return [
        (region, sum(map(len, parts.values())), sorted(parts.items(), key=lambda pair: alphabetical(pair[0])))
        for region, parts in sorted(found.items(), key=lambda pair: (not pair[0], alphabetical(pair[0])))
    ]


def _region(code: str) -> str:
    row = regions().get(code, {})
    return called(row)
