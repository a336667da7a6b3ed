"""A database server of the proof's own, to be killed, with the product's tables and the cast in it."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from workflow.embedded import Embedded

ROOT = Path(__file__).resolve().parent.parent.parent
CHILD = (sys.executable, "-m", "tests.kills.child")
MANAGE = (sys.executable, "manage.py")

INVARIANTS = {
    "an open case waits at one step": """
        SELECT c.number FROM workflow_case c WHERE c.state <> 'closed' AND (
            SELECT count(*) FROM viewflow_task t WHERE t.process_id = c.process_id AND t.status = 'NEW'
        ) <> 1""",
    "an open case has somebody whose turn it is": """
        SELECT c.number FROM workflow_case c WHERE c.state <> 'closed' AND (
            SELECT count(*) FROM workflow_assignment a
            WHERE a.case_id = c.id AND a.state = 'open' AND a.step <> 'reply_errand'
        ) <> 1""",
    "a closed case waits for nobody": """
        SELECT c.number FROM workflow_case c WHERE c.state = 'closed' AND EXISTS (
            SELECT 1 FROM workflow_assignment a WHERE a.case_id = c.id AND a.state = 'open'
        )""",
    "the state is what the history says": """
        SELECT c.number FROM workflow_case c WHERE c.state <> (
            SELECT h.to_state FROM workflow_historyentry h
            WHERE h.case_id = c.id AND h.deed <> 'reply_errand' ORDER BY h.sequence DESC LIMIT 1
        )""",
    "no deed is done twice": """
        SELECT case_id, deed FROM workflow_historyentry WHERE deed <> 'reply_errand'
        GROUP BY case_id, deed HAVING count(*) > 1""",
    "no party replies twice": """
        SELECT case_id, party_id FROM workflow_historyentry WHERE deed = 'reply_errand'
        GROUP BY case_id, party_id HAVING count(*) > 1""",
    "a part that is done is out of the inbox": """
        SELECT r.id FROM errand_reply r JOIN workflow_assignment a
            ON a.case_id = r.case_id AND a.step = 'reply_errand' AND a.subject = r.id
        WHERE (r.state = 'replied') <> (a.state = 'done')""",
    "what is to be told has its job": """
        SELECT n.id FROM workflow_notification n WHERE n.state = 'waiting' AND NOT EXISTS (
            SELECT 1 FROM procrastinate_jobs j WHERE (j.args ->> 'notification_id')::bigint = n.id
                AND j.status IN ('todo', 'doing')
        )""",
}


@dataclass
class Scratch:
    """The server, and how its children reach it."""

    server: Embedded
    environment: dict[str, str]

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=check, timeout=300
        )

    def spawn(self, *command: str, **more: Any) -> subprocess.Popen[str]:
        """Start a command that is to be killed."""
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **more)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database as its owner, who sees everything."""
        with psycopg.connect(**self.server.connection("app_owner", "kills", self.server.passwords())) as connection:
            return connection.execute(statement).fetchall()

    def broken(self) -> list[str]:
        """The invariants that do not hold, each with the first few that break it."""
        found = [f"{name}: {rows[:3]}" for name, statement in INVARIANTS.items() if (rows := self.ask(statement))]
        chain = self.run(*MANAGE, "history", "verify", check=False)
        return found if chain.returncode == 0 else [*found, chain.stdout + chain.stderr]

    def kill_server(self) -> None:
        """Kill the server and all its children, as when the power goes."""
        pid = int((self.server.at.data / "postmaster.pid").read_text().split("\n", 1)[0])
        children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
        for one in (pid, *map(int, children)):
            try:
                os.kill(one, 9)
            except ProcessLookupError:
                continue
        while self.server.is_running():
            time.sleep(0.01)


def make(folder: Path) -> Scratch:
    """Start a server in a folder, migrate, and let the cast move in."""
    server = Embedded(folder, folder / "var")
    server.ensure_running()
    passwords = server.passwords()
    with psycopg.connect(autocommit=True, **server.connection("app_owner", "postgres", passwords)) as connection:
        connection.execute("CREATE DATABASE kills")
    urls = {
        role: f"postgresql://{role}:{passwords[role]}@{quote(str(server.at.socket_dir), safe='')}/kills"
        for role in ("app_rw", "app_owner")
    }
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.kills.settings",
        "DATABASE_URL": urls["app_rw"],
        "DATABASE_OWNER_URL": urls["app_owner"],
        "PYTHONPATH": str(ROOT),
    }
    scratch = Scratch(server, environment)
    scratch.run(*MANAGE, "migrate", "-v0")
    scratch.run(*CHILD, "cast")
    return scratch
