"""The app's name, for Django."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """``iscm.site``: templates and static files of the whole hub."""

    name = "iscm.site"
