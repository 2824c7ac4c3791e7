"""The app's name, for Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """``iscm.intake``, its tables under ``intake_``."""

    name = "iscm.intake"
    default_auto_field = "django.db.models.BigAutoField"
