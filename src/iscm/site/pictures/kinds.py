"""What every picture tells of itself: what it may be asked, what it takes where that is left open, how it is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from iscm.accounts.views import hub
from iscm.documents.pictures.picture import Picture
from iscm.registry.forms import Choice
from iscm.registry.templatetags.wording import lang


@dataclass(frozen=True, slots=True)
class Reader:
    """In which language a picture speaks, and the ``root`` of the hub's whole addresses: it may be seen elsewhere."""

    lang: str
    backwards: bool
    root: str

    @classmethod
    def of(cls, request: HttpRequest) -> Reader:
        return cls(lang(), get_language_bidi(), hub(request))

    def address(self, name: str, *parts: object, **query: object) -> str:
        """The whole address of a page of the hub, in the reader's language."""
        path = self.root + reverse(name, args=parts)
        asked = {key: value for key, value in query.items() if value not in (None, "")}
        return f"{path}?{urlencode(asked)}" if asked else path


class Asked(Choice):
    """What a picture may be asked in its address. Anything else is told, never passed over."""

    def __init__(self, given: QueryDict, *, beside: tuple[str, ...] = ()) -> None:
        super().__init__(given, beside=beside)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}
        for name in self.data:
            if name not in self.fields and name not in self.beside:
                self.add_error(None, self._refusal(name[:80]))
        return cleaned

    def _refusal(self, name: str) -> str:
        if not self.fields:
            return _("This picture is always the same: it cannot be asked for “%(name)s”.") % {"name": name}
        known = ", ".join(f"“{field}”" for field in self.fields)
        return _("This picture cannot be asked for “%(name)s”, only for %(known)s.") % {
            "name": name,
            "known": known,
        }


Drawing = Callable[[Mapping[str, Any], Reader, dt.date], Picture | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of picture. ``form`` reads what it may be asked; ``usual`` gives what it takes where that is left open.

    ``draw`` gets both together, the reader and today, and gives the picture; None where nothing is on record to draw.
    """

    draw: Drawing
    form: type[Asked] = Asked
    usual: Callable[[dt.date], dict[str, Any]] = lambda _today: {}
