"""What a subscriber asks for, as a form: the same to ask and to change."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.meetings.forms import offered, worded
from iscm.meetings.rules import MOST, Choice
from iscm.newsletter.actions.subscribing import Wish
from iscm.newsletter.models import Rhythm, Subscriber

NARROWING = ("mechanism", "state", "theme")
_PLAIN = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+"
)  # quoted names carry any sign at all


class Wishes(forms.Form):
    """``wish`` is what was said, once the form is valid."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
    highlights = forms.BooleanField(required=False)
    rhythm = forms.ChoiceField(choices=Rhythm.choices)
    mechanism = forms.MultipleChoiceField(required=False)
    state = forms.MultipleChoiceField(required=False)
    theme = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, **arguments: Any) -> None:
        super().__init__(*args, **arguments)
        for one in offered(Choice()):
            if one.name in NARROWING:
                self.fields[one.name].choices = one.offered
                self.fields[one.name].label = one.label

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        pairs = [(name, value) for name in NARROWING for value in said.get(name, ())]
        if len(pairs) > MOST:
            raise forms.ValidationError(
                _("%(said)s values are too many: say at most %(most)d.") % {"said": len(pairs), "most": MOST}
            )
        said["choice"] = str(Choice.parse(pairs)[0])
        return said

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(
            language=said["language"],
            highlights=said["highlights"],
            rhythm=said["rhythm"],
            choice=said["choice"],
        )


class Asking(Wishes):
    """With the address that mail is to go to; wanting nothing would be no asking."""

    address = forms.EmailField(
        max_length=254, error_messages={"required": gettext_lazy("Say where mail is to go.")}
    )

    def clean_address(self) -> str:
        said: str = self.cleaned_data["address"]
        if not _PLAIN.fullmatch(said):
            raise forms.ValidationError(
                _("Mail cannot be sent to this address. Say one like name@example.org.")
            )
        return said

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("highlights") and said.get("rhythm") == Rhythm.NEVER:
            raise forms.ValidationError(_("Choose the Highlights, the meetings, or both."))
        return said


def wishes(row: Subscriber) -> dict[str, Any]:
    """What a subscriber wants, as the form shows it."""
    choice, _faults = Choice.parse(row.choice)
    narrowed = {name: list(getattr(choice, name)) for name in NARROWING}
    return {"language": row.language, "highlights": row.highlights, "rhythm": row.rhythm, **narrowed}


def narrowed(row: Subscriber) -> str:
    """To what a subscriber's digest is narrowed, in words; "" for all meetings."""
    choice, _faults = Choice.parse(row.choice)
    return ", ".join(str(worded(name, value)) for name, value in choice.pairs)
