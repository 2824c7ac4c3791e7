"""Addresses for programs. Those below /api/v1/ keep their meaning; another meaning comes as /api/v2/."""

from django.urls import path, re_path

from iscm.renderers.openapi import LINKED
from iscm.site.api.about import described, index, nowhere, readable
from iscm.site.api.endpoints import ENDPOINTS
from iscm.site.api.files import catalog_as, data, file, llms, themes_as
from iscm.site.api.http import view

_ROOT = "api/v1/"


def _pattern(path_: str) -> str:
    return path_.replace("{", "<str:").replace("}", ">")


pages = [path("api/", readable, name="api"), path("data/", data, name="data")]  # for people, in each language
urlpatterns = [
    path(_ROOT, index, name="api-index"),
    path(_ROOT + "openapi.json", described, name="openapi"),
    *(path(_ROOT + _pattern(one.path) + ".jsonld", view(one, LINKED)) for one in ENDPOINTS if one.linked),
    *(path(_ROOT + _pattern(one.path), view(one), name=f"api-{one.name}") for one in ENDPOINTS),
    path("data/<path:name>", file, name="data-file"),
    path("themes.<str:ending>", themes_as, name="themes-linked"),
    path("catalog.<str:ending>", catalog_as, name="catalog"),
    path("llms.txt", llms, name="llms"),
    re_path(r"^api/(?P<rest>.+)$", nowhere),
]
