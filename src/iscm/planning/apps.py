"""The app as Django knows it."""

from django.apps import AppConfig


class Planning(AppConfig):
    name = "iscm.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
