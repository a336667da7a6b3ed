"""The app workflow."""

from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Registers workflow with Django, and its own deeds."""

    name = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the engine's own deeds known, and let Django ask whether flows and running cases fit each other."""
        import_module("workflow.inbox.deeds")
        import_module("workflow.checks")
