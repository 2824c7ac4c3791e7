"""Addresses of pictures: pages in every language, files once."""

from django.urls import path

from iscm.renderers.pictures import WRITERS
from iscm.site.pictures import pages

urlpatterns = [
    path("pictures/", pages.gallery, name="pictures"),
    path("pictures/<slug:key>/", pages.picture, name="picture"),
    path("pictures/<slug:key>/embed/", pages.embed, name="picture-embed"),
    *(
        path(f"pictures/<slug:key>.{ending}", pages.file, {"ending": ending}, name=f"picture-{ending}")
        for ending in WRITERS
    ),
]
