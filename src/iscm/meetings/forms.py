"""What a list or a calendar of meetings can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.documents.names import order
from iscm.domain import terms
from iscm.domain.states import state_named
from iscm.domain.when import When
from iscm.meetings.queries import countries
from iscm.prose.names import resolve, resolve_theme
from iscm.registry.forms import Choice, Known
from iscm.registry.templatetags.wording import kind, mode, short, state, status, theme

FIRST, LAST = 1900, 2100


def _named(keys: Iterable[str], name: Any) -> list[tuple[str, str]]:
    return sorted(((key, name(key)) for key in keys), key=lambda pair: order(pair[1]))


def _country(said: str) -> str | None:
    known = state_named(said)
    return known.code if known else said.upper() if len(said) == 2 else None


class MeetingChoice(Choice):
    mechanism = Known(
        choices=lambda: _named(terms.mechanisms(), short), label=gettext_lazy("Mechanism"), read=resolve
    )
    type = Known(choices=lambda: _named(terms.types(), kind), label=gettext_lazy("Kind"))
    theme = Known(
        choices=lambda: _named(terms.themes(), theme), label=gettext_lazy("Theme"), read=resolve_theme
    )
    country = Known(choices=lambda: _named(countries(), state), label=gettext_lazy("Held in"), read=_country)
    mode = Known(
        choices=lambda: [(key, mode(key)) for key in ("online", "hybrid", "in-person")],
        label=gettext_lazy("Manner"),
    )
    status = Known(
        choices=lambda: [
            (k, status(k)) for k in ("announced", "confirmed", "held", "postponed", "cancelled")
        ],
        label=gettext_lazy("Status"),
    )
    since = forms.IntegerField(label=gettext_lazy("From year"), required=False)
    until = forms.IntegerField(label=gettext_lazy("To year"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("since", "until"):
            year = cleaned.get(name)
            if year is not None and not FIRST <= year <= LAST:
                self.add_error(
                    name,
                    _("%(year)s is no year of these records: say one from %(first)d to %(last)d.")
                    % {"year": year, "first": FIRST, "last": LAST},
                )
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("%(until)d is before %(since)d.") % {"until": until, "since": since})
        return cleaned

    @property
    def asked(self) -> dict[str, Any]:
        """The choice as ``iscm.meetings.queries.chosen`` takes it."""
        given = self.given
        since, until = given.pop("since", None), given.pop("until", None)
        if since or until:
            given["within"] = When.parse(f"{since or '..'}/{until or '..'}")
        return given
