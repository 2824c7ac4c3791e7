"""The page of a material at its permanent address, and the same for reference managers and catalogues."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from iscm.accounts.views import hub, kept
from iscm.domain.publications import Material
from iscm.library import queries
from iscm.meetings.queries.records import titles
from iscm.renderers.citing import datacite, exchange
from iscm.renderers.citing.csl import cited_as, csl, file_address
from iscm.renderers.citing.styles import STYLES, cite
from iscm.renderers.linked.works import work as linked

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_JSON = "application/json"
_LD = "application/ld+json"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


Writer = Callable[[Material, str], str]
FORMATS: dict[str, tuple[str, str, Writer]] = {  # by the ending of their address: name, media type, writer
    "bib": ("BibTeX", "application/x-bibtex", lambda m, at: exchange.bibtex(csl(m, at))),
    "ris": ("RIS", "application/x-research-info-systems", lambda m, at: exchange.ris(csl(m, at))),
    "csl.json": (
        "CSL-JSON",
        "application/vnd.citationstyles.csl+json",
        lambda m, at: _dumped([csl(m, at)]),
    ),
    "datacite.xml": (
        "DataCite XML",
        "application/vnd.datacite.datacite+xml",
        lambda m, at: f"{_XML}{datacite.xml(m, at)}\n",
    ),
    "datacite.json": (
        "DataCite JSON",
        "application/vnd.datacite.datacite+json",
        lambda m, at: _dumped(datacite.datacite(m, at)),
    ),
    "jsonld": ("JSON-LD", _LD, lambda m, at: _dumped(linked(m, at))),
}


def _offered(material: Material) -> list[str]:
    """Formats that a material can be written in: DataCite asks for what is not always known."""
    whole = datacite.describable(material)
    return [ending for ending in FORMATS if whole or not ending.startswith("datacite")]


def _found(slug: str) -> Material | None:
    """What everybody may see of a material, without a word of mechanisms and meetings that not all may see."""
    found = queries.material(slug.replace("\x00", ""))
    return queries.open_materials([found])[0] if found else None


@kept()
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(slug)
    if found is None:
        return _gone(request, slug)
    here = hub(request)
    copies = sorted(found.copies, key=lambda copy: (copy.language, -copy.version))
    related = {slug for _kind, slug in (*found.relations, *found.related)}
    response = render(
        request,
        "library/publication.html",
        {
            "material": found,
            "work": found.work,
            "languages": [(code, list(rows)) for code, rows in groupby(copies, key=lambda c: c.language)],
            "meetings": titles(
                {*found.work.meetings, *(c.due_meeting for c in found.commitments if c.due_meeting)}
            ),
            "related": queries.titles(related),
            "references": [(style, _reference(found, style, here)) for style in STYLES],
            "formats": [_named(found, ending) for ending in _offered(found)],
            "linked": _script(linked(found, here)),
        },
    )
    response["Link"] = ", ".join(_links(found, here))
    return response


def _named(material: Material, ending: str) -> tuple[str, str, str]:
    """Its address, what it is called, and its media type."""
    name, media, _write = FORMATS[ending]
    return reverse("publication-format", args=[material.work.id, ending]), name, media


def _reference(material: Material, style: str, at: str) -> SafeString:
    runs = cite(csl(material, at), style)
    return format_html_join("", "{}", ((format_html("<i>{}</i>", t) if i else t,) for t, i in runs))


def _script(row: dict[str, object]) -> str:
    """JSON in which nothing can end the element that it stands in."""
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"})


def _links(material: Material, at: str) -> list[str]:
    """Signposts (signposting.org): what it is cited by, what describes it, its files, type, licence and makers."""
    work = material.work
    rows = [f'<{cited_as(material, at)}>; rel="cite-as"']
    for ending in _offered(material):
        address = f"{at}{reverse('publication-format', args=[work.id, ending])}"
        rows.append(f'<{address}>; rel="describedby"; type="{FORMATS[ending][1]}"')
    for copy in material.copies:
        if copy.open and copy.held:
            address = file_address(material, copy.number, copy.name, at)
            tongue = f'; hreflang="{copy.language}"' if copy.language else ""
            rows.append(f'<{address}>; rel="item"; type="{copy.media_type}"{tongue}')
    rows += [
        f'<https://schema.org/{name}>; rel="type"' for name in (linked(material, at)["@type"], "AboutPage")
    ]
    if work.licence:
        named = work.licence.startswith(("http:", "https:"))
        licence = work.licence if named else f"https://spdx.org/licenses/{work.licence}"
        rows.append(f'<{licence}>; rel="license"')
    if not material.makers:
        rows += [f'<{at}{reverse("mechanism", args=[slug])}>; rel="author"' for slug in work.mechanisms]
    return [row for row in rows if row.isascii() and row.isprintable()]


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """What tells that it was withdrawn; 404 where nobody could ever see it."""
    found = queries.gone(slug.replace("\x00", ""))
    if found is None:
        raise Http404
    return render(
        request, "library/gone.html", {"title": found.work.title, "since": found.gone}, status=HTTPStatus.GONE
    )


@kept()
def formatted(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    if ending not in FORMATS:
        raise Http404
    found = _found(slug)
    if found is None:
        return _gone(request, slug)
    if ending not in _offered(found):
        raise Http404
    _name, media, write = FORMATS[ending]
    response = HttpResponse(write(found, hub(request)), content_type=f"{media}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.work.id}.{ending}"'
    response["Link"] = f'<{hub(request)}{reverse("publication", args=[slug])}>; rel="describes"'
    return response
