"""What search engines are told: every permanent page once, in each language; and what is not for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from iscm.accounts.views import hub, kept
from iscm.domain.terms import load, themes
from iscm.library.queries import slugs as works
from iscm.meetings.queries.records import slugs as meetings
from iscm.registry.queries import outlines, places
from iscm.site.languages import DEFAULT, tag

MOST = 10_000  # pages of one file; the protocol allows 50,000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _states() -> Iterable[str]:
    return (code.lower() for code in sorted(places(timezone.localdate())))


PARTS: dict[str, tuple[str, Callable[[], Iterable[str]]]] = {  # name of the page, what it is asked by
    "publications": ("publication", works),
    "mechanisms": ("mechanism", lambda: sorted(outlines())),
    "meetings": ("meeting", meetings),
    "states": ("state", _states),
    "themes": ("theme", lambda: sorted(themes())),
    "objectives": ("objective", lambda: load("gcm")),
}


def _paths(part: str) -> list[str]:
    page, keys = PARTS[part]
    return [reverse(page, args=[key]) for key in keys()]


@kept(daily=True)
def index(request: HttpRequest) -> HttpResponse:
    rows = [
        f"<sitemap><loc>{escape(hub(request) + reverse('sitemap-part', args=[part, number + 1]))}</loc></sitemap>"
        for part in PARTS
        for number in range(max(1, -(-len(_paths(part)) // MOST)))
    ]
    return _xml(f"<sitemapindex {_SPACE}>{''.join(rows)}</sitemapindex>")


@kept(daily=True)
def pages(request: HttpRequest, part: str, number: int) -> HttpResponse:
    found = _paths(part)[(number - 1) * MOST : number * MOST] if part in PARTS and number else []
    if not found:
        raise Http404
    rows = "".join(_page(path, hub(request)) for path in found)
    return _xml(f'<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">{rows}</urlset>')


def _page(path: str, at: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag(code)}" href="{escape(_in(path, code, at))}"/>'
        for code, _name in settings.LANGUAGES
    )
    return f"<url><loc>{escape(at + path)}</loc>{others}</url>"


def _in(path: str, code: str, at: str) -> str:
    return f"{at}{path}" if code == DEFAULT else f"{at}/{code}{path}"


def _xml(text: str) -> HttpResponse:
    return HttpResponse(f"{_HEAD}{text}\n", content_type="application/xml; charset=utf-8")


@kept()
def robots(request: HttpRequest) -> HttpResponse:
    """Pages for people who sign in are for no robot; everything public is."""
    private = ("/admin/", "/office/", "/library/", "/account/", "/sign-in/")
    rows = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    text = "\n".join([*rows, f"Sitemap: {hub(request)}{reverse('sitemap')}"]) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
