"""Publications for programs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from iscm.domain.publications import Work
from iscm.domain.terms import load
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.library import queries
from iscm.library.queries import open_works
from iscm.meetings.api import existing
from iscm.prose import names
from iscm.registry.api import closed, mechanism_filter, near, sayable, slug
from iscm.renderers.cursors import LIMIT, cursor, page
from iscm.renderers.openapi import Absent, Endpoint, Page, Parameter, fields_of, known, number
from iscm.renderers.records.publications import PUBLICATION
from iscm.renderers.records.shape import SLUG


def named(said: str) -> str:
    """An id as given; ValueError for what can be none."""
    if not sayable(said):
        raise ValueError(f"“{said[:80]}” is no id: small letters, digits and hyphens.")
    return said


def public_publications() -> tuple[Work, ...]:
    """Every public publication by id."""
    return open_works(sorted(queries.publications(), key=lambda work: work.id))


def _publications(asked: dict[str, Any]) -> Page:
    chosen = {key: asked[key] for key in ("mechanism", "meeting", "year", "kind", "language") if key in asked}
    existing(asked)
    if asked.get("mechanism") in closed():
        return Page(())
    rows = sorted(queries.publications(**chosen), key=lambda work: work.id)
    found = page(rows, lambda work: (work.id,), asked)
    return replace(found, values=open_works(found.values))


def publication(asked: dict[str, Any]) -> Work:
    """One publication; Absent where there is none that all may see."""
    said = asked["id"]
    found = queries.publication(said) if sayable(said) else None
    if found is None:
        raise Absent(
            f"No publication “{said[:80]}” is known here.", names.nearest(said[:80], queries.slugs())
        )
    return open_works([found])[0]


def _language(said: str) -> str:
    if not (len(said) == 2 and said.isascii() and said.islower()):
        raise ValueError(f"“{said[:40]}” is no language of two letters, such as en.")
    return said


MEETING = Parameter("meeting", SLUG, "Id of a meeting", named)
LANGUAGE = Parameter("language", {"type": "string", "pattern": "^[a-z]{2}$"}, "ISO 639-1 code", _language)

ENDPOINTS = (
    Endpoint(
        "publications",
        "publications",
        "Publications by id",
        PUBLICATION,
        _publications,
        (
            mechanism_filter(),
            MEETING,
            known("kind", tuple(load("materials")), "Kind of material", near),
            number("year", FIRST_YEAR, LAST_YEAR, "Year of publication"),
            LANGUAGE,
            fields_of(PUBLICATION, near),
            LIMIT,
            cursor(str),
        ),
        listed=True,
    ),
    Endpoint(
        "publication",
        "publications/{id}",
        "One publication",
        PUBLICATION,
        publication,
        (slug("id", "model-agreement", "Id of the publication"), fields_of(PUBLICATION, near)),
    ),
)
