"""The app as Django knows it."""

from django.apps import AppConfig


class Harvest(AppConfig):
    name = "iscm.harvest"
    label = "harvest"
    default_auto_field = "django.db.models.BigAutoField"
