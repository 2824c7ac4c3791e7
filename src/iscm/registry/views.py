"""Lists of mechanisms and of States."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from iscm.documents import names
from iscm.domain.claims import holds_on
from iscm.domain.states import regions
from iscm.domain.states import states as known_states
from iscm.registry import queries
from iscm.registry.forms import MechanismChoice, tidy
from iscm.registry.templatetags.wording import heading, lang, state

LEVELS = ("regional", "interregional", "global")


@dataclass
class Row:
    """A State or territory, and the mechanisms it takes part in by role."""

    code: str
    name: str
    region: str
    roles: dict[str, list[str]] = field(default_factory=dict)


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
    today = timezone.localdate()
    rows: dict[str, Row] = {}
    for mechanism in queries.mechanisms():
        for part in mechanism.participations:
            if not (part.party.is_place and part.chosen and part.basis == "read"):
                continue
            if not holds_on(today, part.since, part.until) or part.role not in (
                "member",
                "observer",
                "partner",
            ):
                continue
            row = rows.setdefault(part.party.id, _row(part.party.id))
            listed = row.roles.setdefault(part.role, [])
            if mechanism.slug not in listed:
                listed.append(mechanism.slug)
    ordered = sorted(rows.values(), key=lambda row: names.order(row.name))
    by_region: dict[str, list[Row]] = {}
    for row in ordered:
        by_region.setdefault(row.region, []).append(row)
    return render(
        request,
        "registry/states.html",
        {
            "regions": sorted(by_region.items(), key=lambda pair: names.order(pair[0] or "zz")),
            "count": len(ordered),
        },
    )


def _row(code: str) -> Row:
    known = known_states().get(code)
    region = regions().get(known.region, {}) if known else {}
    return Row(code, state(code), region.get(lang()) or region.get("en", ""))
