"""Every address of the API, and the OpenAPI document that is made of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from iscm import __version__
from iscm.domain.terms import themes
from iscm.library import api as library
from iscm.meetings import api as meetings
from iscm.meetings.queries.by_theme import themed
from iscm.meetings.queries.records import chosen
from iscm.meetings.rules import Choice
from iscm.newsletter import api as newsletter
from iscm.planning import api as planning
from iscm.registry import api as registry
from iscm.renderers.cursors import LIMIT, cursor, page
from iscm.renderers.openapi import Endpoint, Page, document, fields_of, known
from iscm.renderers.records import dates, issues, mechanisms, overlaps, places, publications, sources, trends
from iscm.renderers.records import meetings as meeting_shapes
from iscm.renderers.records import themes as theme_shapes
from iscm.renderers.records.places import STATE, Place
from iscm.renderers.records.themes import THEME, Used
from iscm.site.overlap import api as overlap
from iscm.site.trends import api as trends_api

ROOT = "/api/v1/"
SHAPES = (
    *sources.SHAPES,
    *mechanisms.SHAPES,
    *meeting_shapes.SHAPES,
    *places.SHAPES,
    *publications.SHAPES,
    *theme_shapes.SHAPES,
    *issues.SHAPES,
    *dates.SHAPES,
    *overlaps.SHAPES,
    *trends.SHAPES,
)
MEANING = (
    "What the hub holds of inter-State consultation mechanisms on migration, for programs: public records, to be read. "
    "Dates are EDTF strings, exactly as far as known; null means that nobody says. A parameter that is wrong, or that "
    "is none, is answered by 400 and the reason, never by a plausible wrong answer. Lists are read by following `next`."
)


def _state(asked: dict[str, Any]) -> Place:
    found = registry.state(asked)
    hosted = chosen(Choice(host=(found.code.lower(),))).order_by().count()
    return Place(found.state, found.roles, found.seats, hosted)


def used() -> list[Used]:
    """Every theme with the number of public records that took it up."""
    counted = themed()
    return [Used(theme, counted.get(key, 0)) for key, theme in sorted(themes().items())]


def _themes(asked: dict[str, Any]) -> Page:
    rows = [row for row in used() if asked.get("kind") in (None, row.theme.kind)]
    return page(rows, lambda row: (row.theme.id,), asked)


OWN = (
    Endpoint(
        "state",
        "states/{code}",
        "One State or territory, with its participations by role",
        STATE,
        _state,
        (registry.code("code"), registry.AS_OF, fields_of(STATE, registry.near)),
    ),
    Endpoint(
        "themes",
        "themes",
        "The themes of the vocabulary; /themes.ttl is the same as SKOS",
        THEME,
        _themes,
        (
            known("kind", ("theme", "initiative"), "What it is", registry.near),
            fields_of(THEME, registry.near),
            LIMIT,
            cursor(str),
        ),
        listed=True,
    ),
)
ENDPOINTS = (
    *registry.ENDPOINTS,
    *meetings.ENDPOINTS,
    *library.ENDPOINTS,
    *newsletter.ENDPOINTS,
    *planning.ENDPOINTS,
    *overlap.ENDPOINTS,
    *trends_api.ENDPOINTS,
    *OWN,
)


@cache
def openapi(hub: str) -> dict[str, Any]:
    """The OpenAPI document of the hub at this address."""
    return document(
        ENDPOINTS,
        SHAPES,
        title="ISCM Hub",
        version=__version__,
        meaning=MEANING,
        server=hub + ROOT.rstrip("/"),
    )
