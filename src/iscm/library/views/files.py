"""Files of materials, as bytes that nothing runs: always to be kept, never to be shown within the hub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

from django.core.files.base import File as Opened
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from iscm.accounts.queries import seen_by, speaks_for
from iscm.accounts.views import private
from iscm.library import queries
from iscm.library.models import File

PIECE = 65536
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """Whether it may be had is asked of its row each time; who is signed in is asked only where not all may have it."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    open_to_all = queries.file(slug, number)
    row = open_to_all or queries.file(slug, number, seen_by(request.user), speaks_for(request.user))
    if row is None or not row.content:
        if gone := queries.file_gone(slug, number):
            return render(
                request, "library/gone.html", {"title": gone[0], "since": gone[1]}, status=HTTPStatus.GONE
            )
        raise Http404
    if row.name != name:
        return redirect(reverse("publication-file", args=[slug, number, row.name]))
    response = _answer(request, row)
    response["Cache-Control"] = "public, no-cache"
    return response if open_to_all else private(response)


def _answer(request: HttpRequest, row: File) -> HttpResponseBase:
    tag, size = f'"{row.digest}"', row.size or 0
    if tag in request.headers.get("If-None-Match", ""):
        return _labelled(HttpResponse(status=HTTPStatus.NOT_MODIFIED), row)
    part = asked(request.headers.get("Range", ""), size)
    if request.headers.get("If-Range", tag) != tag:
        part = None
    if part == ():
        response: HttpResponseBase = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{size}"
        return _labelled(response, row)
    first, last = part or (0, size - 1)
    pieces = _pieces(row.content.open("rb"), first, last) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(pieces, content_type=row.media_type)
    if part:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # squeezed, a part would be a part of something else
    return _labelled(response, row)


def _labelled(response: HttpResponseBase, row: File) -> HttpResponseBase:
    response["ETag"] = f'"{row.digest}"'
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    page = reverse("publication", args=[row.publication.slug])
    response["Link"] = f'<{page}>; rel="collection"'
    return response


def asked(said: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """The first and last byte asked for; () where there are no such bytes, None for the whole.

    Several parts, and what cannot be read, are answered by the whole, as RFC 9110 allows.
    """
    found = _RANGE.fullmatch(said.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # the last so many
        return (max(0, size - int(last)), size - 1) if int(last) and size else ()
    if last and int(last) < int(first):
        return None
    return (int(first), min(int(last or size), size - 1)) if int(first) < size else ()


def _pieces(content: Opened, first: int, last: int) -> Iterator[bytes]:
    with content:
        content.seek(first)
        left = last - first + 1
        while left > 0 and (piece := content.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
