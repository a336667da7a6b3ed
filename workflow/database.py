"""Placeholder replaced by the embedded launcher."""

from pathlib import Path


def django_databases(base_dir: Path, var_dir: Path) -> dict:
    """Django's DATABASES."""
    return {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "suksit", "ATOMIC_REQUESTS": False}}
