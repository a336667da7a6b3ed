"""What the clock moves on: steps that sleep until a moment, each woken in its own transaction with the case locked."""

from typing import Any

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from workflow import clock
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Case
from workflow.transitions import locked


def wake_due() -> int:
    """Wake every step whose moment has come; a chore of the clock. Returns how many.

    A state query: a tick that was missed costs nothing, and two workers wake a step once. Cases on hold sleep on. A
    step that fails stays due and does not keep the others asleep. Raises ExceptionGroup afterwards when any did.
    """
    with acting_as(SYSTEM):
        due = list(
            Task.objects.filter(
                status=STATUS.NEW, scheduled__lte=clock.now(), process__case__on_hold_since__isnull=True
            )
            .order_by("scheduled", "pk")
            .values_list("pk", "process__case")
        )
    woken, errors = 0, []
    for task, case in due:
        try:
            woken += wake(task, case)
        except Exception as error:
            error.add_note(f"step {task} of case {case}")
            errors.append(error)
    if errors:
        raise ExceptionGroup("steps that could not be woken", errors)
    return woken


def wake(task_id: int, case_id: Any) -> bool:
    """Wake one step, unless somebody was first."""
    with acting_as(SYSTEM), locked(Case(pk=case_id)) as case:
        task = Task.objects.filter(pk=task_id, status=STATUS.NEW, scheduled__lte=clock.now()).first()
        if task is None or case.on_hold_since or task.flow_task is None:
            return False
        task.flow_task.wake(case, task)
        return True
