"""The pages of the explorer: matrices of mechanisms, States, seats and themes, the years, and two beside each other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iscm.accounts.views import kept
from iscm.analysis.clashes import OTHERS, Clash
from iscm.analysis.overlap import overlap_of_mechanisms
from iscm.analysis.shared import Held
from iscm.domain.states import states as all_states
from iscm.domain.terms import load
from iscm.prose import names
from iscm.registry.forms import Choice, tidy
from iscm.registry.templatetags.wording import alphabetical, short
from iscm.registry.templatetags.wording import state as state_name
from iscm.registry.templatetags.wording import theme as theme_name
from iscm.site.missing import Meant, missing
from iscm.site.overlap import forms, pictures
from iscm.site.overlap.records import NAMED, TAKEN_UP, Asked, Ground, ground

CLOSEST, TALKS, NEAREST = 10, 25, 10


@dataclass(frozen=True, slots=True)
class Cell:
    """What two have in common: the number, how dark (``d0`` .. ``d4``), in words, and where the names are."""

    number: int
    depth: str
    said: str
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a matrix; a cell is None where nothing is shared, and on the diagonal."""

    key: str
    name: str
    address: str
    own: int
    cells: tuple[Cell | None, ...]


def answered(template: str, form: Callable[[HttpRequest], Choice]) -> Callable[[Callable[..., Any]], Any]:
    """A page with filters: a tidy address, complaints in words (400), kept until a record or the day changes."""

    def page(fill: Callable[..., dict[str, Any] | HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
            if address := tidy(request):
                return redirect(address)
            choice = form(request)
            if not choice.is_valid():
                return render(request, template, {"choice": choice}, status=HTTPStatus.BAD_REQUEST)
            filled = fill(request, choice, *args, **arguments)
            if isinstance(filled, HttpResponse):
                return filled
            return render(request, template, {"choice": choice} | filled)

        view.__module__ = fill.__module__
        return kept(daily=True)(view)

    return page


def carried(choice: Choice, *more: str) -> str:
    """The day and who counts, as links to other pages of the explorer carry them on: "?as_of=2015-06-30" or ""."""
    given = {name: value for name, value in choice.given.items() if name in ("as_of", "observers", *more)}
    return f"?{urlencode(given)}" if given else ""


def beside(one: str, other: str) -> str:
    """The address of two mechanisms beside each other: in the order of the alphabet, whichever is named first."""
    return reverse("overlap-pair", args=sorted((one, other)))


def by_name(keys: Iterable[str], name: Callable[[str], str]) -> list[str]:
    return sorted(keys, key=lambda key: alphabetical(str(name(key))))


def depth(alike: float) -> str:
    """How dark a cell is, by the Jaccard of the two."""
    steps = ((0.5, "d4"), (0.3, "d3"), (0.15, "d2"))
    return next((name for least, name in steps if alike >= least), "d1")


def matrix(
    held: Held,
    name: Callable[[str], str],
    own: Callable[[str], str],
    cell: Callable[[str, str], str],
    said: Callable[[int], str],
) -> list[Row]:
    """Every row of ``held`` beside every other, by name."""
    number, alike = held.table(), held.alike()
    order = by_name(held.rows, name)
    place = {key: held.rows.index(key) for key in order}
    rows = []
    for one in order:
        i = place[one]
        cells = tuple(
            Cell(
                number[i][place[other]],
                depth(alike[i][place[other]]),
                f"{name(one)}, {name(other)}: {said(number[i][place[other]])}",
                cell(one, other),
                str(name(other)),
            )
            if one != other and number[i][place[other]]
            else None
            for other in order
        )
        rows.append(Row(one, name(one), own(one), number[i][i], cells))
    return rows


def _states_said(number: int) -> str:
    return ngettext("%(n)d State or territory", "%(n)d States or territories", number) % {"n": number}


def _mechanisms_said(number: int) -> str:
    return ngettext("%(n)d mechanism", "%(n)d mechanisms", number) % {"n": number}


def _themes_said(number: int) -> str:
    return ngettext("%(n)d theme", "%(n)d themes", number) % {"n": number}


def _mechanism_address(then: dt.date | None) -> Callable[[str], str]:
    tail = f"?as_of={then}" if then else ""
    return lambda slug: reverse("mechanism", args=[slug]) + tail


def _then(choice: Choice) -> dt.date | None:
    found: dt.date | None = choice.cleaned_data.get("as_of")
    return found


@answered("site/overlap/overlap.html", lambda request: forms.AmongMechanisms(request.GET))
def overlap(request: HttpRequest, choice: forms.AmongMechanisms) -> dict[str, Any]:
    """Who shares members with whom: in numbers, as a matrix, as a network; and who should talk."""
    known, asked = ground(), choice.asked(timezone.localdate())
    held, carry = known.held(asked), carried(choice)
    pairs = held.pairs()
    talk = known.talk(asked)
    begun = [clash.first.year for clash in known.clashes if clash.kind == OTHERS and clash.first <= asked.day]
    year = max(begun, default=0)
    return {
        "then": _then(choice),
        "carry": carry,
        "rows": matrix(
            held, short, _mechanism_address(_then(choice)), lambda a, b: beside(a, b) + carry, _states_said
        ),
        "pairs": pairs[:CLOSEST],
        "sharing": len(pairs),
        "picture": pictures.network(known, asked),
        "drawn": choice.given,
        "talk": talk[:TALKS],
        "talk_number": len(talk),
        "clash_year": year,
        "clash_number": begun.count(year),
        **_unknown(known, asked, held.rows),
    }


def _unknown(known: Ground, asked: Asked, slugs: Sequence[str]) -> dict[str, Any]:
    """What is not known of these mechanisms, said under every count of members."""
    undated, all_ = known.since_unknown(slugs)
    return {
        "nameless": by_name(known.nameless(asked), short),
        "incomplete": by_name(known.incomplete(slugs), short),
        "undated": undated,
        "memberships": all_,
    }


@answered(
    "site/overlap/states.html",
    lambda request: forms.AmongStates(request.GET, ground().seated.places),
)
def states(request: HttpRequest, choice: forms.AmongStates) -> dict[str, Any]:
    """A State beside all others, or the States of a region beside each other."""
    known, asked, given = ground(), choice.asked(timezone.localdate()), choice.cleaned_data
    held = known.held(asked)
    turned, carry = held.turned().holders(), carried(choice)
    one, region = given["state"].upper(), given["region"]
    tail = f"&as_of={_then(choice)}" if _then(choice) else ""

    def both(a: str, b: str) -> str:
        return f"{reverse('state', args=[a.lower()])}?with={b.lower()}{tail}#beside"

    page = {
        "then": _then(choice),
        "carry": carry,
        "region": region,
        "one": one,
        **_unknown(known, asked, held.rows),
    }
    if one:
        pairs = [p if p.one == one else p.turned() for p in turned.pairs() if one in (p.one, p.other)]
        return page | {"pairs": [(pair, both(one, pair.other)) for pair in pairs], "own": turned.names(one)}
    if region:
        inside = turned.among(code for code in turned.rows if region in all_states()[code].regions)
        return page | {
            "rows": matrix(
                inside,
                state_name,
                lambda code: f"?{urlencode({'state': code.lower()})}{tail}",
                both,
                _mechanisms_said,
            )
        }
    return page | {"regions": _regions(turned)}


def _regions(turned: Held) -> list[tuple[str, str, int]]:
    """Regions with States that take part, and how many do."""
    within = Counter(region for row in turned.rows for region in all_states()[row].regions)
    return [(code, name, within[code]) for code, name in forms.small_parts() if within[code]]


@answered("site/overlap/seats.html", lambda request: forms.AmongSeats(request.GET))
def seats(request: HttpRequest, choice: forms.AmongSeats) -> dict[str, Any]:
    """Which State is where: States by mechanisms."""
    known, asked, given = ground(), choice.asked(timezone.localdate()), choice.cleaned_data
    held = known.held(asked)
    members = Held.on(known.members, asked.day)
    columns = by_name(held.rows, short)
    read = {slug: frozenset(members.names(slug)) for slug in columns}
    here = {slug: frozenset(held.names(slug)) for slug in columns}
    wanted = [
        code
        for code in by_name(held.turned().holders().rows, state_name)
        if not given["place"] or given["place"] in all_states()[code].regions
    ]

    def role(code: str, slug: str) -> str:
        return "member" if code in read[slug] else "observer" if code in here[slug] else ""

    rows = [(code, [(slug, role(code, slug)) for slug in columns]) for code in wanted]
    return {
        "then": _then(choice),
        "carry": carried(choice),
        "columns": [(slug, len(here[slug] & set(wanted))) for slug in columns],
        "rows": [(code, cells, sum(bool(part) for _slug, part in cells)) for code, cells in rows],
        **_unknown(known, asked, held.rows),
    }


@answered("site/overlap/themes.html", lambda request: forms.AmongThemes(request.GET))
def themes(request: HttpRequest, choice: forms.AmongThemes) -> dict[str, Any]:
    """Which mechanisms work on the same themes."""
    known, asked, kind = ground(), choice.asked(timezone.localdate()), choice.cleaned_data["themes"]
    held = Held.of(known.themes(asked, (kind,) if kind else (NAMED, TAKEN_UP))).holders()
    carry = carried(choice)
    return {
        "then": _then(choice),
        "carry": carry,
        "kind": kind,
        "rows": matrix(
            held, short, lambda slug: reverse("mechanism", args=[slug]), lambda a, b: f"{beside(a, b)}{carry}#themes",
            _themes_said,
        ),
        "pairs": held.pairs()[:CLOSEST],
    }  # fmt: skip


@answered("site/overlap/history.html", lambda request: forms.OfMechanism(request.GET, ground().mechanisms))
def history(request: HttpRequest, choice: forms.OfMechanism) -> dict[str, Any]:
    """Year by year: all mechanisms in numbers, or one beside all others."""
    known, asked, one = ground(), choice.asked(timezone.localdate()), choice.cleaned_data["mechanism"]
    found, carry = known.history(asked), carried(choice)
    page: dict[str, Any] = {"then": _then(choice), "carry": carry, "one": one, "day": asked.day}
    if one:
        others = found.beside(one)
        own = [members for members, _others, _both in found.of(one, one).values()]
        order = by_name(others, short)
        years = [
            (year, own[i], [(slug, others[slug][i]) for slug in order])
            for i, year in reversed(list(enumerate(found.years)))
            if own[i]
        ]
        return page | {"columns": order, "rows": years, **_unknown(known, asked, (one,))}
    return page | {"years": found.summed()[::-1], **_unknown(known, asked, known.held(asked).rows)}


@answered("site/overlap/pair.html", lambda request: forms.Asking(request.GET))
def pair(request: HttpRequest, choice: forms.Asking, one: str, other: str) -> dict[str, Any] | HttpResponse:
    """Two mechanisms beside each other: members, themes, joint meetings, clashes, years."""
    known = ground()
    if one not in known.mechanisms or other not in known.mechanisms or one >= other:
        return _elsewhere(request, known, one, other)
    asked = choice.asked(timezone.localdate())
    members = known.seated if asked.observers else known.members
    held = Held.on(members, asked.day)
    found = held.pair(one, other)
    roles = overlap_of_mechanisms(known.ties(asked.day), one, other)
    kinds = {kind: known.themes(asked, (kind,)) for kind in (NAMED, TAKEN_UP)}
    both = {slug: set().union(*(kinds[kind].get(slug, ()) for kind in kinds)) for slug in (one, other)}
    clashing = [c for c in known.clashes if _between(c, one, other)]
    return {
        "one": one,
        "other": other,
        "then": _then(choice),
        "carry": carried(choice),
        "pair": found,
        "both": [
            (code, *(_in_order(side) for side in roles.both.get(code, (frozenset(), frozenset()))))
            for code in by_name(found.both, state_name)
        ],
        "only_one": by_name(found.only_one, state_name),
        "only_other": by_name(found.only_other, state_name),
        "perhaps": by_name(roles.perhaps, state_name),
        "themes": [
            (key, *((key in kinds[NAMED].get(slug, ()), _bearing(known, asked, slug, key)) for slug in (one, other)))
            for key in by_name(both[one] & both[other], theme_name)
        ],
        "joint": [row for row in known.joint(asked.day) if {one, other} <= set(row.mechanisms)],
        "clashes": [(c, known.meetings[c.one], known.meetings[c.other]) for c in clashing],
        "years": _changes(known.history(asked).of(one, other)),
        "standing": {slug: slug in known.chosen(Asked(asked.day)) for slug in (one, other)},
        **_unknown(known, Asked(asked.day, asked.observers), (one, other)),
        "nameless": [slug for slug in (one, other) if not held.names(slug)],
    }  # fmt: skip


def _between(clash: Clash, one: str, other: str) -> bool:
    sides = (set(clash.left), set(clash.right))
    return clash.kind == OTHERS and any(one in a and other in b for a, b in (sides, sides[::-1]))


def _in_order(held: Iterable[str]) -> tuple[str, ...]:
    mine = set(held)
    return tuple(role for role in load("roles") if role in mine)


def _bearing(known: Ground, asked: Asked, slug: str, theme: str) -> int:
    """How many records of meetings of a mechanism bear a theme."""
    return sum(slug in row.mechanisms and theme in row.themes for row in known.taken(asked.day))


def _changes(years: dict[int, tuple[int, int, int]]) -> list[tuple[int, int, int, int, float]]:
    """The years in which a number changed, the latest first, with the Jaccard."""
    told, before = [], (0, 0, 0)
    for year, (a, b, both) in years.items():
        if (a, b, both) != before:
            told.append((year, a, b, both, both / max(a + b - both, 1)))
        before = (a, b, both)
    return told[::-1]


def _elsewhere(request: HttpRequest, known: Ground, one: str, other: str) -> HttpResponse:
    """Any name leads to the pair, in the order of the alphabet; what is no mechanism is asked back."""
    said = [" ".join(name.replace("\x00", "").split())[:80] for name in (one, other)]
    slugs = [name if name in known.mechanisms else names.resolve(name) or "" for name in said]
    if all(slug in known.mechanisms for slug in slugs):
        if slugs[0] == slugs[1]:
            return redirect("mechanism", slugs[0], permanent=True)
        query = request.META.get("QUERY_STRING", "")
        return redirect(beside(*slugs) + (f"?{query}" if query else ""), permanent=True)
    wrong = next(name for name, slug in zip(said, slugs, strict=True) if slug not in known.mechanisms)
    fixed = next((slug for slug in slugs if slug in known.mechanisms), "")
    near = [slug for slug in names.nearest(wrong) if slug in known.mechanisms and slug != fixed]
    meant = [
        Meant(beside(slug, fixed), f"{short(slug)}, {short(fixed)}") if fixed
        else Meant(reverse("mechanism", args=[slug]), short(slug))
        for slug in near
    ]  # fmt: skip
    return missing(
        request, sentence=_("No mechanism “%(slug)s” is known here.") % {"slug": wrong}, meant=meant
    )
