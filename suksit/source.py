"""The source of what runs here: the licence gives it to everyone who uses the product over a network (AGPL § 13).

Where no address of it is set, the product hands out its own files, as they run, changed ones too.
"""

import io
import tarfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FOLDERS = ("workflow", "procurement", "suksit", "templates", "static", "locale", "fixtures", "docs", "tests", "bin")
FILES = (
    *("manage.py", "conftest.py", "pyproject.toml", "uv.lock", "package.json", "package-lock.json"),
    *("Makefile", "README.md", "CHANGELOG.md", "LICENSE"),
)
LEFT_OUT = (".pyc", ".mo")


def source_files() -> Iterator[Path]:
    """The product's own files, by their paths below its folder: no data, no settings of this machine, no links."""
    root = Path(settings.BASE_DIR)
    for name in FILES:
        if (root / name).is_file():
            yield Path(name)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            below = path.relative_to(root)
            hidden = any(part.startswith(".") or part == "__pycache__" for part in below.parts)
            if path.is_file() and not path.is_symlink() and not hidden and path.suffix not in LEFT_OUT:
                yield below


@lru_cache(maxsize=1)
def archive(version: str) -> bytes:
    """The source as a packed file, made once in each process."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as packed:
        for path in source_files():
            packed.add(Path(settings.BASE_DIR) / path, arcname=f"suksit-{version}/{path}", filter=anonymous)
    return stream.getvalue()


def anonymous(row: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of this machine's users."""
    row.uid = row.gid = 0
    row.uname = row.gname = ""
    return row
