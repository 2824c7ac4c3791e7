"""Pages of the round: a secretariat's report, and the office's board. The clock enters here."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iscm.accounts.queries import has_part, speaks_for
from iscm.accounts.rules import OFFICE, digest, sealed
from iscm.accounts.views import for_people, private
from iscm.domain.mechanisms import AT_REST
from iscm.intake import actions, queries
from iscm.intake.actions import Overtaken
from iscm.intake.forms import AskForm, RoundForm
from iscm.intake.models import Ask, Door, Report
from iscm.intake.rules import Undecided
from iscm.newsletter import queries as issues
from iscm.newsletter.rules import Refused
from iscm.papers import PaperError, paper_of
from iscm.registry.queries import mechanisms

OPENED = "doors"  # in the session: digests of the links that this browser has opened
SAFE_URLS = ("https://", "http://")


# -- the secretariat's side


@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """What a link in a letter leads to: one button, since mail programs open links by themselves."""
    found = (
        Door.objects.select_related("ask__round__issue", "ask__mechanism")
        .filter(digest=sealed(token))
        .first()
    )
    if found is None:
        return _shut(request)
    ask = found.ask
    if found.digest in request.session.get(OPENED, ()):
        return private(redirect(_page(ask)))
    if request.method == "POST":
        if not actions.use_door(door=found, at=timezone.now()):
            return _shut(request, ask)
        opened = [*request.session.get(OPENED, ()), found.digest]
        request.session.cycle_key()
        request.session[OPENED] = opened
        return private(redirect(_page(ask)))
    if found.used:
        return _shut(request, ask)
    return private(render(request, "intake/door.html", {"ask": ask, "year": ask.round.issue.year}))


def _page(ask: Ask) -> str:
    return reverse("report", args=[ask.round.issue.year, ask.mechanism.slug])


def _shut(request: HttpRequest, ask: Ask | None = None) -> HttpResponse:
    """The same for a link that is wrong, old, or used elsewhere: how to get another."""
    return private(render(request, "intake/shut.html", {"ask": ask}, status=403))


def of_report(view: Any) -> Any:
    """For whoever may see a report: the browser that its link opened, its secretariat signed in, and the office.

    To everybody else each address of a report looks alike, whether there is one or not.
    """

    @wraps(view)
    def answer(request: HttpRequest, year: int, slug: str, **more: Any) -> HttpResponse:
        ask = queries.ask_of(year, slug)
        may = ask is not None and (
            queries.holds(ask, request.session.get(OPENED, ()))
            or slug in speaks_for(request.user)
            or has_part(request.user, *OFFICE)
        )
        if ask is None or not may:
            return private(render(request, "intake/shut.html", {"year": year, "slug": slug}, status=403))
        return private(view(request, ask, **more))

    return answer


@require_POST
def new_link(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Send another link, to the address on record and nowhere else; the answer tells nothing of who is asked."""
    ask = queries.ask_of(year, slug)
    if ask and ask.address and ask.asked and ask.round.open:
        actions.send_link(ask=ask, at=timezone.now())
    return private(render(request, "intake/sent.html"))


@of_report
def report(request: HttpRequest, ask: Ask) -> HttpResponse:
    """A mechanism's year: its text, what is read from it, and its confirmation."""
    if request.method in ("GET", "HEAD"):
        return _shown(request, ask)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    does = {"read": _read, "confirm": _confirm, "file": _file, "text": _text, "remark": _remark}
    act = does.get(request.POST.get("do", ""))
    if act is None:
        return _shown(request, ask, complaints=[_("Nothing was asked for.")])
    try:
        return act(request, ask)
    except Refused as fault:
        return _shown(request, ask, prose=request.POST.get("prose"), complaints=[str(fault)])
    except Overtaken as fault:
        return _shown(request, ask, prose=request.POST.get("prose"), other=fault.report)


def _by(request: HttpRequest, ask: Ask) -> str:
    """Whom the trail names: a person who is signed in, or the mailbox that the link went to."""
    return (
        request.user.get_username()
        if request.user.is_authenticated
        else f"secretariat of {ask.mechanism.slug}"
    )


def _written(request: HttpRequest, ask: Ask) -> Report:
    after = request.POST.get("after", "")
    return actions.write_report(
        ask=ask, prose=request.POST.get("prose", ""), way="page", by=_by(request, ask), at=timezone.now(),
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 6 else None,
    )  # fmt: skip


