"""The app's name, for Django."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """``iscm.library``, its tables under ``library_``."""

    name = "iscm.library"
    default_auto_field = "django.db.models.BigAutoField"
