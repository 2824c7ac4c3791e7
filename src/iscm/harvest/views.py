"""Sources and what they propose, for a mechanism's people and the office. The clock enters here."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iscm.accounts.models import Access
from iscm.accounts.queries import seen_by
from iscm.accounts.rules import OF_MECHANISM, OFFICE
from iscm.accounts.views import for_people
from iscm.harvest import actions, queries
from iscm.harvest.forms import Setting, as_filled
from iscm.newsletter.rules import Refused
from iscm.registry.queries import outlines

EDITORS = (*OF_MECHANISM, *OFFICE)
WRONG = 400


@require_http_methods(["GET", "HEAD"])
@for_people(*OFFICE)
def everywhere(request: HttpRequest) -> HttpResponse:
    """Every source of every mechanism, and how it fares."""
    return render(request, "harvest/everywhere.html", {"rows": queries.health()})


@require_http_methods(["GET", "HEAD"])
@for_people(*EDITORS, scope="slug")
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """A mechanism's sources, and what waits to be decided."""
    _known(request, slug)
    context = {
        "slug": slug, "rows": queries.health(slug), "waiting": queries.waiting(slug), "decided": queries.decided(slug),
    }  # fmt: skip
    return render(request, "harvest/sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people(*EDITORS, scope="slug")
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new source: tried out first, and then kept."""
    _known(request, slug)
    form = Setting(request.POST or None)
    tried = None
    if form.is_valid():
        if request.POST.get("do") == "keep":
            try:
                number = actions.add_source(mechanism=slug, values=form.values, **_now(request))
            except Refused as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("Saved. It is read at the next turn."))
                return redirect("source", slug, number)
        else:
            tried = _tried(slug, form)
    context = {"slug": slug, "form": form, "tried": tried}
    return render(request, "harvest/add.html", context, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people(*EDITORS, scope="slug")
def source(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One source: what came when, and its settings."""
    _known(request, slug)
    health = next((one for one in queries.health(slug) if one.source.pk == number), None)
    if health is None:
        raise Http404
    do = request.POST.get("do", "")
    form = Setting(request.POST if do in ("change", "try") else None, initial=as_filled(health.source))
    tried = None
    if do == "move" and health.source.moved:
        values = {"address": health.source.moved}
        if _changed(request, number, values, form):
            return redirect("source", slug, number)
    elif do == "try" and form.is_valid():
        tried = _tried(slug, form)
    elif do == "change" and form.is_valid() and _changed(request, number, form.values, form):
        return redirect("source", slug, number)
    context = {
        "slug": slug, "health": health, "form": form, "tried": tried, "fetches": queries.fetches(number),
        "changing": bool(form.errors) or tried is not None,
    }  # fmt: skip
    return render(request, "harvest/source.html", context, status=WRONG if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people(*EDITORS, scope="slug")
def proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What a source says beside what is on record, to be taken, taken in part, kept beside or waived."""
    _known(request, slug)
    question = queries.question(number, slug, timezone.localdate())
    if question is None:
        raise Http404
    complaints: list[str] = []
    if request.method == "POST":
        try:
            actions.decide(
                proposal=number, how=request.POST.get("do", ""), fields=request.POST.getlist("field"),
                meeting=request.POST.get("meeting", "")[:200], why=request.POST.get("why", "").replace("\0", ""),
                today=timezone.localdate(), **_now(request),
            )  # fmt: skip
        except Refused as fault:
            complaints = [str(fault)]
            question = queries.question(number, slug, timezone.localdate()) or question
        else:
            messages.success(request, _("Decided."))
            return redirect("sources", slug)
    public = question.meeting is not None and question.meeting.access == Access.PUBLIC
    context = {
        "slug": slug, "question": question, "complaints": complaints, "public": public,
        "said": request.POST if complaints else {}, "ticked": request.POST.getlist("field") if complaints else None,
    }  # fmt: skip
    return render(request, "harvest/proposal.html", context, status=WRONG if complaints else 200)


def _known(request: HttpRequest, slug: str) -> None:
    if slug not in outlines((*seen_by(request.user), Access.CLOSED)):
        raise Http404


def _tried(slug: str, form: Setting) -> Any:
    return actions.try_out(
        mechanism=slug, address=form.values["address"], kind=form.values["kind"], hosts=form.values["hosts"],
        clock=timezone.now, wait=time.sleep,
    )  # fmt: skip


def _changed(request: HttpRequest, number: int, values: dict[str, Any], form: Setting) -> bool:
    try:
        actions.change_source(source=number, values=values, **_now(request))
    except Refused as fault:
        if form.is_bound:
            form.add_error(None, str(fault))
        else:
            messages.error(request, str(fault))
        return False
    messages.success(request, _("Changed. It is read at the next turn."))
    return True


def _now(request: HttpRequest) -> dict[str, Any]:
    """Who does something, and when."""
    return {"by": request.user.get_username(), "at": timezone.now()}
