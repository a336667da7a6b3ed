"""The app workflow."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Registers workflow with Django."""

    name = "workflow"
    default_auto_field = "django.db.models.BigAutoField"
