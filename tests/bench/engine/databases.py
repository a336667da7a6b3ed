"""A database each, on the same server, made by the owner and dropped after."""

from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from tests.conftest import drop, ensure_template, fingerprint, maintenance
from workflow import database

PREFIX = "suksit_bench"


def named(name: str) -> str:
    """The full name of a database of the bench."""
    return f"{PREFIX}_{name}"


def fresh(name: str, *, ours: bool = False) -> dict[str, Any]:
    """A new database: empty for a peer, migrated for our engine. Returns what psycopg needs to connect as its owner."""
    full = named(name)
    drop(full)
    template = f"suksit_template_{fingerprint()}"
    if ours:
        ensure_template(template)
    with maintenance() as owner:
        owner.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(full), sql.Identifier(template if ours else "template0")
            )
        )
    return address(full)


def address(full: str) -> dict[str, Any]:
    """What psycopg needs to connect to a database as its owner."""
    known = settings.DATABASES[database.require_owner()]
    return {
        "host": known["HOST"],
        "port": known["PORT"] or None,
        "user": known["USER"],
        "password": known["PASSWORD"],
        "dbname": full,
    }


def exists(full: str) -> bool:
    """Whether the server has a database of this name."""
    with maintenance() as owner:
        return owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [full]).fetchone() is not None


def forget(name: str) -> None:
    """Drop a database of the bench."""
    drop(named(name))


def analyse(full: str) -> None:
    """Let the server look at the tables; statements that were planned before are planned anew."""
    known = {key: value for key, value in address(full).items() if value}
    with psycopg.connect(autocommit=True, **known) as owner:
        owner.execute("ANALYZE")
