"""Where a case is in the drawing of its flow: what is done, what is open, what lies ahead, and what is left out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from viewflow.workflow.base import Node
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from workflow.drawing import Box, Drawing, Line
from workflow.models import Assignment, Case
from workflow.tokens import reference

DONE, NOW, AHEAD, LEFT_OUT = "done", "now", "ahead", "left-out"


@dataclass(frozen=True)
class Place:
    """How a case stands to a node: done (and when), open now (and until when), ahead, or left out.

    `sure`: every way from here to the end goes by it.
    """

    state: str
    sure: bool = True
    done_at: datetime | None = None
    due: date | None = None


def places(case: Case, drawing: Drawing) -> dict[str, Place]:
    """How a case stands to each node of its flow, by name. Three queries, however long the case has lived.

    A step that was done before the case was sent back is ahead again. When the flow was stopped nothing lies ahead. A
    step that the code no longer knows is not in the drawing, and is left out here too.
    """
    nodes = {box.name: box.node for box in drawing.boxes}
    names = {reference(node): name for name, node in nodes.items()}
    finished: dict[str, datetime] = {}
    waiting: set[str] = set()
    tasks = Task.objects.filter(process_id=case.process_id, status__in=(STATUS.NEW, STATUS.DONE)).order_by("pk")
    for at, status, when in tasks.annotate(at=Cast("flow_task", CharField())).values_list("at", "status", "finished"):
        if at in names and status == STATUS.NEW:
            waiting.add(names[at])
        elif at in names:
            finished[names[at]] = when
    ended = Process.objects.filter(pk=case.process_id).values_list("status", flat=True).first() != PROCESS.NEW
    stands = standing(nodes, set(finished), waiting, ended=ended)
    due = last_days(case) if waiting else {}
    return {
        name: Place(
            state,
            state != AHEAD or is_sure(nodes[name], [nodes[step] for step in waiting]),
            finished.get(name) if state == DONE else None,
            due.get(name) if state == NOW else None,
        )
        for name, state in stands.items()
    }


def last_days(case: Case) -> dict[str, date]:
    """The last day of each open step of the flow that has one. One query."""
    rows = Assignment.objects.filter(case_id=case.pk, state=Assignment.State.OPEN, task__isnull=False)
    return dict(rows.exclude(due=None).values_list("step", "due"))


def standing(nodes: dict[str, Node], finished: set[str], waiting: set[str], *, ended: bool) -> dict[str, str]:
    """The state of each node, from what was done at any time and what is open now."""
    if not waiting:
        missed = LEFT_OUT if ended else AHEAD
        return {name: DONE if name in finished else missed for name in nodes}
    before = {node.name for name in waiting for node in reached(nodes[name], "_incoming", "src")}
    after = {node.name for name in waiting for node in reached(nodes[name], "_outgoing", "dst")}
    found = {}
    for name in nodes:
        if name in waiting:
            found[name] = NOW
        elif name in finished and name in before:
            found[name] = DONE
        else:
            found[name] = AHEAD if name in after else LEFT_OUT
    return found


def is_sure(node: Node, waiting: list[Node]) -> bool:
    """Whether no way leads from the open steps to an end beside a node."""
    around = {other for step in waiting for other in reached(step, "_outgoing", "dst", beside=node)}
    return not any(not list(other._outgoing()) for other in around)


def reached(node: Node, edges: str, end: str, beside: Node | None = None) -> set[Node]:
    """Every node that lies before, or after, another; `beside` is one that no way may go through."""
    found: set[Node] = set()
    todo = [node]
    while todo:
        for edge in getattr(todo.pop(), edges)():
            other = getattr(edge, end)
            if other not in found and other != beside:
                found.add(other)
                todo.append(other)
    return found


def marked(drawing: Drawing, stands: dict[str, Place]) -> dict[str, Any]:
    """Context for `workflow/flow.svg`: boxes and lines, each with what it is to the case; without places, the flow."""
    return {
        "drawing": drawing,
        "arrow_states": (DONE, AHEAD, LEFT_OUT) if stands else ("",),
        "boxes": [(box, stands[box.name].state if stands else "") for box in drawing.boxes],
        "lines": [(line, state_of(line, stands)) for line in in_order(drawing.lines, stands)],
    }


def state_of(line: Line, stands: dict[str, Place]) -> str:
    """What a line is: walked, ahead or left out, as the nodes at its ends."""
    if not stands:
        return ""
    source, target = stands[line.source].state, stands[line.target].state
    if LEFT_OUT in (source, target):
        return LEFT_OUT
    return DONE if source == DONE and target in (DONE, NOW) else AHEAD


def in_order(lines: tuple[Line, ...], stands: dict[str, Place]) -> list[Line]:
    """The lines, those that were walked last: they are drawn over the others."""
    rank = {"": 0, LEFT_OUT: 0, AHEAD: 1, DONE: 2}
    return sorted(lines, key=lambda line: rank[state_of(line, stands)])


__all__ = ["AHEAD", "DONE", "LEFT_OUT", "NOW", "Box", "Place", "marked", "places", "standing"]
