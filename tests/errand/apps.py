"""The app of the errand. Installed by the tests' settings alone."""

from importlib import import_module

from django.apps import AppConfig


class ErrandConfig(AppConfig):
    """An errand and the replies to it."""

    name = "tests.errand"
    label = "errand"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how the errand's deeds are undone."""
        import_module("tests.errand.undoing")
