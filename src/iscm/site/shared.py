"""What is shared with somebody and is not public: meetings by date, each with who else sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iscm.accounts.models import Access
from iscm.accounts.queries import seen_by, speaks_for
from iscm.accounts.views import for_people
from iscm.meetings.queries.records import meetings


@for_people()
def shared(request: HttpRequest) -> HttpResponse:
    """Rights are asked of each row: by its mark, and of what is closed by whose it is."""
    own = speaks_for(request.user)
    marks = set(seen_by(request.user))
    seen = (marks | ({Access.CLOSED} if own else set())) - {Access.PUBLIC}
    rows = (
        [m for m in meetings(seen=tuple(seen)) if m.access in marks or own & set(m.mechanisms)]
        if seen
        else []
    )
    return render(request, "site/shared.html", {"meetings": rows})
