"""Whose turn it is: starting a case's flow, and telling it that a step is done."""

from collections.abc import Mapping
from typing import Any

from django.utils.module_loading import import_string
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from workflow import assignments, clock, tokens
from workflow.actors import SYSTEM, Actor
from workflow.context import machine_acts
from workflow.inheriting import own_steps
from workflow.models import Case


class StepNotOpen(LookupError):
    """The flow does not wait at this step: a deed was called out of turn."""


class CaseFlow(flow.Flow):
    """The base of every flow. Its only lock is the case's row, which each deed takes first (`transitions.locked`).

    `flow_name` is the same for all versions of a flow, `version` counts them. `moves_from` says for cases that come
    from another version where its steps are now: {1: {"old_step": "new_step"}}; one that is not named keeps its name.
    """

    flow_name = ""
    version = 1
    moves_from: Mapping[int, Mapping[str, str]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        own_steps(cls)
        super().__init_subclass__(**kwargs)


def start(case: Case, flow_class: type[CaseFlow], *, by: Actor) -> None:
    """Start a flow for a case and open its first step."""
    process = Process.objects.create(flow_class=flow_class, status=PROCESS.NEW, created=clock.now())
    case.flow = path_of(flow_class)
    case.flow_version = flow_class.version
    case.process = process
    case.save(update_fields=["flow", "flow_version", "process"])
    node = flow_class.instance.node("start")
    tokens.open_step(case, node, None, by=by)
    follow(tokens.close(case, node, by=by))


def complete(case: Case, step: str, *, by: Actor) -> None:
    """Close a step of a case and open what follows.

    Raises StepNotOpen when the flow does not wait there.
    """
    node = node_of(case, step)
    task = tokens.close(case, node, by=by)
    if task is None:
        raise StepNotOpen(f"{case.pk} does not wait at {step}")
    follow(task)


def follow(task: Task) -> None:
    """Walk from a step that is done to where the flow waits next."""
    task.flow_task.activation_class(task).activate_next()


def part_done(case: Case, step: str, record: Any, *, by: Actor) -> None:
    """Tell the flow that one party's part of a step is done.

    The flow's method `after_<step>(case, record)`, if it has one, is what follows for that party alone; the machine
    does it in the same transaction.
    """
    follow = getattr(flow_of(case).instance, f"after_{step}", None)
    if follow is not None:
        with machine_acts(SYSTEM, restore=by):
            follow(case, record)


def stop(case: Case, *, by: Actor) -> None:
    """End a case's flow where it is: open steps and assignments are withdrawn."""
    assignments.withdraw_all(case, by=by)
    Task.objects.filter(process_id=case.process_id, status=STATUS.NEW).update(
        status=STATUS.CANCELED, finished=clock.now()
    )
    Process.objects.filter(pk=case.process_id).update(status=PROCESS.CANCELED, finished=clock.now())


def reopen_at(case: Case, step: str, *, by: Actor, keep_parts: bool = False) -> None:
    """Withdraw the open steps of a case and open another: a case sent back, as after a cancelled competition.

    `keep_parts` leaves what waits for single parties beside the flow, as an authorisation that is still to come.
    """
    if keep_parts:
        assignments.withdraw_flow_steps(case, by=by)
    else:
        assignments.withdraw_all(case, by=by)
    Task.objects.filter(process_id=case.process_id, status=STATUS.NEW).update(
        status=STATUS.CANCELED, finished=clock.now()
    )
    last = Task.objects.filter(process_id=case.process_id).order_by("-pk").first()
    node = node_of(case, step)
    before = tokens.in_memory(case, last.flow_task or node, last.pk, STATUS.DONE, last.token.token, by)
    node.activation_class.create(node, Activation(before), before.token)


def waits_at(case: Case, step: str) -> bool:
    """Whether the flow of a case waits at a step."""
    node = node_of(case, step)
    return Task.objects.filter(process_id=case.process_id, flow_task=node, status=STATUS.NEW).exists()


def path_of(flow_class: type[CaseFlow]) -> str:
    """The name by which a case keeps its flow."""
    return f"{flow_class.__module__}.{flow_class.__name__}"


def node_of(case: Case, step: str) -> Any:
    """A node of the flow that a case runs on."""
    return flow_of(case).instance.node(step)


def flow_of(case: Case) -> type[CaseFlow]:
    """The flow class that a case runs on. Raises ImportError when it is gone from the code."""
    return import_string(case.flow)
