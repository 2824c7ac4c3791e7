"""Calendars to subscribe to, and the feed of changes. Unchanged, each costs one look at the revision of the records."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from iscm.accounts.models import Change
from iscm.accounts.queries import revision
from iscm.accounts.views import hub, kept
from iscm.domain.meetings import Entry
from iscm.domain.states import state_named, states
from iscm.meetings.forms import complaints, described, told
from iscm.meetings.queries import entries, records
from iscm.meetings.rules import Choice
from iscm.prose import names
from iscm.registry.queries import mechanism
from iscm.registry.templatetags.wording import heading, lang, short, state, theme
from iscm.renderers import agenda, atom

_NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # an empty hub's calendar changed last
CHANGES = 100  # entries of the feed of changes


@kept()
def of_all(request: HttpRequest) -> HttpResponse:
    """Every dated meeting that the filters of the address choose."""
    choice, refused = _choice(request)
    return refused or _calendar(request, choice, _("Inter-State consultation mechanisms on migration"))


@kept()
def of_mechanism(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of a mechanism; further filters combine."""
    if mechanism(slug) is None:
        meant = names.resolve(slug)
        if meant and meant != slug and mechanism(meant):
            query = request.META.get("QUERY_STRING")
            address = reverse("mechanism-calendar", args=[meant])
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        return _missing(_("No mechanism “%(slug)s” is known here.") % {"slug": slug}, names.nearest(slug))
    choice, refused = _choice(request, "mechanism", slug)
    return refused or _calendar(request, choice, heading(slug).text, "mechanism")


@kept()
def of_state(request: HttpRequest, code: str) -> HttpResponse:
    """Those that a State hosts, or of mechanisms that it was a member of at the time; further filters combine."""
    if code.upper() not in states():
        known = state_named(code.replace("-", " "))
        near = [known.code.lower()] if known else []
        return _missing(_("No State “%(code)s” is known here.") % {"code": code}, near)
    choice, refused = _choice(request, "state", code.lower())
    return refused or _calendar(request, choice, state(code.upper()), "state")


@kept()
def of_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting, also when it was withdrawn: whoever has it must hear of it."""
    rows = entries.entries(slugs=[slug], trail=True)
    if not rows or not rows[0].days:
        near = names.nearest(slug, records.slugs()) if not rows else []
        return _missing(_("No meeting “%(slug)s” with a day is known here.") % {"slug": slug}, near)
    return _written(request, rows, rows[0].title, slug, request.path)


@kept()
def changes(request: HttpRequest) -> HttpResponse:
    """Meetings whose records changed last, as Atom; the filters of the address choose."""
    choice, refused = _choice(request)
    if refused:
        return refused
    trail = entries.changed(choice, CHANGES)
    rows = {row.id: row for row in entries.entries(slugs=[change.key for change in trail], trail=True)}
    host, query = hub(request), f"?{choice}" if choice else ""
    content = atom.render(
        (_changed(change, rows[change.key], host) for change in trail if change.key in rows),
        title=_titled(_("Changes in the ISCM Hub"), described(choice)),
        source=host + request.path + query,
        page=host + reverse("meetings") + query,
        at=max((change.at for change in trail), default=_NEVER),
        lang=lang(),
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _choice(request: HttpRequest, name: str = "", own: str = "") -> tuple[Choice, HttpResponse | None]:
    """What the address chooses, or what is wrong with it. ``own``: what the path itself has chosen."""
    choice, faults = Choice.parse(request.META.get("QUERY_STRING", ""))
    said = complaints(faults)
    if name and not said:
        if getattr(choice, name):
            said = [_("The address chooses “%(own)s” already.") % {"own": own}]
        choice = replace(choice, **{name: (own,)})
    return choice, _plain("\n".join(said), HTTPStatus.BAD_REQUEST) if said else None


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")


def _missing(sentence: str, near: list[str]) -> HttpResponse:
    meant = _(" Is “%(near)s” meant?") % {"near": near[0]} if near else ""
    return _plain(sentence.replace("\0", "") + meant, HTTPStatus.NOT_FOUND)


def _titled(name: str, more: str) -> str:
    return f"{name}: {more}" if more else name


def _calendar(request: HttpRequest, choice: Choice, name: str, own: str = "") -> HttpResponse:
    """The calendar of a choice; ``own`` is the filter that stands in the path, and in the name."""
    rest = replace(choice, **{own: ()}) if own else choice
    rows = entries.entries(choice, trail=True)
    file = "-".join(["iscm", *(value for _name, value in choice.pairs)])[:60]
    address = request.path + (f"?{rest}" if rest else "")
    return _written(request, rows, _titled(name, described(rest)), file, address)


def _written(request: HttpRequest, rows: list[Entry], name: str, file: str, address: str) -> HttpResponse:
    host = hub(request)
    meeting = host + reverse("meeting", args=["-"]).removesuffix("-/")
    feed = agenda.Feed(name=name, lang=lang(), at=revision()[1] or _NEVER, source=host + address)
    content = agenda.render(rows, feed, address=lambda slug: f"{meeting}{slug}/")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{slugify(file)}.ics"'
    return response


def _changed(change: Change, row: Entry, host: str) -> atom.Change:
    who = ", ".join(map(short, row.mechanisms))
    return atom.Change(
        key=f"meeting/{row.id}",
        at=change.at,
        title=f"{who}: {row.title}" if who else row.title,
        summary=told(change),
        address=host + reverse("meeting", args=[row.id]),
        tags=(*map(short, row.mechanisms), *map(theme, row.themes)),
        withdrawn=row.withdrawn,
    )
