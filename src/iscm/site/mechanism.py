"""The page of a mechanism: everything the records hold of it, each value with its sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iscm.analysis.overlap import Tie, overlap_of_mechanisms, shared_members
from iscm.domain.claims import Claim, holds_on
from iscm.domain.mechanisms import CHAIRS, Mechanism, Name, Participation
from iscm.domain.meetings import Meeting, total
from iscm.domain.terms import mechanisms
from iscm.library.queries import publications
from iscm.meetings.queries.records import meetings
from iscm.meetings.rules import Choice
from iscm.newsletter.queries import told_by
from iscm.prose import names
from iscm.registry import queries
from iscm.registry.forms import Beside, Known, tidy
from iscm.registry.templatetags.wording import alphabetical, full, heading, party, short
from iscm.site.missing import Meant, missing
from iscm.site.pictures.kinds import Reader
from iscm.site.pictures.participation import of_mechanism

SHARED = 12  # other mechanisms with members in common that the page names
ROLES = ("member", "steering", "partner", "observer", "guest")


@dataclass(frozen=True, slots=True)
class Circle:
    """Those in one role: now, only inferred, before, and what another source says instead."""

    role: str
    places: list[Participation]
    others: list[Participation]
    inferred: list[Participation]
    before: list[Participation]
    disputed: list[Participation]

    @property
    def states(self) -> int:
        return sum(p.party.kind == "state" for p in self.places)


def mechanism(request: HttpRequest, slug: str) -> HttpResponse:
    slug = slug.replace("\x00", "")  # which PostgreSQL cannot even look for
    found = queries.mechanism(slug)
    if found is None:
        return _elsewhere(request, slug)
    if address := tidy(request):
        return redirect(address)
    choice = Beside(
        request.GET, Known(choices=lambda: _others(slug), label=_("Another mechanism"), read=names.resolve)
    )
    if not choice.is_valid():
        page = {"mechanism": found, "choice": choice, "names": _by_kind(found)}
        return render(request, "site/mechanism.html", page, status=HTTPStatus.BAD_REQUEST)
    then, other = choice.cleaned_data["as_of"], choice.cleaned_data["with"]
    today = choice.day(timezone.localdate())
    held = meetings(Choice(mechanism=(slug,)))
    ahead = [row for row in held if row.when and row.when.latest and row.when.latest >= today]
    past = [row for row in held if row not in ahead]
    circles = [circle for role in ROLES if (circle := _circle(found, role, today))]
    tied = _ties(today)
    chairs = _chairs(found)
    placed = {f"{circle.role}s" for circle in circles} | ({"chair"} if chairs else set())
    return render(
        request,
        "site/mechanism.html",
        {
            "mechanism": found,
            "today": today,
            "choice": choice,
            "then": then,
            "status_then": found.status_on(today) if then else "",
            "name_then": found.name_on(today) if then else "",
            "shared": list(shared_members(tied, slug).items())[:SHARED],
            "members": sum(tie.role == "member" and tie.mechanism == slug for tie in tied),
            "other": other,
            "beside": overlap_of_mechanisms(tied, slug, other) if other else None,
            "names": (named := _by_kind(found)),
            "also": [
                *(name for name in named.get("name", ()) if name.lang in ("", "en")),
                *named.get("acronym", ()),
                *named.get("alias", ()),
            ],
            "claimed": _claimed(found),
            "fields": {claim.field for claim in found.claims},
            "chairs": chairs,
            "chairs_sourced": any(row.source for row in chairs),
            "remarks": [
                text for about, texts in found.remarks.items() if about not in placed for text in texts
            ],
            "chairing": found.chairs_on(today) if stood(found, today) else (),
            "circles": circles,
            "tiles": of_mechanism(found, today, Reader.of(request)) if circles else None,
            "tiled": {"as_of": today, "mechanism": slug},
            "ahead": ahead,
            "past": _by_year(past),
            "total": total(held, slug),
            "records": len(held),
            "publications": publications(mechanism=slug),
            "entries": told_by(slug),
        },
    )


def _others(slug: str) -> list[tuple[str, str]]:
    return sorted(
        ((row, short(row)) for row in mechanisms() if row != slug), key=lambda pair: alphabetical(pair[1])
    )


def _ties(day: dt.date) -> list[Tie]:
    """Who takes part in what on a day, as read in a source; the chair apart."""
    return [
        Tie(code, slug, role)
        for code, roles in queries.places(day).items()
        for role, slugs in roles.items()
        for slug in slugs
    ]


def stood(found: Mechanism, day: dt.date) -> bool:
    """Whether it may have existed on a day."""
    return holds_on(day, found.established, found.ended)


def _elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """An old acronym leads to the page; a slip of the hand to a page that asks what was meant."""
    meant = names.resolve(slug)
    if meant and meant != slug and queries.mechanism(meant):
        return redirect("mechanism", meant, permanent=True)
    near = [Meant(reverse("mechanism", args=[row]), short(row)) for row in names.nearest(slug)]
    return missing(request, sentence=_("No mechanism “%(slug)s” is known here.") % {"slug": slug}, meant=near)


def _by_kind(found: Mechanism) -> dict[str, list[Name]]:
    """Its names by their kind, without repeating the one that heads the page."""
    headed = {heading(found.slug).text, full(found.slug).text if full(found.slug) else ""}
    kinds: dict[str, list[Name]] = {}
    for name in found.names:
        if name.kind == "former" or name.text not in headed:
            kinds.setdefault(name.kind, []).append(name)
    return kinds


def _claimed(found: Mechanism) -> list[tuple[str, tuple[Claim, ...]]]:
    """Every value of each field of which sources tell, the chosen one first."""
    return [(name, found.claimed(name)) for name in dict.fromkeys(claim.field for claim in found.claims)]


def _chairs(found: Mechanism) -> list[Participation]:
    """Who chaired, the latest first; those without a date at the end."""
    rows = found.in_role(*CHAIRS, basis=None)
    return sorted(rows, key=lambda p: begun(p) or dt.date.min, reverse=True)


def begun(row: Participation) -> dt.date | None:
    return next((when.earliest or when.latest for when in (row.since, row.until) if when), None)


def _circle(found: Mechanism, role: str, today: dt.date) -> Circle | None:
    rows = [p for p in found.participations if p.role == role]
    if not rows:
        return None
    chosen = [p for p in rows if p.chosen]
    now = [p for p in chosen if stood(found, today) and holds_on(today, p.since, p.until)]
    read = [p for p in now if p.basis == "read"]
    return Circle(
        role,
        places=_in_order(p for p in read if p.party.is_place),
        others=_in_order(p for p in read if not p.party.is_place),
        inferred=_in_order(p for p in now if p.basis != "read"),
        before=_in_order(p for p in chosen if p not in now),
        disputed=_in_order(p for p in rows if not p.chosen),
    )


def _in_order(rows: Iterable[Participation]) -> list[Participation]:
    return sorted(rows, key=lambda p: alphabetical(party(p.party)))


def _by_year(rows: Sequence[Meeting]) -> list[tuple[int | None, list[Meeting]]]:
    """The latest year first, meetings without a year at the end."""
    years: dict[int | None, list[Meeting]] = {}
    for row in rows:
        years.setdefault(row.year, []).append(row)
    ordered = sorted((year for year in years if year is not None), reverse=True)
    return [(year, years[year][::-1]) for year in ordered] + ([(None, years[None])] if None in years else [])
