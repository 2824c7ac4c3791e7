"""Overlaps and clashes for programs."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.meetings.rules import LEVELS, REGIONS
from iscm.registry.api import AS_OF, code, coded, mechanism_filter, near, place_filter
from iscm.renderers.cursors import LIMIT, cursor, page
from iscm.renderers.openapi import Endpoint, Page, fields_of, known, number
from iscm.renderers.records import overlaps as shapes
from iscm.site.overlap.records import Asked, ground

OBSERVERS = known("observers", ("yes",), "`yes`: observers count beside members", near, example="yes")
AMONG = (
    known("level", LEVELS, "Only mechanisms of this level", near, example="regional"),
    known("region", REGIONS, "Only mechanisms of this continent", near, example="africa"),
)


def _asked(asked: dict[str, Any]) -> Asked:
    return Asked(
        asked.get("as_of") or timezone.localdate(),
        "observers" in asked,
        asked.get("level", ""),
        asked.get("region", ""),
    )


def _mechanisms(asked: dict[str, Any]) -> Page:
    rows = [
        pair
        for pair in ground().held(_asked(asked)).pairs()
        if asked.get("mechanism") in (None, pair.one, pair.other)
    ]
    return page(sorted(rows, key=lambda p: (p.one, p.other)), lambda p: (p.one, p.other), asked)


def _states(asked: dict[str, Any]) -> Page:
    own = coded(asked["code"])
    held = ground().held(_asked(asked)).turned().holders()
    pairs = [held.pair(own, other) for other in held.rows if other != own]
    return page([pair for pair in pairs if pair.both], lambda p: (p.other,), asked)


def _talk(asked: dict[str, Any]) -> Page:
    rows = [shapes.Ranked(place, talk) for place, talk in enumerate(ground().talk(_asked(asked)), 1)]
    return page(rows, lambda row: (row.rank,), asked)


def _clashes(asked: dict[str, Any]) -> Page:
    found = ground()
    rows = [
        shapes.Shown(clash, found.unnamed(clash))
        for clash in found.clashes
        if ("year" not in asked or clash.first.year <= asked["year"] <= clash.last.year)
        and asked.get("mechanism") in (None, *clash.left, *clash.right)
        and asked.get("state") in (None, *clash.states, *clash.perhaps)
        and asked.get("kind") in (None, clash.kind)
    ]
    rows.sort(key=_key)
    return page(rows, _key, asked)


def _key(row: shapes.Shown) -> tuple[str, str, str]:
    return row.clash.first.isoformat(), row.clash.one, row.clash.other


ENDPOINTS = (
    Endpoint(
        "overlap-mechanisms",
        "overlap/mechanisms",
        "Mechanisms that share members, two by two, with their names; today, or as of a day",
        shapes.MECHANISMS,
        _mechanisms,
        (
            mechanism_filter(),
            AS_OF,
            OBSERVERS,
            *AMONG,
            fields_of(shapes.MECHANISMS, near),
            LIMIT,
            cursor(str, str),
        ),
        listed=True,
        daily=True,
    ),
    Endpoint(
        "overlap-states",
        "overlap/states/{code}",
        "Other States and territories that a State meets, with the mechanisms; today, or as of a day",
        shapes.STATES,
        _states,
        (code("code"), AS_OF, OBSERVERS, fields_of(shapes.STATES, near), LIMIT, cursor(str)),
        listed=True,
        daily=True,
    ),
    Endpoint(
        "overlap-talk",
        "overlap/talk",
        "Mechanisms that share States and themes and have no joint meeting on record, the most alike first",
        shapes.TALK,
        _talk,
        (AS_OF, OBSERVERS, *AMONG, fields_of(shapes.TALK, near), LIMIT, cursor(int)),
        listed=True,
        daily=True,
    ),
    Endpoint(
        "clashes",
        "clashes",
        "Meetings on the same days, by date, with the States that would have to be in two places",
        shapes.CLASH,
        _clashes,
        (
            number("year", FIRST_YEAR, LAST_YEAR, "Clashes of this year", example=2022),
            mechanism_filter(),
            place_filter("state", "Two letters or name of a State or territory concerned"),
            known("kind", shapes.KINDS, "What kind", near, example="others"),
            fields_of(shapes.CLASH, near),
            LIMIT,
            cursor(str, str, str),
        ),
        listed=True,
    ),
)
