"""What speaks for and against a date, in sentences: on pages and in the terminal."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence

from django import template
from django.http import QueryDict
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext, ngettext

from iscm.analysis.planning.reasons import Candidate, Reason
from iscm.domain.terms import load
from iscm.domain.when import Point, When
from iscm.registry.templatetags.wording import called, english, listed, state, tongue_of_page

register = template.Library()
FEW = 6  # States named in a sentence; the others are counted, and listed below it
GRADES = (0.0, 10.0, 40.0, 100.0)  # up to these weights: free, light, some, heavy; above: worst


@register.filter
def told(reason: Reason) -> str:
    """One reason as a sentence without its full stop."""
    say = _SAID.get(reason.kind)
    return say(reason) if say else ""


def _of_meetings(reason: Reason) -> str:
    who, days = listed(reason.mechanisms), {"days": _days(reason), "who": ""}
    days["who"] = str(who)
    if not reason.number:
        return _inferred(reason) % (
            days | {"number": len(reason.inferred), "states": named(reason.inferred, ())}
        )
    text = ngettext(
        "%(number)d member would be at %(who)s as well (%(days)s): %(states)s",
        "%(number)d members would be at %(who)s as well (%(days)s): %(states)s",
        reason.number,
    ) % (days | {"number": reason.number, "states": named(reason.states, reason.chairs)})
    if reason.inferred:
        more = ngettext(
            "; perhaps %(number)d more, whose membership there is only inferred",
            "; perhaps %(number)d more, whose membership there is only inferred",
            len(reason.inferred),
        )
        text += more % {"number": len(reason.inferred)}
    return text


def _inferred(reason: Reason) -> str:
    return ngettext(
        "perhaps %(number)d member would be at %(who)s as well (%(days)s), as is only inferred: %(states)s",
        "perhaps %(number)d members would be at %(who)s as well (%(days)s), as is only inferred: %(states)s",
        len(reason.inferred),
    )


def _near(reason: Reason) -> str:
    count = reason.number or len(reason.inferred)
    return ngettext(
        "%(number)d member would come from %(who)s, or go there, with too few days between (%(days)s)",
        "%(number)d members would come from %(who)s, or go there, with too few days between (%(days)s)",
        count,
    ) % {"number": count, "who": listed(reason.mechanisms), "days": _days(reason)}


def _perhaps(reason: Reason) -> str:
    return ngettext(
        "%(number)d meeting may fall on these days, of which only the month or the year is known (%(days)s): %(who)s",
        "%(number)d meetings may fall on these days, of which only the month or the year is known (%(days)s): %(who)s",
        reason.number,
    ) % {"number": reason.number, "days": _days(reason), "who": listed(reason.mechanisms)}


def _held(reason: Reason) -> str:
    """What others hold, as much as is told of it."""
    who = listed(reason.mechanisms) if reason.mechanisms else gettext("another mechanism")
    if reason.beside:
        text = ngettext(
            "%(who)s holds days near these (%(days)s): %(number)d of your members would have too few days to travel",
            "%(who)s holds days near these (%(days)s): %(number)d of your members would have too few days to travel",
            reason.number,
        )
    elif not reason.sure:
        text = ngettext(
            "%(who)s holds a date within %(days)s: %(number)d of your members may have to be in two places",
            "%(who)s holds a date within %(days)s: %(number)d of your members may have to be in two places",
            reason.number,
        )
    else:
        text = ngettext(
            "%(who)s holds these days: %(number)d of your members would have to be in two places",
            "%(who)s holds these days: %(number)d of your members would have to be in two places",
            reason.number,
        )
    told_ = text % {"who": who, "number": reason.number, "days": _days(reason)}
    names = [named(reason.states, reason.chairs), english(reason.words)]
    names += [placed(*reason.place)] if reason.place[1] else []
    return " · ".join([told_, *(str(name) for name in names if name)])


def _week(reason: Reason) -> str:
    row = load("weeks").get(reason.id)
    what = called(row["label"]) if row else english(reason.words)
    text = (
        gettext("%(what)s (%(days)s)")
        if reason.sure
        else gettext("perhaps %(what)s, as in most years (%(days)s)")
    )
    return text % {"what": what, "days": _days(reason)}


def _feast(reason: Reason) -> str:
    number = reason.number
    text = {
        "fast": ngettext(
            "%(feast)s (%(days)s): %(number)d member fasts",
            "%(feast)s (%(days)s): %(number)d members fast",
            number,
        ),
        "feast": ngettext(
            "%(feast)s (%(days)s) is kept by %(number)d member",
            "%(feast)s (%(days)s) is kept by %(number)d members",
            number,
        ),
    }[reason.kind]
    feast = called(load("feasts")[reason.id]["label"])
    return text % {"feast": feast, "days": _days(reason), "number": number}


def _rest(reason: Reason) -> str:
    number = reason.number
    text = {
        "holidays": ngettext(
            "a public holiday of %(number)d member: %(states)s",
            "public holidays of %(number)d members: %(states)s",
            number,
        ),
        "weekends": ngettext(
            "the weekend of %(number)d member: %(states)s",
            "the weekend of %(number)d members: %(states)s",
            number,
        ),
        "weekend": ngettext(
            "%(number)d day of the weekend in %(states)s",
            "%(number)d days of the weekend in %(states)s",
            number,
        ),
    }[reason.kind]
    return text % {"number": number, "states": named(reason.states, ())}


_SAID = {
    "own": lambda r: (
        gettext("%(who)s itself meets (%(days)s)") % {"who": listed(r.mechanisms), "days": _days(r)}
    ),
    "avoid": lambda r: gettext("to be kept clear: %(why)s") % {"why": r.words or _days(r)},
    "clash": _of_meetings,
    "near": _near,
    "unknown": lambda r: (
        gettext("%(who)s meets (%(days)s); who its members are is not known")
        % {"who": listed(r.mechanisms), "days": _days(r)}
    ),
    "beside": lambda r: (
        gettext("%(who)s meets too (%(days)s); no member is in both")
        % {"who": listed(r.mechanisms), "days": _days(r)}
    ),
    "perhaps": _perhaps,
    "held": _held,
    "week": _week,
    "holiday": lambda r: (
        gettext("a public holiday in %(state)s: %(name)s")
        % {"state": state(r.states[0]), "name": english(r.words)}
    ),
    "holidays": _rest,
    "weekends": _rest,
    "weekend": _rest,
    "fast": _feast,
    "feast": _feast,
}


def named(codes: Sequence[str], chairs: Iterable[str]) -> str:
    """States in a row, the chairs marked; a few by name, the others by number."""
    marked = set(chairs)
    shown = [
        gettext("%(state)s (chair)") % {"state": state(code)} if code in marked else str(state(code))
        for code in codes[: FEW if len(codes) > FEW + 1 else None]
    ]
    left = len(codes) - len(shown)
    if left:
        shown.append(ngettext("%(number)d more", "%(number)d more", left) % {"number": left})
    return tongue_of_page().listed(shown)


def _days(reason: Reason) -> str:
    return between(reason.first, reason.last)


@register.simple_tag
def between(first: dt.date | None, last: dt.date | None) -> str:
    """A span of days in words: a whole month or year by its name."""
    if first is None or last is None:
        return ""
    whole = When.on(first, last)
    if first.day == 1 and _ends(last):
        year = first.month == 1 and last.month == 12
        whole = When(
            Point(first.year, None if year else first.month), Point(last.year, None if year else last.month)
        )
    return tongue_of_page().period(whole)


def _ends(day: dt.date) -> bool:
    """Whether it is the last of its month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


