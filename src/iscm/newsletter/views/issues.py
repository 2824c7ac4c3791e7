"""The issues on the web, and their files: as published, or made from the records once for each state of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition

from iscm import __version__
from iscm.accounts.queries import mark
from iscm.accounts.rules import digest
from iscm.documents.newsletter import compose
from iscm.documents.words import LANGUAGES, roman, words
from iscm.domain import issues as d
from iscm.newsletter import queries
from iscm.registry.templatetags.wording import lang
from iscm.renderers import formats, html

TYPES = {
    "pdf": ("application/pdf", _("PDF"), _("to print and to archive")),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _("Word"),
        _("to edit"),
    ),
    "html": ("text/html; charset=utf-8", _("Web page"), _("in one file")),
    "eml": ("message/rfc822", _("E-mail"), _("ready to send")),
    "txt": ("text/plain; charset=utf-8", _("Text"), _("plain")),
    "ics": ("text/calendar; charset=utf-8", _("Calendar"), _("dated meetings")),
    "csv": ("text/csv; charset=utf-8", _("CSV"), _("for a spreadsheet")),
    "json": ("application/json", _("JSON"), _("as data")),
}
NAMES = {"en": "English", "fr": "Français", "es": "Español"}


@dataclass(frozen=True, slots=True)
class File:
    """A format of an issue: its file's name, what it is called, and what it is for."""

    name: str
    label: str
    use: str


def own_language() -> str:
    """The reader's language if issues are written in it, else English."""
    return lang() if lang() in LANGUAGES else "en"


def offered(year: int, language: str | None = None) -> tuple[File, ...]:
    """The files of an issue in a language, or in the reader's own."""
    language = language or own_language()
    key = f"highlights-{year}" + ("" if language == "en" else f"-{language}")
    return tuple(File(f"{key}.{ending}", label, use) for ending, (_type, label, use) in TYPES.items())


def issues(request: HttpRequest) -> HttpResponse:
    rows = [found for year in queries.years() if (found := queries.issue(year))]
    return render(
        request,
        "newsletter/issues.html",
        {"issues": [(row, roman(row.number), offered(row.year)) for row in rows]},
    )


def issue(request: HttpRequest, year: int, language: str | None = None) -> HttpResponse:
    """An issue as the site shows it, within the frame: in the reader’s language, or in the one that is named."""
    given, language = language, language or own_language()
    if language not in LANGUAGES or year not in queries.years():
        raise Http404
    if given == own_language():
        return redirect("issue", year, permanent=True)
    shown = _fragment(year, language, mark())
    return render(
        request,
        "newsletter/issue.html",
        {
            "year": year,
            "issue_language": language,
            "title": words(language).say("title", year=year),
            "fragment": shown,
            "errata": queries.errata(year),
            "files": offered(year, language),
            "own_language": own_language(),
            "languages": [(code, NAMES[code]) for code in LANGUAGES],
        },
    )


def _kept(year: int) -> d.Issue:
    found = queries.issue(year)
    if found is None:
        raise Http404
    return found


@lru_cache(maxsize=12)
def _fragment(year: int, language: str, _mark: str) -> str:
    return html.fragment(compose(_kept(year), language))


@lru_cache(maxsize=32)
def _bytes(year: int, language: str, ending: str, _mark: str) -> bytes:
    found = _kept(year)
    name = next(one.name for one in offered(year, language) if one.name.endswith(f".{ending}"))
    if (published := queries.published_file(year, name)) is not None:
        return published
    return rendered(found, language, ending)


def rendered(found: d.Issue, language: str, ending: str) -> bytes:
    """A file of an issue, made now."""
    if ending in formats.RECORDS:
        return formats.RECORDS[ending](found, language)
    return formats.DOCUMENTS[ending](compose(found, language))


def named(year: int, name: str) -> tuple[str, str] | None:
    """The language and the ending of a file of an issue by its name; None where it has no such file."""
    return next(
        (
            (language, one.name.rpartition(".")[2])
            for language in LANGUAGES
            for one in offered(year, language)
            if one.name == name
        ),
        None,
    )


def answered(name: str, content: bytes) -> HttpResponse:
    """A file to be kept."""
    response = HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]][0])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _validator(_request: HttpRequest, year: int, name: str) -> str:
    if year not in queries.years():
        raise Http404
    return f'"{digest(mark(), __version__, year, name)}"'


@condition(etag_func=_validator)
def file(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """A file of an issue, such as ``highlights-2022-fr.pdf``."""
    found = named(year, name)
    if found is None:
        raise Http404
    response = answered(name, _bytes(year, *found, mark()))
    response["Cache-Control"] = "public, no-cache"
    return response
