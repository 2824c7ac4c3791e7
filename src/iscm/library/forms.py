"""What a list of materials can be narrowed to."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from iscm.accounts.models import Access
from iscm.domain.terms import load, mechanisms
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.library.models import Publication
from iscm.library.queries import languages, themes
from iscm.meetings.queries.records import slugs
from iscm.prose.names import resolve_theme
from iscm.registry.forms import Choice, Known, one_mechanism
from iscm.registry.templatetags.wording import access as said_access
from iscm.registry.templatetags.wording import alphabetical, called, theme, tongue

PAPERS = (
    ("here", gettext_lazy("can be had here")),
    ("elsewhere", gettext_lazy("has an address elsewhere")),
    ("closed", gettext_lazy("kept here, not public")),
    ("unknown", gettext_lazy("address not known")),
)


def _kinds() -> list[tuple[str, str]]:
    return [(key, called(row["label"], key)) for key, row in load("materials").items()]


def _themes() -> list[tuple[str, str]]:
    return sorted(((key, theme(key)) for key in themes()), key=lambda pair: alphabetical(pair[1]))


def _languages() -> list[tuple[str, str]]:
    return sorted(((code, tongue(code)) for code in languages()), key=lambda pair: alphabetical(pair[1]))


class PublicationChoice(Choice):
    kind = Known(choices=_kinds, label=gettext_lazy("Kind"))
    mechanism = one_mechanism(mechanisms)
    theme = Known(choices=_themes, label=gettext_lazy("Theme"), read=resolve_theme)
    language = Known(choices=_languages, label=gettext_lazy("Language"))
    year = forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    paper = Known(choices=lambda: PAPERS, label=gettext_lazy("Paper"))
    meeting = Known(choices=lambda: ((slug, slug) for slug in slugs()), label=gettext_lazy("Meeting"))
    meeting.widget = (
        forms.HiddenInput()
    )  # led to from the page of a meeting: they are too many to choose from


class Facts(forms.ModelForm):
    """Facts of a material that its keepers may correct; what they leave empty is not known."""

    kind = forms.ChoiceField(
        choices=lambda: [("", gettext_lazy("not stated")), *_kinds()],
        label=gettext_lazy("Kind"),
        required=False,
    )

    url = forms.URLField(
        label=gettext_lazy("Where it is"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Publication
        fields = (
            "title",
            "kind",
            "year",
            "when",
            "pages",
            "licence",
            "doi",
            "symbol",
            "url",
            "abstract",
            "access",
        )
        labels = {
            "title": gettext_lazy("Title"),
            "year": gettext_lazy("Year"),
            "when": gettext_lazy("Date, as exactly as known (2022, 2022-12 or 2022-12-14)"),
            "pages": gettext_lazy("Pages"),
            "licence": gettext_lazy("Licence"),
            "doi": "DOI",
            "symbol": gettext_lazy("Symbol"),
            "abstract": gettext_lazy("Abstract"),
            "access": gettext_lazy("Who may know of it"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["instance"] = copy(
            kwargs["instance"]
        )  # the row itself is changed by the action, which tells the trail
        super().__init__(*args, auto_id="facts-%s", label_suffix="", **kwargs)
        self.fields["access"].choices = [(mark, said_access(mark)) for mark in Access.values]


class Paper(forms.Form):
    """A file for a material. Its type is told by what is in it."""

    file = forms.FileField(label=gettext_lazy("File"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    access = forms.ChoiceField(label=gettext_lazy("Who may have it"), initial=Access.CLOSED)
    licence = forms.CharField(
        label=gettext_lazy("Licence, if it has its own"), required=False, max_length=200
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, auto_id="paper-%s", label_suffix="")
        codes = ("ar", "en", "es", "fr", "pt", "ru", "zh")
        self.fields["language"].choices = [("", gettext_lazy("not stated")), *((c, tongue(c)) for c in codes)]
        self.fields["access"].choices = [(mark, said_access(mark)) for mark in Access.values]


class Split(forms.Form):
    """The text of a declaration, to be split by its numbered paragraphs."""

    text = forms.CharField(
        label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 8}), max_length=400_000
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, auto_id="split-%s", label_suffix="")
