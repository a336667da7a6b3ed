"""Who is measured, where each is installed, and the process that runs it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.bench.engine import databases

HERE = Path(__file__).resolve().parent
CHILDREN = HERE / "children"
APART = "# apart:"  # in a pinned list: what is installed by itself, with options of its own


@dataclass(frozen=True)
class Contestant:
    """One engine: its script, the environment it is installed in (none: our own), and what it can do."""

    name: str
    script: str
    environment: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    only: tuple[int, ...] = ()
    database: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it is our engine, which needs our tables."""
        return self.script == "ours.py"

    def takes(self, parties: int) -> bool:
        """Whether it can be asked with so many parties."""
        return not self.only or parties in self.only


OURS = Contestant("ours", "ours.py")
VIEWFLOW = Contestant("viewflow", "plain_viewflow.py", "viewflow")
CALUMA = Contestant("caluma", "caluma_api.py", "caluma", {"LANGUAGES": "en,nb"})
SPIFF = Contestant("spiff", "spiff_saved.py", "spiff")
JOEFLOW = Contestant("joeflow", "static_joeflow.py", "joeflow", only=(4,))
FLOOR = Contestant("floor", "floor.py")
INSERT = Contestant("insert", "floor.py", settings={"BENCH_FLOOR": "insert"})
UNPREPARED = Contestant("unprepared", "plain_viewflow.py", "viewflow", {"BENCH_PREPARED": "no"})
NO_LOCK = Contestant("viewflow_no_lock", "plain_viewflow.py", "viewflow", {"BENCH_LOCK": "none"})
ALL = (OURS, VIEWFLOW, CALUMA, SPIFF, JOEFLOW, FLOOR, INSERT)
KNOWN = {who.name: who for who in (*ALL, UNPREPARED, NO_LOCK)}


def install(environment: str) -> Path:
    """The interpreter of an environment, which is made and filled when its pinned list is newer than it."""
    home = settings.VAR_DIR / "bench" / environment
    python, pinned = home / "bin" / "python", HERE / f"{environment}.txt"
    done = home / "installed"
    if done.exists() and done.read_text() == pinned.read_text():
        return python
    uv = [str(settings.BASE_DIR / ".venv" / "bin" / "uv"), "--quiet"]
    subprocess.run([*uv, "venv", "--clear", "--python", sys.executable, str(home)], check=True)
    into = [*uv, "pip", "install", "--python", str(python), "--no-deps"]
    subprocess.run([*into, "-r", str(pinned)], check=True)
    for line in pinned.read_text().splitlines():
        if line.startswith(APART):
            subprocess.run([*into, *line.removeprefix(APART).split()], check=True)
    done.write_text(pinned.read_text())
    return python


class Running:
    """An engine's process, with which one talks in lines."""

    def __init__(self, who: Contestant) -> None:
        self.who = who
        self.base = who.name
        known = databases.address(who.database) if who.database else databases.fresh(self.base, ours=who.is_ours)
        self.full = known["dbname"]
        python = install(who.environment) if who.environment else Path(sys.executable)
        self.process = subprocess.Popen(
            [str(python), str(CHILDREN / who.script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                **who.settings,
                "BENCH_DATABASE": json.dumps({key: value for key, value in known.items() if value}),
                "BENCH_NAME": known["dbname"],
                "PYTHONWARNINGS": "ignore",
            },
        )
        self.hear()

    def hear(self) -> dict[str, Any]:
        """The next answer. Raises RuntimeError when the process is gone."""
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.who.name} ended with {self.process.wait()}")
        return json.loads(line)

    def ask(self, *words: object) -> dict[str, Any]:
        """Ask for something, and wait for the answer."""
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def stop(self) -> None:
        """End the process and drop its database."""
        self.process.stdin.close()
        self.process.wait(60)
        if not self.who.database:
            databases.forget(self.base)
