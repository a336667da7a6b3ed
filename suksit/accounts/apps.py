"""The app accounts: people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the accounts with Django."""

    name = "suksit.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
