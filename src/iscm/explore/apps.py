"""The app's name, for Django; the index listens to the trail from here on."""

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    """``iscm.explore``, its tables under ``explore_``."""

    name = "iscm.explore"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed  # noqa: PLC0415 - models are there only now

        from iscm.accounts.actions import recorded  # noqa: PLC0415
        from iscm.explore import actions  # noqa: PLC0415
        from iscm.library.models import Publication  # noqa: PLC0415

        recorded.connect(actions.on_recorded)
        m2m_changed.connect(actions.on_linked, sender=Publication.mechanisms.through)
