"""What a person wants to hear of. The clock enters here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iscm.accounts.queries import seen_by, speaks_for
from iscm.accounts.views import for_people, private
from iscm.domain.states import states
from iscm.meetings.queries.records import titles
from iscm.newsletter.rules import Refused
from iscm.planning import actions
from iscm.planning.actions.following import stopped_by
from iscm.planning.forms.holding import named
from iscm.planning.queries import holds as queries
from iscm.planning.rules import FOLLOWED, OWN, Followed
from iscm.registry.templatetags.wording import short, state

WRONG, NOBODY = 400, 404


@require_http_methods(["GET", "HEAD", "POST"])
@for_people()
def following(request: HttpRequest) -> HttpResponse:
    """All that somebody follows, and following more; an address may ask for one: ``?mechanism=rcm``."""
    complaint = ""
    if request.method == "POST":
        key = request.POST.get("key", "").replace("\0", "")[:120]
        what = Followed(kind=request.POST.get("kind", ""), key=key)
        try:
            if request.POST.get("do") == "stop":
                if what.kind in FOLLOWED:
                    actions.stop(person=request.user, what=what, at=timezone.now())
            else:
                actions.follow(person=request.user, what=_meant(request, what), at=timezone.now())
            return redirect("following")
        except Refused as fault:
            complaint = str(fault)
    try:
        said = next(((name, request.GET[name]) for name in FOLLOWED if name in request.GET), None)
        offered = _meant(request, Followed(kind=said[0], key=said[1])) if said else None
    except Refused as fault:
        complaint, offered = str(fault), None
    follows = queries.follows(request.user)
    seen, speaks = seen_by(request.user), speaks_for(request.user)
    meetings = [one.key for one in (*follows, *([offered] if offered else ())) if one.kind == "meeting"]
    context = {
        "follows": follows,
        "offered": offered if offered not in follows else None,
        "again": Followed(kind=OWN) if speaks and Followed(kind=OWN) not in follows else None,
        "titles": titles(meetings, seen) if meetings else {},
        "mechanisms": named(queries.named_to(seen), short),
        "states": named(states(), state),
        "complaint": complaint,
    }
    return render(request, "planning/following.html", context, status=WRONG if complaint else 200)


def _meant(request: HttpRequest, what: Followed) -> Followed:
    """What is to be followed, as far as somebody may see it; ``Refused`` where there is no such thing for them."""
    seen, key = seen_by(request.user), what.key[:120]
    if what.kind == OWN and speaks_for(request.user):
        return Followed(kind=OWN)
    if what.kind == "state" and key.upper() in states():
        return Followed(kind="state", key=key.upper())
    if what.kind == "mechanism" and key in queries.named_to(seen):
        return Followed(kind="mechanism", key=key)
    if what.kind == "meeting" and "\0" not in key and titles([key], seen):
        return Followed(kind="meeting", key=key)
    raise Refused(
        _("There is nothing of that name that could be followed: choose a mechanism or a State of the list.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """What a link in a letter leads to: one button, since mail programs open links by themselves."""
    found = stopped_by(token)
    if found is None:
        return private(render(request, "planning/stop.html", {"none": True}, status=NOBODY))
    person, what = found
    if request.method == "POST":
        actions.stop(person=person, what=what, at=timezone.now())
    named_as = titles([what.key]) if what.kind == "meeting" else {}
    context = {"what": what, "titles": named_as, "stopped": request.method == "POST"}
    return private(render(request, "planning/stop.html", context))
