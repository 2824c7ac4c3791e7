"""What can be made of the records: the ways to plan, to compare and to draw, in one place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iscm.accounts.views import kept


@kept()
def analysis(request: HttpRequest) -> HttpResponse:
    return render(request, "site/analysis.html")
