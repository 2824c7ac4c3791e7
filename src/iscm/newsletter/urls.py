"""Addresses of the issues, which are permanent, of the office, and of subscriptions."""

from django.urls import path

from iscm.newsletter import feeds
from iscm.newsletter.views import issues, office, subscribers

urlpatterns = [
    path("issues.atom", feeds.issues, name="issues-feed"),
    path("issues/", issues.issues, name="issues"),
    path("issues/<int:year>/", issues.issue, name="issue"),
    path("issues/<int:year>/<slug:language>/", issues.issue, name="issue-in"),
    path("issues/<int:year>/<str:name>", issues.file, name="issue-file"),
    path("office/", office.issues, name="office"),
    path("office/issues/<int:year>/", office.issue, name="office-issue"),
    path("office/issues/<int:year>/<slug:language>/", office.read, name="office-read"),
    path("office/issues/<int:year>/<str:name>", office.file, name="office-file"),
    path("subscribe/", subscribers.ask, name="subscribe"),
    path("subscribe/asked/", subscribers.asked, name="subscribe-asked"),
    path("subscribe/<slug:token>/", subscribers.preferences, name="subscription"),
    path("subscribe/<slug:token>/stop/", subscribers.stop, name="unsubscribe"),
    path("subscribe/<slug:token>/erase/", subscribers.erase, name="subscription-erase"),
]
