"""What a list of publications can be narrowed to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from iscm.domain.terms import mechanisms
from iscm.prose.names import resolve
from iscm.registry.forms import Choice, Known
from iscm.registry.templatetags.wording import alphabetical, short


def _mechanisms() -> list[tuple[str, str]]:
    return sorted(((slug, short(slug)) for slug in mechanisms()), key=lambda pair: alphabetical(pair[1]))


class PublicationChoice(Choice):
    mechanism = Known(choices=_mechanisms, label=gettext_lazy("Mechanism"), read=resolve)
    year = forms.IntegerField(label=gettext_lazy("Year"), required=False)
