"""The app's name, for Django, and that of the administration, with whom it lets in."""

from django.apps import AppConfig
from django.contrib.admin import apps as administration


class SiteConfig(AppConfig):
    """``iscm.site``: templates and static files of the whole hub."""

    name = "iscm.site"

    def ready(self) -> None:
        from iscm.site.account import sessions  # noqa: PLC0415 - its models are ready only now

        sessions.connect()


class AdministrationConfig(administration.AdminConfig):
    """Django's administration, behind our own door."""

    default = False
    default_site = "iscm.site.account.administration.Administration"
