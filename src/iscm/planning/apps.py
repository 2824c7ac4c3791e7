"""The app as Django knows it."""

from django.apps import AppConfig


class Planning(AppConfig):
    name = "iscm.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from iscm.accounts.actions import recorded  # noqa: PLC0415 - models are there only now
        from iscm.planning import actions  # noqa: PLC0415

        recorded.connect(actions.forget)
