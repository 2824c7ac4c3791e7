"""The app's name, for Django."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """``iscm.post``, its tables under ``post_``."""

    name = "iscm.post"
    default_auto_field = "django.db.models.BigAutoField"
