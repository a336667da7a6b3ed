"""Django for a peer: as little as it needs, on the database that the bench made for it."""

import json
import os
from typing import Any

import django
from django.conf import settings

PREPARED = {"server_side_binding": True, "prepare_threshold": 2}  # as ours: each statement is planned once


def database(engine: str = "django.db.backends.postgresql") -> dict[str, Any]:
    """Django's DATABASES for the peer's own database; connections stay open."""
    known = json.loads(os.environ["BENCH_DATABASE"])
    return {
        "default": {
            "ENGINE": engine,
            "NAME": known["dbname"],
            "USER": known["user"],
            "PASSWORD": known["password"],
            "HOST": known["host"],
            "CONN_MAX_AGE": None,
            "OPTIONS": PREPARED if os.environ.get("BENCH_PREPARED") != "no" else {},
        }
    }


def start(*apps: str, **more: Any) -> None:
    """Configure Django and make the tables."""
    settings.configure(
        DATABASES=database(),
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", *apps],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SECRET_KEY="bench",
        **more,
    )
    django.setup()


def migrate() -> None:
    """Make the tables of every app."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)


def close() -> None:
    """Let go of this thread's connection."""
    from django.db import connection

    connection.close()
