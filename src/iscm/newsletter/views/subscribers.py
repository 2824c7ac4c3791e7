"""Asking for mail, and the pages behind the secret links in it. No account: who has the link may change them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from iscm.newsletter import queries
from iscm.newsletter.actions import letters, subscribing
from iscm.newsletter.forms import Asking, Wishes, wishes
from iscm.newsletter.models import Rhythm, Subscriber
from iscm.newsletter.rules import Refused
from iscm.newsletter.views import private
from iscm.post.queries import came_back_from, letters_to

WRONG, TOO_MANY, NOBODY = 400, 429, 404


@private
def ask(request: HttpRequest) -> HttpResponse:
    """The form; whatever address is given, the answer is the same."""
    first = {"language": get_language(), "highlights": True, "rhythm": Rhythm.NEVER}
    form = Asking(request.POST or None, initial=first)
    if not form.is_valid():
        return _form(request, "subscribe.html", form, status=WRONG if form.is_bound else 200)
    try:
        subscribing.ask(address=form.cleaned_data["address"], wish=form.wish, at=timezone.now())
    except Refused as fault:
        return _form(request, "subscribe.html", form, refused=str(fault), status=TOO_MANY)
    return redirect("subscribe-asked")


@private
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletter/subscribe_asked.html")


@private
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What an address gets, and all that is kept about it; before that, the button that confirms it."""
    row = queries.subscriber(token)
    if row is None:
        return render(request, "newsletter/subscription_none.html", status=NOBODY)
    at = timezone.now()
    if row.confirmed is None:
        if request.method == "POST" and subscribing.in_time(row, at):
            subscribing.confirm(token=token, at=at)
            return redirect("subscription", token)
        told = {"row": row, "in_time": subscribing.in_time(row, at)}
        return render(request, "newsletter/subscription_confirm.html", told)
    form = Wishes(request.POST or None, initial=wishes(row))
    if form.is_valid():
        subscribing.change(token=token, wish=form.wish, at=at)
        return redirect("subscription", token)
    return _form(request, "subscription.html", form, status=WRONG if form.is_bound else 200, **_kept(row))


def _kept(row: Subscriber) -> dict[str, Any]:
    return {
        "row": row,
        "letters": letters_to(row.address, letters.KINDS),
        "back": came_back_from(row.address),
        "kept_for": subscribing.ENDED.days,
    }


@csrf_exempt  # mail readers post here without ever having seen a page (RFC 8058); the token is what nobody can guess
@private
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Unsubscribing: a page with one button, which is also what the button of a mail reader presses."""
    row = queries.subscriber(token)
    if row is None:
        return render(request, "newsletter/subscription_none.html", status=NOBODY)
    if request.method == "POST":
        subscribing.stop(token=token, at=timezone.now())
        return render(request, "newsletter/subscription_stopped.html", {"row": row})
    return render(request, "newsletter/subscription_stop.html", {"row": row})


@private
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing is kept of the address any more."""
    if queries.subscriber(token) is None:
        return render(request, "newsletter/subscription_none.html", status=NOBODY)
    if request.method != "POST":
        return redirect("subscription", token)
    subscribing.erase(token=token)
    return render(request, "newsletter/subscription_erased.html")


def _form(request: HttpRequest, template: str, form: Wishes, *, status: int, **told: Any) -> HttpResponse:
    return render(request, f"newsletter/{template}", {"form": form, **told}, status=status)
