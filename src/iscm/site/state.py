"""The page of a State or territory: what it takes part in and since when, what it chaired and hosted, what comes up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.analysis.overlap import Overlap, overlap_of_states, ties
from iscm.domain.claims import holds_on
from iscm.domain.mechanisms import CHAIRS, Participation
from iscm.domain.states import State, states
from iscm.domain.terms import load
from iscm.meetings.queries import records
from iscm.meetings.rules import Choice
from iscm.registry import queries
from iscm.registry.forms import Beside, Place, nearest_places, read_place, tidy
from iscm.registry.templatetags.wording import alphabetical, heading, short
from iscm.registry.templatetags.wording import state as named
from iscm.site.mechanism import begun
from iscm.site.missing import Meant, missing

COMING, HOSTED = 8, 50


@dataclass(frozen=True, slots=True)
class Seat:
    """A part that the State has in a mechanism."""

    mechanism: str
    part: Participation
    now: bool = True


@dataclass(frozen=True, slots=True)
class Side:
    """A mechanism of an overlap, with the roles of the State here and of the other there."""

    mechanism: str
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


def state(request: HttpRequest, code: str) -> HttpResponse:
    found = states().get(code.upper()) if code == code.lower() else None
    if found is None:
        return _elsewhere(request, code)
    if address := tidy(request):
        return redirect(address)
    today = timezone.localdate()
    taking_part = queries.places(today)
    asked = Beside(request.GET, Place([*taking_part], label=gettext_lazy("Another State")))
    valid = asked.is_valid()
    page = {"state": found, "choice": asked, "own": taking_part.get(found.code, {})}
    if not valid:
        return render(request, "site/state.html", page, status=HTTPStatus.BAD_REQUEST)
    day, other = asked.day(today), asked.cleaned_data["with"].upper()
    rows = queries.around_the_table(found.code, *filter(None, [other]))
    seats = [
        Seat(slug, part) for slug, parts in rows.items() for part in parts if part.party.id == found.code
    ]
    stood = queries.standing(day)
    held = ties({slug: parts for slug, parts in rows.items() if slug in stood}, day)
    now = [s for s in seats if _plain(s) and s.mechanism in stood and _holds(s, day)]
    host = Choice(host=(code,))
    number, hosted = records.listed(0, HOSTED, host)
    ahead = [row for row in hosted if row.when and row.when.latest and row.when.latest >= day]
    page |= {
        "day": day,
        "then": asked.cleaned_data["as_of"],
        "former": _former(found),
        "regions": found.regions,
        "roles": list(_by_role(now)),
        "over": _in_order(s for s in seats if _plain(s) and s not in now),
        "disputed": _in_order(s for s in seats if not s.part.chosen),
        "chairs": _chairs(
            seats, {t.mechanism for t in held if t.place == found.code and t.role in CHAIRS}, day
        ),
        "bodies": queries.bodies_chaired(found.code),
        "coming": records.coming(day, COMING, Choice(state=(code,))),
        "hosted": [row for row in hosted if row not in ahead],
        "ahead": ahead,
        "hosted_number": number,
        "hosted_more": number > HOSTED,
        "other": states()[other] if other else None,
    }
    return render(request, "site/state.html", page | _beside(overlap_of_states(held, found.code, other)))


def _elsewhere(request: HttpRequest, said: str) -> HttpResponse:
    """Any of its names leads to a State's page; a slip of the hand to a page that asks which is meant."""
    said = " ".join(said.replace("\x00", "").split())[:200]
    if code := read_place(said):
        return redirect("state", code, permanent=True)
    near = [Meant(reverse("state", args=[code.lower()]), named(code)) for code in nearest_places(said)]
    sentence = _("No State or territory “%(said)s” is known here.") % {"said": said}
    return missing(request, sentence=sentence, meant=near)


def _plain(seat: Seat) -> bool:
    return seat.part.chosen and seat.part.role not in CHAIRS


def _holds(seat: Seat, day: dt.date) -> bool:
    return holds_on(day, seat.part.since, seat.part.until)


def _by_role(seats: list[Seat]) -> Iterator[tuple[str, list[Seat]]]:
    """Roles in the order of the vocabulary, each with its seats; what was inferred at the end."""
    for role in load("roles"):
        if rows := _in_order(s for s in seats if s.part.role == role):
            yield role, sorted(rows, key=lambda s: s.part.basis != "read")


def _chairs(seats: list[Seat], chairing: set[str], day: dt.date) -> list[Seat]:
    """The chairs that it held, the latest first; of each mechanism that it chairs now, only the latest is now."""
    rows = [s for s in seats if s.part.chosen and s.part.role in CHAIRS]
    rows.sort(key=lambda s: begun(s.part) or dt.date.min, reverse=True)
    left = set(chairing)
    found = []
    for seat in rows:
        now = seat.mechanism in left and begun(seat.part) and _holds(seat, day)
        found.append(Seat(seat.mechanism, seat.part, now=bool(now)))
        if now:
            left.discard(seat.mechanism)
    return found


def _in_order(seats: Iterable[Seat]) -> list[Seat]:
    return sorted(seats, key=lambda s: alphabetical(heading(s.mechanism).text))


def _former(found: State) -> list[tuple[str, str]]:
    """Names no longer in use with their last month; not the shorter forms of one."""
    return [
        (name, last)
        for name, last in found.former.items()
        if not any(name != other and name in other for other in found.former) and not name.isupper()
    ]


def _beside(overlap: Overlap) -> dict[str, list[Side]]:
    def roles(held: frozenset[str]) -> tuple[str, ...]:
        return tuple(role for role in load("roles") if role in held)

    def by_name(sides: Iterable[Side]) -> list[Side]:
        return sorted(sides, key=lambda side: alphabetical(short(side.mechanism)))

    return {
        "both": by_name(Side(key, roles(here), roles(there)) for key, (here, there) in overlap.both.items()),
        "only_here": by_name(Side(key, here=roles(held)) for key, held in overlap.left.items()),
        "only_there": by_name(Side(key, there=roles(held)) for key, held in overlap.right.items()),
        "perhaps": by_name(Side(key) for key in overlap.perhaps),
    }
