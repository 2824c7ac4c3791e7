"""One's own page: who one is here, where one is signed in, what is kept, and how to be forgotten."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iscm.accounts.actions import edit_person, forget_person, sign_out
from iscm.accounts.models import Part, Role, User
from iscm.accounts.queries import has_part, held, sessions, speaks_for
from iscm.accounts.rules import OF_MECHANISM, OFFICE, sealed
from iscm.accounts.views import for_people
from iscm.intake.queries import open_reports
from iscm.planning.queries.holds import follows
from iscm.registry.templatetags.wording import short, state


class Own(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language")


def told(role: Role) -> tuple[str, str]:
    """A role in words: the part, and of which mechanism or State."""
    if role.part in OF_MECHANISM:
        return str(Part(role.part).label), short(role.scope)
    return str(Part(role.part).label), state(role.scope) if role.scope else ""


@for_people()
def account(request: HttpRequest) -> HttpResponse:
    person: User = request.user
    form = Own(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        edit_person(person=person, **form.cleaned_data, by=person.username, at=timezone.now())
        messages.success(request, _("Changed."))
        return HttpResponseRedirect(reverse("account"))
    here = request.session.session_key
    return render(
        request,
        "site/account/account.html",
        {
            "person": person,
            "form": form,
            "administrator": has_part(person, "administrator"),
            "in_office": has_part(person, *OFFICE),
            "speaks": sorted(speaks_for(person)),
            "reports": open_reports(speaks_for(person)),
            "roles": [told(role) for role in person.roles.filter(ended=None).order_by("part", "scope")],
            "sessions": [
                (row, sealed(row.session_key), row.session_key == here)
                for row in sessions(person, timezone.now())
            ],
            "factors": set(Authenticator.objects.filter(user=person).values_list("type", flat=True)),
        },
    )


@require_POST
@for_people()
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out of one session of one's own, or of all others."""
    session, but = request.POST.get("session", ""), ""
    if not session:
        but = request.session.session_key
    if sign_out(person=request.user, session=session, but=but):
        messages.success(request, _("Signed out there."))
    return HttpResponseRedirect(reverse("account"))


@for_people()
def data(request: HttpRequest) -> HttpResponse:
    """Everything that the hub keeps of who asks."""
    followed = [{"kind": one.kind, "key": one.key} for one in follows(request.user)]
    kept = held(request.user, timezone.now()) | {"follows": followed}
    response = JsonResponse(kept, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="iscm-hub-my-data.json"'
    return response


@for_people()
def forget(request: HttpRequest) -> HttpResponse:
    """Asks once more; then erases."""
    if request.method != "POST":
        return render(request, "site/account/forget.html")
    person: User = request.user
    forget_person(person=person, by=person.username, at=timezone.now())
    logout(request)
    return render(request, "site/account/forgotten.html")
