"""Where the office sees how an issue stands, and does what its people may do with it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from iscm.accounts.queries import roles
from iscm.accounts.rules import OFFICE
from iscm.documents.newsletter import compose
from iscm.documents.words import LANGUAGES, roman
from iscm.newsletter import queries
from iscm.newsletter.actions import ask_again
from iscm.newsletter.actions.approving import add_erratum, approve, hand_back, let_stand, publish, submit
from iscm.newsletter.actions.sending import send
from iscm.newsletter.rules import STEPS, Refused
from iscm.newsletter.views import for_office
from iscm.newsletter.views.issues import NAMES, answered, named, offered, rendered
from iscm.post.queries import tally
from iscm.renderers import html

REFUSED = 409


@for_office(*OFFICE)
def issues(request: HttpRequest) -> HttpResponse:
    """Every issue with how it stands."""
    stands = [(one, roman(one.number)) for one in queries.stands()]
    return render(request, "newsletter/office.html", {"issues": stands})


@for_office(*OFFICE)
def issue(request: HttpRequest, year: int) -> HttpResponse:
    """One issue: how it stands, what is open, what may be done by who looks, and what was done."""
    refused = ""
    if request.method == "POST":
        try:
            _do(request, year)
        except Refused as fault:
            refused = str(fault)
        else:
            return redirect("office-issue", year)
    stand = queries.stand(year)
    if stand is None:
        raise Http404
    told = _told(request, stand) | {"refused": refused}
    return render(request, "newsletter/office_issue.html", told, status=REFUSED if refused else 200)


@for_office(*OFFICE)
def read(request: HttpRequest, year: int, language: str) -> HttpResponse:
    """The issue as it would be published now; who may approve it does so here, and approves what she has before her."""
    stand = queries.stand(year)  # before the text: what changes between the two is not approved
    value = queries.issue(year, queries.ANY)
    if stand is None or value is None or language not in LANGUAGES:
        raise Http404
    told = _told(request, stand) | {
        "fragment": html.fragment(compose(value, language)),
        "files": offered(year, language),
        "issue_language": language,
        "languages": [(code, NAMES[code]) for code in LANGUAGES],
    }
    return render(request, "newsletter/office_read.html", told)


@for_office(*OFFICE)
def file(_request: HttpRequest, year: int, name: str) -> HttpResponse:
    """A file of the issue as it would be published now."""
    found, value = named(year, name), queries.issue(year, queries.ANY)
    if found is None or value is None:
        raise Http404
    return answered(name, rendered(value, *found))


def _do(request: HttpRequest, year: int) -> None:
    said = request.POST
    whom: dict[str, Any] = {"year": year, "by": request.user.get_username(), "at": timezone.now()}
    match said.get("do"):
        case "submit":
            submit(**whom)
        case "hand back":
            hand_back(**whom, why=said.get("why", ""))
        case "approve":
            approve(**whom, seal=said.get("seal", ""))
        case "publish":
            publish(**whom)
        case "send":
            send(**whom)
        case "waive":
            let_stand(**whom, key=said.get("key", ""), reason=said.get("reason", ""))
        case "ask again":
            ask_again(**whom, key=said.get("key", ""))
        case "add erratum":
            add_erratum(**whom, text=said.get("text", ""), mechanism=said.get("mechanism", ""))


def _told(request: HttpRequest, stand: queries.Stand) -> dict[str, Any]:
    name = request.user.get_username()
    parts = {part for part, _scope in roles(request.user)}
    own = name == stand.submitted_by or name in stand.hands
    may = {step.verb for step in STEPS.values() if step.open_to(stand.standing, parts)}
    if own and "approve" in may:
        may.remove("approve")
    if stand.sent:
        may.discard("send")
    frozen = queries.frozen_findings(stand.year)
    found = None if frozen else queries.checked(stand.year)
    return {
        "stand": stand,
        "number": roman(stand.number),
        "may": {verb.replace(" ", "_") for verb in may},
        "own": own and STEPS["approve"].open_to(stand.standing, parts),
        "open": frozen["open"] if frozen else [finding.as_json() for finding in found.open if found],
        "waived": len(frozen["waived"]) if frozen else len(found.waived if found else ()),
        "waivers": sorted(queries.waived(stand.year).items()),
        "waivable": not frozen and bool({"compiler", "approver"} & parts),
        "digests": sorted(queries.digests(stand.year).items()),
        "languages": [(code, NAMES[code]) for code in LANGUAGES],
        "errata": queries.errata(stand.year, queries.ANY),
        "mechanisms": list(queries.prose(stand.year)),
        "history": queries.history(stand.year),
        "subscribers": sum(queries.subscribers().values()),
        "letters": tally("highlights", f"highlights/{stand.year}/") if stand.sent else {},
    }
