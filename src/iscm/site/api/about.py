"""What the API says of itself: its OpenAPI document, an index, a page to read, and what is not there."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iscm.accounts.views import hub, kept
from iscm.prose.names import nearest
from iscm.renderers.openapi import JSON
from iscm.site.api.endpoints import ENDPOINTS, MEANING, ROOT, openapi
from iscm.site.api.http import dumped, open_to_all, problem

OPENAPI = "application/vnd.oai.openapi+json;version=3.1"


@open_to_all((JSON, "application/vnd.oai.openapi+json"))
@kept()
def described(request: HttpRequest) -> HttpResponse:
    return HttpResponse(dumped(openapi(hub(request))), content_type=JSON)


@open_to_all((JSON,))
@kept()
def index(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    root = hub(request) + ROOT
    row = {
        "openapi": root + "openapi.json",
        "documentation": hub(request) + "/api/",
        "endpoints": {one.name: root + one.path for one in ENDPOINTS},
    }
    return HttpResponse(dumped(row), content_type=JSON)


@open_to_all((JSON,))
def nowhere(_request: HttpRequest, rest: str) -> HttpResponse:
    said = rest.removeprefix("v1/").strip("/")
    if said in {one.path for one in ENDPOINTS}:
        near = [ROOT + said]
    else:
        near = [ROOT + path for path in nearest(said[:80], [one.path for one in ENDPOINTS])]
    return problem(HTTPStatus.NOT_FOUND, "There is no such address in this API.", near=near)


@kept()
def readable(request: HttpRequest) -> HttpResponse:
    """The same as a page for people."""
    return render(
        request, "site/api.html", {"endpoints": ENDPOINTS, "meaning": MEANING, "root": hub(request) + ROOT}
    )
