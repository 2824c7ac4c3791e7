"""The style sheet of the hub: the look that every format shares, that of the issue, and that of the pages' frame."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from iscm.renderers import html

_FACES = (
    ("Hub Serif", 600, "HubSerif-SemiBold"),
    ("Hub Sans", 400, "HubSans-Regular"),
    ("Hub Sans", 600, "HubSans-SemiBold"),
    ("Hub Serif", 600, "HubSerif-Cyrillic-SemiBold"),
    ("Hub Sans", 400, "HubSans-Cyrillic-Regular"),
    ("Hub Sans", 600, "HubSans-Cyrillic-SemiBold"),
)
_CYRILLIC = "unicode-range:U+400-45F,U+490-491,U+4AE-4B1,U+2116;"  # fetched by pages that need it


@cache
def stylesheet() -> str:
    """The whole as text; fonts are files of their own, asked for once and kept."""
    faces = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:swap;"
        f"{_CYRILLIC if 'Cyrillic' in name else ''}src:url({static(f'fonts/{name}.woff2')}) format('woff2')}}\n"
        for family, weight, name in _FACES
    )
    sheets = (
        "frame.css", "records.css", "calendar.css", "round.css", "planning.css", "holding.css", "pictures.css",
        "overlap.css", "trends.css", "materials.css", "harvest.css", "account.css",
    )  # fmt: skip
    own = "".join((files("iscm.site") / name).read_text("utf-8") for name in sheets)
    return faces + html.stylesheet(fonts=False) + own


@cache
def digest() -> str:
    return hashlib.sha256(stylesheet().encode()).hexdigest()[:12]


def address() -> str:
    """Where it is; another address as soon as it says something else."""
    return f"{reverse('look')}?{digest()}"


def look(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(stylesheet(), content_type="text/css; charset=utf-8")
    current = request.META.get("QUERY_STRING") == digest()
    response["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
    return response
