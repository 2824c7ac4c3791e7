"""What an answer that looked at who asks says to those on its way: nobody else may have it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Private:
    """Middleware, outside of sessions: they mark an answer made for one person by ``Vary: Cookie``."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if "cookie" in response.get("Vary", "").lower():
            response["Cache-Control"] = "private, no-store"
        return response
