"""The list of meetings, narrowed by its address."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from iscm.accounts.views import kept
from iscm.meetings import forms
from iscm.meetings.queries.records import listed, tally
from iscm.meetings.rules import Choice

PAGE = 50


@kept(daily=True)
def meetings(request: HttpRequest) -> HttpResponse:
    choice, faults = Choice.parse(request.META.get("QUERY_STRING", ""), beside=("page",))
    complaints = forms.complaints(faults)
    if not faults and (tidy := forms.tidied(request, choice, beside=("page",))):
        return redirect(tidy)
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    if not page:
        complaints.append(_("“%(page)s” is no number of a page.") % {"page": number[:80]})
    count, rows = (0, ()) if complaints else listed((page - 1) * PAGE, page * PAGE, choice)
    pages = max(1, -(-count // PAGE))
    if not complaints and page > pages:
        complaints.append(
            _("There is no page %(page)d: the last is %(last)d.") % {"page": page, "last": pages}
        )
    return render(
        request,
        "meetings/meetings.html",
        {
            **forms.narrowing(request.path, choice, timed=True),
            "calendar": forms.address(reverse("calendar"), choice),
            "complaints": complaints,
            "count": count,
            "total": None if complaints else tally(choice),
            "meetings": rows,
            "page": page,
            "pages": pages,
            "first": (page - 1) * PAGE + 1,
            "last": min(page * PAGE, count),
        },
        status=HTTPStatus.BAD_REQUEST if complaints else HTTPStatus.OK,
    )
