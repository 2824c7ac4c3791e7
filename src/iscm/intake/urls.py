"""Addresses of the round. That of a report is the same whoever opens it; its links are in letters alone."""

from django.urls import path

from iscm.intake import views

urlpatterns = [
    path("report/open/<str:token>/", views.door, name="door"),
    path("report/<int:year>/<slug:slug>/", views.report, name="report"),
    path("report/<int:year>/<slug:slug>/reading/", views.reading, name="reading"),
    path("report/<int:year>/<slug:slug>/link/", views.new_link, name="new-link"),
    path("report/<int:year>/<slug:slug>/<int:number>/", views.enclosure, name="enclosure"),
    path("office/rounds/", views.rounds, name="rounds"),
    path("office/rounds/<int:year>/", views.board, name="board"),
]
