"""Mechanisms, States and territories for programs: addresses, their parameters, and how each is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from iscm.accounts.models import Access
from iscm.domain.mechanisms import Mechanism as MechanismValue
from iscm.domain.states import regions, state_named, states
from iscm.domain.terms import mechanisms, themes
from iscm.prose import names
from iscm.registry import queries
from iscm.registry.models import Mechanism
from iscm.renderers.cursors import LIMIT, cursor, page
from iscm.renderers.linked.organizations import organization
from iscm.renderers.openapi import Absent, Elsewhere, Endpoint, Page, Parameter, day, fields_of, known, placed
from iscm.renderers.records import mechanisms as shapes
from iscm.renderers.records.places import STATE_SHORT, Place
from iscm.renderers.records.shape import SLUG

AS_OF = day("as_of", "As it stood on this day", example="2022-12-31")
SLUGGED = "abcdefghijklmnopqrstuvwxyz0123456789-"


def near(said: str, among: list[str]) -> list[str]:
    """What may have been meant; for short lists whatever is nearest, letter by letter."""
    return names.nearest(said, among)


def slug(name: str, example: str, meaning: str) -> Parameter:
    """A name in a path; whether there is such a record, its answer tells."""
    return placed(Parameter(name, SLUG, meaning, str, example=example))


def mechanism_filter() -> Parameter:
    return known(
        "mechanism", mechanisms(), "Slug of a mechanism, or any of its names", near, names.resolve,
        example="rabat-process",
    )  # fmt: skip


def theme_filter() -> Parameter:
    return known("theme", themes(), "Id of a theme, or its name", near, names.resolve_theme, example="data")


def code(name: str) -> Parameter:
    """Two letters in a path."""
    return placed(
        Parameter(name, {"type": "string", "pattern": "^[A-Z]{2}$"}, "Two letters", str, example="KE")
    )


def place_code(said: str) -> str | None:
    """The two letters of a State said by code or name."""
    if said.upper() in states():
        return said.upper()
    found = state_named(said)
    return found.code if found else None


def place_filter(name: str, meaning: str) -> Parameter:
    def near_code(said: str, _among: list[str]) -> list[str]:
        by_name = {state.called(): code for code, state in states().items()}
        return [by_name[found] for found in near(said, list(by_name))]

    return known(name, states(), meaning, near_code, place_code, example="KE")


def sayable(said: str) -> bool:
    """Whether it can be a slug at all: nothing else is looked for."""
    return len(said) <= 120 and all(letter in SLUGGED for letter in said)


def public_mechanisms(as_of: dt.date | None = None) -> tuple[MechanismValue, ...]:
    """Every public mechanism, without a word of those that are not."""
    shut = closed()
    return tuple(open_part(row, shut) for row in queries.mechanisms(as_of))


def closed() -> frozenset[str]:
    """Slugs of mechanisms that not all may see: no public record names them."""
    return frozenset(Mechanism.objects.exclude(access=Access.PUBLIC).values_list("slug", flat=True))


def open_part(row: MechanismValue, shut: Collection[str]) -> MechanismValue:
    """A mechanism without those among its parties and relations."""
    if not shut:
        return row
    return replace(
        row,
        participations=tuple(
            p for p in row.participations if p.party.kind != "mechanism" or p.party.id not in shut
        ),
        relations=tuple(r for r in row.relations if r.mechanism not in shut),
    )


def _mechanisms(asked: dict[str, Any]) -> Page:
    rows = public_mechanisms(asked.get("as_of"))
    fits = [row for row in rows if _fits(row, asked)]
    return page(fits, lambda row: (row.slug,), asked)


def _fits(row: MechanismValue, asked: dict[str, Any]) -> bool:
    return (
        asked.get("level") in (None, row.level)
        and asked.get("status") in (None, row.status)
        and ("theme" not in asked or asked["theme"] in row.themes)
        and (
            "state" not in asked
            or any(
                p.party.is_place and p.party.id == asked["state"] and p.chosen and p.basis == "read"
                for p in row.participations
            )
        )
    )


def _mechanism(asked: dict[str, Any]) -> MechanismValue:
    said = asked["slug"]
    found = queries.mechanism(said, asked.get("as_of")) if sayable(said) else None
    if found:
        return open_part(found, closed())
    meant = names.resolve(said[:80])
    if meant and meant != said and Mechanism.objects.filter(slug=meant, access=Access.PUBLIC).exists():
        raise Elsewhere(meant)
    raise Absent(f"No mechanism “{said[:80]}” is known here.", names.nearest(said[:80]))


def _states(asked: dict[str, Any]) -> Page:
    roles = _roles(queries.seats(as_of=asked.get("as_of")))
    rows = [
        Place(row, roles=roles.get(code, {}))
        for code, row in states().items()
        if asked.get("kind") in (None, row.kind)
        and ("region" not in asked or asked["region"] in row.regions)
        and ("mechanism" not in asked or any(asked["mechanism"] in s for s in roles.get(code, {}).values()))
    ]
    return page(rows, lambda row: (row.code,), asked)


def _roles(rows: Iterable[queries.SeatRow]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Mechanisms by place and role, as read in sources and chosen."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for code, mechanism, row in rows:
        if row.chosen and row.basis == "read":
            roles = found.setdefault(code, {})
            roles[row.role] = tuple(dict.fromkeys((*roles.get(row.role, ()), mechanism)))
    return found


def state(asked: dict[str, Any]) -> Place:
    """A State or territory with its participations; Absent where there is none."""
    code = coded(asked["code"])
    rows = queries.seats(code, asked.get("as_of"))
    return Place(
        states()[code],
        roles=_roles(rows).get(code, {}),
        seats=tuple(shapes.Seat(mechanism, row) for _code, mechanism, row in rows),
    )


def coded(said: str) -> str:
    """Two letters in a path, as they were meant; Absent where no place has them, Elsewhere where they are small."""
    code = said.upper()
    if code not in states() or not said.isascii():
        meant = place_code(said[:80])
        raise Absent(
            f"No State or territory “{said[:80]}” is known here: its two letters are asked for.",
            [meant] if meant else [],
        )
    if code != said:
        raise Elsewhere(code)
    return code


ENDPOINTS = (
    Endpoint(
        "mechanisms",
        "mechanisms",
        "Mechanisms in a few fields, by slug",
        shapes.MECHANISM_SHORT,
        _mechanisms,
        (
            known("level", shapes.LEVELS, "Level", near),
            known("status", shapes.STATUSES, "Status, where a source says it", near),
            theme_filter(),
            place_filter(
                "state", "Two letters or name of a State or territory that takes part, as read in a source"
            ),
            AS_OF,
            fields_of(shapes.MECHANISM_SHORT, near),
            LIMIT,
            cursor(str),
        ),
        listed=True,
    ),
    Endpoint(
        "mechanism",
        "mechanisms/{slug}",
        "One mechanism, whole",
        shapes.MECHANISM,
        _mechanism,
        (slug("slug", "rabat-process", "Slug of the mechanism"), AS_OF, fields_of(shapes.MECHANISM, near)),
        linked=organization,
    ),
    Endpoint(
        "states",
        "states",
        "States and territories and what they belong to, by code",
        STATE_SHORT,
        _states,
        (
            known("kind", ("state", "territory", "other"), "What it is", near),
            known("region", regions(), "UN M49 code of a region", near),
            mechanism_filter(),
            AS_OF,
            fields_of(STATE_SHORT, near),
            LIMIT,
            cursor(str),
        ),
        listed=True,
    ),
)
