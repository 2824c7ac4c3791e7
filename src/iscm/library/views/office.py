"""A material for those who keep it: files, commitments, facts, and taking it back. Their own, or any for the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from iscm.accounts.queries import roles, seen_by
from iscm.accounts.rules import OF_MECHANISM, OFFICE
from iscm.accounts.views import for_people, refused
from iscm.library import actions
from iscm.library.forms import Facts, Paper, Split
from iscm.library.models import Publication
from iscm.library.rules import LARGEST, Unfit, numbered

KEEPERS = (*OF_MECHANISM, *OFFICE)
WRONG = 400


@require_http_methods(["GET", "HEAD", "POST"])
@for_people(*KEEPERS)
def material(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is, and what can be done with it: ``do`` says which of the forms was sent."""
    row = Publication.objects.filter(slug=slug.replace("\x00", ""), withdrawn=None).first()
    if row is None or not (row.access in seen_by(request.user) or _own(request, row)):
        raise Http404
    if not _own(request, row):
        return refused(request, KEEPERS)
    do = request.POST.get("do", "")
    form: dict[str, Any] = {
        "facts": Facts(request.POST if do == "facts" else None, instance=row),
        "paper": Paper(request.POST if do == "paper" else None, request.FILES if do == "paper" else None),
        "split": Split(request.POST if do == "split" else None),
    }
    if do and (answer := _done(request, row, do, form)):
        return answer
    proposals = (
        list(numbered(form["split"].cleaned_data["text"]))
        if do == "split" and form["split"].is_valid()
        else []
    )
    if do == "split" and form["split"].is_valid() and not proposals:
        form["split"].add_error("text", _("No paragraph begins with a number: write “1.” before the first."))
    wrong = any(one.is_bound and one.errors for one in form.values())
    context = {
        **form,
        "row": row,
        "files": row.files.filter(withdrawn=None),
        "commitments": row.commitments.filter(withdrawn=None),
        "proposals": proposals,
    }
    return render(request, "library/keep.html", context, status=WRONG if wrong else 200)


def _own(request: HttpRequest, row: Publication) -> bool:
    """Whether it is of the reader's mechanism, or she is of the office."""
    mine = roles(request.user)
    of = set(row.mechanisms.values_list("slug", flat=True))
    return any(part in OFFICE or (part in OF_MECHANISM and scope in of) for part, scope in mine)


def _done(request: HttpRequest, row: Publication, do: str, form: dict[str, Any]) -> HttpResponse | None:
    """The way on where something was done; None where the page is shown again."""
    who: dict[str, Any] = {"slug": row.slug, "by": request.user.get_username(), "at": timezone.now()}
    why = request.POST.get("why", "").replace("\x00", "")[:1000]
    if do == "facts" and form["facts"].is_valid():
        actions.edit_material(**who, **form["facts"].cleaned_data)
        messages.success(request, _("The facts are kept."))
    elif do == "paper" and form["paper"].is_valid():
        if not _taken(form["paper"], who):
            return None
        messages.success(request, _("The file is kept."))
    elif do == "withdraw-file" and request.POST.get("number", "").isdecimal():
        number = int(request.POST["number"][:6])
        if not row.files.filter(number=number).exists():
            raise Http404
        actions.withdraw_file(number=number, why=why, **who)
        messages.success(request, _("The file is withdrawn."))
    elif do == "withdraw":
        actions.withdraw_material(why=why, **who)
        if row.opened:
            return redirect("publication", row.slug)  # its tombstone says so
        messages.success(request, _("The publication is withdrawn."))
        return redirect("account")
    elif do == "keep":
        fields = [request.POST.getlist(name) for name in ("number", "text", "addressee")]
        rows = [
            {"number": number[:20], "text": text.strip(), "addressee": whose.strip()[:300]}
            for number, text, whose in zip(*fields, strict=False)
            if text.strip()
        ]
        actions.keep_commitments(rows=rows, **who)
        messages.success(request, _("The commitments are kept."))
    else:
        return None
    return redirect("keep-publication", row.slug)


def _taken(form: Paper, who: dict[str, Any]) -> bool:
    """Take a file in; what is wrong with it is said beside it."""
    given = form.cleaned_data["file"]
    said = {
        "empty": _("The file is empty."),
        "large": _("The file is larger than 100 MB."),
        "macros": _("The document has macros. Save it without them and send that."),
        "locked": _("The PDF is locked or broken. Export it again and send that."),
        "twice": _("This same file is here already in this language."),
        "unknown": _(
            "This is not a PDF, Word, Excel, PowerPoint or OpenDocument file, nor plain text in UTF-8."
        ),
    }
    try:
        facts = {name: form.cleaned_data[name] for name in ("language", "access", "licence")}
        actions.add_file(data=given.read(LARGEST + 1), name=given.name, **facts, **who)
    except Unfit as fault:
        form.add_error("file", said[str(fault)])
        return False
    return True
