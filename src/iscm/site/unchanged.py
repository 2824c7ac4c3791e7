"""The outermost step of every answer: who has the current one is told so at once, before anything else is done."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from iscm.accounts.views import unchanged
from iscm.site.api.http import OPEN


class Unchanged:
    """Answers 304 where it can, for next to nothing, and else passes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = unchanged(request)
        if response is None:
            return self.get_response(request)
        if request.path.startswith(OPEN):
            response["Access-Control-Allow-Origin"] = "*"
        return response
