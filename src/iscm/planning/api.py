"""Looking for a date, for programs: from public records alone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from iscm.analysis.planning.wish import FARTHEST, LONGEST, Unplannable, Wish
from iscm.domain.states import states
from iscm.domain.when import FIRST_YEAR, LAST_YEAR, When
from iscm.planning.forms.finder import TOGETHER, refusal
from iscm.planning.queries import finding
from iscm.prose.names import resolve
from iscm.registry.api import near, place_code, public_mechanisms
from iscm.renderers.cursors import LIMIT, cursor, page
from iscm.renderers.openapi import Endpoint, Page, Parameter, Unfit, fields_of, number
from iscm.renderers.records import dates as shapes
from iscm.renderers.records.shape import SLUG, WHEN, many, one_of

USUAL, ONLINE = 2, "online"


def _within(said: str) -> When:
    time = When.parse(said)
    ends = (time.earliest, time.latest)
    if None in ends or not all(end and FIRST_YEAR <= end.year <= LAST_YEAR for end in ends):
        raise ValueError(
            f"“{said[:40]}” is no time with two ends from {FIRST_YEAR} to {LAST_YEAR}, such as 2027-10/2027-11."
        )
    return time


def _place(said: str) -> str:
    code = "" if said.casefold() == ONLINE else place_code(said)
    if code is None:
        raise ValueError(f"“{said[:80]}” is no State or territory known here, nor “{ONLINE}”.")
    return code


PARAMETERS = (
    Parameter(
        "mechanism", many(SLUG), "Whose meeting it is: slug or name; several for a joint one", str,
        example="mid-igad", several=True, needed=True,
    ),
    Parameter(
        "within", many(WHEN), "When it may be, as EDTF: 2027-10, 2027-10-05/2027-11-20", _within,
        example="2027-10/2027-11", several=True, needed=True,
    ),
    number("days", 1, LONGEST, f"How many days it takes ({USUAL} if not said)"),
    Parameter(
        "place", many(one_of((ONLINE, *(code.lower() for code in states())))),
        "Where it could be: countries, or online (if not said)", _place, example="ke", several=True,
    ),
    number("travel", 0, FARTHEST, "Whole days needed between two meetings at different places (1 if not said)"),
)  # fmt: skip


def _dates(asked: dict[str, Any]) -> Page:
    slugs = _slugs(asked.get("mechanism", ()))
    times = asked.get("within", ())
    try:
        wish = Wish(
            length=asked.get("days", USUAL),
            windows=tuple((time.earliest, time.latest) for time in times),
            places=tuple(sorted(set(asked.get("place", ("",))), reverse=True)),  # of equals not online
            travel=asked.get("travel", 1),
        )
        found = finding.search(AnonymousUser(), wish, slugs, wish.first)
    except Unplannable as fault:
        about = {"nobody": "mechanism", "length": "days", "travel": "travel"}.get(fault.why, "within")
        raise Unfit(about, refusal(fault)) from fault
    return page(found.dates, lambda date: (float(date.weight), str(date.first)), asked)


def _slugs(said: tuple[str, ...]) -> list[str]:
    known = {row.slug for row in public_mechanisms()}
    slugs = []
    for name in said:
        slug = name if name in known else resolve(name[:80])
        if slug not in known:
            raise Unfit(
                "mechanism",
                f"No mechanism “{name[:80]}” is known here.",
                next(iter(near(name[:80], list(known))), ""),
            )
        slugs.append(slug)
    if not 1 <= len(set(slugs)) <= TOGETHER:
        raise Unfit("mechanism", f"Say whose meeting it is: from 1 to {TOGETHER} mechanisms.")
    return list(dict.fromkeys(slugs))


ENDPOINTS = (
    Endpoint(
        "dates",
        "dates",
        "Every date that a meeting could have, the best first, with what speaks against each",
        shapes.CANDIDATE,
        _dates,
        (*PARAMETERS, fields_of(shapes.CANDIDATE, near), LIMIT, cursor(float, str)),
        listed=True,
    ),
)
