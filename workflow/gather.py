"""Ask every party and wait: one step of the flow behind which each party's own record lives, whatever their number.

No token is made for a party. Its part is a child record with states of its own and one row in the inbox; a part may
live for years. The step that waits knows by its rule when the parts that are in are enough.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from viewflow import this
from viewflow.workflow.models import Task

from workflow import assignments, clock, gathering, tokens
from workflow.actors import SYSTEM, Actor
from workflow.assignments import Opening
from workflow.context import machine_acts
from workflow.flows import node_of
from workflow.models import Assignment, Case
from workflow.nodes import Step
from workflow.runs import SETTING


@dataclass(frozen=True)
class Tally:
    """How many parts are still open, done, and withdrawn since the step opened."""

    open: int
    done: int
    withdrawn: int


Enough = Callable[[Tally], bool]


def by_word(tally: Tally) -> bool:
    """Never by itself: whoever routes the case closes it, and may do so before all are in."""
    return False


def all_in(tally: Tally) -> bool:
    """When no part is open, and at least one is done."""
    return tally.open == 0 and tally.done > 0


def at_least(count: int) -> Enough:
    """When so many parts are done; or all that there are, where fewer were asked or some have been withdrawn."""

    def enough(tally: Tally) -> bool:
        return tally.done >= count or all_in(tally)

    return enough


class Gather(Step):
    """A step that waits for the parts of many.

    `parts` is the inbox step of a part, `enough` the rule that closes by itself, `closed_by` the deed of the machine
    that then moves the case and calls `transitions.step_done`. `at_deadline` lets the last day close it as well, with
    what has come in: the rows of the silent are withdrawn, and count as no answer.
    """

    def __init__(
        self,
        *,
        parts: str,
        enough: Enough = by_word,
        closed_by: Callable[[Case], Any] | None = None,
        at_deadline: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.parts = parts
        self.enough = enough
        self.closed_by = closed_by
        self.at_deadline = at_deadline

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.closed_by = this.resolve(instance, self.closed_by)

    def _ready(self) -> None:
        super()._ready()
        gathering.register(self.name, behind=[self.parts])

    def wakes(self, case: Case, due: date | None) -> datetime | None:
        """When the clock closes it: as the day after the last day begins."""
        return start_of(due + timedelta(days=1)) if self.at_deadline and due else None

    def wake(self, case: Case, task: Task) -> None:
        """The last day has passed: what has come in is what there is."""
        withdraw_parts(case, self.name, by=SYSTEM)
        self.closed_by(case)


def start_of(day: date) -> datetime:
    """The moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def open_parts(case: Case, step: str, openings: Iterable[Opening], *, permission: str) -> list[Assignment]:
    """Ask parties, at once or while others are already answering: a row for each in one statement."""
    return assignments.open_many(case, node_of(case, step).parts, openings, permission=permission)


def part_done(case: Case, step: str, subject: int, *, by: Actor) -> Tally:
    """One party's part is in. The step closes by itself when its rule says that it is enough. The case is locked."""
    return _settle(case, step, subject, Assignment.State.DONE, by)


def withdraw_part(case: Case, step: str, subject: int, *, by: Actor) -> Tally:
    """A party leaves while others are answering. What the rest have answered may then be enough."""
    return _settle(case, step, subject, Assignment.State.WITHDRAWN, by)


def withdraw_parts(case: Case, step: str, *, by: Actor) -> int:
    """Take back every part that is still open, as when the step is closed by word. Returns how many."""
    return assignments.withdraw_step(case, node_of(case, step).parts, by=by)


SETTLE = f"""
    WITH settled AS (
        UPDATE workflow_assignment SET state = %(state)s, closed_at = %(now)s, closed_by_id = %(by)s,
            closed_run = {SETTING}
        WHERE case_id = %(case)s AND step = %(parts)s AND state = 'open' AND subject = %(subject)s
        RETURNING id
    ), since AS (
        SELECT max(created) AS opened FROM viewflow_task
        WHERE process_id = %(process)s AND flow_task = %(node)s AND status = 'NEW'
    )
    SELECT (SELECT count(*) FROM settled), (SELECT opened FROM since) IS NOT NULL,
        count(*) FILTER (WHERE state = 'open'),
        count(*) FILTER (WHERE state = 'done'),
        count(*) FILTER (WHERE state = 'withdrawn')
    FROM workflow_assignment, since
    WHERE case_id = %(case)s AND step = %(parts)s AND opened_at >= coalesce(opened, '-infinity')
"""  # noqa: S608


def _settle(case: Case, step: str, subject: int, state: str, by: Actor) -> Tally:
    node = node_of(case, step)
    values = {
        "case": case.pk,
        "process": case.process_id,
        "node": tokens.reference(node),
        "parts": node.parts,
        "state": state,
        "now": clock.now(),
        "by": by.user_id,
        "subject": subject,
    }
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, values)
        settled, waits, still_open, done, withdrawn = cursor.fetchone()  # counted as it stood before the change
    still_open -= settled
    done += settled if state == Assignment.State.DONE else 0
    withdrawn += settled if state == Assignment.State.WITHDRAWN else 0
    tally = Tally(still_open, done, withdrawn)
    if settled and waits and node.closed_by is not None and node.enough(tally):
        withdraw_parts(case, step, by=SYSTEM)
        with machine_acts(SYSTEM, restore=by):
            node.closed_by(case)
    return tally
