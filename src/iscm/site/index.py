"""The index theme x mechanism x year: a matrix of each year, every cell leading to what bears it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from iscm.analysis.bearing import Bearing, Cell, Cells, cells, together
from iscm.domain import terms
from iscm.meetings.queries import by_theme, records
from iscm.newsletter.queries import Said, printed, said
from iscm.newsletter.queries import years as issues
from iscm.prose.names import resolve_theme
from iscm.registry.forms import Choice, Known, one_mechanism, tidy
from iscm.registry.templatetags.wording import alphabetical, short
from iscm.registry.templatetags.wording import theme as named


class IndexChoice(Choice):
    """A year, and perhaps a theme or a mechanism of it."""

    def __init__(self, request: HttpRequest, years: list[int], usual: int) -> None:
        given = request.GET.copy()
        given.setdefault("year", str(usual or ""))
        super().__init__(given, beside=())
        self.fields["year"] = Known(
            choices=lambda: [(str(year), str(year)) for year in years], label=gettext_lazy("Year")
        )
        self.fields["theme"] = Known(choices=_themes, label=gettext_lazy("Theme"), read=resolve_theme)
        self.fields["mechanism"] = one_mechanism(terms.mechanisms)


def _themes() -> list[tuple[str, str]]:
    return sorted(((key, named(key)) for key in terms.themes()), key=lambda pair: alphabetical(pair[1]))


@dataclass(frozen=True, slots=True)
class Row:
    """A theme, its cells in the order of the columns (None: nothing), and everything of it together."""

    theme: str
    cells: tuple[tuple[str, Cell | None], ...]
    all: Cell


def index(request: HttpRequest) -> HttpResponse:
    if address := tidy(request):
        return redirect(address)
    told = issues()
    years = sorted({year for year in by_theme.tallied("year") if year} | set(told), reverse=True)
    usual = max(told, default=max(years, default=0))
    choice = IndexChoice(request, years, usual)
    if not choice.is_valid():
        page = {"choice": choice, "years": years}
        return render(request, "site/index.html", page, status=HTTPStatus.BAD_REQUEST)
    given = choice.cleaned_data
    year = int(given["year"] or usual)
    quotes = {row.id: row for row in said(year)}
    found = cells(_bearings(year, quotes))
    page = {
        "choice": choice,
        "year": year,
        "years": years,
        "issue": year in told,
        "theme": given["theme"],
        "mechanism": given["mechanism"],
    }
    if given["theme"] or given["mechanism"]:
        page |= _narrowed(found, quotes, given["theme"], given["mechanism"])
    else:
        page |= _matrix(found)
    return render(request, "site/index.html", page)


def _bearings(year: int, quotes: dict[str, Said]) -> list[Bearing]:
    rows = [Bearing(theme, slug, "meeting", meeting) for theme, slug, meeting in by_theme.bearing(year)]
    rows += [
        Bearing(theme, slug, "statement", row.id)
        for row in quotes.values()
        for theme in row.themes
        for slug in row.mechanisms
        if theme in terms.themes() and slug in terms.mechanisms()
    ]
    return rows + [Bearing(theme, slug, "printed") for theme, slug in printed(year)]


def _narrowed(found: Cells, quotes: dict[str, Said], theme: str, mechanism: str) -> dict[str, object]:
    """What bears a cell, a row or a column."""
    chosen = together(found, theme=theme, mechanism=mechanism)
    rows = records.of(chosen.meetings)
    only = [
        (t, m)
        for (t, m), cell in sorted(found.items())
        if theme in ("", t) and mechanism in ("", m) and cell.printed and not cell.weight
    ]
    return {
        "cell": chosen,
        "said": [row for key, row in quotes.items() if key in chosen.statements],
        "meetings": rows,
        "only_printed": only,
    }


def _matrix(found: Cells) -> dict[str, object]:
    """Rows are themes, initiatives first; columns the mechanisms that took any up, by name."""
    columns = sorted({slug for _theme, slug in found}, key=lambda slug: alphabetical(short(slug)))
    rows = [
        Row(
            key,
            tuple((slug, found.get((key, slug))) for slug in columns),
            together(found, theme=key),
        )
        for key in terms.themes()
        if any(theme == key for theme, _slug in found)
    ]
    rows.sort(key=lambda row: (terms.themes()[row.theme].kind, alphabetical(named(row.theme))))
    return {
        "columns": columns,
        "rows": rows,
        "silent": [key for key in terms.themes() if all(row.theme != key for row in rows)],
    }
