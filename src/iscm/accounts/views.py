"""Answers for everybody, kept until a record changes (``kept``), and answers for some people alone (``for_people``).

Whatever a kept answer is made of must stand in its address, in the records, in the language of the page or in the day.
It never goes together with ``for_people``.
"""

from __future__ import annotations

import datetime as dt
import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date_safe, url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language

from iscm import __version__
from iscm.accounts.models import Part
from iscm.accounts.queries import mark, revision, roles
from iscm.accounts.rules import digest, holds

View = Callable[..., HttpResponse]


def hub(request: HttpRequest) -> str:
    """The address of this hub, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def for_people(*parts: str, scope: str = "", hidden: bool = False) -> Callable[[View], View]:
    """A view for people who are signed in and have one of these parts; without parts, for whoever is signed in.

    ``scope`` is the name of the view's argument that holds the slug of a mechanism or the code of a State: a part of
    theirs counts for that one alone then, while those of the office count for all. Rights are asked for each time.
    Who is not signed in goes to sign in, and comes back. Who is, without the part, is told so (403); where even that
    the page exists is not for everybody, ``hidden`` makes it 404. No answer is kept by anybody on its way.
    """
    assert set(parts) <= set(Part.values)

    def guard(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return private(to_sign_in(request))
            if parts and not holds(roles(request.user), parts, arguments[scope] if scope else ""):
                if hidden:
                    raise Http404
                return private(refused(request, parts))
            _seen(request)
            return private(view(request, *args, **arguments))

        return answer

    return guard


def _seen(request: HttpRequest) -> None:
    """Once a day it is written down that a session is still used; that also makes it last."""
    session, today = getattr(request, "session", None), timezone.localdate().isoformat()
    if session is not None and session.get("seen") != today:
        session["seen"] = today


def private(response: HttpResponse) -> HttpResponse:
    """An answer for one person: nobody on its way keeps it."""
    response["Cache-Control"] = "private, no-store"
    return response


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The page where people sign in, with the way back to what was asked for."""
    return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")


def way_back(request: HttpRequest, said: str | None) -> str:
    """The address ``said`` if it is one of the hub's own, else ""."""
    if said and url_has_allowed_host_and_scheme(said, {request.get_host()}, request.is_secure()):
        return said
    return ""


def refused(request: HttpRequest, parts: tuple[str, ...]) -> HttpResponse:
    labels = [str(Part(part).label) for part in parts]
    return render(request, "accounts/refused.html", {"parts": labels}, status=HTTPStatus.FORBIDDEN)


WORTH_SQUEEZING = 500  # bytes; a shorter answer fits into one packet anyhow


ASKED = (
    "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_LANGUAGE",
    "HTTP_COOKIE",
)  # fmt: skip


def asked(request: HttpRequest) -> tuple[object, ...]:
    """Everything of a question that an answer may depend on, as it came over the line."""
    return tuple(map(request.META.get, ASKED))


@dataclass(slots=True)
class Kept:
    """An answer as it went out; squeezed when first asked for so. It holds for a question, a revision and a day."""

    plain: bytes
    headers: dict[str, str]
    question: tuple[object, ...]
    mark: str
    day: dt.date | None
    dated: dt.datetime | None
    squeezed: bytes = b""

    @property
    def size(self) -> int:
        """Bytes it takes, with those that it may take when squeezed."""
        return len(self.plain) + len(self.plain) // 4

    def squeeze(self) -> bytes:
        if not self.squeezed:
            self.squeezed = gzip.compress(self.plain, 5, mtime=0)
        return self.squeezed


class Shelf:
    """Answers of one process, the least asked for given up first, so that they never take more than ``room`` bytes."""

    def __init__(self, room: int) -> None:
        self.room, self.filled = room, 0
        self.kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, key: str) -> Kept | None:
        found = self.kept.get(key)
        if found:
            try:
                self.kept.move_to_end(key)
            except KeyError:  # another thread has just given it up
                return found
        return found

    def clear(self) -> None:
        """Give up all."""
        self.kept.clear()
        self.filled = 0

    def put(self, key: str, answer: Kept) -> None:
        if answer.size > self.room // 2:
            return
        before = self.kept.pop(key, None)
        self.kept[key] = answer
        self.filled += answer.size - (before.size if before else 0)
        while self.filled > self.room:
            try:
                self.filled -= self.kept.popitem(last=False)[1].size
            except KeyError:
                self.filled = 0


SHELF = Shelf(room=24_000_000)


def kept(*, daily: bool = False) -> Callable[[View], View]:
    """Keep what a view answers to GET, with strong validators. ``daily``: it also tells what day it is."""

    def keep(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD"])
            at, changed = revision()
            day = timezone.localdate() if daily else None
            address = request.build_absolute_uri()
            key = digest(at, changed, __version__, view.__module__, get_language(), day, address)
            squeeze = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
            # the day alone changes a page too, so that its date is no validator
            dated = changed if not daily and changed and changed <= timezone.now() else None
            if _unchanged(request, key, dated):
                theirs = f"{key}-gz" in request.META.get("HTTP_IF_NONE_MATCH", "")
                return _labelled(HttpResponse(status=HTTPStatus.NOT_MODIFIED), key, dated, squeezed=theirs)
            found = SHELF.get(key)
            if found is None:
                made = view(request, *args, **arguments)
                if made.status_code != HTTPStatus.OK or made.streaming:
                    return made
                found = Kept(made.content, dict(made.items()), asked(request), at, day, dated)
                SHELF.put(key, found)
            squeeze = squeeze and len(found.plain) > WORTH_SQUEEZING
            response = HttpResponse(found.squeeze() if squeeze else found.plain, headers=found.headers)
            if squeeze:
                response["Content-Encoding"] = "gzip"
            return _labelled(response, key, dated, squeezed=squeeze)

        return answer

    return keep


def unchanged(request: HttpRequest) -> HttpResponse | None:
    """A 304 where this process has kept the very answer that a caller has, and no record has changed; else None.

    For the outermost place of the way in: it looks at nothing but the question as it came and the revision.
    """
    theirs = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not theirs or request.method not in ("GET", "HEAD"):
        return None
    key = theirs.strip('"').removesuffix("-gz")
    found = SHELF.kept.get(key)
    if found is None or found.question != asked(request):
        return None
    if found.mark != mark() or (found.day and found.day != timezone.localdate()):
        return None
    response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    return _labelled(response, key, found.dated, squeezed=theirs.endswith('-gz"'))


def _unchanged(request: HttpRequest, key: str, dated: dt.datetime | None) -> bool:
    """Whether who asks has this very answer. A mark goes before a date; a mark that lies is only another mark."""
    marks = request.META.get("HTTP_IF_NONE_MATCH")
    if marks:
        return key in marks
    since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    asked = parse_http_date_safe(since) if since and dated else None
    return asked is not None and dated is not None and dated.timestamp() <= asked


def _labelled(response: HttpResponse, key: str, dated: dt.datetime | None, *, squeezed: bool) -> HttpResponse:
    response["ETag"] = f'"{key}-gz"' if squeezed else f'"{key}"'
    response["Cache-Control"] = "public, no-cache"  # keep it, and ask each time: never stale
    if dated:
        response["Last-Modified"] = http_date(dated.timestamp())
    response["Vary"] = "Accept-Encoding, Accept-Language"
    return response
