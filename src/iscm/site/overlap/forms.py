"""What the pages of overlaps can be narrowed to: a day, observers too, a level, a continent, a State, a mechanism."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.domain.states import regions, states
from iscm.meetings.forms import one_continent, one_level
from iscm.registry.forms import AsOf, Choice, Known, Place, one_mechanism
from iscm.registry.templatetags.wording import alphabetical, called
from iscm.site.overlap.records import NAMED, TAKEN_UP, Asked


class Asking(AsOf):
    """A day, and whether observers count."""

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        observers = Known(choices=list, label=gettext_lazy("Who counts"))
        observers.choices = [("", _("members only")), ("yes", _("members and observers"))]  # not "any"
        self.fields["observers"] = observers

    def asked(self, today: dt.date) -> Asked:
        given = self.cleaned_data
        return Asked(
            self.day(today), given["observers"] == "yes", given.get("level", ""), given.get("region", "")
        )


class AmongMechanisms(Asking):
    """Which mechanisms: those of a level, those of a continent."""

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        self.fields["level"] = one_level()
        self.fields["region"] = one_continent()


class AmongSeats(AmongMechanisms):
    """Which mechanisms, and States of which region."""

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        self.fields["place"] = Known(choices=parts, label=gettext_lazy("Region of the States"))


class AmongThemes(AmongMechanisms):
    """Which themes: those named as their own, those that meetings took up."""

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        del self.fields["observers"]
        self.fields["themes"] = Known(
            choices=lambda: [(NAMED, _("named as their own")), (TAKEN_UP, _("taken up by meetings"))],
            label=gettext_lazy("Themes"),
        )

    def asked(self, today: dt.date) -> Asked:
        given = self.cleaned_data
        return Asked(self.day(today), level=given["level"], region=given["region"])


class AmongStates(Asking):
    """A State beside all others, or those of a region (M49) beside each other."""

    def __init__(self, given: QueryDict, codes: Iterable[str]) -> None:
        super().__init__(given)
        self.fields["state"] = Place(codes, label=gettext_lazy("State"))
        self.fields["region"] = Known(choices=small_parts, label=gettext_lazy("Region"))

    def asked(self, today: dt.date) -> Asked:
        return Asked(self.day(today), self.cleaned_data["observers"] == "yes")


class OfMechanism(Asking):
    """One mechanism beside all others."""

    def __init__(self, given: QueryDict, slugs: Collection[str]) -> None:
        super().__init__(given)
        self.fields["mechanism"] = one_mechanism(lambda: slugs)


class OfClashes(Choice):
    """Clashes of a mechanism, or that concern a State."""

    def __init__(self, given: QueryDict, slugs: Collection[str], codes: Iterable[str]) -> None:
        super().__init__(given, beside=())
        self.fields["mechanism"] = one_mechanism(lambda: slugs)
        self.fields["state"] = Place(codes, label=gettext_lazy("State"))


LARGEST = 30  # places of a region that are laid beside each other on one page


def parts() -> list[tuple[str, str]]:
    """Regions of States by their M49 codes, the wide and the narrow ones."""
    codes = {code for row in states().values() for code in row.regions}
    return sorted(((code, called(regions()[code])) for code in codes), key=lambda pair: alphabetical(pair[1]))


def small_parts() -> list[tuple[str, str]]:
    """Those whose States one page can hold beside each other."""
    size = Counter(code for row in states().values() for code in row.regions)
    return [(code, name) for code, name in parts() if size[code] <= LARGEST]
