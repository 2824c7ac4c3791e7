"""The search: one box over every kind of record, with facets, and the words found shown where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from http import HTTPStatus
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iscm.accounts.views import kept
from iscm.documents.draft import anchor
from iscm.explore.forms import LAST, PAGE, Asked, read
from iscm.explore.queries.search import NotMade
from iscm.explore.queries.search import search as find
from iscm.explore.rules.cards import FACETS, KINDS
from iscm.explore.rules.found import Found, Hit, Parts, Passage
from iscm.registry.forms import tidy
from iscm.registry.templatetags.wording import heading_text, kind, lang, short, state, theme

SHOWN = 8  # values of a facet that are shown at first
LABELS = {
    "kind": gettext_lazy("Record"),
    "mechanism": gettext_lazy("Mechanism"),
    "year": gettext_lazy("Year"),
    "type": gettext_lazy("Kind of meeting"),
    "country": gettext_lazy("Held in"),
    "theme": gettext_lazy("Theme"),
}
KIND_NAMES = {
    "mechanism": gettext_lazy("Mechanism"),
    "state": gettext_lazy("State or territory"),
    "theme": gettext_lazy("Theme"),
    "meeting": gettext_lazy("Meeting"),
    "publication": gettext_lazy("Publication"),
    "statement": gettext_lazy("Highlights"),
}
FIELDS = {
    "acronym": gettext_lazy("Acronym"),
    "alias": gettext_lazy("Also called"),
    "former": gettext_lazy("Formerly"),
    "name": gettext_lazy("Name"),
    "words": gettext_lazy("Also called"),
    "title": gettext_lazy("Title"),
    "topic": gettext_lazy("Topic"),
    "city": gettext_lazy("City"),
    "series": gettext_lazy("Series"),
    "theme": gettext_lazy("Theme"),
    "outcome": gettext_lazy("Outcome"),
    "wording": gettext_lazy("As printed"),
    "partner": gettext_lazy("Together with"),
    "note": gettext_lazy("Remark"),
    "body": gettext_lazy("Body"),
    "region": gettext_lazy("Region"),
    "secretariat": gettext_lazy("Secretariat"),
    "mechanism": gettext_lazy("Mechanism"),
    "state": gettext_lazy("Held in"),
    "type": gettext_lazy("Kind"),
    "month": gettext_lazy("Month"),
}  # "" for what speaks for itself


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet and its values, as items of a list: those shown at first, and the rest."""

    label: str
    values: str
    more: str


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as it is shown."""

    title: str
    address: str
    beside: str
    passages: tuple[str, ...]


@kept()
def search(request: HttpRequest) -> HttpResponse:
    if address := tidy(request):
        return redirect(address)
    asked = read(request.GET)
    context: dict[str, object] = {"asked": asked.text, "query": asked, "complaints": asked.complaints}
    if asked.complaints:
        request.META["QUERY_STRING"] = ""  # the page does not carry on what cannot be answered
        return render(request, "site/search.html", context, status=HTTPStatus.BAD_REQUEST)
    if asked.text or asked.filters:
        start = (asked.page - 1) * PAGE
        try:
            found = find(asked.text, asked.filters, start, start + PAGE)
        except NotMade:
            return render(
                request,
                "site/search.html",
                {**context, "unmade": True},
                status=HTTPStatus.SERVICE_UNAVAILABLE,
            )
        context |= _shown(asked, found)
    return render(request, "site/search.html", context)


def _shown(asked: Asked, found: Found) -> dict[str, object]:
    pages = min(LAST, max(1, -(-found.count // PAGE)))
    return {
        "found": found,
        "lines": [_line(hit, found) for hit in found.hits],
        "facets": [facet for name in FACETS if (facet := _facet(name, asked, found.facets.get(name, ())))],
        "chosen": [
            (_named(name, value), _address(asked, {name: ""})) for name, value in asked.filters.items()
        ],
        "everything": _address(asked, dict.fromkeys(asked.filters, "")),
        "meant": _address(Asked(found.meant, asked.filters), {}) if found.meant else "",
        "first": (asked.page - 1) * PAGE + 1,
        "pages": pages,
        "before": _address(asked, {}, asked.page - 1) if asked.page > 1 else "",
        "after": _address(asked, {}, asked.page + 1) if asked.page < pages else "",
    }


def _address(asked: Asked, change: Mapping[str, str], page: int = 1) -> str:
    given = {"q": asked.text, **asked.filters, **change, "page": str(page) if page > 1 else ""}
    return "?" + urlencode({name: value for name, value in given.items() if value})


def _facet(name: str, asked: Asked, counts: Iterable[tuple[str, int]]) -> Facet | None:
    chosen = asked.filters.get(name)
    rows = list(counts)
    if name == "kind":
        rows.sort(key=lambda row: KINDS.index(row[0]))
    if name == "year":
        rows.sort(reverse=True)
    if len(rows) < 2 and not chosen:
        return None
    rows.sort(key=lambda row: row[0] != chosen)
    without = _address(asked, {name: ""})
    narrowed = f"{without}{'' if without == '?' else '&'}{name}="
    language = lang()
    items = [
        _item(
            _worded(name, value, language),
            count,
            without if value == chosen else narrowed + quote(value),
            value == chosen,
        )
        for value, count in rows
    ]
    shown, more = ("".join(part) for part in (items[:SHOWN], items[SHOWN:]))
    return Facet(str(LABELS[name]), mark_safe(shown), mark_safe(more))  # noqa: S308 - escaped in _item


def _item(name: str, count: int, address: str, chosen: bool) -> str:
    """A value of a facet: a link that narrows to it, or takes it away where it is chosen."""
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<li><a href="{escape(address)}"{current}>{escape(name)}</a> <span class="quiet">{count}</span></li>'
    )


def _named(name: str, value: str) -> str:
    return _worded(name, value, lang())


@lru_cache(4096)
def _worded(name: str, value: str, _lang: str) -> str:
    """A value of a facet in words of a language."""
    words: Mapping[str, Callable[[str], str]] = {
        "kind": lambda key: str(KIND_NAMES.get(key, key)),
        "mechanism": short,
        "type": kind,
        "country": state,
        "theme": theme,
    }
    return words[name](value) if name in words else value


def _line(hit: Hit, found: Found) -> Line:
    title = hit.title or found.marked(_title(hit))
    beside = [str(KIND_NAMES[hit.kind]), *filter(None, _beside(hit))]
    passages = [_passage(one) for one in hit.passages if _plain(one.parts) != _plain(title)]
    words = (
        _html(title)
        if not hit.title or lang() == "en"
        else format_html('<bdi lang="en">{}</bdi>', _html(title))
    )
    return Line(words, _page_of(hit), " · ".join(beside), tuple(passages))


def _plain(parts: Parts) -> str:
    return "".join(text for text, _mark in parts)


def _html(parts: Parts) -> str:
    """A text with its asked words marked. Everything in it is escaped."""
    return mark_safe(  # noqa: S308 - each piece is escaped here
        "".join(f"<mark>{escape(text)}</mark>" if mark else escape(text) for text, mark in parts)
    )


def _passage(said: Passage) -> str:
    """Where the words stand: the field's name and its text, in its own language and direction."""
    label = str(FIELDS.get(said.field, ""))
    return format_html(
        '{}<span{} dir="auto">{}</span>',
        format_html('<span class="quiet">{}:</span> ', label) if label else "",
        format_html(' lang="{}"', said.lang),  # "" says that the language is not known
        _html(said.parts),
    )


def _title(hit: Hit) -> str:
    if hit.kind == "statement":
        year, slug, _place = hit.key.split("/")
        return _("Highlights %(year)s, %(name)s") % {"year": year, "name": short(slug)}
    return {"mechanism": heading_text, "state": state, "theme": theme}[hit.kind](hit.key)


def _page_of(hit: Hit) -> str:
    """Where a hit leads."""
    match hit.kind:
        case "mechanism" | "meeting":
            return reverse(hit.kind, args=[hit.key])
        case "state":
            return reverse("state", args=[hit.key.lower()])
        case "theme":
            return f"{reverse('meetings')}?theme={hit.key}"
        case "statement":
            return f"{reverse('issue', args=[hit.key.split('/')[0]])}#{anchor(hit.key)}"
        case _:
            return reverse("publication", args=[hit.key])


def _beside(hit: Hit) -> Iterable[str]:
    """What tells one hit from another of the same title."""
    if hit.kind in ("meeting", "publication"):
        yield ", ".join(_named("mechanism", slug) for slug in hit.facets.get("mechanism", ()))
        yield from hit.facets.get("year", ())
    if hit.kind == "meeting":
        yield from (_named("country", code) for code in hit.facets.get("country", ()))
