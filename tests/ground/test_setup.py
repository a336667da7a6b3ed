"""`bin/setup`: nothing that is there is said to be missing."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from workflow.documents import pdf_available

ROOT = Path(settings.BASE_DIR)
TOOLS = ("sh", "dirname", "id", "cut", "cat", "sha256sum", "python3")


def stamp_of(*paths: Path) -> str:
    """As the script: what the files are together."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that is set up already, and a path with the tools of an ordinary user, so nothing is installed."""
    locked = {"run": ("uv.lock", "pyproject.toml"), "npm": ("package-lock.json",)}
    for name in ("bin/setup", *locked["run"], *locked["npm"]):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "locale", tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    (tmp_path / "node_modules").mkdir()
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "uv"):
        (programs / name).symlink_to(ROOT / ".venv" / "bin" / name)
    for name, files in locked.items():
        (tmp_path / ".venv" / f"stamp-{name}").write_text(stamp_of(*(tmp_path / file for file in files)))
    words = sorted(tmp_path.glob("locale/*/LC_MESSAGES/*.po"))
    (tmp_path / ".venv" / "stamp-words").write_text(stamp_of(*words))
    (tmp_path / "path").mkdir()
    for tool in TOOLS:
        (tmp_path / "path" / tool).symlink_to(shutil.which(tool, path="/usr/bin:/bin:/usr/local/bin") or tool)
    return tmp_path


def setup(checkout: Path) -> str:
    """What the script says, in a path without the folders of the administrator."""
    done = subprocess.run(
        [checkout / "bin" / "setup"], env={"PATH": str(checkout / "path")}, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_what_is_there_is_not_said_to_be_missing(checkout: Path) -> None:
    """An ordinary user of Debian lacks `ldconfig` in the path; the letters of a PDF are there all the same."""
    assert pdf_available()
    assert setup(checkout) == ""


def test_without_pango_one_line_says_what_to_install(checkout: Path) -> None:
    """A Python that cannot load the library stands for a machine that lacks it. The rest goes on."""
    script = checkout / "bin" / "setup"
    script.write_text(script.read_text().replace('"libpangoft2-1.0"', '"libpangoft9-1.0"'))
    packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    told = "Without Pango no PDF is made; the rest works. To have it:"
    assert setup(checkout) == f"→ {told} apt-get install {packages}   # PDF\n"
