"""The list of materials, narrowed by its address."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from iscm.accounts.views import kept
from iscm.library import queries
from iscm.library.forms import PublicationChoice
from iscm.meetings.queries.records import titles
from iscm.registry.forms import tidy

PAGE = 100


@kept()
def publications(request: HttpRequest) -> HttpResponse:
    if address := tidy(request):
        return redirect(address)
    choice = PublicationChoice(request.GET)
    complaints = [] if choice.is_valid() else choice.complaints
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
    if not page:
        complaints.append(_("“%(page)s” is no number of a page.") % {"page": number[:80]})
    count, rows = (0, ()) if complaints else queries.listed((page - 1) * PAGE, page * PAGE, **choice.given)
    pages = max(1, -(-count // PAGE))
    if not complaints and page > pages:
        complaints.append(
            _("There is no page %(page)d: the last is %(last)d.") % {"page": page, "last": pages}
        )
    meeting = request.GET.get("meeting", "")
    return render(
        request,
        "library/publications.html",
        {
            "choice": choice,
            "complaints": complaints,
            "publications": queries.open_works(rows),
            "count": count,
            "page": page,
            "pages": pages,
            "meeting": meeting,
            "meeting_title": titles([meeting]).get(meeting, "") if meeting and not complaints else "",
        },
        status=HTTPStatus.BAD_REQUEST if complaints else HTTPStatus.OK,
    )
