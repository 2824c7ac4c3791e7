"""How the API speaks HTTP: parameters, media types, problems, conditional requests, other origins."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from iscm.accounts.views import hub, kept
from iscm.renderers.openapi import JSON, LINKED, PROBLEM, Absent, Elsewhere, Endpoint, Page, Unfit
from iscm.site.api.asking import asked_of

OPEN = ("/api/", "/data/", "/themes.", "/catalog.")  # what any origin may read
ALLOWED = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponse]


def dumped(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def problem(
    status: HTTPStatus, detail: str, *, parameter: str = "", near: Iterable[str] = ()
) -> HttpResponse:
    """What is wrong, as RFC 9457 writes it."""
    row: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        **({"parameter": parameter[:80]} if parameter else {}),
        **({"near": found} if (found := list(near)) else {}),
    }
    return HttpResponse(dumped(row), status=status, content_type=PROBLEM)


def open_to_all(types: tuple[str, ...]) -> Callable[[View], View]:
    """A view that only reads, for any origin: answers OPTIONS, other methods, and an Accept that it cannot meet.

    ``types``: what it answers in, the usual one first; ``request.media`` tells the view which one is asked for.
    """

    def opened(view: View) -> View:
        def answer(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                response = HttpResponse(status=HTTPStatus.NO_CONTENT)
                response["Access-Control-Allow-Methods"] = ", ".join(ALLOWED)
                response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
                response["Access-Control-Max-Age"] = "86400"
            elif request.method not in ALLOWED:
                response = problem(
                    HTTPStatus.METHOD_NOT_ALLOWED,
                    f"{request.method[:20]} is not answered here: this API only reads.",
                )
            elif (media := acceptable(request.META.get("HTTP_ACCEPT", ""), types)) is None:
                response = problem(
                    HTTPStatus.NOT_ACCEPTABLE,
                    "What is asked for in Accept is not to be had here.",
                    near=types,
                )
            else:
                request.media = media  # type: ignore[attr-defined]
                response = view(request, *args, **arguments)
            if response.status_code in (HTTPStatus.NO_CONTENT, HTTPStatus.METHOD_NOT_ALLOWED):
                response["Allow"] = ", ".join(ALLOWED)
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Location"
            if len(types) > 1:
                patch_vary_headers(response, ["Accept"])
            return response

        answer.csrf_exempt = True  # type: ignore[attr-defined]  # so that a POST hears that there is none
        return answer

    return opened


def acceptable(accept: str, types: Iterable[str]) -> str | None:
    """The type that the header likes best, the earlier of two alike; None where it takes none of them."""
    if not accept.strip():
        return next(iter(types))
    ranges = [_range(part) for part in accept[:2000].split(",")]
    best, liked = None, 0.0
    for media in types:
        fits = [(len(kind.strip("*/")), q) for kind, q in ranges if _covers(kind, media)]
        quality = max(fits)[1] if fits else 0.0
        if quality > liked:
            best, liked = media, quality
    return best


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    said = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
    return kind, float(said) if re.fullmatch(r"[01](\.\d{1,3})?", said) else 0.0


def _covers(kind: str, media: str) -> bool:
    return kind in (media, "*/*", media.partition("/")[0] + "/*")


def given(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """Parameters of the address with their values."""
    try:
        return list(request.GET.lists())
    except SuspiciousOperation as fault:
        raise Unfit("", "Too many parameters.") from fault


def view(endpoint: Endpoint, media: str | None = None) -> View:
    """The view of an endpoint; ``media`` where its address settles the form."""

    @kept(daily=endpoint.daily)
    def answer(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
        try:
            found = endpoint.answer(asked)
        except Unfit as fault:
            return unfit(fault)
        except Absent as fault:
            return problem(HTTPStatus.NOT_FOUND, fault.reason, near=fault.near)
        except Elsewhere as fault:
            return _elsewhere(endpoint, fault.name, request)
        if request.media == LINKED and endpoint.linked:  # type: ignore[attr-defined]
            return HttpResponse(dumped(endpoint.linked(found, hub(request))), content_type=LINKED)
        if isinstance(found, Page):
            return _page(endpoint, found, asked, request)
        return HttpResponse(
            dumped(endpoint.shape.record(found, hub(request), asked.get("fields"))), content_type=JSON
        )

    @open_to_all((media,) if media else endpoint.types)
    def checked(request: HttpRequest, **path: str) -> HttpResponse:
        try:
            asked = asked_of(endpoint, path, given(request))
        except Unfit as fault:
            return unfit(fault)
        if media is None and request.media == LINKED:  # type: ignore[attr-defined]
            response = HttpResponse(
                status=HTTPStatus.SEE_OTHER
            )  # one address for each form, so that each is kept
            response["Location"] = request.path + ".jsonld"
            return response
        return answer(request, asked)

    return checked


def unfit(fault: Unfit) -> HttpResponse:
    return problem(
        HTTPStatus.BAD_REQUEST, fault.reason, parameter=fault.name, near=[fault.near] if fault.near else []
    )


def _elsewhere(endpoint: Endpoint, name: str, request: HttpRequest) -> HttpResponse:
    """To the permanent address, with the parameters that came along."""
    response = HttpResponse(status=HTTPStatus.PERMANENT_REDIRECT)
    ending = ".jsonld" if request.path.endswith(".jsonld") else ""
    query = request.META.get("QUERY_STRING", "")
    response["Location"] = f"{request.path.rpartition('/')[0]}/{name}{ending}" + (
        f"?{query}" if query else ""
    )
    return response


def _page(endpoint: Endpoint, found: Page, asked: dict[str, Any], request: HttpRequest) -> HttpResponse:
    here = hub(request)
    following = None
    if found.after:
        query = request.GET.copy()
        query["cursor"] = found.after
        following = f"{here}{request.path}?{query.urlencode()}"
    rows = [endpoint.shape.record(value, here, asked.get("fields")) for value in found.values]
    response = HttpResponse(
        dumped({"total": found.total, "data": rows, "next": following}), content_type=JSON
    )
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response
