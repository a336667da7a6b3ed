"""Steps that wait for ever, because the code that they wait for is gone or changed: found, and said aloud.

Nobody can do such a step, and no deadline of it is anybody's. So it is looked for at each start, by `manage.py check
--database default`, and for the administrator's page.
"""

from dataclasses import dataclass

from django.db import ProgrammingError, connection
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deeds import REGISTRY
from workflow.flow_graph import step_of
from workflow.tokens import reference

WAITING = """
    SELECT c.flow, c.flow_version, p.status = 'NEW', coalesce(t.flow_task, ''), count(DISTINCT c.id),
        (array_agg(coalesce(nullif(c.number, ''), c.id::text) ORDER BY c.number, c.id))[1:5]
    FROM workflow_case c
    JOIN viewflow_process p ON p.id = c.process_id
    LEFT JOIN viewflow_task t ON t.process_id = p.id AND t.status = 'NEW'
    WHERE (%(region)s::bigint IS NULL OR c.region_id = %(region)s) AND (
        p.status = 'NEW' OR EXISTS (SELECT 1 FROM workflow_assignment a WHERE a.case_id = c.id AND a.state = 'open')
    )
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
ASKED = """
    SELECT a.step, count(DISTINCT c.id), (array_agg(DISTINCT coalesce(nullif(c.number, ''), c.id::text)))[1:5]
    FROM workflow_assignment a JOIN workflow_case c ON c.id = a.case_id
    WHERE a.state = 'open' AND NOT a.step = ANY (%(known)s)
        AND (%(region)s::bigint IS NULL OR c.region_id = %(region)s)
    GROUP BY 1 ORDER BY 1
"""
FLOW_GONE = _("The process is not in the code any more. Put its class back; its cases may then be moved.")
FLOW_CHANGED = _("The process has another version number in the code. Put the old version back beside the new one.")
STEP_GONE = _("The step is not in the process any more. Put it back, and let a new version say where its cases land.")
NO_STEP = _("The case is under way, but waits for nobody. Open a step for it again, or end it.")
DEED_GONE = _("Nothing in the code can do this task. Put the deed back, or withdraw the task.")


@dataclass(frozen=True)
class OrphanedStep:
    """A step that nobody can do, in one or more cases.

    `flow` is the path of the process and `version` its number, as the cases have them; empty and 0 for a task of no
    process. `step` is empty when the case waits at none. `count` is the number of cases, `cases` holds the numbers of
    the first five. `what_to_do` is in words, for whoever looks after the machine.
    """

    flow: str
    version: int
    step: str
    count: int
    cases: tuple[str, ...]
    what_to_do: Promise

    def __str__(self) -> str:
        where = f"{self.flow} version {self.version}" if self.flow else "the inbox"
        more = " …" if self.count > len(self.cases) else ""
        return f"{self.step or 'no step'} in {where}: {self.count} ({', '.join(self.cases)}{more}). {self.what_to_do}"


def orphaned_steps(region_id: int | None = None) -> list[OrphanedStep]:
    """The steps that nobody can do, in all cases that the actor sees, or in those of one region. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"region": region_id})
        waiting = cursor.fetchall()
        cursor.execute(ASKED, {"region": region_id, "known": list(REGISTRY)})
        asked = cursor.fetchall()
    found = []
    for flow, version, runs, task, count, cases in waiting:
        wrong = fault(flow, version, task, runs=runs)
        if wrong:
            found.append(OrphanedStep(flow, version, task.rpartition(".")[2], count, tuple(cases), wrong))
    known = {one.step for one in found}
    found += [
        OrphanedStep("", 0, step, count, tuple(cases), DEED_GONE) for step, count, cases in asked if step not in known
    ]
    return found


def fault(flow: str, version: int, task: str, *, runs: bool) -> Promise | None:
    """What to do about an open step of a flow, as the database names them; nothing when the code knows both."""
    try:
        flow_class = import_string(flow)
    except ImportError:
        return FLOW_GONE
    if flow_class.version != version:
        return FLOW_CHANGED
    if not task:
        return NO_STEP if runs else None
    step = step_of(flow_class, task.rpartition(".")[2])
    return None if step is not None and reference(step) == task else STEP_GONE


def at_start() -> list[str]:
    """A line in English for each, for the log of a machine that starts. Empty while the database has no tables yet."""
    try:
        with acting_as(SYSTEM), override("en-gb"):
            return [str(orphan) for orphan in orphaned_steps()]
    except ProgrammingError:
        return []
