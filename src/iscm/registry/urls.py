"""Addresses of the registry."""

from django.urls import path

from iscm.registry import views

urlpatterns = [
    path("mechanisms/", views.mechanisms, name="mechanisms"),
    path("states/", views.states, name="states"),
]
