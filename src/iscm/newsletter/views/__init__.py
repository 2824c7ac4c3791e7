"""Pages of the issues, of the office that makes them, and of those who receive them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from iscm.accounts.views import for_people
from iscm.accounts.views import private as for_one

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """An answer for one person: kept by nobody on its way, and found by no search engine."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
        response = for_one(view(request, *args, **arguments))
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def for_office(*parts: str) -> Callable[[View], View]:
    """For people who have one of these parts; to anybody else the page is not there."""

    def guard(view: View) -> View:
        return private(for_people(*parts, hidden=True)(view))

    return guard
