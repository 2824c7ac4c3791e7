"""What a list or a calendar of meetings can be narrowed to, and what is told of a change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.accounts.models import Change
from iscm.domain import terms
from iscm.domain.claims import Claim
from iscm.domain.states import states
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.meetings import rules
from iscm.meetings.queries.records import countries
from iscm.registry.forms import Known
from iscm.registry.templatetags.wording import (
    alphabetical,
    field,
    kind,
    lang,
    levels,
    short,
    state,
    status,
    theme,
    value,
)

TOLD = (
    "when",
    "title",
    "status",
    "city",
    "country",
    "mode",
    "topic",
    "type",
    "ordinal",
)  # changes that are public


def _named(keys: Iterable[str], name: Any) -> list[tuple[str, str]]:
    return sorted(((key, name(key)) for key in keys), key=lambda pair: alphabetical(pair[1]))


# How a ``rules.Choice`` is worded and offered: the same on pages, in feeds and in answers to programs.


def label(name: str) -> str:
    """A filter by its name on a page."""
    return {
        "mechanism": _("Mechanism"), "state": _("State"), "host": _("Held in"), "theme": _("Theme"),
        "type": _("Kind"), "level": _("Level"), "region": _("Region"), "online": _("Online"),
        "status": _("Status"), "year": _("Year"), "from": _("From"), "to": _("To"), "q": _("Words"),
    }.get(name, name)  # fmt: skip


def worded(name: str, value: str) -> str:
    """A value of a filter as people say it."""
    if name in ("state", "host"):
        return state(value.upper())
    if name == "region":
        named = terms.load("states")["regions"][rules.REGIONS[value]]
        return str(named.get(lang()) or named["en"])
    if name == "online":
        return {
            "yes": _("online"), "hybrid": _("in person and online"), "no": _("in person"),
        }.get(value, _("not stated"))  # fmt: skip
    if name == "status":
        return status("" if value == rules.NOT_STATED else value)
    say = {"mechanism": short, "theme": theme, "type": kind, "level": levels}.get(name)
    return str(say(value)) if say else value


def described(choice: rules.Choice) -> str:
    """A choice in a few words: "RCM, Kenya, 2022"; "" for every meeting."""
    return ", ".join(
        _("from %(date)s") % {"date": value} if name == "from"
        else _("to %(date)s") % {"date": value} if name == "to"
        else f"“{value}”" if name == "q" else worded(name, value)
        for name, value in choice.pairs
    )  # fmt: skip


def complaints(faults: Iterable[rules.Fault]) -> list[str]:
    """Everything that is wrong with a choice, each in a sentence that says what may have been meant."""
    return [_complaint(fault) for fault in faults]


def _complaint(fault: rules.Fault) -> str:
    said = {"said": fault.said.replace("\0", "")[:80], "filter": fault.filter.replace("\0", "")[:80]}
    if fault.why == "no-filter":
        meant = _(" Is “%(near)s” meant?") % {"near": fault.near[0]} if fault.near else ""
        known = ", ".join(rules.FILTERS)
        return (
            _("“%(filter)s” is no filter.") % said + meant + _(" The filters are %(all)s.") % {"all": known}
        )
    if fault.why == "many":
        return _("%(said)s values are too many: say at most %(most)d.") % (said | {"most": rules.MOST})
    sentence = {
        "long": _("this is too long: say at most %(most)d characters.") % {"most": rules.LONGEST},
        "no-date": _("“%(said)s” is no date here. Say 2022, 2022-10 or 2022-10-05.") % said,
        "no-year": _("%(said)s is outside these records: say a year from %(first)d to %(last)d.")
        % (said | {"first": FIRST_YEAR, "last": LAST_YEAR}),
        "order": _("%(said)s is before %(from)s.") % (said | {"from": fault.near[0] if fault.near else ""}),
        "twice": _("“%(said)s” is said besides another: only one can hold.") % said,
        "both": _("say either a year, or from and to."),
    }.get(fault.why) or _("“%(said)s” is not known.") % said
    if fault.why == "unknown" and fault.near:
        near = fault.near[0]
        name = worded(fault.filter, near)
        sentence += (
            _(" Is “%(near)s” meant?") % {"near": near}
            if name == near
            else _(" Is “%(near)s” (%(name)s) meant?") % {"near": near, "name": name}
        )
    return f"{label(fault.filter)}: {sentence}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as a form offers it: what is chosen, and what may be chosen besides."""

    name: str
    label: str
    chosen: list[tuple[str, str]]
    offered: list[tuple[str, str]]


