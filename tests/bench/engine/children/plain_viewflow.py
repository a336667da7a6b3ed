"""Plain viewflow 2.4.0 with its best lock, and a split over as many branches as there are parties.

A step is one POST as its own view does it: lock, savepoint, read the task and its process; assign, start, execute.
What is on: viewflow's task and process rows. No rights are looked up, no history is written beside its task rows, no
mail, no row-level security, no case of one's own.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import django_peer

django_peer.start("viewflow.workflow", "viewflow_errand", VIEWFLOW={"AUTOREGISTER": False}, ROOT_URLCONF=None)

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from protocol import Engine, Step, together  # noqa: E402
from statements import counted  # noqa: E402
from viewflow.workflow.models import Process, Task  # noqa: E402
from viewflow.workflow.status import STATUS  # noqa: E402
from viewflow_errand.flows import PARTIES, ErrandFlow  # noqa: E402


def begin(made: list[Any], user: User) -> None:
    """Start a process as the start view does."""
    with transaction.atomic():
        activation = ErrandFlow.start.activation_class.create(ErrandFlow.start, None, None)
        activation.start(SimpleNamespace(user=user))
        activation.execute()
    made.append(activation.process.pk)


def step(process: int, key: int, user: User) -> None:
    """One POST on a task."""
    with ErrandFlow.lock(process), transaction.atomic():
        task = Task._default_manager.get(pk=key)
        activation = task.flow_task.activation_class(task)
        activation.assign(user)
        activation.start(SimpleNamespace(user=user))
        activation.execute()


def waiting(process: int, *names: str) -> list[int]:
    """The keys of the open tasks of a process, at some nodes."""
    nodes = [getattr(ErrandFlow, name) for name in names]
    return list(
        Task._default_manager.filter(process_id=process, flow_task__in=nodes)
        .exclude(status__in=[STATUS.DONE, STATUS.CANCELED])
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def case(parties: int) -> Iterator[Step]:
    """Start, triage, ask, reply, decide, end."""
    made: list[Any] = []
    PARTIES["now"] = parties
    yield "start", lambda: begin(made, USER)
    for name in ("triage", "ask", "reply", "decide", "close"):
        for key in waiting(made[0], name):
            yield name, lambda key=key: step(made[0], key, USER)
    assert not waiting(made[0], "triage", "ask", "reply", "join", "decide", "close")


def opened(parties: int) -> tuple[int, list[int]]:
    """A process that waits for the replies."""
    steps = case(parties)
    for _name, deed in (next(steps) for _step in range(3)):
        deed()
    process = Process.objects.latest("pk").pk
    return process, waiting(process, "reply")


def siblings(size: int) -> dict[str, int]:
    """All last replies at once: afterwards exactly one decision waits."""
    process, keys = opened(size)
    said = together([lambda key=key: step(process, key, USER) for key in keys], django_peer.close)
    decisions = len(waiting(process, "decide"))
    replied = size - len(waiting(process, "reply"))
    return {
        "stuck": int(decisions == 0),
        "doubled": max(0, decisions - 1),
        "lost": abs(said.count("done") - replied),
        "refused": size - said.count("done"),
    }


def double(size: int) -> dict[str, int]:
    """The step that asks, sent in many times at the same moment: twice as many replies when it is done twice."""
    PARTIES["now"] = 2
    made: list[Any] = []
    begin(made, USER)
    step(made[0], waiting(made[0], "triage")[0], USER)
    (key,) = waiting(made[0], "ask")
    said = together([lambda: step(made[0], key, USER)] * size, django_peer.close)
    asked = len(waiting(made[0], "reply"))
    return {"stuck": int(asked == 0), "doubled": int(asked > 2), "refused": size - said.count("done")}


if __name__ == "__main__":
    django_peer.migrate()
    USER = User.objects.create(username="kari")
    Engine(
        case,
        counted(connection),
        lambda: connection.connection.info.backend_pid,
        {"siblings": siblings, "double": double},
    ).serve()
