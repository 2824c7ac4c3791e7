"""What an address asks of the search. A filter that is none is said, never passed over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from iscm.domain import terms
from iscm.domain.states import state_named, states
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.explore.rules.cards import FACETS, KINDS
from iscm.prose.names import nearest, resolve, resolve_theme

LONGEST = 200  # characters of a question
PAGE, LAST = 20, 50  # hits of a page; pages that can be turned to


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its filters (facet to value) and the page asked for. With ``complaints`` it is not to be answered."""

    text: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    complaints: tuple[str, ...] = ()


def read(given: QueryDict) -> Asked:
    """The question of an address."""
    complaints: list[str] = []
    text = " ".join(given.get("q", "").replace("\x00", " ").split())
    if len(text) > LONGEST:
        complaints.append(
            _("The question has %(number)d characters: ask with %(most)d or fewer.")
            % {"number": len(text), "most": LONGEST}
        )
        text = ""
    filters: dict[str, str] = {}
    for name in given:
        said = given[name].replace("\x00", " ").strip()
        if name in FACETS and said:
            value = _READ[name](said)
            if value is None:
                complaints.append(_unknown(name, said))
            else:
                filters[name] = value
        elif name not in (*FACETS, "q", "page"):
            known = ", ".join(f"“{facet}”" for facet in FACETS)
            complaints.append(
                _("“%(name)s” is no filter of the search. Its filters are %(known)s.")
                % {"name": name[:80].replace("\x00", " "), "known": known}
            )
    page = _page(given.get("page", "1"), complaints)
    return Asked(text, filters, page, tuple(complaints))


def _page(said: str, complaints: list[str]) -> int:
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 12 else 0
    if not 1 <= number <= LAST:
        complaints.append(
            _("“%(page)s” is no page of the search: turn to one from 1 to %(last)d.")
            % {"page": said[:80].replace("\x00", " "), "last": LAST}
        )
        return 1
    return number


def _unknown(name: str, said: str) -> str:
    near = nearest(said[:80], _KNOWN[name]()) if name in _KNOWN else []
    meant = _(" Is “%(near)s” meant?") % {"near": near[0]} if near else ""
    return _("%(name)s: “%(value)s” is not known.") % {"name": name, "value": said[:80]} + meant


def _one_of(known: Callable[[], Collection[str]]) -> Callable[[str], str | None]:
    return lambda said: said if said in known() else None


def _country(said: str) -> str | None:
    if said.upper() in states():
        return said.upper()
    known = state_named(said[:80])
    return known.code if known else None


def _year(said: str) -> str | None:
    return (
        said
        if said.isascii() and said.isdigit() and len(said) == 4 and FIRST_YEAR <= int(said) <= LAST_YEAR
        else None
    )


_READ: Mapping[str, Callable[[str], str | None]] = {
    "kind": _one_of(lambda: KINDS),
    "mechanism": lambda said: resolve(said[:80]),
    "year": _year,
    "type": _one_of(terms.types),
    "country": _country,
    "theme": lambda said: resolve_theme(said[:80]),
}
_KNOWN: Mapping[str, Callable[[], Collection[str]]] = {
    "kind": lambda: KINDS,
    "mechanism": terms.mechanisms,
    "type": terms.types,
    "theme": terms.themes,
}
