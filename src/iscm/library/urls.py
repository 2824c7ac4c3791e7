"""Addresses of the library."""

from django.urls import path

from iscm.library import views

urlpatterns = [path("publications/", views.publications, name="publications")]
