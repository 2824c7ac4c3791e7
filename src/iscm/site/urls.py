"""Addresses of the hub. Those of mechanisms, meetings and issues are permanent."""

from django.contrib import admin
from django.urls import include, path

from iscm.site.home import home
from iscm.site.look import look
from iscm.site.mechanism import mechanism
from iscm.site.meeting import meeting
from iscm.site.missing import broken, missing
from iscm.site.search import search
from iscm.site.themes import themes

handler404 = missing
handler500 = broken

urlpatterns = [
    path("", home, name="home"),
    path("", include("iscm.registry.urls")),
    path("", include("iscm.meetings.urls")),
    path("", include("iscm.library.urls")),
    path("", include("iscm.newsletter.urls")),
    path("", include("iscm.site.api.urls")),
    path("mechanisms/<str:slug>/", mechanism, name="mechanism"),
    path("meetings/<str:slug>/", meeting, name="meeting"),
    path("themes/", themes, name="themes"),
    path("search/", search, name="search"),
    path("look.css", look, name="look"),
    path("admin/", admin.site.urls),
]
