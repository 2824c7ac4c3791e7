"""The languages of the pages. English stands at the root, every other below its code: ``/fr/mechanisms/rcm/``.

An address that ends in a slash is a page, and is there in every language. Files (feeds, data, downloads) are there
once. The language of a page is that of its address alone, so that an address can be printed and sent; what the
reader's browser asks for is honoured on the first page only, when she comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, get_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path

DEFAULT = settings.LANGUAGE_CODE


@dataclass(frozen=True, slots=True)
class Version:
    """A page in a language: ``tag`` as HTML has it, the language's own ``name``, the page's ``address``."""

    tag: str
    name: str
    address: str
    current: bool


def tag(code: str) -> str:
    """A code of settings as a language tag: zh-hans is zh-Hans."""
    language, _dash, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


def bare(path: str) -> str:
    """A path without its language: /fr/meetings/ is /meetings/."""
    code = translation.get_language_from_path(path)
    return path[len(code) + 1 :] if code and path.startswith(f"/{code}/") else path


def versions(request: HttpRequest) -> tuple[Version, ...]:
    """The page in every language, in the order of settings."""
    path, current = bare(request.path_info), translation.get_language()
    return tuple(
        Version(tag(code), str(name), _address(path, code, request), code == current)
        for code, name in settings.LANGUAGES
    )


def _address(path: str, code: str, request: HttpRequest) -> str:
    """A path of the root in another language, with the question that the request asked."""
    query = request.META.get("QUERY_STRING", "")
    prefix = get_script_prefix().rstrip("/") + ("" if code == DEFAULT else f"/{code}")
    return prefix + escape_uri_path(path) + (f"?{query}" if query else "")


def in_languages(entries: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Addresses of pages in every language, and those of files once."""
    flat = list(_flat(entries))
    pages = [entry for entry in flat if str(entry.pattern) == "" or str(entry.pattern).endswith("/")]
    files = [entry for entry in flat if entry not in pages]
    return [*files, *i18n_patterns(*pages, prefix_default_language=False)]


def _flat(entries: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _flat(entry.url_patterns)
        else:
            yield entry


class Languages:
    """Middleware: the page's language, and the way from the first page to the reader's own."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        code = translation.get_language_from_path(path)
        if code and (code == DEFAULT or not path.startswith(f"/{code}/")):  # /en/, /zh/, /fr
            rest = "/" + path.partition("/")[2].partition("/")[2].lstrip("/")
            return HttpResponseRedirect(_address(rest, code, request))
        if path == "/":
            return self._first(request)
        return self._in(code or DEFAULT, request)

    def _first(self, request: HttpRequest) -> HttpResponse:
        wanted = DEFAULT if _inside(request) else translation.get_language_from_request(request)
        if wanted == DEFAULT or request.method not in ("GET", "HEAD"):
            response = self._in(DEFAULT, request)
        else:
            response = HttpResponseRedirect(_address("/", wanted, request))
            response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ("Accept-Language",))
        return response

    def _in(self, code: str, request: HttpRequest) -> HttpResponse:
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.answer(request)
            response.headers.setdefault("Content-Language", tag(code))
        return response


def _inside(request: HttpRequest) -> bool:
    """Whether the reader came from another page of the hub, where she has chosen already."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    return urlsplit(request.headers.get("Referer", "")).netloc == request.get_host()
