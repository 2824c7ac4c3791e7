"""Pages of pictures: all of them, each with what can be taken along of it, the files, the page that others frame."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from iscm.accounts.views import kept
from iscm.documents.pictures.imprint import Imprint
from iscm.documents.pictures.picture import Picture
from iscm.prose.names import nearest
from iscm.registry.forms import tidy
from iscm.renderers import pdf
from iscm.renderers.pictures import WRITERS
from iscm.site.missing import Meant, missing
from iscm.site.pictures.citing import bibtex, file_name, imprint
from iscm.site.pictures.kinds import Asked, Reader
from iscm.site.pictures.registry import PICTURES

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "vl.json": "application/vnd.vegalite.v5+json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
FRAME = 190  # px that words need beside the drawing in a page that others frame


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, what was asked of it (all of it, and only what the address says), and its form."""

    picture: Picture
    asked: dict[str, Any]
    given: dict[str, Any]
    form: Asked


@kept(daily=True)
def gallery(request: HttpRequest) -> HttpResponse:
    today, reader = timezone.localdate(), Reader.of(request)
    drawn = [kind.draw(kind.usual(today), reader, today) for kind in PICTURES.values()]
    return render(request, "site/pictures/gallery.html", {"pictures": [one for one in drawn if one]})


@kept(daily=True)
def picture(request: HttpRequest, key: str) -> HttpResponse:
    shown = _shown(request, key)
    if isinstance(shown, HttpResponse):
        return shown
    to = _imprint(request, shown)
    name = file_name(shown.picture, shown.asked, get_language() or "en")
    context = {
        "picture": shown.picture,
        "choice": shown.form,
        "imprint": to,
        "bibtex": bibtex(shown.picture, to, name),
        "files": files(key, shown.asked),
        "embed": Reader.of(request).address("picture-embed", key, **shown.given),
        "height": _height(shown.picture) + FRAME,
    }
    return render(request, "site/pictures/picture.html", context)


def files(key: str, asked: dict[str, Any]) -> list[tuple[str, str]]:
    """Every file of a picture by its ending, in the language of the page."""
    language = get_language() or "en"
    query = {name: value for name, value in asked.items() if value} | (
        {"language": language} if language != "en" else {}
    )
    tail = f"?{urlencode(query)}" if query else ""
    return [(ending, reverse(f"picture-{ending}", args=[key]) + tail) for ending in WRITERS]


def _height(shown: Picture) -> int:
    """Px that the drawing takes on a wide page, as far as its specification tells."""
    height = shown.specification.get("height")
    if isinstance(height, dict):  # bars of one height each
        return int(height["step"]) * len(shown.table.rows)
    return int(height or 400)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@kept(daily=True)
def embed(request: HttpRequest, key: str) -> HttpResponse:
    """The picture alone; the only page that anybody may frame."""
    shown = _shown(request, key)
    if isinstance(shown, HttpResponse):
        return shown
    address = Reader.of(request).address("picture", key, **shown.asked)
    context = {"picture": shown.picture, "imprint": _imprint(request, shown), "address": address}
    return render(request, "site/pictures/embed.html", context)


@kept(daily=True)
def file(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """The picture as a file, in the language that the address asks for."""
    language = request.GET.get("language", "en")
    if language not in LANGUAGES:
        sentence = _("“%(said)s” is no language of the hub. They are %(known)s.") % {
            "said": language[:40],
            "known": ", ".join(LANGUAGES),
        }
        return _refused(request, [sentence])
    with translation.override(language):
        shown = _shown(request, key, beside=("language",))
        if isinstance(shown, HttpResponse):
            return shown
        try:
            content = WRITERS[ending](shown.picture, _imprint(request, shown))
        except pdf.Unprintable:
            sentence = _(
                "The PDF cannot be made here: no font at hand has all its letters. The Word file has them."
            )
            return _refused(request, [sentence], HTTPStatus.NOT_IMPLEMENTED)
        name = f"{file_name(shown.picture, shown.asked, language)}.{ending}"
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Language"] = language
    return response


def _shown(request: HttpRequest, key: str, beside: tuple[str, ...] = ()) -> Shown | HttpResponse:
    """The picture that an address asks for; or the answer to one that cannot be drawn."""
    kind = PICTURES.get(key)
    if kind is None:
        near = [Meant(reverse("picture", args=[one]), one) for one in nearest(key[:80], PICTURES)]
        return missing(
            request, sentence=_("There is no picture “%(key)s” here.") % {"key": key[:80]}, meant=near
        )
    if address := tidy(request):
        return redirect(address)
    form, today = kind.form(request.GET, beside=beside), timezone.localdate()
    if not form.is_valid():
        return _refused(request, form.complaints)
    asked = kind.usual(today) | form.given
    drawn = kind.draw(asked, Reader.of(request), today)
    if drawn is None:
        return missing(request, sentence=_("Nothing is on record yet of which this picture could be drawn."))
    return Shown(drawn, asked, form.given, form)


def _imprint(request: HttpRequest, shown: Shown) -> Imprint:
    address = Reader.of(request).address("picture", shown.picture.key, **shown.asked)
    return imprint(shown.picture, address, timezone.localdate())


def _refused(
    request: HttpRequest, said: list[str], status: HTTPStatus = HTTPStatus.BAD_REQUEST
) -> HttpResponse:
    return render(request, "site/pictures/refused.html", {"complaints": said}, status=status)
