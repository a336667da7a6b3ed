"""kill -9 in the middle of a step: what was confirmed is there, and nothing is half done."""

import os
import random
import signal
import time
from typing import Any

from django.db import connection, connections
from protocol import settle
from viewflow.workflow.models import Task

from tests.bench.engine.children import our_cases
from tests.errand.models import Errand
from workflow import history
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment, HistoryEntry

PARTIES = 4
STATES = ["draft", "reported", "accepted", *["invitation"] * (PARTIES + 1), "commitment", "closed"]
WAITS = ["", "triage_errand", "ask_errand", *["decide_errand"] * (PARTIES + 1), "end_errand", ""]
AT_MOST = 0.4  # seconds of work before the blow
GONE = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user
"""


def kill(field: Any) -> dict[str, int]:
    """Let a process of its own go through cases, kill it, and look at every case that it touched."""
    field.asked(PARTIES)
    with acting_as(SYSTEM):
        before = set(Errand.objects.values_list("pk", flat=True))
    settle(connections.close_all)
    connections.close_all()
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        for errand, step in our_cases.forever(field, PARTIES):
            os.write(theirs, f"{errand} {step}\n".encode())
        os._exit(1)
    os.close(theirs)
    time.sleep(random.uniform(0.02, AT_MOST))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with os.fdopen(ours) as pipe:
        confirmed = [line.split()[0] for line in pipe]
    return look(before, confirmed)


def look(before: set[Any], confirmed: list[str]) -> dict[str, int]:
    """Compare what the database has with what the dead process was told."""
    _wait_until_alone()
    found = {"stuck": 0, "doubled": 0, "lost": 0}
    with acting_as(SYSTEM):
        fresh = [errand for errand in Errand.objects.all() if errand.pk not in before]
        for errand in fresh:
            told = confirmed.count(str(errand.pk))
            entries = HistoryEntry.objects.filter(case_id=errand.pk).count()
            found["lost"] += int(entries < told)
            found["doubled"] += int(entries > told + 1)
            found["stuck"] += int(not _whole(errand, entries))
        found["lost"] += len(set(confirmed) - {str(errand.pk) for errand in fresh})
    return found


def _whole(errand: Errand, entries: int) -> bool:
    """Whether the state, the flow, the inbox and the history of a case tell the same."""
    open_rows = Assignment.objects.filter(case_id=errand.pk, state="open")
    steps = list(open_rows.filter(task__isnull=False).values_list("step", flat=True))
    tasks = Task.objects.filter(process_id=errand.process_id, status="NEW").count()
    asked = entries >= STATES.index("invitation") and entries < STATES.index("commitment")
    replies = PARTIES - (entries - STATES.index("invitation")) if asked else 0
    wanted = [WAITS[entries]] if WAITS[entries] else []
    return (
        errand.state == STATES[entries]
        and steps == wanted
        and tasks == len(wanted)
        and open_rows.filter(task__isnull=True).count() == replies
        and not history.verify(errand.pk)
    )


def _wait_until_alone() -> None:
    """Wait until the server has noticed that the other side is gone."""
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(GONE)
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.005)
    raise AssertionError("the server still works for a process that is dead")
