"""What a list of mechanisms can be narrowed to; also how any list of the hub takes its choices from an address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.domain.states import state_named, states
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.prose.names import nearest, resolve
from iscm.registry.templatetags.wording import alphabetical, level, short, state

ANY = gettext_lazy("any")


class Known(forms.ChoiceField):
    """A choice of what is known; anything else is answered by what may be meant. ``read`` understands other names."""

    def __init__(
        self,
        *,
        choices: Callable[[], Iterable[tuple[str, str]]],
        label: str | Promise,
        read: Callable[[str], str | None] = lambda said: said,
    ) -> None:
        self.read = read
        super().__init__(choices=lambda: [("", ANY), *choices()], label=label, required=False)

    def to_python(self, value: Any) -> str:
        said = super().to_python(value).strip()
        return (self.read(said) or said) if said else ""

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):
            keys = [key for key, _name in self.choices if key]
            near = nearest(value, keys)
            meant = _(" Is “%(near)s” meant?") % {"near": near[0]} if near else ""
            raise forms.ValidationError(_("“%(value)s” is not known.") % {"value": value[:80]} + meant)


class Choice(forms.Form):
    """Filters in an address, all combining. A filter that is none is said, never passed over."""

    use_required_attribute = False

    def __init__(self, given: QueryDict, *, beside: Iterable[str] = ("page",)) -> None:
        super().__init__(given, auto_id="choice-%s", label_suffix="")
        self.beside = tuple(beside)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.data:
            if name not in self.fields and name not in self.beside:
                filters = ", ".join(f"“{field}”" for field in self.fields)
                self.add_error(
                    None,
                    _("“%(name)s” is no filter of this list. Its filters are %(filters)s.")
                    % {"name": name[:80], "filters": filters},
                )
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen, without what was left open."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    @property
    def complaints(self) -> list[str]:
        """Everything wrong, each in a sentence that names its filter."""
        return [
            fault if name == "__all__" else f"{self.fields[name].label}: {fault}"
            for name, faults in self.errors.items()
            for fault in faults
        ]


def tidy(request: HttpRequest) -> str | None:
    """The address without filters that were left open, as a form sends them; None where it is tidy already."""
    if all(value for values in request.GET.lists() for value in values[1]):
        return None
    kept = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        kept.setlist(name, [value for value in values if value])
    query = kept.urlencode()
    return f"{request.path}?{query}" if query else request.path


def _levels() -> list[tuple[str, str]]:
    return [(key, str(level(key))) for key in ("regional", "interregional", "global")]


class Day(forms.Field):
    """A day of these records, as 2015-06-30."""

    widget = forms.DateInput(
        attrs={"type": "date", "min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
    )

    def to_python(self, value: Any) -> dt.date | None:
        said = str(value or "").strip()
        if not said:
            return None
        try:
            day = dt.date.fromisoformat(said) if len(said) == 10 else None
        except ValueError:
            day = None
        if day is None:
            raise forms.ValidationError(
                _("“%(said)s” is no day of the calendar. Write one like 2015-06-30.") % {"said": said[:40]}
            )
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                _(
                    "%(said)s is out of reach: these records can be seen as of any day from %(first)s to %(last)s."
                )
                % {"said": said, "first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day


class AsOf(Choice):
    """The day that a page tells of; none for today."""

    as_of = Day(label=gettext_lazy("As of"), required=False)

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given, beside=())

    def day(self, today: dt.date) -> dt.date:
        day: dt.date = self.cleaned_data.get("as_of") or today
        return day


class Place(Known):
    """A State or territory, by two letters as addresses have them, or by any of its names."""

    def __init__(self, codes: Iterable[str], **more: Any) -> None:
        kept = tuple(codes)
        super().__init__(
            choices=lambda: sorted(
                ((code.lower(), str(state(code))) for code in kept), key=lambda pair: alphabetical(pair[1])
            ),
            read=read_place,
            **more,
        )

    def validate(self, value: str) -> None:
        if value and not self.valid_value(value):
            near = nearest_places(value)
            meant = _(" Is “%(near)s” meant?") % {"near": state(near[0])} if near else ""
            raise forms.ValidationError(
                _("“%(value)s” is no State or territory known here.") % {"value": value[:80]} + meant
            )


def read_place(said: str) -> str | None:
    """The two small letters of a State or territory, from its code or any of its names; None if it is none."""
    code = said.upper()
    found = states().get(code) or next((one for one in states().values() if code and one.code3 == code), None)
    found = found or state_named(said.replace("-", " ")) or state_named(said)
    return found.code.lower() if found else None


def nearest_places(said: str) -> list[str]:
    """Codes of States and territories whose English names look like it."""
    named = {one.name["en"]: code for code, one in states().items()}
    return [named[name] for name in nearest(said, named)]


class Beside(AsOf):
    """The day that a page tells of, and another State or mechanism laid beside: the filter ``with``."""

    def __init__(self, given: QueryDict, other: Known) -> None:
        super().__init__(given)
        self.fields["with"] = other


def one_mechanism(slugs: Callable[[], Iterable[str]]) -> Known:
    """One of these by any of its names, offered by how it is called."""
    return Known(
        choices=lambda: sorted(((s, str(short(s))) for s in slugs()), key=lambda pair: alphabetical(pair[1])),
        label=gettext_lazy("Mechanism"),
        read=resolve,
    )


class MechanismChoice(Choice):
    level = Known(choices=_levels, label=gettext_lazy("Level"))
    status = Known(
        choices=lambda: [(key, _(key)) for key in ("active", "dormant", "ended")],
        label=gettext_lazy("Status"),
    )
