"""The app's name, for Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """``iscm.registry``, its tables under ``registry_``."""

    name = "iscm.registry"
    default_auto_field = "django.db.models.BigAutoField"
