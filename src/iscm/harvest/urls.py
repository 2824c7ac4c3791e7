"""Addresses of harvesting. None is for everybody."""

from django.urls import path

from iscm.harvest import views

urlpatterns = [
    path("office/sources/", views.everywhere, name="all-sources"),
    path("sources/<slug:slug>/", views.sources, name="sources"),
    path("sources/<slug:slug>/add/", views.add, name="add-source"),
    path("sources/<slug:slug>/<int:number>/", views.source, name="source"),
    path("sources/<slug:slug>/proposals/<int:number>/", views.proposal, name="proposal"),
]
