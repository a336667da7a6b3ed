"""Caluma 12.7.2 through its Python API, each step in one transaction, as its GraphQL does.

What is on: its cases and work items, and its own history tables (django-simple-history keeps a copy of each row that
changes). Its permission and visibility classes are those of its settings, which let everybody in; no lock, no mail.
"""

import json
import os
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

known = json.loads(os.environ["BENCH_DATABASE"])
os.environ.update(
    DJANGO_SETTINGS_MODULE="caluma.settings.django",
    ENV="dev",
    DEBUG="false",
    LOG_LEVEL="ERROR",
    SECRET_KEY="bench",
    DATABASE_NAME=known["dbname"],
    DATABASE_USER=known["user"],
    DATABASE_PASSWORD=known["password"],
    DATABASE_HOST=known["host"],
    DYNAMIC_GROUPS_CLASSES="caluma_errand.parties.Parties",
)

import django  # noqa: E402

django.setup()

import django_peer  # noqa: E402
from caluma.caluma_user.models import BaseUser  # noqa: E402
from caluma.caluma_workflow import api  # noqa: E402
from caluma.caluma_workflow.models import Flow, Task, TaskFlow, Workflow, WorkItem  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from protocol import Engine, Step, together  # noqa: E402
from statements import counted  # noqa: E402

STEPS = ("triage", "ask", "reply", "decide", "close")
USER = BaseUser(username="kari", group="region")


def define() -> Workflow:
    """The same process."""
    workflow = Workflow.objects.create(slug="errand", name="Errand", is_published=True, allow_all_forms=True)
    tasks = {}
    for name in STEPS:
        tasks[name] = Task.objects.create(
            slug=name,
            name=name,
            type=Task.TYPE_SIMPLE,
            is_multiple_instance=name == "reply",
            address_groups="['parties']|groups" if name == "reply" else "['region']|groups",
        )
    workflow.start_tasks.add(tasks["triage"])
    for before, after in pairwise(STEPS):
        flow = Flow.objects.create(next=f"'{after}'|task")
        TaskFlow.objects.create(workflow=workflow, task=tasks[before], flow=flow)
    return workflow


def begin(parties: int) -> Any:
    """Start a case."""
    with transaction.atomic():
        return api.start_case(WORKFLOW, USER, context={"parties": groups(parties)}).pk


def groups(parties: int) -> list[str]:
    """So many groups."""
    return [f"group-{number}" for number in range(parties)]


def step(key: Any, parties: int) -> None:
    """One completed work item."""
    with transaction.atomic():
        api.complete_work_item(WorkItem.objects.get(pk=key), USER, context={"parties": groups(parties)})


def waiting(case: Any, name: str) -> list[Any]:
    """The keys of the work items of a case that wait under a name."""
    rows = WorkItem.objects.filter(case_id=case, task_id=name, status=WorkItem.STATUS_READY)
    return list(rows.order_by("created_at").values_list("pk", flat=True))


def case(parties: int) -> Iterator[Step]:
    """Start, triage, ask, reply, decide, end."""
    made: list[Any] = []
    yield "start", lambda: made.append(begin(parties))
    for name in STEPS:
        for key in waiting(made[0], name):
            yield name, lambda key=key: step(key, parties)
    assert not any(waiting(made[0], name) for name in STEPS)


def opened(parties: int) -> tuple[Any, list[Any]]:
    """A case that waits for the replies."""
    made = begin(parties)
    for name in ("triage", "ask"):
        step(waiting(made, name)[0], parties)
    return made, waiting(made, "reply")


def siblings(size: int) -> dict[str, int]:
    """All last replies at once: afterwards exactly one decision waits."""
    made, keys = opened(size)
    said = together([lambda key=key: step(key, size) for key in keys], django_peer.close)
    decisions, replied = len(waiting(made, "decide")), size - len(waiting(made, "reply"))
    return {
        "stuck": int(decisions == 0),
        "doubled": max(0, decisions - 1),
        "lost": abs(said.count("done") - replied),
        "refused": size - said.count("done"),
    }


def double(size: int) -> dict[str, int]:
    """The step that asks, sent in many times at the same moment."""
    made = begin(2)
    step(waiting(made, "triage")[0], 2)
    (key,) = waiting(made, "ask")
    said = together([lambda: step(key, 2)] * size, django_peer.close)
    replies = len(waiting(made, "reply"))
    return {"stuck": int(replies == 0), "doubled": int(replies > 2), "refused": size - said.count("done")}


if __name__ == "__main__":
    connection.settings_dict["OPTIONS"] |= django_peer.PREPARED
    django_peer.migrate()
    WORKFLOW = define()
    Engine(
        case,
        counted(connection),
        lambda: connection.connection.info.backend_pid,
        {"siblings": siblings, "double": double},
    ).serve()
