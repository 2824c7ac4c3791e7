"""Dates that are held, and what mechanisms avoid. The clock enters here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iscm.accounts.models import Access
from iscm.accounts.queries import seen_by, speaks_for
from iscm.accounts.rules import OF_MECHANISM, OFFICE
from iscm.accounts.views import for_people
from iscm.domain.states import states
from iscm.newsletter.rules import Refused
from iscm.planning import actions
from iscm.planning.forms.holding import Dates, Holding, as_filled, asked, named, ruled
from iscm.planning.queries import holds as queries
from iscm.planning.rules import AVOIDED, Plan
from iscm.registry.templatetags.wording import short, state

PLANNERS = (*OF_MECHANISM, *OFFICE)  # who may hold dates
WRONG = 400


@require_http_methods(["GET", "HEAD"])
@for_people(*PLANNERS)
def held(request: HttpRequest) -> HttpResponse:
    """What one's mechanisms hold, and what others let one know of theirs."""
    today, own = timezone.localdate(), speaks_for(request.user)
    context = {
        "plans": queries.own_holds(request.user, today),
        "past": queries.past_holds(request.user, today),
        "others": queries.in_the_way(request.user, own, None, today),
        "own": named(own, short),
    }
    return render(request, "planning/held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people(*PLANNERS)
def new(request: HttpRequest) -> HttpResponse:
    """Hold a date; what the address says is filled in."""
    own = speaks_for(request.user)
    others = queries.named_to(seen_by(request.user)) - own
    form = Holding(request.POST or None, own=own, others=others, initial=asked(request.GET, own))
    if form.is_valid():
        try:
            key = actions.hold(mechanisms=form.mechanisms, values=form.values, agreeing=own, **_now(request))
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The date is held."))
            return redirect("hold", key)
    return render(request, "planning/new.html", {"form": form}, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people(*PLANNERS)
def hold(request: HttpRequest, key: str) -> HttpResponse:
    """One hold whole, for its owners: changed, announced or released here. To anybody else it is not there."""
    plan = queries.hold(request.user, key)
    if plan is None:
        raise Http404
    do = request.POST.get("do", "")
    form = Dates(request.POST if do == "change" else None, initial=as_filled(plan))
    complaints: list[str] = []
    if request.method == "POST":
        try:
            done = _done(request, plan, do, form)
        except Refused as fault:
            complaints = [str(fault)]
            plan = queries.hold(request.user, key) or plan
        else:
            if done:
                return done
    return _shown(request, plan, form, complaints)


def _done(request: HttpRequest, plan: Plan, do: str, form: Dates) -> HttpResponse | None:
    """What follows from a button; None where the form is to be mended first."""
    if do == "change":
        if not form.is_valid():
            return None
        actions.change(key=plan.key, values=form.values, **_now(request))
        messages.success(request, _("Changed."))
    elif do == "agree":
        asks = queries.asking_for(request.user, plan)
        actions.agree(key=plan.key, mechanisms=asks, **_now(request))
        messages.success(request, _("Agreed."))
    elif do in ("announce", "share"):
        access = Access.PUBLIC if do == "announce" else Access.SECRETARIATS
        slug = actions.announce(key=plan.key, access=access, **_now(request))
        if access == Access.PUBLIC:
            return redirect("meeting", slug)
        return redirect("shared")
    elif do == "release":
        actions.release(key=plan.key, **_now(request))
        messages.success(request, _("Released: the date is free again."))
        return redirect("held")
    else:
        raise Refused(_("Nothing was asked for."))
    return redirect("hold", plan.key)


def _shown(request: HttpRequest, plan: Plan, form: Dates, complaints: list[str]) -> HttpResponse:
    today = timezone.localdate()
    standing = plan.standing(today)
    context: dict[str, Any] = {
        "plan": plan, "form": form, "complaints": complaints, "standing": standing,
        "changing": bool(form.errors),
    }  # fmt: skip
    if standing:
        asks = queries.asking_for(request.user, plan)
        known = queries.members(today)
        context["agrees"] = asks & set(plan.waiting)
        context["unnamed"] = [slug for slug in plan.mechanisms if slug not in known]
        context["meetings"] = queries.meetings_in_the_way(request.user, plan, today)
        context["others"] = queries.in_the_way(request.user, asks, plan.when, today)
    return render(request, "planning/hold.html", context, status=WRONG if complaints or form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people(*PLANNERS, scope="slug")
def avoid(request: HttpRequest, slug: str) -> HttpResponse:
    """A mechanism's standing list of what it avoids."""
    known = queries.named_to((*seen_by(request.user), Access.CLOSED))
    if slug not in known:
        raise Http404
    complaints: list[str] = []
    by, at = request.user.get_username(), timezone.now()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "stop":
                number = request.POST.get("rule", "")
                if number.isascii() and number.isdigit() and len(number) < 19:
                    actions.stop_avoiding(mechanism=slug, key=int(number), by=by, at=at)
            else:
                actions.avoid(
                    mechanism=slug, kind=request.POST.get("kind", ""), said=ruled(request.POST),
                    reason=request.POST.get("reason", "").replace("\0", ""),
                    seen=seen_by(request.user), by=by, at=at,
                )  # fmt: skip
            return redirect("avoid", slug)
        except Refused as fault:
            complaints = [str(fault)]
    context = {
        "slug": slug,
        "rules": queries.avoidances(request.user, [slug]),
        "kinds": AVOIDED,
        "mechanisms": named(queries.named_to(seen_by(request.user)) - {slug}, short),
        "states": named(states(), state),
        "complaints": complaints,
        "said": request.POST if complaints else {},
    }
    return render(request, "planning/avoid.html", context, status=WRONG if complaints else 200)


def _now(request: HttpRequest) -> dict[str, Any]:
    """Who does something, and when."""
    at: dt.datetime = timezone.now()
    return {"by": request.user.get_username(), "at": at, "today": timezone.localdate()}
