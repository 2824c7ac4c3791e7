"""The page of a meeting, at its permanent address: what is known of it, and from where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from iscm.accounts.views import kept
from iscm.documents.draft import anchor
from iscm.domain.claims import Claim
from iscm.domain.meetings import Meeting
from iscm.domain.terms import events
from iscm.library.queries import publications
from iscm.meetings.api import open_parts
from iscm.meetings.queries import records
from iscm.meetings.rules import Choice
from iscm.newsletter.queries import told_of
from iscm.prose import names
from iscm.site.missing import Meant, missing


@kept(daily=True)
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    slug = slug.replace("\x00", "")  # which PostgreSQL cannot even look for
    found = records.meeting(slug)
    if found is None:
        near = names.nearest(slug, records.slugs())
        known = records.titles(near)
        meant = [Meant(reverse("meeting", args=[row]), known.get(row, row)) for row in near]
        return missing(
            request, sentence=_("No meeting “%(slug)s” is known here.") % {"slug": slug}, meant=meant
        )
    if found.id != slug:  # it was merged into this one
        return redirect("meeting", found.id, permanent=True)
    found = open_parts([found])[0]
    own = records.meetings(Choice(mechanism=found.mechanisms[:1])) if found.mechanisms else ()
    series = records.series(found.series) if found.series else None
    told = told_of(found.id)
    linked = {
        found.at,
        found.prepares,
        *(owner.counted_in for owner in found.owners),
        *(series.meetings if series else ()),
    }
    return render(
        request,
        "site/meeting.html",
        {
            "meeting": found,
            "series": series,
            "beside": _beside(found, own),
            "included": [row for row in own if any(o.counted_in == found.id for o in row.owners)],
            "prepared_by": [row for row in own if row.prepares == found.id],
            "side_events": [row for row in own if row.at == found.id],
            "event": _event(found.at),
            "titles": records.titles(linked),
            "told": [(row, row.id.split("/")[0], row.id.split("/")[1], anchor(row.id)) for row in told],
            "claims": _disputed(found),
            "publications": publications(meeting=found.id),
        },
    )


def _beside(found: Meeting, own: list[Meeting]) -> tuple[Meeting | None, Meeting | None]:
    """The meetings of its first owner before and after it, as far as dates tell."""
    dated = [row for row in own if row.year is not None]
    if found not in dated:
        return None, None
    at = dated.index(found)
    return (dated[at - 1] if at else None), (dated[at + 1] if at + 1 < len(dated) else None)


def _event(key: str) -> str:
    """The name of a larger event: "International Migration Review Forum, edition 1"."""
    series, _dash, edition = key.rpartition("-")
    known = events().get(series) or events().get(key)
    if known is None:
        return key
    return f"{known['name']} {edition}" if edition.isdigit() else str(known["name"])


def _disputed(found: Meeting) -> dict[str, list[Claim]]:
    """Values of which sources give more than one, by field; the chosen one first."""
    fields: dict[str, list[Claim]] = {}
    for claim in sorted(found.claims, key=lambda c: not c.chosen):
        fields.setdefault(claim.field, []).append(claim)
    return fields
