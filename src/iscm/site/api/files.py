"""The page of the data, its files, the linked data of themes and data sets, and what agents read first."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import http_date

from iscm import __version__
from iscm.accounts.queries import revision
from iscm.accounts.rules import digest
from iscm.accounts.views import hub, kept
from iscm.domain.terms import themes
from iscm.prose.names import nearest
from iscm.renderers.dumps.sets import LICENCE, LICENCE_NAME, MEDIA, SETS, kind
from iscm.site.api import dumps
from iscm.site.api.endpoints import ENDPOINTS, ROOT
from iscm.site.api.http import open_to_all, problem

LINKED_MEDIA = {
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
NOTE = (
    "Whole tables of what is public. Lists within a cell have bars between them; deeper values are JSON. "
    "Dates are EDTF, exactly as far as known."
)


@kept()
def data(request: HttpRequest) -> HttpResponse:
    """What there is to take home, and what every column means."""
    sets = [
        (one, [(field, kind(field)) for field in one.shape.fields], [e for e in MEDIA if e != "sqlite"])
        for one in SETS.values()
    ]
    known: dict[str, Any] = {
        "sets": sets,
        "changed": revision()[1],
        "licence": LICENCE,
        "licence_name": LICENCE_NAME,
    }
    return render(request, "site/data.html", {**known, "note": NOTE})


@open_to_all(("*/*",))
def file(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """A whole table. Its mark changes with the records alone, so that asking again costs one look."""
    if name not in dumps.FILES:
        near = [f"/data/{found}" for found in nearest(name[:80], dumps.FILES)]
        return problem(HTTPStatus.NOT_FOUND, "There is no such file of data.", near=near)
    number, changed = revision()
    here = hub(request)
    mark = f'"{digest(number, changed, __version__, here, name)}"'
    if mark.strip('"') in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response: HttpResponse | FileResponse = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        path = dumps.made(name, here, settings.HOME / "dumps")
        response = FileResponse(path.open("rb"), content_type=MEDIA[name.rpartition(".")[2]])
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        if changed:
            response["Last-Modified"] = http_date(changed.timestamp())
    response["ETag"] = mark
    response["Cache-Control"] = "public, no-cache"
    return response


def linked(graph: Callable[[HttpRequest], Any]) -> Callable[..., HttpResponse]:
    """A view of a graph in the format that the address ends in; rdflib is loaded by who first asks."""

    @open_to_all(("*/*",))
    @kept()
    def answer(request: HttpRequest, ending: str) -> HttpResponse:
        from iscm.renderers.linked.skos import written  # noqa: PLC0415 - rdflib costs a third of a second

        if ending not in LINKED_MEDIA:
            return problem(HTTPStatus.NOT_FOUND, "There is no such form.", near=LINKED_MEDIA)
        return HttpResponse(written(graph(request), ending), content_type=LINKED_MEDIA[ending])

    return answer


@linked
def themes_as(request: HttpRequest) -> Any:
    """The themes as SKOS."""
    from iscm.renderers.linked.skos import scheme  # noqa: PLC0415 - as above

    return scheme(themes().values(), hub(request), __version__)


@linked
def catalog_as(request: HttpRequest) -> Any:
    """The data sets as DCAT."""
    from iscm.renderers.linked.catalog import catalog  # noqa: PLC0415 - as above

    return catalog(SETS, hub(request), revision()[1])


@kept()
def llms(request: HttpRequest) -> HttpResponse:
    """What an agent reads first: what the hub is, and where its records are."""
    here = hub(request)
    lines = [
        "# ISCM Hub",
        "",
        "> Records of inter-State consultation mechanisms on migration: who belongs, who chairs, every meeting.",
        "",
        "Cite the permanent address of a record (`url`) and its sources. Dates are EDTF: no more exact than known.",
        "null means that no source says; silence is not inactivity. A wrong parameter is refused with the reason.",
        "",
        "## API",
        "",
        f"- [OpenAPI 3.1]({here}{ROOT}openapi.json): every address, parameter and field",
        *(
            f"- [{one.name}]({here}{ROOT}{one.path}): {one.meaning}"
            for one in ENDPOINTS
            if "{" not in one.path
        ),
        "",
        "## Data",
        "",
        f"- [Whole tables]({here}/data/): JSON Lines, CSV, Parquet and SQLite, with a codebook",
        f"- [Themes as SKOS]({here}/themes.ttl)",
        f"- [DCAT catalogue]({here}/catalog.ttl)",
        f"- [Every dated meeting as a calendar]({here}/calendar.ics)",
        "",
        "## Optional",
        "",
        "- `iscm mcp` answers the Model Context Protocol on standard input, each answer with its source statements",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
