"""Moving running cases to another version of their flow: each under its lock, whole or not at all, and written down."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from viewflow.workflow.base import Node
from viewflow.workflow.models import Process

from workflow import clock, outbox, versions
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.flows import CaseFlow, path_of
from workflow.models import Assignment, Case, Channel
from workflow.move_plan import CasePlan, Landing, plan_case, same_steps
from workflow.tokens import reference
from workflow.transitions import locked, write_down

DEED = "move_flow"
MOVER = SYSTEM.by_way_of(Channel.COMMAND)
RENAME = """
    UPDATE viewflow_task SET flow_task = place.new, flow_task_type = place.kind,
        scheduled = CASE WHEN viewflow_task.status = 'NEW' THEN place.wakes ELSE viewflow_task.scheduled END
    FROM jsonb_to_recordset(%(places)s) AS place (old text, new text, kind text, task bigint, wakes timestamptz)
    WHERE process_id = %(process)s AND flow_task = place.old
        AND CASE WHEN viewflow_task.status = 'NEW' THEN viewflow_task.id = place.task ELSE place.task IS NULL END
"""


class OtherFlow(ValueError):
    """Cases move between versions of the same flow alone."""


class CannotMove(Exception):
    """A case stays where it is. Its plan says why."""

    def __init__(self, plan: CasePlan) -> None:
        self.plan = plan
        super().__init__(str(plan))


@dataclass(frozen=True)
class Outcome:
    """What became of one case: whether it was moved, and its plan or the error in words."""

    moved: bool
    words: str


def same_flow(old: type[CaseFlow], new: type[CaseFlow]) -> None:
    """Raise OtherFlow unless the two are different versions of one flow."""
    if old.flow_name != new.flow_name or old.version == new.version:
        raise OtherFlow(f"{versions.label(old)} and {versions.label(new)} are not two versions of one flow.")


def plan(old: type[CaseFlow], new: type[CaseFlow]) -> Iterator[CasePlan]:
    """What would become of each case on a version, in the order of their numbers. Touches nothing.

    Asked in one transaction, which ends with the last. Raises OtherFlow.
    """
    same_flow(old, new)
    with acting_as(MOVER):
        for case in versions.cases_of(old).select_related("process").order_by("number", "pk"):
            yield plan_case(case, old, new)


def move_all(old: type[CaseFlow], new: type[CaseFlow]) -> Iterator[Outcome]:
    """Move every case on a version that can be moved, each in a transaction of its own.

    A case that cannot move, or that fails, stays where it was, and the others go on. One that has left the version in
    the meantime is passed over. Raises OtherFlow.
    """
    same_flow(old, new)
    with acting_as(MOVER):
        keys = list(versions.cases_of(old).order_by("number", "pk").values_list("pk", "number"))
    for key, number in keys:
        try:
            moved = move_case(key, old, new)
        except CannotMove as reason:
            yield Outcome(moved=False, words=str(reason))
        except Exception as error:  # whatever is wrong with this case is no reason to leave the others
            yield Outcome(moved=False, words=f"{number or key}: {error!r}")
        else:
            if moved:
                yield Outcome(moved=True, words=str(moved))


def move_case(key: UUID, old: type[CaseFlow], new: type[CaseFlow]) -> CasePlan | None:
    """Move one case, and return what was done; None when it is on the old version no more.

    The plan is made again under the lock, so that a deed which came first counts. Raises CannotMove with nothing
    changed.
    """
    with acting_as(MOVER), locked(Case(pk=key)) as case:
        if (case.flow, case.flow_version) != (path_of(old), old.version):
            return None
        found = plan_case(case, old, new)
        if found.reasons:
            raise CannotMove(found)
        rename_tasks(case, found.landings, old, new)
        Process.objects.filter(pk=case.process_id).update(flow_class=new)
        case.flow, case.flow_version = path_of(new), new.version
        case.save(update_fields=["flow", "flow_version"])
        asked = [other for one in found.landings if (other := carry(case, one)) is not None]
        if asked:
            outbox.announce(case, asked)
        write_down(
            case,
            DEED,
            by=MOVER,
            permission="",
            party=case.region_id,
            data={
                "flow": new.flow_name,
                "from": old.version,
                "to": new.version,
                "steps": {one.old: one.node.name for one in found.landings},
            },
        )
        return found


def rename_tasks(case: Case, landings: Iterable[Landing], old: type[CaseFlow], new: type[CaseFlow]) -> None:
    """Let viewflow's rows name the new version: the open steps where they land, the others where both have them.

    What only the old version has keeps its name: it was done there.
    """
    rows = [row(old, name, new.instance.node(place)) for name, place in same_steps(old, new).items()]
    rows += [row(old, one.old, one.node, task=one.task, wakes=one.wakes) for one in landings]
    with connection.cursor() as cursor:
        cursor.execute(RENAME, {"places": json.dumps(rows, default=str), "process": case.process_id})


def row(old: type[CaseFlow], name: str, place: Node, **task: object) -> dict[str, object]:
    """One change of name, for `RENAME`; with a task for the one that is open."""
    return {
        "old": reference(old.instance.node(name)),
        "new": reference(place),
        "kind": place.task_type,
        **task,
    }


def carry(case: Case, one: Landing) -> Assignment | None:
    """Take what waits in the inbox along with its step. Returns it when others are asked than before."""
    row = one.row
    if row is None:
        if one.party is None:
            return None
        row = Assignment(case_id=case.pk, task_id=one.task, opened_at=clock.now())
    elif one.party is None:
        row.state, row.closed_at = Assignment.State.WITHDRAWN, clock.now()
        row.save(update_fields=["state", "closed_at"])
        return None
    if row.party_id != one.party:
        row.person_id = None
    row.step, row.party_id, row.permission, row.due = one.node.name, one.party, one.node.permission, one.due
    row.save()
    return row if one.others else None
