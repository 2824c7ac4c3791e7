"""Addresses of the library. Those of materials and their files are permanent."""

from django.urls import path, re_path

from iscm.library.views import files, lists, oai, office, works

urlpatterns = [
    path("publications/", lists.publications, name="publications"),
    re_path(
        r"^publications/(?P<slug>[\w-]+)\.(?P<ending>[a-z.]+)$", works.formatted, name="publication-format"
    ),
    path("publications/<slug:slug>/files/<int:number>/<str:name>", files.file, name="publication-file"),
    path("publications/<str:slug>/", works.publication, name="publication"),
    path("library/<str:slug>/", office.material, name="keep-publication"),
    path("oai", oai.oai_pmh, name="oai"),
]
