"""The app's name, for Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """``iscm.accounts``, its tables under ``accounts_``."""

    name = "iscm.accounts"
    default_auto_field = "django.db.models.BigAutoField"
