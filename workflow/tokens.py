"""The rows that viewflow keeps of a flow's steps, each change in one statement; the graph is viewflow's.

Its own activations write each row whole and by itself: four statements where one does. What stands in the tables is the
same, so that its inspection and its charts read it.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from workflow import clock
from workflow.actors import Actor
from workflow.models import Assignment, Case
from workflow.runs import SETTING

CLOSE = f"""
    WITH inbox AS (
        UPDATE workflow_assignment SET state = 'done', closed_at = %(now)s, closed_by_id = %(by)s,
            closed_run = {SETTING}
        WHERE case_id = %(case)s AND step = %(step)s AND state = 'open'
    )
    UPDATE viewflow_task SET status = 'DONE', started = coalesce(started, %(now)s), finished = %(now)s
    WHERE process_id = %(process)s AND flow_task = %(node)s AND status = 'NEW'
    RETURNING id, token
"""  # noqa: S608
OPEN = """
    WITH task AS (
        INSERT INTO viewflow_task (process_id, flow_task, flow_task_type, status, created, token, scheduled, data)
        VALUES (%(process)s, %(node)s, %(type)s, 'NEW', %(now)s, %(token)s, %(wakes)s, '{}')
        RETURNING id
    ), before AS (
        INSERT INTO viewflow_task_previous (from_task_id, to_task_id)
        SELECT id, %(previous)s FROM task WHERE %(previous)s::bigint IS NOT NULL
    ), inbox AS (
        INSERT INTO workflow_assignment
            (case_id, step, party_id, permission, state, opened_at, due, waits_for_meeting, task_id)
        SELECT %(case)s, %(step)s, %(party)s, %(permission)s, 'open', %(now)s, %(due)s, false, id
        FROM task WHERE %(party)s::bigint IS NOT NULL
        RETURNING id
    )
    SELECT task.id, inbox.id FROM task LEFT JOIN inbox ON true
"""


def reference(node: Any) -> str:
    """The name under which a node stands in the database, as `suksit/flows.ChangeFlow.accept_report`."""
    return Task._meta.get_field("flow_task").get_prep_value(node)


def close(case: Case, node: Any, *, by: Actor) -> Task | None:
    """Mark the open step of a case as done, with its rows in the inbox. None when the flow does not wait there."""
    values = {
        "case": case.pk,
        "process": case.process_id,
        "node": reference(node),
        "step": node.name,
        "now": clock.now(),
        "by": by.user_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, values)
        row = cursor.fetchone()
    return in_memory(case, node, row[0], STATUS.DONE, row[1], by) if row else None


def open_step(
    case: Case,
    node: Any,
    previous: Task | None,
    *,
    by: Actor,
    party: Any = None,
    permission: str = "",
    due: date | None = None,
    wakes: datetime | None = None,
) -> tuple[Task, Assignment | None]:
    """Let the flow wait at a step, and put it into the inbox of the party whose turn it is, if there is one.

    `wakes` is the moment at which the clock moves it on by itself (`workflow.timers`).
    """
    token = previous.token.token if previous else "start"
    values = {
        "case": case.pk,
        "process": case.process_id,
        "node": reference(node),
        "type": node.task_type,
        "step": node.name,
        "now": clock.now(),
        "token": token,
        "previous": previous.pk if previous else None,
        "party": getattr(party, "pk", party),
        "permission": permission,
        "due": due,
        "wakes": wakes,
    }
    with connection.cursor() as cursor:
        cursor.execute(OPEN, values)
        task_id, row_id = cursor.fetchone()
    task = in_memory(case, node, task_id, STATUS.NEW, token, by)
    if row_id is None:
        return task, None
    row = Assignment(
        pk=row_id,
        case_id=case.pk,
        step=node.name,
        party_id=values["party"],
        permission=permission,
        due=due,
        opened_at=values["now"],
        task_id=task_id,
    )
    return task, row


def passed(task: Task) -> None:
    """Mark a step at which nobody waits as done."""
    now = clock.now()
    Task.objects.filter(pk=task.pk).update(status=STATUS.DONE, started=now, finished=now)


def sleep_until(task: Task, moment: datetime, data: dict[str, Any]) -> None:
    """Let a step sleep on, with what it is to remember."""
    Task.objects.filter(pk=task.pk).update(scheduled=moment, data=data)


def move_deadline(case: Case, step: str, due: date) -> None:
    """Let a step that the clock closes at its last day sleep until another."""
    for task in Task.objects.filter(process_id=case.process_id, status=STATUS.NEW, scheduled__isnull=False):
        if task.flow_task is not None and task.flow_task.name == step:
            Task.objects.filter(pk=task.pk).update(scheduled=task.flow_task.wakes(case, due))


def in_memory(case: Case, node: Any, key: int, status: str, token: str, by: Actor) -> Task:
    """A task that stands in the database, with the process that it belongs to; never saved again."""
    process = Process(pk=case.process_id, flow_class=node.flow_class)
    process.routed_case = case
    process.acting = by
    return Task(
        pk=key, process=process, flow_task=node, flow_task_type=node.task_type, status=status, token=Token(token)
    )
