"""Whether a case can move to another version of its flow, where each open step would land, and if not, why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError
from django.db.models import CharField
from django.db.models.functions import Cast
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from workflow.flow_graph import AFTER, required_before, step_of
from workflow.flows import CaseFlow
from workflow.models import Assignment, Case
from workflow.nodes import Step
from workflow.tokens import reference


@dataclass(frozen=True)
class Landing:
    """Where one open step of a case goes.

    `due` is its last day there, `wakes` the moment until which it sleeps; `others` says that other people are asked.
    """

    old: str
    node: Step
    task: int
    row: Assignment | None
    party: int | None
    due: date | None
    wakes: datetime | None
    others: bool


@dataclass(frozen=True)
class CasePlan:
    """What becomes of one case: where its open steps land, and why it cannot move. No reason: it can."""

    case: Case
    ended: bool
    landings: list[Landing] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        said = "; ".join(self.reasons) or ", ".join(f"{one.old} → {one.node.name}" for one in self.landings)
        return f"{self.case.number or self.case.pk}: {said or 'nothing is open in the flow'}"


def place_of(step: str, old: type[CaseFlow], new: type[CaseFlow]) -> str:
    """What a step of the old version is called in the new one; its own name when the new version does not say."""
    return new.moves_from.get(old.version, {}).get(step, step)


def same_steps(old: type[CaseFlow], new: type[CaseFlow]) -> dict[str, str]:
    """The nodes that both versions have, by their old name and their new.

    A node that only lands on one which the old version has as well is not the same: to have done it is not to have done
    the other.
    """
    had = {node.name for node in old.instance.nodes()}
    have = {node.name for node in new.instance.nodes()}
    places = {name: place_of(name, old, new) for name in had}
    return {name: place for name, place in places.items() if place in have and (place == name or place not in had)}


def plan_case(case: Case, old: type[CaseFlow], new: type[CaseFlow]) -> CasePlan:
    """What would become of a case now. Reads only; three queries, and those of the new version's own rules."""
    known = {reference(node): node.name for node in old.instance.nodes()}
    tasks = Task.objects.filter(process_id=case.process_id).order_by("pk").annotate(name=Cast("flow_task", CharField()))
    tasks = list(tasks.only("status", "scheduled"))
    for task in tasks:
        task.name = known.get(task.name, task.name)
    rows = list(Assignment.objects.filter(case_id=case.pk, state=Assignment.State.OPEN))
    by_task = {row.task_id: row for row in rows if row.task_id}
    same = same_steps(old, new)
    done = {same.get(task.name, "") for task in tasks if task.status == STATUS.DONE}
    plan = CasePlan(case, case.process.status != PROCESS.NEW)
    for task in (task for task in tasks if task.status == STATUS.NEW):
        try:
            plan.landings.append(landing(case, task, by_task.get(task.pk), old, new))
        except LookupError as reason:
            plan.reasons.append(reason.args[0])
    plan.reasons.extend(reasons(plan, done, new))
    plan.reasons.extend(unfollowed({row.step for row in rows if not row.task_id}, plan.landings, old, new))
    return plan


def landing(case: Case, task: Task, row: Assignment | None, old: type[CaseFlow], new: type[CaseFlow]) -> Landing:
    """Where one open step lands. Raises LookupError, with the reason in words, when it has no place.

    The last day that people have been told stands, and so does the moment that a step of the same kind sleeps until.
    A step that had none gets the new version's, counted from today.
    """
    place = place_of(task.name, old, new)
    node = step_of(new, place)
    if node is None:
        raise LookupError(f"it waits at {task.name}, which has no place in version {new.version}")
    try:
        party = node.party(case) if node.party else None
        due = row.due if row and row.due else node.due(case) if node.due else None
        wakes = node.wakes(case, due)
    except DatabaseError:
        raise
    except Exception as error:  # the rules of a flow read the case as they like
        raise LookupError(f"it cannot be told whose turn {place} is, or until when: {error!r}") from error
    party = getattr(party, "pk", party)
    others = party is not None and (row is None or (row.party_id, row.permission) != (party, node.permission))
    if wakes and task.scheduled and type(node) is type(step_of(old, task.name)):
        wakes = task.scheduled
    return Landing(task.name, node, task.pk, row, party, due, wakes, others)


def reasons(plan: CasePlan, done: set[str], new: type[CaseFlow]) -> Iterator[str]:
    """Why a case cannot stand where its open steps would land."""
    places = [one.node.name for one in plan.landings]
    for place in sorted({place for place in places if places.count(place) > 1}):
        yield f"two open steps would land on {place}"
    for place in sorted(set(places)):
        missing = required_before(new).get(place, frozenset()) - done
        if missing:
            yield f"version {new.version} wants {', '.join(sorted(missing))} done before {place}"
    if plan.case.on_hold_since and any(one.others for one in plan.landings):
        yield "it is on hold, and others would be asked; it must be taken up again first"
    if not plan.landings and not plan.reasons and not plan.ended:
        yield "it runs, but waits at no step"


def unfollowed(parts: set[str], landings: list[Landing], old: type[CaseFlow], new: type[CaseFlow]) -> Iterator[str]:
    """Open parts of single parties which the old version follows up or gathers, and the new one would not."""
    for one in landings:
        gathered = getattr(step_of(old, one.old), "parts", "")
        if gathered in parts and getattr(one.node, "parts", "") != gathered:
            yield f"{gathered} is open for a party, and {one.node.name} of version {new.version} does not gather it"
    for step in sorted(parts):
        if has(old, f"{AFTER}{step}") and not has(new, f"{AFTER}{step}"):
            yield f"{step} is open for a party, and version {new.version} does not follow it up"


def has(flow_class: type[CaseFlow], name: str) -> Any:
    """Whether a flow has a method."""
    return callable(getattr(flow_class, name, None))
