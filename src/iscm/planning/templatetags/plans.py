"""What is planned, in words: on pages and in letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django import template
from django.utils.translation import gettext, ngettext

from iscm.domain.when import Point, When
from iscm.planning.models import Avoidance, How, Shows
from iscm.planning.rules import DAYS, HOLIDAYS, MEETINGS, OWN, Avoided, Clash, Followed, Held, yearly
from iscm.registry.templatetags.wording import (
    alphabetical,
    listed,
    month_day,
    short,
    state,
    tongue_of_page,
    when,
)

register = template.Library()


@register.filter
def bound(number: int) -> str:
    """ "7 of your members would have to be in two places" """
    said = ngettext(
        "%(number)d of your members would have to be in two places",
        "%(number)d of your members would have to be in two places",
        number,
    )
    return said % {"number": number}


def clashing(clash: Clash) -> str:
    """What follows from a clash, as a letter says it; with names as far as they may be told."""
    if clash.why.kind == "state":
        return gettext("%(state)s would have to be in two places.") % {"state": state(clash.why.key)}
    said = bound(clash.number) if clash.why.kind == OWN else _others(clash.number)
    return f"{said}: {in_a_row(clash.members)}." if clash.members else f"{said}."


def _others(number: int) -> str:
    said = ngettext(
        "%(number)d State or territory would have to be in two places",
        "%(number)d States or territories would have to be in two places",
        number,
    )
    return said % {"number": number}


@register.filter
def in_a_row(codes: Collection[str]) -> str:
    """States and territories by their names, in the order of the page's alphabet."""
    return str(tongue_of_page().listed(sorted((str(state(code)) for code in codes), key=alphabetical)))


@register.filter
def spanned(held: Held) -> str:
    """The days of another's hold, or what they may be."""
    if held.sure:
        return str(when(When.on(held.first, held.last)))
    begins, ends = (Point(day.year, day.month) for day in (held.first, held.last))
    return str(when(When(begins, ends)))


@register.filter
def whose(held: Held) -> str:
    """What others call a hold: whose it is, as far as that is told."""
    if held.mechanisms is None:
        return gettext("A date of another mechanism")
    return gettext("A date of %(mechanisms)s") % {"mechanisms": listed(held.mechanisms)}


@register.filter
def shows(step: str) -> str:
    """What others learn of a hold."""
    return str(Shows(step).label)


@register.filter
def ended(how: str) -> str:
    """How a hold ended; one that did not has lapsed, where this is asked."""
    return str(How(how).label) if how else gettext("lapsed")


@register.filter
def rule(avoided: Avoided) -> str:
    """A rule of an avoid list: "15 July to 31 August, every year"."""
    if avoided.kind == DAYS:
        return str(when(When.parse(avoided.said)))
    if avoided.kind == MEETINGS:
        return gettext("meetings of %(mechanism)s") % {"mechanism": short(avoided.said)}
    if avoided.kind == HOLIDAYS:
        return gettext("public holidays of %(state)s") % {"state": state(avoided.said)}
    begins, ends = (_day_of_any_year(point) for point in yearly(avoided.said))
    return gettext("every year from %(first)s to %(last)s") % {"first": begins, "last": ends}


def _day_of_any_year(point: Point) -> str:
    return str(month_day(dt.date(2000, point.month or 1, point.day or 1)))


@register.filter
def avoiding(kind: str) -> str:
    """A kind of rule."""
    return str(Avoidance.Kind(kind).label)


@register.filter
def followed(what: Followed, titles: dict[str, str] | None = None) -> str:
    """What somebody follows, by its name."""
    if what.kind == OWN:
        return gettext("what your mechanisms plan and announce")
    if what.kind == "state":
        return str(state(what.key))
    return str(short(what.key)) if what.kind == "mechanism" else (titles or {}).get(what.key, what.key)
