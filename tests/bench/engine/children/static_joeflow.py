"""joeflow 2.0.2. A step is what its view does: one transaction that finishes the task and starts the next.

What is on: its task rows. It locks nothing on a human step, asks for no rights, writes no history, tells nobody. Four
parties, drawn one by one. The join runs after the commit in a transaction of its own, as with its celery runner.
"""

from collections.abc import Iterator

import django_peer

django_peer.start(
    "joeflow",
    "joeflow_errand",
    JOEFLOW_TASK_RUNNER="joeflow_errand.runner.run",
    MIGRATION_MODULES=dict.fromkeys(("auth", "contenttypes", "joeflow")),
    ROOT_URLCONF=None,
)

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from joeflow.models import Task  # noqa: E402
from joeflow.typing import HUMAN  # noqa: E402
from joeflow_errand.models import PARTIES, Errand  # noqa: E402
from protocol import Engine, Step, together  # noqa: E402
from statements import counted  # noqa: E402

ORDER = ("triage", "ask", *PARTIES, "decide", "close")


def begin() -> int:
    """Start a workflow as the start view does."""
    with transaction.atomic():
        errand = Errand.objects.create()
        task = Task(name="start", type=HUMAN, workflow=errand)
        task.finish(USER)
        task.start_next_tasks()
    return errand.pk


def step(key: int) -> None:
    """One POST on a task."""
    with transaction.atomic():
        task = Task.objects.get(pk=key, completed=None)
        task.finish(USER)
        task.start_next_tasks()


def waiting(errand: int, *names: str) -> list[int]:
    """The keys of the open tasks of a workflow under some names."""
    rows = Task.objects.filter(_workflow_id=errand, name__in=names, completed=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def case(parties: int) -> Iterator[Step]:
    """Start, triage, ask, reply, decide, end."""
    assert parties == len(PARTIES)
    made: list[int] = []
    yield "start", lambda: made.append(begin())
    for name in ORDER:
        for key in waiting(made[0], name):
            yield "reply" if name in PARTIES else name, lambda key=key: step(key)
    assert not waiting(made[0], *ORDER, "join")


def opened() -> tuple[int, list[int]]:
    """A workflow that waits for the replies."""
    errand = begin()
    for name in ("triage", "ask"):
        step(waiting(errand, name)[0])
    return errand, waiting(errand, *PARTIES)


def siblings(size: int) -> dict[str, int]:
    """The last replies at once, the others before: afterwards exactly one decision waits."""
    errand, keys = opened()
    for key in keys[size:]:
        step(key)
    keys = keys[:size]
    said = together([lambda key=key: step(key) for key in keys], django_peer.close)
    decisions = len(waiting(errand, "decide"))
    replied = len(keys) - len(waiting(errand, *PARTIES))
    return {
        "stuck": int(decisions == 0),
        "doubled": max(0, decisions - 1),
        "lost": abs(said.count("done") - replied),
        "refused": len(keys) - said.count("done"),
    }


def double(size: int) -> dict[str, int]:
    """The step that asks, sent in many times at the same moment."""
    errand = begin()
    step(waiting(errand, "triage")[0])
    (key,) = waiting(errand, "ask")
    said = together([lambda: step(key)] * size, django_peer.close)
    replies = len(waiting(errand, *PARTIES))
    return {"stuck": int(replies == 0), "doubled": int(replies > 4), "refused": size - said.count("done")}


if __name__ == "__main__":
    django_peer.migrate()
    USER = User.objects.create(username="kari")
    Engine(
        case,
        counted(connection),
        lambda: connection.connection.info.backend_pid,
        {"siblings": siblings, "double": double},
    ).serve()
