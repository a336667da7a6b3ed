"""The app of the errand. Installed by the tests' settings alone."""

from django.apps import AppConfig


class ErrandConfig(AppConfig):
    """An errand and the replies to it."""

    name = "tests.errand"
    label = "errand"
    default_auto_field = "django.db.models.BigAutoField"
