"""The page where people sign in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iscm.accounts.views import private, way_back


def sign_in(request: HttpRequest) -> HttpResponse:
    """``next`` in the address is where to go on."""
    return private(
        render(request, "site/account/sign-in.html", {"next": way_back(request, request.GET.get("next"))})
    )
