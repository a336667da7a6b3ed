"""What the how-to pages say is run here as they say it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings

from workflow.embedded import Embedded, binaries

ROOT = Path(settings.BASE_DIR)
PASSWORDS = {"app_owner": "one", "app_rw": "two", "audit_ro": "three"}


def sql_of(page: str, block: int = 0) -> str:
    """One block of SQL of a page."""
    found = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "how-to" / page).read_text(), re.DOTALL)
    return found[block]


@pytest.fixture
def bare_server(tmp_path: Path) -> Iterator[Embedded]:
    """A server with a superuser and nothing else."""
    server = Embedded(tmp_path, tmp_path / "var")
    server.ensure_running()
    with psycopg.connect(autocommit=True, **server.connection("postgres", "postgres")) as superuser:
        superuser.execute("DROP DATABASE suksit")
        for role in PASSWORDS:
            superuser.execute(f"DROP ROLE {role}")
    yield server
    server.release()


def addresses(server: Embedded) -> dict[str, str]:
    """The two addresses of the product on that server."""
    place = quote(str(server.at.socket_dir), safe="")
    names = {"DATABASE_OWNER_URL": "app_owner", "DATABASE_URL": "app_rw"}
    return {name: f"postgresql://{role}:{PASSWORDS[role]}@{place}/suksit" for name, role in names.items()}


def manage(server: Embedded, *arguments: str) -> str:
    """Run a command of the product against the server; returns what it wrote."""
    environment = {**os.environ, **addresses(server), "DJANGO_SETTINGS_MODULE": "suksit.settings.demo"}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.prove
def test_a_server_of_ones_own_is_set_up_and_restored_as_the_pages_say(bare_server: Embedded, tmp_path: Path) -> None:
    with psycopg.connect(autocommit=True, **bare_server.connection("postgres", "postgres")) as superuser:
        for statement in sql_of("database-roles.md").split(";\n"):
            if statement.strip():
                superuser.execute(statement)
    manage(bare_server, "migrate", "-v0")
    manage(bare_server, "load_reference")
    owner = addresses(bare_server)["DATABASE_OWNER_URL"]
    dump = tmp_path / "suksit.dump"
    subprocess.run([binaries() / "pg_dump", "-Fc", "-f", dump, owner], check=True, timeout=50)
    with psycopg.connect(autocommit=True, **bare_server.connection("postgres", "postgres")) as superuser:
        superuser.execute("ALTER DATABASE suksit RENAME TO suksit_before")
        superuser.execute("CREATE DATABASE suksit OWNER app_owner ENCODING 'UTF8' TEMPLATE template0")
    subprocess.run(
        [binaries() / "pg_restore", "--exit-on-error", "--no-comments", "-d", owner, dump], check=True, timeout=50
    )
    assert "→ Kongsbergregionen: 8 municipalities, 10 bodies" in manage(bare_server, "load_reference")
    with psycopg.connect(addresses(bare_server)["DATABASE_URL"]) as product:
        assert product.execute("SELECT count(*) FROM suksit_municipality").fetchone() == (8,)
        assert product.execute("SELECT count(*) FROM workflow_case").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            product.execute("DELETE FROM workflow_historyentry")
    with psycopg.connect(owner) as connection:
        assert connection.execute(sql_of("restore-a-backup.md", 1)).fetchone() == (0,)
