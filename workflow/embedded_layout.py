"""Where an embedded database keeps what it has: near the checkout, or where the server's user can reach it."""

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path


class DatabaseUnavailable(SystemExit):
    """The embedded database cannot be started; the message is one plain line for the person at the keyboard."""

    def __init__(self, message: str) -> None:
        super().__init__(f"suksit: {message}")


@dataclass(frozen=True)
class Layout:
    """Where an embedded database keeps what it has. `runs_as` is set when the caller is root."""

    home: Path
    socket_dir: Path
    runs_as: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.data / "server.log"


def layout(base_dir: Path, var_dir: Path) -> Layout:
    """The layout for a checkout. Root keeps it where the unprivileged user can reach it, never inside root's own home.

    The socket's folder is short whatever the checkout's path: a unix socket's name ends at about 107 bytes.
    """
    key = hashlib.sha256(str(base_dir.resolve()).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        user = _unprivileged()
        return Layout(Path("/var/lib/suksit") / key, Path("/var/lib/suksit") / key / "s", user)
    return Layout(var_dir / "postgres", Path(_runtime_dir()) / f"suksit-{os.getuid()}-{key}", None)


def _runtime_dir() -> str:
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    return given if given and os.access(given, os.W_OK) and len(given) < 60 else "/tmp"  # noqa: S108


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise DatabaseUnavailable("PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' here.")