def offered(choice: rules.Choice) -> list[Filter]:
    """Every filter of several values, in the order of the form."""
    known: dict[str, Iterable[str]] = {
        "mechanism": terms.mechanisms(), "state": map(str.lower, states()),
        "host": map(str.lower, countries()), "theme": terms.themes(), "type": terms.types(),
        "level": rules.LEVELS, "region": rules.REGIONS, "online": rules.MANNERS,
        "status": (*rules.STATUSES, rules.NOT_STATED),
    }  # fmt: skip
    filters = []
    for name in rules.SEVERAL:
        taken = getattr(choice, name)
        pairs = _pairs(name, tuple(known[name]), lang())
        filters.append(
            Filter(
                name,
                label(name),
                [(value, worded(name, value)) for value in taken],
                [pair for pair in pairs if pair[0] not in taken],
            )
        )
    return filters


@lru_cache(maxsize=64)
def _pairs(name: str, keys: tuple[str, ...], _lang: str) -> list[tuple[str, str]]:
    """Values with their names, by name; short lists in the order of the field."""
    if name in ("level", "online", "status"):
        return [(key, worded(name, key)) for key in keys]
    return _named(keys, lambda key: worded(name, key))


def one_level() -> Known:
    return Known(
        choices=lambda: [(key, str(levels(key))) for key in rules.LEVELS], label=gettext_lazy("Level")
    )


def one_continent() -> Known:
    """The continent of a mechanism."""
    return Known(
        choices=lambda: [(key, worded("region", key)) for key in rules.REGIONS], label=gettext_lazy("Region")
    )


@dataclass(frozen=True, slots=True)
class Chip:
    """A value that was chosen, and the address without it."""

    label: str
    name: str
    without: str


def narrowing(path: str, choice: rules.Choice, *, timed: bool) -> dict[str, Any]:
    """What ``meetings/filters.html`` shows at an address; ``timed``: the form asks for a time too."""
    inputs = ("q", "year", "from", "to") if timed else ("q",)
    return {
        "choice": choice,
        "chips": [_chip(path, choice, name, value) for name, value in choice.pairs],
        "filters": offered(choice),
        "hidden": [pair for pair in choice.pairs if pair[0] not in inputs],
        "timed": timed,
    }


def _chip(path: str, choice: rules.Choice, name: str, value: str) -> Chip:
    if name in rules.SEVERAL:
        rest, said = choice.without(name, value), worded(name, value)
    else:
        field = {"from": ("since",), "to": ("until",), "year": ("since", "until"), "q": ("q",)}[name]
        rest, said = replace(choice, **{one: "" if one == "q" else None for one in field}), value
    return Chip(label(name), said, address(path, rest))


def address(path: str, choice: rules.Choice, *beside: tuple[str, str]) -> str:
    """The one address of a choice at a path, and of parameters ``beside`` that are no filters."""
    query = urlencode([*choice.pairs, *beside])
    return f"{path}?{query}" if query else path


def tidied(request: HttpRequest, choice: rules.Choice, beside: Collection[str] = ()) -> str | None:
    """The one address of what was asked, where it was said otherwise; None where it is that already."""
    kept = [(name, value) for name, value in request.GET.items() if name in beside and value]
    wanted = address(request.path, choice, *kept)
    said = request.META.get("QUERY_STRING", "")
    return None if wanted == (f"{request.path}?{said}" if said else request.path) else wanted


def told(change: Change) -> str:
    """What was done, and the fields that anybody may read: "Moved. When: 19 December 2022 → 10 February 2023"."""
    done = {"keep": _("Recorded"), "moved": _("Moved")}.get(change.verb)
    done = done or (status(change.verb).capitalize() if change.verb in rules.STATUSES else _("Changed"))
    parts = []
    for name in TOLD:
        before, after = (_said(name, side.get(name)) for side in (change.before, change.after))
        if before != after and name in change.after:
            parts.append(f"{field(name)}: {before or '–'} → {after or '–'}")
    return ". ".join([done, *parts]) + "."


def _said(name: str, what: object) -> str:
    return value(Claim(field=name, value=str(what))) if what not in (None, "") else ""
