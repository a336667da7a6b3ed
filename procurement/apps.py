"""The app procurement."""

from importlib import import_module

from django.apps import AppConfig

from procurement.stages import STAGES


class ProcurementConfig(AppConfig):
    """Registers procurement with Django, and every stage's deeds and panels with the engine."""

    name = "procurement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make each stage known, and what the clock makes due."""
        from procurement import as_of_folds
        from procurement.invitation.escalation import escalate_silence
        from workflow import as_of, ticking

        as_of.register(as_of_folds.PART)
        ticking.register(escalate_silence)
        for stage in STAGES:
            import_module(f"procurement.{stage}.deeds")
            import_module(f"procurement.{stage}.panels")
