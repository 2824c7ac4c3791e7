"""The app's name, for Django; materials listen to the trail from here on."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """``iscm.library``, its tables under ``library_``."""

    name = "iscm.library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from iscm.accounts.actions import recorded  # noqa: PLC0415 - models are there only now
        from iscm.library import actions  # noqa: PLC0415

        recorded.connect(actions.on_recorded)
