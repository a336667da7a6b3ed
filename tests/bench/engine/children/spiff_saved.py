"""SpiffWorkflow 3.2.0, its state saved to PostgreSQL at each step. As text: jsonb moves the keys, and data is lost.

A step locks the row, reads the whole document, runs, and writes the whole document. What is on: that one row. No row
for a task, so nobody can ask what waits for whom; no rights, no history beside the document, no mail.
"""

import json
import os
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
from lxml import etree
from protocol import Engine, Step, together
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

BPMN = """
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
  <process id="errand" isExecutable="true">
    <startEvent id="start"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="triage"/>
    <userTask id="triage"/>
    <sequenceFlow id="f2" sourceRef="triage" targetRef="ask"/>
    <userTask id="ask"/>
    <sequenceFlow id="f3" sourceRef="ask" targetRef="reply"/>
    <userTask id="reply">
      <multiInstanceLoopCharacteristics isSequential="false">
        <loopCardinality>parties</loopCardinality>
      </multiInstanceLoopCharacteristics>
    </userTask>
    <sequenceFlow id="f4" sourceRef="reply" targetRef="decide"/>
    <userTask id="decide"/>
    <sequenceFlow id="f5" sourceRef="decide" targetRef="close"/>
    <userTask id="close"/>
    <sequenceFlow id="f6" sourceRef="close" targetRef="end"/>
    <endEvent id="end"/>
  </process>
</definitions>
"""
parser = BpmnParser()
parser.add_bpmn_xml(etree.fromstring(BPMN))
SPEC = parser.get_spec("errand")
SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
local = threading.local()
asked = 0


def connection() -> psycopg.Connection:
    """The connection of the thread that asks."""
    if not hasattr(local, "connection"):
        local.connection = psycopg.connect(autocommit=True, **json.loads(os.environ["BENCH_DATABASE"]))
    return local.connection


def execute(statement: str, *values: object) -> psycopg.Cursor:
    """Ask the database, and count it."""
    global asked
    asked += 1
    return connection().execute(statement, values, prepare=True)


def close() -> None:
    """Let go of this thread's connection."""
    connection().close()
    del local.connection


def begin(parties: int) -> int:
    """Start a workflow and save it."""
    workflow = BpmnWorkflow(SPEC)
    workflow.do_engine_steps()
    workflow.get_tasks(state=TaskState.READY)[0].data["parties"] = parties
    with connection().transaction():
        return execute(
            "INSERT INTO spiff (document) VALUES (%s) RETURNING id", SERIALIZER.serialize_json(workflow)
        ).fetchone()[0]


def load(key: int, *, lock: bool = False) -> BpmnWorkflow:
    """A workflow as it was saved."""
    row = execute(f"SELECT document FROM spiff WHERE id = %s {'FOR UPDATE' if lock else ''}", key).fetchone()
    return SERIALIZER.deserialize_json(row[0])


def step(key: int, task_id: Any) -> None:
    """One human step: lock, read, run, write, commit. Raises LookupError when the task does not wait any more."""
    with connection().transaction():
        workflow = load(key, lock=True)
        task = workflow.get_task_from_id(task_id)
        if task.state != TaskState.READY:
            raise LookupError(task_id)
        task.run()
        workflow.do_engine_steps()
        execute("UPDATE spiff SET document = %s WHERE id = %s", SERIALIZER.serialize_json(workflow), key)


def waiting(key: int, name: str) -> list[Any]:
    """The tasks of a workflow that wait under a name."""
    found = load(key).get_tasks(state=TaskState.READY)
    return [task.id for task in found if task.task_spec.bpmn_id == name]


def case(parties: int) -> Iterator[Step]:
    """Start, triage, ask, reply, decide, end."""
    made: list[int] = []
    yield "start", lambda: made.append(begin(parties))
    for name in ("triage", "ask", "reply", "decide", "close"):
        for task_id in waiting(made[0], name):
            yield name, lambda task_id=task_id: step(made[0], task_id)
    assert load(made[0]).completed


def opened(parties: int) -> tuple[int, list[Any]]:
    """A workflow that waits for the replies."""
    key = begin(parties)
    for name in ("triage", "ask"):
        step(key, waiting(key, name)[0])
    return key, waiting(key, "reply")


def siblings(size: int) -> dict[str, int]:
    """All last replies at once: afterwards exactly one decision waits."""
    key, tasks = opened(size)
    said = together([lambda task_id=task_id: step(key, task_id) for task_id in tasks], close)
    decisions, replied = len(waiting(key, "decide")), size - len(waiting(key, "reply"))
    return {
        "stuck": int(decisions == 0),
        "doubled": max(0, decisions - 1),
        "lost": abs(said.count("done") - replied),
        "refused": size - said.count("done"),
    }


def double(size: int) -> dict[str, int]:
    """The step that asks, sent in many times at the same moment."""
    key = begin(2)
    step(key, waiting(key, "triage")[0])
    (task_id,) = waiting(key, "ask")
    said = together([lambda: step(key, task_id)] * size, close)
    replies = len(waiting(key, "reply"))
    return {"stuck": int(replies == 0), "doubled": int(replies > 2), "refused": size - said.count("done")}


if __name__ == "__main__":
    connection().execute("CREATE TABLE spiff (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document text)")
    Engine(
        case,
        lambda: asked,
        lambda: connection().info.backend_pid,
        {"siblings": siblings, "double": double},
    ).serve()
