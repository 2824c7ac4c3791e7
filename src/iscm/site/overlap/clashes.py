"""Pages of clashes: how many there were in each year, and those of a year with the States concerned."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from iscm.analysis.clashes import OTHERS, OWN, WITHIN, Clash
from iscm.domain.meetings import Entry
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.registry.forms import Choice
from iscm.registry.templatetags.wording import alphabetical, state
from iscm.site.missing import Meant, missing
from iscm.site.overlap.forms import OfClashes
from iscm.site.overlap.pages import answered
from iscm.site.overlap.records import Ground, ground

Shown = tuple[Clash, Entry, Entry, tuple[str, ...]]  # with both meetings, and owners without a member by name


def _form(request: HttpRequest) -> Choice:
    known = ground()
    return OfClashes(request.GET, known.mechanisms, known.members.places)


@answered("site/overlap/years.html", lambda request: Choice(request.GET, beside=()))
def years(request: HttpRequest, choice: Choice) -> dict[str, Any]:
    """Clashes by year, the latest first."""
    told = [clash for clash in ground().clashes if clash.kind == OTHERS]
    numbers = Counter(clash.first.year for clash in told)
    binding = Counter(clash.first.year for clash in told if clash.states)
    return {"years": [(year, numbers[year], binding[year]) for year in sorted(numbers, reverse=True)]}


@answered("site/overlap/clashes.html", _form)
def of_year(request: HttpRequest, choice: OfClashes, year: int) -> dict[str, Any] | HttpResponse:
    """Clashes that share a day of the year, by date: sure, of one owner, within each other, possible."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        sentence = _("There is no %(said)s in this calendar: it goes from %(first)d to %(last)d.")
        said = sentence % {"said": str(year)[:12], "first": FIRST_YEAR, "last": LAST_YEAR}
        return missing(request, sentence=said, meant=[Meant(reverse("clashes"), _("Clashes by year"))])
    known, given = ground(), choice.cleaned_data
    fits = [clash for clash in known.clashes if _fits(clash, year, given)]
    sure = [clash for clash in fits if clash.kind == OTHERS]
    return {
        "year": year,
        "chosen": bool(choice.given),
        "sure": [_shown(known, clash) for clash in sure],
        "binding": sum(bool(clash.states) for clash in sure),
        "own": [_shown(known, clash) for clash in fits if clash.kind == OWN],
        "within": [_shown(known, clash) for clash in fits if clash.kind == WITHIN],
        "possible": [_shown(known, clash) for clash in known.possible(year) if _fits(clash, year, given)],
        "undated": [] if choice.given else known.undated(year),
        "most": [] if choice.given else _most(sure),
        "before": year - 1 if year > FIRST_YEAR else 0,
        "after": year + 1 if year < LAST_YEAR else 0,
    }


def _fits(clash: Clash, year: int, given: dict[str, Any]) -> bool:
    touches = clash.first <= dt.date(year, 12, 31) and clash.last >= dt.date(year, 1, 1)
    code = given["state"].upper()
    return (
        touches
        and given["mechanism"] in ("", *clash.left, *clash.right)
        and (not code or code in clash.states or code in clash.perhaps)
    )


def _shown(known: Ground, clash: Clash) -> Shown:
    return clash, known.meetings[clash.one], known.meetings[clash.other], known.unnamed(clash)


def _most(sure: list[Clash]) -> list[tuple[str, int]]:
    """States that would have had to be in two places more than once, the most often first."""
    counted = Counter(code for clash in sure for code in clash.states)
    several = [(code, number) for code, number in counted.items() if number > 1]
    return sorted(several, key=lambda pair: (-pair[1], alphabetical(state(pair[0]))))
