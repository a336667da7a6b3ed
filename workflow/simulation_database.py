"""A database to try things in: made by the owner, empty but for the tables, and dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from workflow import database

ALIASES = (database.OWNER, "default")


@contextmanager
def scratch() -> Iterator[str]:
    """Let both connections speak to a new database for a while. Its name is given; nothing of it is left.

    Raises DatabaseUnavailable when the owner's connection is not known.
    """
    known = settings.DATABASES[database.require_owner()]
    before, name = known["NAME"], f"suksit_scratch_{os.getpid()}"
    make(known, before, name)
    try:
        use(name)
        call_command("migrate", verbosity=0)
        yield name
    finally:
        use(before)
        with server(known, before) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def make(known: dict[str, Any], before: str, name: str) -> None:
    """Make it, in place of what a process of the same number may have left when it was killed."""
    with server(known, before) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))


def server(known: dict[str, Any], name: str) -> psycopg.Connection:
    """The owner's connection to the database that is always there."""
    return psycopg.connect(
        host=known["HOST"] or None,
        port=known["PORT"] or None,
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=name,
        autocommit=True,
    )


def use(name: str) -> None:
    """Let both connections speak to another database from now on."""
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name
