"""Addresses of planning. None of those below ``plan/`` is for everybody, but the link by which letters are stopped."""

from django.urls import path

from iscm.planning.views import finder, following, holds

urlpatterns = [
    path("plan/", finder.finder, name="plan"),
    path("plan/held/", holds.held, name="held"),
    path("plan/held/<slug:key>/", holds.hold, name="hold"),
    path("plan/hold/", holds.new, name="new-hold"),
    path("plan/avoid/<slug:slug>/", holds.avoid, name="avoid"),
    path("plan/follow/", following.following, name="following"),
    path("plan/follow/stop/<str:token>/", following.stop, name="stop-following"),
]