@register.simple_tag
def asked_again(asked: QueryDict) -> list[tuple[str, str]]:
    """What a search was asked by, for a form that asks the same of some of its dates."""
    return [
        (name, value) for name, values in asked.lists() if name not in ("date", "show") for value in values
    ]


@register.filter
def days(date: Candidate) -> str:
    """When it would be."""
    return between(date.first, date.last)


@register.simple_tag
def where(date: Candidate, places: Sequence[tuple[str, str]]) -> str:
    """The place of a date, by the city that was named for its country."""
    if not date.place:
        return gettext("online")
    return placed(*next(place for place in places if place[1] == date.place))


@register.simple_tag
def placed(city: str, country: str) -> str:
    """ "Nairobi, Kenya"; "online" for none."""
    if not country:
        return gettext("online")
    return f"{english(city)}{tongue_of_page().ways['comma']}{state(country)}" if city else str(state(country))


@register.filter
def weekdays(date: Candidate) -> str:
    """From which day of the week to which."""
    names = [str(WEEKDAYS_ABBR[day.weekday()]) for day in (date.first, date.last)]
    return names[0] if date.first == date.last else "–".join(names)


@register.filter
def grade(date: Candidate) -> int:
    """0 where nothing speaks against it, to 4; without what weighs on every day of a year alike."""
    weight = sum(reason.weight for reason in date.telling)
    return next((n for n, most in enumerate(GRADES) if weight <= most), len(GRADES))


@register.filter
def graded(number: int) -> str:
    """A grade in words."""
    return (gettext("free"), gettext("light"), gettext("moderate"), gettext("heavy"), gettext("worst"))[
        number
    ]


@register.filter
def why(date: Candidate) -> str:
    """Why it stands where it stands, in one sentence."""
    grave = [told(reason) for reason in date.telling if reason.weight >= 1][:3]
    if not grave:
        return gettext("Nothing known is in the way.")
    text = tongue_of_page().ways["semicolon"].join(grave)
    return gettext("%(reasons)s.") % {"reasons": text[:1].upper() + text[1:]}


@register.filter
def side(key: str) -> str:
    """A row of the comparison by its name."""
    return {
        "own": gettext("Own meetings"), "clash": gettext("In two places"), "held": gettext("Held by others"),
        "avoid": gettext("To be kept clear"), "week": gettext("Big weeks"), "perhaps": gettext("Perhaps"),
        "near": gettext("Travel"), "holidays": gettext("Public holidays"), "weekend": gettext("Weekends"),
        "feast": gettext("Feasts"), "beside": gettext("Others meet too"),
    }[key]  # fmt: skip


@register.filter
def others(reason: Reason) -> str:
    """Everybody concerned by name, where the sentence names only some; "" where it names all."""
    codes = reason.states or reason.inferred
    return "" if len(codes) <= FEW + 1 else row_of(codes)


@register.filter
def row_of(codes: Sequence[str]) -> str:
    """States in a row, all of them."""
    return tongue_of_page().listed([str(state(code)) for code in codes])
