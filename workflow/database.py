"""Which database: the server that DATABASE_URL names, else an embedded one. And by which of three roles.

`app_owner` owns the tables, migrates, tests and backs up; `app_rw` runs the product; `audit_ro` reads. The product
never runs as a superuser or as the owner: both see through row-level security without a word.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from workflow.embedded import DatabaseUnavailable, Embedded

OWNER = "owner"
PREPARE_AFTER = 2  # a statement asked so often on a connection is planned once, with its row-level security
HOW_TO = "docs/how-to/database-roles.md"
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO app_rw, audit_ro",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw",
    "ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO app_rw",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO audit_ro",
)
ROLE_FAULTS = """
    SELECT r.rolsuper, r.rolbypassrls,
           EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relowner = r.oid AND c.relkind = 'r' AND n.nspname = 'public')
    FROM pg_roles r WHERE r.rolname = current_user
"""

_embedded: list[Embedded] = []


def django_databases(base_dir: Path, var_dir: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` as app_rw, and `owner` when the owner's connection is known.

    Raises DatabaseUnavailable for an address that is none.
    """
    url = os.environ.get("DATABASE_URL")
    if url:
        found = {"default": from_url(url)}
        if os.environ.get("DATABASE_OWNER_URL"):
            found[OWNER] = from_url(os.environ["DATABASE_OWNER_URL"])
        return found
    if not _embedded:
        _embedded.append(Embedded(base_dir, var_dir))
    return {"default": _own(_embedded[0], "app_rw"), OWNER: _own(_embedded[0], "app_owner")}


def _own(embedded: Embedded, role: str) -> dict[str, Any]:
    known = embedded.connection(role, "suksit")
    return _django(known["dbname"], known["user"], known["password"], known["host"], "")


def _django(name: str, user: str, password: str, host: str, port: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": PREPARE_AFTER},
    }


def from_url(url: str) -> dict[str, Any]:
    """Django's settings for postgresql://user:password@host:port/name. Raises DatabaseUnavailable for anything else."""
    try:
        parts = urlparse(url)
        port = str(parts.port or "")
    except ValueError:
        parts, port = urlparse(""), ""
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise DatabaseUnavailable("DATABASE_URL must look like postgresql://user:password@host:5432/name")
    return _django(
        name, unquote(parts.username or ""), unquote(parts.password or ""), unquote(parts.hostname or ""), port
    )


def ensure_running() -> None:
    """Start the embedded database when it is the one in use and down. Raises DatabaseUnavailable."""
    for embedded in _embedded:
        embedded.ensure_running()


def release() -> None:
    """Let go of the embedded database; the last one out stops it."""
    for embedded in _embedded:
        embedded.release()


def forget() -> None:
    """Remove the embedded database with all it has. Raises DatabaseUnavailable when the database is not embedded."""
    from django.db import connections

    if not _embedded:
        raise DatabaseUnavailable("the database in DATABASE_URL is not the demo's own; nothing is removed.")
    connections.close_all()
    for embedded in _embedded:
        embedded.forget()


def require_owner() -> str:
    """The alias of the owner's connection. Raises DatabaseUnavailable with what to do when it is not known."""
    from django.conf import settings

    if OWNER not in settings.DATABASES:
        raise DatabaseUnavailable(
            f"this needs the owner of the tables. Set DATABASE_OWNER_URL, after the SQL in {HOW_TO} has been run."
        )
    return OWNER


def grant_defaults() -> None:
    """Let app_rw use, and audit_ro read, whatever the owner creates from now on. Needs the owner's connection."""
    from django.db import connections

    with connections[require_owner()].cursor() as cursor:
        for statement in GRANTS:
            cursor.execute(statement)


@contextmanager
def default_is_owner() -> Iterator[None]:
    """Let the default connection be the owner's for a while.

    Migrations of libraries write through the default connection whatever the connection they run on, and would wait
    for ever for the locks of the owner's own transaction.
    """
    from django.db import connections

    mine = connections["default"]
    connections["default"] = connections[require_owner()]
    try:
        yield
    finally:
        connections["default"] = mine


def reach(alias: str = "default") -> None:
    """Connect to the database in use. Raises DatabaseUnavailable, one plain line, when nobody answers."""
    from django.db import OperationalError, connections

    try:
        connections[alias].ensure_connection()
    except OperationalError as error:
        said = [line for line in str(error).strip().splitlines() if not line.startswith("\t")][-1]  # a tab: a hint
        raise DatabaseUnavailable(f"the database cannot be reached: {said}") from None


def needs_migration() -> bool:
    """Whether the database lacks migrations that the code has. Raises DatabaseUnavailable when nobody answers."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    reach()
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def role_faults(connection: Any) -> list[str]:
    """Why the product must not run on a connection: superuser, BYPASSRLS, owner of tables. Empty when it may."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE_FAULTS)
        is_superuser, bypasses, owns = cursor.fetchone()
    faults = {"is a superuser": is_superuser, "has BYPASSRLS": bypasses, "owns the tables": owns}
    return [fault for fault, found in faults.items() if found]


def refuse_powerful_role() -> None:
    """Stop at the door when the product would run as one who sees through row-level security, or cannot run at all.

    Raises DatabaseUnavailable with the reason.
    """
    from django.db import connection

    reach()
    faults = role_faults(connection)
    if faults:
        raise DatabaseUnavailable(
            f"the role in DATABASE_URL {' and '.join(faults)}; row-level security would not hold. See {HOW_TO}."
        )
