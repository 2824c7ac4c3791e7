"""The thesaurus: themes as a tree, and a page for each with its words, its neighbours and what bears it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from iscm.accounts.queries import mark
from iscm.documents import names
from iscm.documents.blocks import Text
from iscm.domain import terms
from iscm.domain.terms import Theme
from iscm.meetings.queries import by_theme, records
from iscm.meetings.rules import Choice
from iscm.newsletter.queries import Said, said
from iscm.prose.names import nearest, resolve_theme
from iscm.registry.queries import naming
from iscm.registry.templatetags.wording import alphabetical, lang, short
from iscm.registry.templatetags.wording import theme as named
from iscm.site.missing import Meant, missing

LATEST, QUOTED = 10, 40  # meetings and statements that a theme's page holds; the rest is led to


@dataclass(frozen=True, slots=True)
class Branch:
    """A theme in the tree, with how much is on record, and the narrower ones below it."""

    theme: Theme
    name: Text
    meetings: int
    mechanisms: int
    narrower: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What bears a theme in a year; ``share`` of the fullest year in hundredths."""

    year: int
    meetings: int
    statements: int
    share: int


def themes(request: HttpRequest) -> HttpResponse:
    held, named_by = by_theme.themed(), Counter(theme for pairs in naming().values() for theme in pairs)
    rows = terms.themes().values()

    def branches(of: str | None, kind: str) -> tuple[Branch, ...]:
        found = (
            Branch(
                row,
                names.theme(row.id, lang()),
                held.get(row.id, 0),
                named_by[row.id],
                branches(row.id, kind),
            )
            for row in rows
            if row.broader == of and row.kind == kind
        )
        return tuple(sorted(found, key=lambda branch: alphabetical(branch.name.text)))

    kinds = [(kind, branches(None, kind)) for kind in ("initiative", "theme")]
    return render(request, "site/themes.html", {"kinds": kinds, "number": len(rows), "taken_up": len(held)})


def theme(request: HttpRequest, key: str) -> HttpResponse:
    found = terms.themes().get(key)
    if found is None:
        return _elsewhere(request, key)
    quoted = [row for row in said() if found.id in row.themes]
    number, latest = records.listed(0, LATEST, Choice(theme=(found.id,)))
    by_mechanism = by_theme.tallied("mechanism", (found.id,))
    naming_it = {slug: pairs[found.id] for slug, pairs in naming().items() if found.id in pairs}
    return render(
        request,
        "site/theme.html",
        {
            "theme": found,
            "name": names.theme(found.id, lang()),
            "narrower": [row.id for row in terms.themes().values() if row.broader == found.id],
            "related": related(found),
            "years": years(by_theme.tallied("year", (found.id,)), quoted),
            "mechanisms": _mechanisms(by_mechanism, naming_it),
            "said": quoted[:QUOTED],
            "said_number": len(quoted),
            "latest": latest,
            "number": number,
        },
    )


def _elsewhere(request: HttpRequest, said_: str) -> HttpResponse:
    said_ = said_.replace("\x00", "")[:200]
    if key := resolve_theme(said_.replace("-", " ")) or resolve_theme(said_):
        return redirect("theme", key, permanent=True)
    near = [Meant(reverse("theme", args=[key]), named(key)) for key in nearest(said_, terms.themes())]
    return missing(request, sentence=_("No theme “%(said)s” is known here.") % {"said": said_}, meant=near)


def related(found: Theme) -> list[str]:
    """Themes that share an objective or a target with it and are neither wider nor narrower: our proposal, as those."""
    kin = {found.id, found.broader} | {t.id for t in terms.themes().values() if t.broader == found.id}
    shared = set(found.gcm) - {23}, set(found.sdg) - {"10.7"}  # which nearly all share
    rows = (t for t in terms.themes().values() if t.id not in kin)
    return [t.id for t in rows if shared[0] & set(t.gcm) or shared[1] & set(t.sdg)]


def years(counted: dict[int | None, int], quoted: Iterable[Said]) -> list[Year]:
    """Every year with something, the latest first."""
    told = Counter(row.year for row in quoted)
    known = {year: number for year, number in counted.items() if year}
    most = max(known.values(), default=1)
    return [
        Year(year, known.get(year, 0), told[year], round(100 * known.get(year, 0) / most))
        for year in sorted(known.keys() | told.keys(), reverse=True)
    ]


def _mechanisms(
    counted: dict[str, int], naming_it: dict[str, tuple[str, ...]]
) -> list[tuple[str, int, tuple[str, ...]]]:
    """Slug, meetings on the theme, and the wordings by which the mechanism names it among its own themes."""
    rows = [
        (slug, counted.get(slug, 0), naming_it.get(slug, ())) for slug in counted.keys() | naming_it.keys()
    ]
    return sorted(rows, key=lambda row: (-row[1], alphabetical(short(row[0]))))


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of the Global Compact, with the themes that we propose to lead to it."""

    number: int
    themes: tuple[str, ...]
    meetings: int
    statements: int


@lru_cache(maxsize=2)
def _objectives(_mark: str) -> tuple[Objective, ...]:
    """Counted again when anything changes."""
    held, own, told = by_theme.of_themes(), by_theme.of_objectives(), said()
    found = []
    for number in map(int, terms.load("gcm")):
        keys = tuple(key for key, row in terms.themes().items() if number in row.gcm)
        reached = set().union(own.get(number, ()), *(held.get(key, ()) for key in keys))
        bearing = sum(number in row.gcm or bool(set(keys) & set(row.themes)) for row in told)
        found.append(Objective(number, keys, len(reached), bearing))
    return tuple(found)


def objectives(request: HttpRequest) -> HttpResponse:
    """The 23 objectives, each with what leads to it."""
    return render(request, "site/objectives.html", {"objectives": _objectives(mark())})


def objective(request: HttpRequest, number: int) -> HttpResponse:
    row = next((one for one in _objectives(mark()) if one.number == number), None)
    if row is None:
        sentence = _("The Global Compact has 23 objectives; there is no objective %(number)s.")
        return missing(request, sentence=sentence % {"number": str(number)[:12]})
    quoted = [one for one in said() if number in one.gcm or set(row.themes) & set(one.themes)]
    held = by_theme.tallied("year", row.themes) if row.themes else {}
    return render(
        request,
        "site/objective.html",
        {
            "objective": row,
            "years": years(held, quoted),
            "said": quoted[:QUOTED],
            "said_number": len(quoted),
            "sdg": sorted({target for key in row.themes for target in terms.themes()[key].sdg}),
            "before": row.number - 1,
            "after": row.number + 1 if row.number < len(_objectives(mark())) else 0,
        },
    )
