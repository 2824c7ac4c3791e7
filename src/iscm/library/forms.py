"""What a list of publications can be narrowed to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from iscm.domain.terms import mechanisms
from iscm.registry.forms import Choice, one_mechanism


class PublicationChoice(Choice):
    mechanism = one_mechanism(mechanisms)
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False)