def _read(request: HttpRequest, ask: Ask) -> HttpResponse:
    _written(request, ask)
    return redirect(_page(ask) + "#reading")


def _confirm(request: HttpRequest, ask: Ask) -> HttpResponse:
    written = _written(request, ask)
    if request.POST.get("shown") != digest(written.prose):
        complaint = _(
            "The text has changed since it was last read: look at what is read from it now, and confirm again."
        )
        return _shown(request, ask, complaints=[complaint])
    choices = {
        name.removeprefix("is-"): value for name, value in request.POST.items() if name.startswith("is-")
    }
    try:
        actions.confirm(report=written, choices=choices, by=_by(request, ask), at=timezone.now())
    except Undecided as fault:
        complaint = _("Please say which meeting is meant.")
        return _shown(request, ask, open_=fault.keys, chosen=choices, complaints=[complaint])
    return redirect(_page(ask) + "#confirmed")


def _file(request: HttpRequest, ask: Ask) -> HttpResponse:
    by, at = _by(request, ask), timezone.now()
    file, url = request.FILES.get("file"), request.POST.get("url", "").strip()
    if file:
        if file.size > actions.BIGGEST:
            raise Refused(actions.too_big(file.name, file.size))
        actions.enclose(ask=ask, name=file.name, kind=file.content_type or "", data=file.read(), by=by, at=at)
    if url:
        if not url.startswith(SAFE_URLS):
            raise Refused(_("An address begins with https://."))
        actions.enclose(ask=ask, name=url, url=url, by=by, at=at)
    if not file and not url:
        raise Refused(_("There is neither a file nor an address."))
    return redirect(_page(ask) + "#enclosures")


def _text(request: HttpRequest, ask: Ask) -> HttpResponse:
    """The text of a Word, PDF or other file, instead of what stands there."""
    file = request.FILES.get("paper")
    if not file:
        raise Refused(_("There is no file."))
    if file.size > actions.BIGGEST:
        raise Refused(actions.too_big(file.name, file.size))
    try:
        paper = paper_of(file.read(), file.name)
    except PaperError as fault:
        raise Refused(str(fault)) from fault
    last = queries.latest(ask)
    actions.write_report(
        ask=ask, prose=paper.text, way="file", by=_by(request, ask), at=timezone.now(),
        after=last.number if last else 0,
    )  # fmt: skip
    return redirect(_page(ask) + "#reading")


def _remark(request: HttpRequest, ask: Ask) -> HttpResponse:
    office = has_part(request.user, *OFFICE)
    actions.remark(
        ask=ask, text=request.POST.get("remark", ""), office=office, by=_by(request, ask), at=timezone.now()
    )
    return redirect(_page(ask) + "#remarks")


def _shown(
    request: HttpRequest,
    ask: Ask,
    *,
    prose: str | None = None,
    other: Report | None = None,
    open_: tuple[str, ...] = (),
    chosen: dict[str, str] | None = None,
    complaints: list[str] | None = None,
) -> HttpResponse:
    year, slug = ask.round.issue.year, ask.mechanism.slug
    last = queries.latest(ask)
    if prose is None:
        prose = last.prose if last else queries.as_known(year, slug, ask.language)
    context = {
        "ask": ask, "year": year, "slug": slug, "last": last, "prose": prose, "other": other,
        "after": (other or last).number if other or last else 0,
        "complaints": complaints or [], "enclosures": ask.enclosures.filter(withdrawn=None).defer("data"),
        "remarks": ask.remarks.all(), "closed": not ask.round.open,
        "in_office": has_part(request.user, *OFFICE),
    }  # fmt: skip
    context |= _reading(
        prose, year, slug, open_, queries.decided_before(last, prose) if chosen is None else chosen
    )
    context["gone"] = queries.no_longer_told(context["seen"], year, slug)
    status = 409 if other else 400 if complaints else 200
    return render(request, "intake/report.html", context, status=status)


def _reading(
    prose: str, year: int, slug: str, open_: tuple[str, ...] = (), chosen: dict[str, str] | None = None
) -> dict[str, Any]:
    seen = queries.understood(prose, year, slug)
    return {
        "seen": seen, "runs": queries.runs(seen.reading), "lines": queries.lines(seen, open_),
        "shown": digest(prose.strip()), "chosen": chosen or {},
    }  # fmt: skip


