"""The app suksit: the product."""

from django.apps import AppConfig


class SuksitConfig(AppConfig):
    """Registers the product with Django, and tells the engine whom to ask about people."""

    name = "suksit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the layers: the product answers what the engine asks."""
        from suksit.regions.directory import DIRECTORY
        from workflow import people

        people.register(DIRECTORY)
