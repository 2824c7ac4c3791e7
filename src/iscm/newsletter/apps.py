"""The app's name, for Django."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """``iscm.newsletter``, its tables under ``newsletter_``."""

    name = "iscm.newsletter"
    default_auto_field = "django.db.models.BigAutoField"
