"""Addresses of planning."""

from django.urls import path

from iscm.planning.views import finder

urlpatterns = [
    path("plan/", finder.finder, name="plan"),
]
