"""The tests' database: made, migrated and cleared by the owner; used as app_rw, as in production.

A template is migrated once and kept while migrations and reference data stay the same. Each process works on a clone of
its own. A test that commits (a browser's, a race's) gets a fresh clone instead of an emptied database, for the history
refuses to be emptied.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from procurement.law.loading import load_law
from workflow import database
from workflow.embedded import DatabaseUnavailable

DROP_ATTEMPTS = 4
ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("workflow", "procurement", "suksit", "tests/errand", "fixtures/reference")


def pytest_sessionstart() -> None:
    """Stop with one plain line when the owner's connection, which makes the tests' database, is not known."""
    try:
        database.require_owner()
    except DatabaseUnavailable as reason:
        pytest.exit(str(reason), returncode=1)


def fingerprint() -> str:
    """What the template depends on."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            counts = "migrations" in path.parts or source.startswith("fixtures")
            if counts and path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def maintenance(alias: str = "") -> psycopg.Connection:
    """The owner's connection, or another role's, to the database that is always there."""
    known = settings.DATABASES[alias or database.require_owner()]
    return psycopg.connect(
        host=known["HOST"] or None,
        port=known["PORT"] or None,
        user=known["USER"],
        password=known["PASSWORD"],
        dbname=settings.TEST_MAINTENANCE_DATABASE,
        autocommit=True,
    )


def use(name: str) -> None:
    """Let both connections speak to another database from now on."""
    for alias in (database.OWNER, "default"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


def hang_up(name: str) -> None:
    """End what the live server's idle threads still hold open: only the role itself may end its own sessions."""
    with maintenance("default") as app:
        app.execute(
            "SELECT pg_terminate_backend(pid, 9999) FROM pg_stat_activity "
            "WHERE datname = %s AND usename = current_user",
            [name],
        )


def drop(name: str) -> None:
    """Drop a database that nobody needs any more.

    Not by force: that asks for rights over the server's own cleaner too, which may be at work in it. The server sends
    its cleaner away by itself, and waits for it.
    """
    for attempt in range(DROP_ATTEMPTS):
        hang_up(name)
        try:
            with maintenance() as owner:
                owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        except psycopg.errors.ObjectInUse:
            if attempt == DROP_ATTEMPTS - 1:
                raise
        else:
            return


def clone(name: str, template: str) -> None:
    """A fresh copy of the template."""
    use(name)
    drop(name)
    with maintenance() as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def ensure_template(name: str) -> None:
    """Make the template when it is not there; one process does it, the others wait."""
    with maintenance() as owner:
        owner.execute("SELECT pg_advisory_lock(7002)")
        try:
            if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            for (old,) in owner.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'suksit_template_%'"
            ).fetchall():
                drop(old)
            making = f"{name}_new"
            drop(making)
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
            use(making)
            call_command("migrate", verbosity=0)
            load_law()
            for alias in (database.OWNER, "default"):
                connections[alias].close()
            owner.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
            )
        finally:
            owner.execute("SELECT pg_advisory_unlock(7002)")


@pytest.fixture(scope="session")
def test_database(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The names of this process's database and of the template."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return f"suksit_test_{worker}", f"suksit_template_{fingerprint()}"


@pytest.fixture(scope="session")
def django_db_setup(test_database: tuple[str, str], django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Make the template once, and clone it."""
    name, template = test_database
    with django_db_blocker.unblock():
        database.ensure_running()
        ensure_template(template)
        clone(name, template)
    yield
    with django_db_blocker.unblock():
        for connection in connections.all(initialized_only=True):
            connection.close()
        drop(name)


@pytest.fixture(autouse=True)
def _fresh_clone_after_commits(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, throw its database away."""
    yield
    if "transactional_db" in request.fixturenames or "live_server" in request.fixturenames:
        name, template = request.getfixturevalue("test_database")
        clone(name, template)


@pytest.fixture(scope="session", autouse=True)
def _never_flush() -> Iterator[None]:
    """Django's own way of clearing would empty the history; the clone above replaces it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.testcases.TransactionTestCase._fixture_teardown", lambda self: None)
        yield
