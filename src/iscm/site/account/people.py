"""The people who sign in, for administrators: who they are, what they do here, who is new, who goes."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.accounts.actions import Known, add_person, edit_person, end_role, forget_person, give_role
from iscm.accounts.models import Part, Role, User
from iscm.accounts.queries import people as listed
from iscm.accounts.rules import OF_MECHANISM
from iscm.accounts.views import for_people
from iscm.domain.states import states
from iscm.registry.queries import mechanisms
from iscm.registry.templatetags.wording import alphabetical, short, state
from iscm.site.account.own import told


class Adding(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "name", "language")

    def __init__(self, *args: object, **how: object) -> None:
        super().__init__(*args, **how)
        self.fields["email"].required = True

    def validate_unique(self) -> None:
        """That an address is somebody's is told by the action, which looks at it as it will be kept."""

    def _post_clean(self) -> None:
        """Likewise."""


class Giving(forms.Form):
    """A part, and what it is for: one field for both would be two hundred lines long."""

    part = forms.ChoiceField(label=gettext_lazy("Part"), choices=Part.choices)
    mechanism = forms.ChoiceField(label=gettext_lazy("Mechanism"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: object, **how: object) -> None:
        super().__init__(*args, **how)
        slugs = sorted((one.slug for one in mechanisms()), key=lambda slug: alphabetical(short(slug)))
        self.fields["mechanism"].choices = [("", "—"), *((slug, short(slug)) for slug in slugs)]
        codes = sorted(states(), key=lambda code: alphabetical(state(code)))
        self.fields["state"].choices = [("", "—"), *((code, state(code)) for code in codes)]

    def clean(self) -> dict[str, str]:
        said = super().clean() or {}
        part, field = said.get("part"), ""
        if part in OF_MECHANISM:
            field = "mechanism"
        elif part == Part.FOCAL_POINT:
            field = "state"
        if field and not said.get(field):
            self.add_error(field, _("This part is for one of these: choose which."))
        return said | {"scope": said.get(field, "") if field else ""}


@for_people("administrator")
def people(request: HttpRequest) -> HttpResponse:
    form = Adding(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = add_person(**form.cleaned_data, by=request.user.username, at=timezone.now())
        except Known:
            form.add_error("email", _("Somebody is known by this address already."))
        else:
            messages.success(request, _("Added. Now give a part: without one, there is nothing to do here."))
            return HttpResponseRedirect(reverse("person", args=[person.username]))
    rows = [(person, [told(role) for role in person.now]) for person in listed()]
    return render(request, "site/account/people.html", {"people": rows, "form": form})


class Naming(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language")


@for_people("administrator")
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """One person: the parts they have, and what can be done."""
    row = User.objects.filter(username=handle, is_active=True).first()
    if row is None:
        raise Http404
    what, by, at = request.POST.get("do"), request.user.username, timezone.now()
    giving, naming = Giving(request.POST if what == "give" else None), None
    naming = Naming(request.POST if what == "name" else None, instance=User.objects.get(pk=row.pk))
    if what == "give" and giving.is_valid():
        give_role(
            user=row, part=giving.cleaned_data["part"], scope=giving.cleaned_data["scope"], by=by, at=at
        )
    elif what == "name" and naming.is_valid():
        edit_person(person=row, **naming.cleaned_data, by=by, at=at)
    elif what == "end":
        if role := Role.objects.filter(user=row, pk=_number(request.POST.get("role"))).first():
            end_role(role=role, by=by, at=at)
    elif what == "forget" and request.POST.get("sure"):
        forget_person(person=row, by=by, at=at)
        messages.success(request, _("Forgotten."))
        return HttpResponseRedirect(reverse("people"))
    else:
        roles = [(role.pk, *told(role)) for role in row.roles.filter(ended=None).order_by("part", "scope")]
        shown = {"person": row, "roles": roles, "giving": giving, "naming": naming}
        return render(request, "site/account/person.html", shown)
    return HttpResponseRedirect(reverse("person", args=[handle]))


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 12 else 0