@require_POST
@of_report
def reading(request: HttpRequest, ask: Ask) -> HttpResponse:
    """What is read from a text, as it is typed: a part of the page. Nothing is kept."""
    prose = request.POST.get("prose", "").replace("\r\n", "\n")[: actions.LONGEST].replace("\0", "")
    context = _reading(prose, ask.round.issue.year, ask.mechanism.slug)
    return render(request, "intake/reading.html", context | {"year": ask.round.issue.year})


@of_report
def enclosure(request: HttpRequest, ask: Ask, number: int) -> HttpResponse:
    """A file that came with a report, to be saved and never shown within the hub's own pages."""
    found = ask.enclosures.filter(pk=number, withdrawn=None, data__isnull=False).first()
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.data or b""), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response


# -- the office's side


@for_people(*OFFICE)
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round, and opening another."""
    today = timezone.localdate()
    known = queries.former_addresses()
    alive = [m for m in mechanisms() if m.status not in AT_REST]
    latest = max(issues.years(issues.ANY), default=today.year - 2)
    first = {"year": latest + 1, "number": issues.next_number()}
    form = RoundForm(request.POST or None, today=today, initial=first | issues.masthead(latest))
    rows = [
        (
            m,
            *(
                request.POST.get(f"{name}-{m.slug}", old)
                for name, old in zip(("address", "language"), known.get(m.slug, ("", "en")), strict=True)
            ),
        )
        for m in alive
    ]
    if request.method == "POST" and form.is_valid():
        asks = {
            m.slug: (address, language) for m, address, language in rows if request.POST.get(f"ask-{m.slug}")
        }
        try:
            actions.open_round(
                **form.cleaned_data, asks=asks, by=request.user.get_username(), at=timezone.now()
            )
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            return redirect("board", form.cleaned_data["year"])
    context = {
        "form": form,
        "rows": rows,
        "rounds": queries.rounds(),
        "ticked": {n.removeprefix("ask-") for n in request.POST if n.startswith("ask-")}
        if request.POST
        else None,
        "languages": settings.LANGUAGES,
    }
    return render(request, "intake/rounds.html", context, status=400 if form.errors else 200)


@for_people(*OFFICE)
def board(request: HttpRequest, year: int) -> HttpResponse:
    """Where each mechanism stands, and what the office does about it."""
    row = queries.round_of(year)
    if row is None:
        raise Http404
    complaints: list[str] = []
    if request.method == "POST":
        try:
            _office_does(request, year)
            return redirect("board", year)
        except Refused as fault:
            complaints = [str(fault)]
    today = timezone.localdate()
    standings = queries.standings(row, today)
    context = {
        "round": row, "year": year, "standings": standings, "complaints": complaints,
        "questions": queries.questions(row), "held": queries.held(row), "today": today,
        "unasked": [s.ask for s in standings if s.state == "unasked" and s.ask.address],
        "preview": queries.preview(row, today), "languages": settings.LANGUAGES,
        "tally": queries.tally(standings),
    }  # fmt: skip
    return render(request, "intake/board.html", context, status=400 if complaints else 200)


def _office_does(request: HttpRequest, year: int) -> None:
    by, at = request.user.get_username(), timezone.now()
    do = request.POST.get("do", "")
    if do == "ask":
        actions.ask_all(year=year, by=by, at=at)
    elif do == "close":
        actions.close_round(year=year, by=by, at=at)
    elif do == "readdress":
        ask = queries.ask_of(year, request.POST.get("mechanism", ""))
        form = AskForm(request.POST)
        if ask is None or not form.is_valid():
            raise Refused(
                " ".join(f"{e}" for errors in form.errors.values() for e in errors)
                or _("Nothing was asked for.")
            )
        actions.readdress(ask=ask, **form.cleaned_data, by=by, at=at)
    elif do in ("let-in", "throw-out"):
        number = request.POST.get("report", "")
        found = queries.held_report(year, int(number)) if number.isdigit() else None
        if found is None:
            raise Refused(_("That is no longer there."))
        (actions.let_in if do == "let-in" else actions.throw_out)(report=found, by=by, at=at)
    else:
        raise Refused(_("Nothing was asked for."))
