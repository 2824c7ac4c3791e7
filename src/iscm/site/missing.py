"""Pages that are not there: what was asked for, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Meant:
    """A page that may have been meant."""

    address: str
    name: str


def missing(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    sentence: str = "",
    meant: Iterable[Meant] = (),
) -> HttpResponse:
    """Also Django's handler of 404. ``sentence`` says what is not here, ``meant`` what is near to it."""
    return render(request, "site/missing.html", {"sentence": sentence, "meant": list(meant)}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours; the page leans on nothing that may be broken too."""
    return render(request, "site/broken.html", status=500)
