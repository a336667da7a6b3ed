"""The app suksit: the product."""

from django.apps import AppConfig


class SuksitConfig(AppConfig):
    """Registers the product with Django."""

    name = "suksit"
    default_auto_field = "django.db.models.BigAutoField"
