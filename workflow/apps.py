"""The app workflow."""

from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Registers workflow with Django."""

    name = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let Django ask at each start whether flows and running cases fit each other."""
        import_module("workflow.checks")
