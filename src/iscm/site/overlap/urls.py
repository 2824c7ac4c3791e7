"""Addresses of the explorer of overlaps."""

from django.urls import path

from iscm.site.overlap import clashes, pages

pages_of_overlaps = [
    path("overlap/", pages.overlap, name="overlap"),
    path("overlap/states/", pages.states, name="overlap-states"),
    path("overlap/seats/", pages.seats, name="overlap-seats"),
    path("overlap/themes/", pages.themes, name="overlap-themes"),
    path("overlap/history/", pages.history, name="overlap-history"),
    path("overlap/<str:one>/<str:other>/", pages.pair, name="overlap-pair"),
    path("clashes/", clashes.years, name="clashes"),
    path("clashes/<int:year>/", clashes.of_year, name="clashes-of"),
]
