"""Signing in by a link in a letter. Whoever asks is told the same, so that nobody learns who is known here."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.accounts.actions import clear, make_link, use_link
from iscm.accounts.models import User
from iscm.accounts.queries import known, opens
from iscm.accounts.rules import address, sealed
from iscm.accounts.views import private, way_back
from iscm.post.actions import Draft, queue

LIMITS = {"sign-in": "5/15m/key,60/h/ip"}  # an office of sixty may sit behind one address
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONGEST = 500  # of a way back; a longer one is dropped


class Asking(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def sign_in(request: HttpRequest) -> HttpResponse:
    """Every way to sign in, and the asking for a letter. ``next`` is where it leads."""
    back = way_back(request, request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return private(HttpResponseRedirect(back or reverse("account")))
    form = Asking(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, back)
    email = address(form.cleaned_data["email"])
    clear(at=timezone.now())
    if not ratelimit.consume(request, app="iscm.site", action="sign-in", config=LIMITS, key=email):
        form.add_error(
            None, _("There were too many requests. A letter that came before may still help; or wait.")
        )
        return _page(request, form, back, HTTPStatus.TOO_MANY_REQUESTS)
    if person := known(email):
        _write(person, back)
    return private(render(request, "site/account/sent.html", {"email": email}))


def _page(
    request: HttpRequest, form: Asking, back: str, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    providers = get_adapter().list_providers(request)
    ways = [(one.name, one.get_login_url(request, **({"next": back} if back else {}))) for one in providers]
    shown = {"form": form, "next": back, "providers": ways, **more}
    return private(render(request, "site/account/sign-in.html", shown, status=status))


def _write(person: User, back: str) -> None:
    """A letter with a link, in the language of whom it is for."""
    at = timezone.now()
    token = make_link(person=person, back=back if len(back) <= LONGEST else "", at=at)
    with translation.override(person.language):
        link = settings.ISCM_ADDRESS.rstrip("/") + reverse("sign-in-link", args=[token])
        said = [
            _("Somebody, most likely you, wants to sign in to the ISCM Hub with this address."),
            _("The link works once, within a quarter of an hour. If it was not you, do nothing."),
        ]
        letter = Draft(
            key=f"sign-in/{sealed(token)[:20]}",
            kind="sign-in",
            to=person.email,
            subject=_("Sign in to the ISCM Hub"),
            text=f"{said[0]}\n\n{link}\n\n{said[1]}\n",
            html=render_to_string("site/account/letter.html", {"said": said, "link": link}),
            secret=True,
        )
    queue(letters=[letter], at=at)


def link(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that look at mail open every link: so it leads to a button, and the button signs in."""
    if request.method == "POST":
        if used := use_link(token=token, at=timezone.now()):
            login(request, used.user, backend=BACKEND)
            record_authentication(request, used.user, "mail", reauthenticated=True)
            return private(HttpResponseRedirect(way_back(request, used.back) or reverse("account")))
    elif found := opens(token, timezone.now()):
        return private(render(request, "site/account/link.html", {"person": found.user}))
    return _page(request, Asking(), "", HTTPStatus.GONE, over=True)
