"""The app's name, for Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """``iscm.meetings``, its tables under ``meetings_``."""

    name = "iscm.meetings"
    default_auto_field = "django.db.models.BigAutoField"
