"""Addresses of meetings and of their calendars."""

from django.urls import path

from iscm.meetings import feeds, views

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<slug:slug>/calendar.ics", feeds.of_meeting, name="meeting-calendar"),
    path("mechanisms/<slug:slug>/calendar.ics", feeds.of_mechanism, name="mechanism-calendar"),
    path("states/<slug:code>/calendar.ics", feeds.of_state, name="state-calendar"),
    path("calendar.ics", feeds.of_all, name="calendar"),
    path("changes.atom", feeds.changes, name="changes"),
]
