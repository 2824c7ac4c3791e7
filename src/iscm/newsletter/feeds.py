"""The feed of issues: each that is out, and what was found wrong in it since."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from iscm.accounts.views import hub, kept
from iscm.newsletter import queries
from iscm.registry.templatetags.wording import lang, short
from iscm.renderers import atom

_NEVER = dt.datetime(
    2000, 1, 1, tzinfo=dt.UTC
)  # an issue that was shipped has no day on which it came out here


@kept()
def issues(request: HttpRequest) -> HttpResponse:
    """Issues, the latest first, as Atom: an erratum makes its issue new."""
    host = hub(request)
    found = [_issue(year, published, host) for year, published in queries.out()]
    content = atom.render(
        found,
        title=_("Highlights"),
        source=host + request.path,
        page=host + reverse("issues"),
        at=max((one.at for one in found), default=_NEVER),
        lang=lang(),
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _issue(year: int, published: dt.datetime | None, host: str) -> atom.Change:
    errata = queries.errata(year)
    said = (f"{short(one.mechanism)}: {one.text}" if one.mechanism else one.text for one in errata)
    return atom.Change(
        key=f"issue/{year}",
        at=max((published or _NEVER, *(one.at for one in errata))),
        title=_("Highlights %(year)s") % {"year": year},
        summary=" · ".join((_("Errata"), *said)) if errata else "",
        address=host + reverse("issue", args=[year]),
    )
