"""What date is looked for: a line of prose, or fields, or both; a field goes before the line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.analysis.planning.wish import FARTHEST, LONGEST, PLACES, WIDEST, Unplannable, Wish
from iscm.domain.terms import places
from iscm.prose.names import nearest, resolve
from iscm.prose.wishes import Asked, read_wish
from iscm.registry.forms import Day
from iscm.registry.templatetags.wording import alphabetical, short

USUAL, TOGETHER, COMPARED = 2, 6, 3  # days of a meeting; mechanisms of a joint one; dates side by side
FIELDS = ("q", "mechanism", "days", "from", "to", "place", "travel", "date", "show")


class Finder(forms.Form):
    """The search as an address has it. ``mechanism`` and ``date`` may be said several times."""

    use_required_attribute = False

    q = forms.CharField(label=gettext_lazy("In a line"), max_length=300, required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Length in days"), min_value=1, max_value=LONGEST, required=False
    )
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    travel = forms.IntegerField(
        label=gettext_lazy("Days of travel between two meetings"),
        min_value=0,
        max_value=FARTHEST,
        required=False,
    )

    def __init__(self, given: QueryDict, known: list[str], today: dt.date) -> None:
        super().__init__(given, auto_id="plan-%s", label_suffix="")
        self.today, self.known = today, known
        self.fields["from"] = Day(label=_("From"), required=False)
        self.fields["to"] = Day(label=_("To"), required=False)
        self.order_fields(["q", "days", "from", "to", "place", "travel"])
        self.asked = Asked(text="")
        self.slugs: list[str] = []
        self.compared: list[dt.date] = []
        self.wish: Wish | None = None

    @property
    def offered(self) -> list[tuple[str, str]]:
        """Mechanisms to choose from, by name."""
        return sorted(
            ((slug, str(short(slug))) for slug in self.known), key=lambda pair: alphabetical(pair[1])
        )

    @property
    def chosen(self) -> list[str]:
        """Those chosen, one after the other, and one place left for another."""
        return [*self.slugs, ""] if self.slugs else [""]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.data:
            if name not in FIELDS:
                self._refuse(_("“%(name)s” cannot be asked for here.") % {"name": name[:80]})
        self._mechanisms()
        self._dates()
        self.asked = read_wish(cleaned.get("q") or "", self.today)
        if self.asked.wrong:
            self._refuse(_("There is no such date: %(wrong)s.") % {"wrong": self.asked.wrong})
        if not self.errors:
            self._wish(cleaned)
        return cleaned

    def _refuse(self, sentence: str) -> None:
        self.add_error(None, sentence)

    def _mechanisms(self) -> None:
        for said in filter(None, (one.strip() for one in self.data.getlist("mechanism"))):
            slug = said if said in self.known else resolve(said[:80])
            if slug not in self.known:
                near = next((one for one in nearest(said[:80]) if one in self.known), "")
                meant = _(" Is “%(near)s” meant?") % {"near": near} if near else ""
                self._refuse(_("No mechanism “%(said)s” is known here.") % {"said": said[:80]} + meant)
            elif slug not in self.slugs:
                self.slugs.append(slug)
        if len(self.slugs) > TOGETHER:
            self._refuse(_("At most %(most)d mechanisms can be planned for together.") % {"most": TOGETHER})
        elif not self.slugs and not self.errors:
            self._refuse(_("Say whose meeting it is: choose a mechanism."))

    def _dates(self) -> None:
        for said in filter(None, self.data.getlist("date")):
            try:
                self.compared.append(dt.date.fromisoformat(said))
            except ValueError:
                self._refuse(
                    _("“%(said)s” is no day of the calendar. Write one like 2015-06-30.")
                    % {"said": said[:40]}
                )
        self.compared = sorted(set(self.compared))
        if len(self.compared) > COMPARED:
            self._refuse(_("At most %(most)d dates can be compared.") % {"most": COMPARED})

    def _wish(self, cleaned: dict[str, Any]) -> None:
        windows = self._windows(cleaned["from"], cleaned["to"])
        places = self._places(cleaned["place"]) if cleaned["place"] else self.asked.places
        if self.errors:
            return
        self.places = places or (("", ""),)
        length = cleaned["days"] or self.asked.length or USUAL
        travel = cleaned["travel"] if cleaned["travel"] is not None else self.asked.travel
        try:
            self.wish = Wish(
                length=length,
                windows=windows,
                places=tuple(dict.fromkeys(country for _city, country in self.places)),
                travel=1 if travel is None else travel,
            )
        except Unplannable as fault:
            self._refuse(refusal(fault))
            if self.asked.unread:
                words = ", ".join(f"“{said[:80]}”" for said in self.asked.not_understood)
                self._refuse(_("Not understood: %(words)s.") % {"words": words})

    def _windows(self, first: dt.date | None, last: dt.date | None) -> tuple[tuple[dt.date, dt.date], ...]:
        if first and last:
            return ((first, last),)
        windows = self.asked.windows
        if first and not windows:
            return ((first, first + dt.timedelta(days=364)),)
        if last and not windows:
            return ((min(self.today, last), last),)
        cut = [(max(first or begin, begin), min(last or end, end)) for begin, end in windows]
        return tuple((begin, end) for begin, end in cut if begin <= end)

    def _places(self, said: str) -> tuple[tuple[str, str], ...]:
        asked = read_wish(said, self.today)
        for unknown in asked.not_understood:
            near = nearest(unknown, [names[0] for rows in places().values() for names in rows])
            meant = _(" Is “%(near)s” meant?") % {"near": near[0]} if near else ""
            self._refuse(
                _("No place “%(said)s” is known here: say its country, or “online”.") % {"said": unknown[:80]}
                + meant
            )
        return asked.places

    @property
    def complaints(self) -> list[str]:
        return [
            fault if name == "__all__" else f"{self.fields[name].label}: {fault}"
            for name, faults in self.errors.items()
            for fault in faults
        ]


def refusal(fault: Unplannable) -> str:
    """Why a date cannot be looked for, and the way out."""
    return {
        "when": _("Say when: a month, a year or two days, such as “October 2027”."),
        "backwards": _("The time ends before it begins (%(about)s): exchange the two days."),
        "wide": _("The time is longer than %(years)d years: choose a shorter one."),
        "length": _("A meeting takes from 1 to %(longest)d days, not %(about)s."),
        "narrow": _("The meeting is longer than the time for it: take more time, or fewer days."),
        "travel": _("Say from 0 to %(farthest)d days of travel, not %(about)s."),
        "places": _("At most %(places)d countries can be compared for a place, not %(about)s."),
        "nobody": _(
            "No member of %(about)s is known here, so nothing can be said of who would have to be in two places."
        ),
    }[fault.why] % {
        "about": short(fault.about) if fault.why == "nobody" else fault.about,
        "longest": LONGEST,
        "years": WIDEST,
        "farthest": FARTHEST,
        "places": PLACES,
    }
