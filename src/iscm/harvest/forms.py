"""A source as it is filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.harvest.models import Every, Kind, Source
from iscm.harvest.rules import Forbidden, clean

MOST_HOSTS = 5


class Setting(forms.Form):
    """Where a source is, and how it is asked. ``values`` are what the actions take, once the form is valid."""

    address = forms.CharField(
        label=gettext_lazy("Address"), max_length=500,
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://"}),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind of source"), choices=Kind.choices)
    every = forms.TypedChoiceField(
        label=gettext_lazy("How often it is read"), choices=Every.choices, coerce=int, initial=Every.DAY
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    hosts = forms.CharField(
        label=gettext_lazy("Other sites that it may lead to"), max_length=500, required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "www.example.org"}),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Name of the source"), max_length=300, required=False)
    active = forms.BooleanField(label=gettext_lazy("Read it regularly"), required=False, initial=True)

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, label_suffix="", **how)
        self.fields["language"].choices = [("", _("not known")), *settings.LANGUAGES]

    def clean_address(self) -> str:
        try:
            return clean(self.cleaned_data["address"])
        except Forbidden as fault:
            raise ValidationError(str(fault)) from None

    def clean_hosts(self) -> list[str]:
        named = self.cleaned_data["hosts"].replace(",", " ").split()
        if len(named) > MOST_HOSTS:
            raise ValidationError(_("At most %(most)d other sites.") % {"most": MOST_HOSTS})
        found = []
        for host in named:
            try:
                found.append(clean(f"https://{host}/").split("/")[2])
            except Forbidden as fault:
                raise ValidationError(str(fault)) from None
        return found

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def as_filled(row: Source) -> dict[str, Any]:
    """A source's settings as the form shows them."""
    names = ("address", "kind", "every", "language", "note", "active")
    return {name: getattr(row, name) for name in names} | {"hosts": " ".join(row.hosts)}
