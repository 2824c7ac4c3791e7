"""A hold, and a rule of an avoid list, as they are filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.domain.states import states
from iscm.domain.terms import types
from iscm.planning.models import Shows
from iscm.planning.rules import DAYS, NUMBER, YEARLY, Plan
from iscm.registry.templatetags.wording import MODES, alphabetical, kind, mode, plain, short, state


def named(keys: Collection[str], name: Any) -> list[tuple[str, str]]:
    """Keys with their names, by the alphabet of the page."""
    return sorted(((key, plain(name(key))) for key in keys), key=lambda pair: alphabetical(pair[1]))


class Day(forms.DateInput):
    """A day as browsers ask for it, and as it is written where they do not."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Dates(forms.Form):
    """A hold, without saying whose. ``values`` are what ``actions.hold`` takes, once the form is valid."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=500, required=False)
    type = forms.ChoiceField(label=gettext_lazy("Kind"))
    first = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    month = forms.CharField(
        label=gettext_lazy("Or a month alone"), max_length=7, required=False,
        widget=forms.TextInput(attrs={"placeholder": "2027-10", "dir": "ltr"}),
    )  # fmt: skip
    city = forms.CharField(label=gettext_lazy("City"), max_length=100, required=False)
    country = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    mode = forms.ChoiceField(label=gettext_lazy("How people meet"), required=False)
    shows = forms.ChoiceField(
        label=gettext_lazy("What others learn who plan for the same days"), choices=Shows.choices, initial=NUMBER,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, label_suffix="", **more)
        self.fields["type"].choices = [("", "—"), *named(types(), kind)]
        self.fields["country"].choices = [("", "—"), *named(states(), state)]
        self.fields["mode"].choices = [("", "—"), *((key, mode(key)) for key in MODES)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last, month = (said.get(name) for name in ("first", "last", "month"))
        if {"first", "last", "month"} & self.errors.keys():
            return said
        if month and (first or last):
            raise forms.ValidationError(_("Give the days, or a month alone, and not both."))
        if month and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            raise forms.ValidationError(_("“%(said)s” is no month such as 2027-10.") % {"said": month})
        if not month and not first:
            raise forms.ValidationError(_("Give the first day, or a month alone."))
        if first and last and last < first:
            raise forms.ValidationError(_("The last day is before the first: change one of them."))
        said["when"] = month or (f"{first}/{last}" if last and last != first else f"{first}")
        return said

    @property
    def values(self) -> dict[str, Any]:
        names = ("title", "type", "when", "city", "country", "mode", "shows")
        return {name: self.cleaned_data[name] for name in names}


class Holding(Dates):
    """With whose it is: ``own`` mechanisms, and ``others`` that meet with them."""

    own = forms.MultipleChoiceField(
        label=gettext_lazy("Mechanism"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Together with"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    field_order = ("own", "others")

    def __init__(self, *args: Any, own: Collection[str], others: Collection[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["own"].choices = named(own, short)
        self.fields["others"].choices = named(others, short)
        self.office = not own
        if self.office:
            del self.fields["own"]
            self.fields["others"].label = _("Mechanism")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("others" if self.office else "own"):
            raise forms.ValidationError(
                _("Say whose date it is.")
                if self.office
                else _("Say whose date it is: at least one of your own mechanisms.")
            )
        return said

    @property
    def mechanisms(self) -> list[str]:
        """Whose it is, own ones first."""
        return [*self.cleaned_data.get("own", ()), *self.cleaned_data.get("others", ())]


def asked(query: Any, own: Collection[str]) -> dict[str, Any]:
    """What an address fills in (``mechanisms``, ``first``, ``last``, ``city`` ...): what cannot be used is left out."""
    said = {
        name: query.get(name, "")[:500]
        for name in ("title", "type", "first", "last", "month", "city", "mode", "shows")
    }
    slugs = [slug for value in query.getlist("mechanisms") for slug in value.split(",") if slug]
    chosen = [slug for slug in slugs if slug in own] or (list(own) if len(own) == 1 else [])
    filled = {name: value for name, value in said.items() if value}
    return filled | {
        "country": query.get("country", "").upper()[:2], "own": chosen,
        "others": [slug for slug in slugs if slug not in own],
    }  # fmt: skip


def as_filled(plan: Plan) -> dict[str, Any]:
    """A hold as its form shows it."""
    values = {name: getattr(plan, name) for name in ("title", "type", "city", "country", "mode", "shows")}
    days = plan.when.days
    if days:
        return values | {"first": days[0], "last": days[1]}
    return values | {"month": str(plan.when.first).rstrip("?~%")}


def ruled(said: Mapping[str, str]) -> str:
    """What a filled-in rule of an avoid list says, as it is kept."""
    said = {name: value.replace("\0", "").strip() for name, value in said.items()}
    first, last = said.get("first", ""), said.get("last", "")
    if said.get("kind") == DAYS:
        return f"{first}/{last}" if last and last != first else first
    if said.get("kind") == YEARLY:
        return f"{first}/{last or first}"
    return said.get("said", "")
