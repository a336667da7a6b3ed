"""Which database, and by which role: addresses, what is refused at the door, what needs the owner."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from workflow import database
from workflow.embedded import DatabaseUnavailable

ROOT = Path(settings.BASE_DIR)


def address(alias: str, name: str | None = None) -> str:
    """The address of one of the tests' own connections."""
    known = settings.DATABASES[alias]
    credentials = f"{known['USER']}:{quote(known['PASSWORD'], safe='')}"
    place = f"{known['PORT'] and ':' + known['PORT']}/{quote(name or known['NAME'], safe='')}"
    return f"postgresql://{credentials}@{quote(known['HOST'], safe='')}{place}"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, with another environment."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "suksit.settings.demo", **environment},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def test_address_gives_every_part() -> None:
    found = database.from_url("postgresql://app%5Frw:p%40ss%2Fw@db.example:6543/the%20name")
    wanted = {"USER": "app_rw", "PASSWORD": "p@ss/w", "HOST": "db.example", "PORT": "6543", "NAME": "the name"}
    assert {key: found[key] for key in wanted} == wanted


def test_address_of_a_socket_keeps_its_path() -> None:
    assert database.from_url("postgres://me@%2Fvar%2Frun%2Fpg/suksit")["HOST"] == "/var/run/pg"


@pytest.mark.parametrize(
    "url",
    ["mysql://me@host/name", "postgresql://me@host", "postgresql://me@host:none/name", "suksit", "postgresql:///"],
)
def test_address_that_is_none_is_refused_in_one_line(url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"^suksit: DATABASE_URL must look like .*$"):
        database.from_url(url)


def test_two_addresses_give_two_connections(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app_rw@one/suksit")
    assert set(database.django_databases(tmp_path, tmp_path)) == {"default"}
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://app_owner@two/suksit")
    found = database.django_databases(tmp_path, tmp_path)
    assert {alias: row["HOST"] for alias, row in found.items()} == {"default": "one", "owner": "two"}


@pytest.mark.django_db
def test_tests_run_as_the_products_own_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app_rw",)
    assert database.role_faults(connection) == []
    database.refuse_powerful_role()


def test_the_owner_is_refused(django_db_setup: None) -> None:
    with psycopg.connect(address("owner")) as owner:
        assert database.role_faults(owner) == ["owns the tables"]


def test_a_superuser_is_refused(django_db_setup: None) -> None:
    for embedded in database._embedded:
        with psycopg.connect(**embedded.connection("postgres", settings.DATABASES["default"]["NAME"])) as superuser:
            assert "is a superuser" in database.role_faults(superuser)
            assert "has BYPASSRLS" in database.role_faults(superuser)


def test_web_worker_refuses_the_owner_and_says_do_not_try_again(django_db_setup: None) -> None:
    done = run("-c", "import suksit.wsgi", DATABASE_URL=address("owner"))
    assert done.returncode == 3
    assert done.stderr == (
        "suksit: the role in DATABASE_URL owns the tables; row-level security would not hold. "
        "See docs/how-to/database-roles.md.\n"
    )


def test_background_worker_refuses_the_owner(django_db_setup: None) -> None:
    done = run("manage.py", "worker", DATABASE_URL=address("owner"))
    assert done.returncode == 1
    assert done.stderr.startswith("suksit: the role in DATABASE_URL owns the tables")


def test_migrate_with_only_the_products_role_says_which_sql_to_run(django_db_setup: None) -> None:
    done = run("manage.py", "migrate", DATABASE_URL=address("default"))
    assert done.returncode == 1
    assert done.stderr == (
        "suksit: this needs the owner of the tables. Set DATABASE_OWNER_URL, after the SQL in "
        "docs/how-to/database-roles.md has been run.\n"
    )


def test_demo_on_a_server_that_does_not_answer_says_so_in_one_line() -> None:
    done = run("manage.py", "demo", "--no-serve", DATABASE_URL="postgresql://app_rw@%2Fnowhere/suksit")
    assert done.returncode == 1
    assert done.stderr.startswith("suksit: the database cannot be reached: ")
    assert done.stderr.count("\n") == 1


def test_demo_on_a_port_where_nobody_listens_says_which() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = run("manage.py", "demo", "--no-serve", DATABASE_URL=f"postgresql://app_rw@127.0.0.1:{port}/suksit")
    assert done.returncode == 1
    assert done.stderr.startswith("suksit: the database cannot be reached: ")
    assert f"port {port}" in done.stderr
    assert done.stderr.endswith("Connection refused\n")
    assert done.stderr.count("\n") == 1


def test_the_sql_that_is_pointed_at_exists() -> None:
    text = (ROOT / database.HOW_TO).read_text()
    assert all(f"CREATE ROLE {role} " in text for role in ("app_owner", "app_rw", "audit_ro"))


def test_the_tests_with_only_the_products_role_say_which_sql_to_run(django_db_setup: None) -> None:
    done = run("-m", "pytest", "tests/test_walk.py", DATABASE_URL=address("default"))
    assert done.returncode == 1
    assert "suksit: this needs the owner of the tables. Set DATABASE_OWNER_URL" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
