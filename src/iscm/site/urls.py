"""Addresses of the hub. Those of mechanisms, meetings and issues are permanent; pages are there in each language."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from iscm.site import calendar, sitemap
from iscm.site.account import urls as account
from iscm.site.analysis import analysis
from iscm.site.api import urls as api
from iscm.site.home import home
from iscm.site.index import index
from iscm.site.languages import in_languages
from iscm.site.look import look
from iscm.site.mechanism import mechanism
from iscm.site.meeting import meeting
from iscm.site.missing import broken, missing
from iscm.site.overlap.urls import pages_of_overlaps
from iscm.site.search import search
from iscm.site.shared import shared
from iscm.site.state import state
from iscm.site.themes import objective, objectives, theme, themes
from iscm.site.trail import trail
from iscm.site.trends import pages as trends

handler404 = missing
handler500 = broken

urlpatterns = [
    path("", include(api)),
    path("look.css", look, name="look"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<str:part>-<int:number>.xml", sitemap.pages, name="sitemap-part"),
    path("admin/", admin.site.urls),
    *account.providers,
    *in_languages(
        [
            path("", home, name="home"),
            path("analysis/", analysis, name="analysis"),
            path("", include("iscm.registry.urls")),
            path("", include("iscm.meetings.urls")),
            path("", include("iscm.library.urls")),
            path("", include("iscm.newsletter.urls")),
            path("", include("iscm.intake.urls")),
            path("", include("iscm.planning.urls")),
            path("", include("iscm.harvest.urls")),
            path("mechanisms/<str:slug>/", mechanism, name="mechanism"),
            path("meetings/<str:slug>/", meeting, name="meeting"),
            path("states/<str:code>/", state, name="state"),
            path("calendar/", calendar.calendar, name="calendar-now"),
            path("calendar/agenda/", calendar.agenda, name="agenda"),
            path("calendar/<int:year>/", calendar.year, name="year"),
            path("calendar/<int:year>/timeline/", calendar.timeline, name="timeline"),
            path("calendar/<int:year>/<int:month>/", calendar.month, name="month"),
            path("themes/", themes, name="themes"),
            path("themes/gcm/", RedirectView.as_view(pattern_name="objectives"), name="themes-gcm"),
            path("themes/<str:key>/", theme, name="theme"),
            path("index/", index, name="index"),
            path("trends/", trends.years, name="trends"),
            path("trends/themes/", trends.themes, name="trends-themes"),
            path("trends/themes/<int:year>/", trends.year, name="trends-year"),
            path("trends/telling/", trends.telling, name="trends-telling"),
            path("trends/telling/<int:year>/", trends.telling, name="trends-telling-year"),
            path("trends/rhythm/", trends.rhythm, name="trends-rhythm"),
            path("gcm/", objectives, name="objectives"),
            path("gcm/<int:number>/", objective, name="objective"),
            path("", include("iscm.site.pictures.urls")),
            *pages_of_overlaps,
            path("search/", search, name="search"),
            path("shared/", shared, name="shared"),
            path("office/trail/<slug:kind>/<path:key>/", trail, name="trail"),
            *account.pages,
            *api.pages,
        ]
    ),
    *account.factors,
]
