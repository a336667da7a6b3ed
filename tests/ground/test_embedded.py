"""The embedded database: where it keeps what it has, and that one start serves all."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from workflow import embedded
from workflow.embedded import DatabaseUnavailable, Embedded, layout

SOCKET_NAME_LIMIT = 107


def test_layout_of_root_is_where_the_servers_user_can_reach_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    at = layout(Path("/root/suksit"), tmp_path)
    assert at.home.parent == Path("/var/lib/suksit")
    assert at.socket_dir.is_relative_to(at.home)
    assert at.runs_as is not None
    assert at.runs_as.pw_uid != 0


def test_layout_of_an_ordinary_user_stays_in_the_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    at = layout(tmp_path, tmp_path / "var")
    assert at.home == tmp_path / "var" / "postgres"
    assert at.runs_as is None


@pytest.mark.parametrize("user", [0, 1000])
def test_socket_name_is_short_for_a_long_path(monkeypatch: pytest.MonkeyPatch, user: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    checkout = Path("/home") / ("a" * 144)
    assert len(str(checkout)) == 150
    at = layout(checkout, checkout / "var")
    assert len(f"{at.socket_dir}/.s.PGSQL.5432") < SOCKET_NAME_LIMIT


def test_two_checkouts_do_not_share(tmp_path: Path) -> None:
    one, other = (layout(tmp_path / name, tmp_path / name / "var") for name in ("one", "other"))
    assert one.home != other.home
    assert one.socket_dir != other.socket_dir


def test_without_binaries_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_candidates", list)
    with pytest.raises(DatabaseUnavailable, match=r"^suksit: no PostgreSQL found\. Run `make setup`"):
        embedded.binaries()


def test_socket_folder_of_somebody_else_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    server = Embedded(tmp_path, tmp_path / "var")
    taken = tmp_path / "taken"
    taken.mkdir(mode=0o777)
    taken.chmod(0o777)
    monkeypatch.setattr(server, "at", embedded.Layout(server.at.home, taken, None))
    with pytest.raises(DatabaseUnavailable, match="belongs to somebody else"):
        server._make_socket_dir()


START = """
import sys
from pathlib import Path
from workflow.embedded import Embedded
server = Embedded(Path(sys.argv[1]), Path(sys.argv[1]) / "var")
server.ensure_running()
print(server.at.data)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that an embedded server of its own is made for."""
    return tmp_path


@pytest.mark.prove
def test_first_start_makes_three_modest_roles_second_start_keeps_data(checkout: Path) -> None:
    server = Embedded(checkout, checkout / "var")
    server.ensure_running()
    try:
        assert stat.S_IMODE((server.at.home / "secrets.json").stat().st_mode) == 0o600
        with psycopg.connect(**server.connection("postgres", "suksit")) as connection:
            rows = connection.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolcanlogin ORDER BY 1"
            ).fetchall()
            connection.execute("CREATE TABLE kept (id int)")
        assert rows == [
            ("app_owner", False, False, True),
            ("app_rw", False, False, False),
            ("audit_ro", False, False, False),
            ("postgres", True, True, True),
        ]
    finally:
        server.release()
    assert not server.is_running()
    again = Embedded(checkout, checkout / "var")
    again.ensure_running()
    try:
        with psycopg.connect(**again.connection("postgres", "suksit")) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        again.release()


@pytest.mark.prove
def test_last_one_out_stops_the_server(checkout: Path) -> None:
    mine = Embedded(checkout, checkout / "var")
    mine.ensure_running()
    root = Path(__file__).resolve().parent.parent.parent
    other = subprocess.run(
        [sys.executable, "-c", START, str(checkout)], cwd=root, capture_output=True, text=True, timeout=50, check=True
    )
    assert other.stdout.strip() == str(mine.at.data)
    assert mine.is_running()
    mine.release()
    assert not mine.is_running()


@pytest.mark.prove
def test_forgotten_leaves_nothing_but_not_under_a_running_demo(checkout: Path) -> None:
    mine, other = (Embedded(checkout, checkout / "var") for _ in range(2))
    mine.ensure_running()
    other.ensure_running()
    with pytest.raises(DatabaseUnavailable, match="in use"):
        mine.forget()
    other.forget()
    assert not other.at.home.exists()
    assert not other.at.socket_dir.exists()
