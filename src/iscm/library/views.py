"""The list of publications."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from iscm.library import queries
from iscm.library.forms import PublicationChoice
from iscm.registry.forms import tidy


def publications(request: HttpRequest) -> HttpResponse:
    if address := tidy(request):
        return redirect(address)
    choice = PublicationChoice(request.GET, beside=())
    valid = choice.is_valid()
    rows = queries.publications(**choice.given) if valid else ()
    return render(
        request,
        "library/publications.html",
        {"choice": choice, "complaints": [] if valid else choice.complaints, "publications": rows},
        status=HTTPStatus.OK if valid else HTTPStatus.BAD_REQUEST,
    )
