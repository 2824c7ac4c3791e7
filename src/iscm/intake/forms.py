"""What the office fills in to open a round, and to ask a mechanism elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class RoundForm(forms.Form):
    """The year that is asked, its number, and by when."""

    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    number = forms.IntegerField(label=_("Number of the issue"), min_value=1, max_value=500)
    due = forms.DateField(label=_("Answers by"), widget=forms.DateInput(attrs={"type": "date"}))
    office = forms.CharField(label=_("Office"), max_length=300)
    contact = forms.EmailField(label=_("Its address"), max_length=200)

    def __init__(self, *args: Any, today: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean_due(self) -> dt.date:
        due: dt.date = self.cleaned_data["due"]
        if due <= self.today:
            raise forms.ValidationError(_("That day is over: take one that is still to come."))
        return due


class AskForm(forms.Form):
    """Where a mechanism is asked, and in which language."""

    address = forms.EmailField(label=_("Address"), max_length=254, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
