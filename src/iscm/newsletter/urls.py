"""Addresses of the issues; permanent."""

from django.urls import path

from iscm.newsletter import views

urlpatterns = [
    path("issues/", views.issues, name="issues"),
    path("issues/<int:year>/", views.issue, name="issue"),
    path("issues/<int:year>/<slug:language>/", views.issue, name="issue-in"),
    path("issues/<int:year>/<str:name>", views.file, name="issue-file"),
]
