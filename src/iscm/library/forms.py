"""What a list of materials can be narrowed to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from iscm.domain.terms import load, mechanisms
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.library.queries import languages, themes
from iscm.meetings.queries import slugs
from iscm.prose.names import resolve, resolve_theme
from iscm.registry.forms import Choice, Known
from iscm.registry.templatetags.wording import alphabetical, called, short, theme, tongue

PAPERS = (
    ("here", gettext_lazy("can be had here")),
    ("elsewhere", gettext_lazy("has an address elsewhere")),
    ("closed", gettext_lazy("kept here, not public")),
    ("unknown", gettext_lazy("address not known")),
)


def _mechanisms() -> list[tuple[str, str]]:
    return sorted(((slug, short(slug)) for slug in mechanisms()), key=lambda pair: alphabetical(pair[1]))


def _kinds() -> list[tuple[str, str]]:
    return [(key, called(row["label"], key)) for key, row in load("materials").items()]


def _themes() -> list[tuple[str, str]]:
    return sorted(((key, theme(key)) for key in themes()), key=lambda pair: alphabetical(pair[1]))


def _languages() -> list[tuple[str, str]]:
    return sorted(((code, tongue(code)) for code in languages()), key=lambda pair: alphabetical(pair[1]))


class PublicationChoice(Choice):
    kind = Known(choices=_kinds, label=gettext_lazy("Kind"))
    mechanism = Known(choices=_mechanisms, label=gettext_lazy("Mechanism"), read=resolve)
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
