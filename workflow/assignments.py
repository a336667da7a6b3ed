"""The one inbox: opening, closing and withdrawing what waits for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from workflow import clock, outbox, tokens
from workflow.actors import Actor
from workflow.models import Assignment, Case
from workflow.runs import SETTING, ThisRun


@dataclass(frozen=True)
class Opening:
    """A row to open in the inbox of a party."""

    party: Any
    subject: int | None = None
    person: int | None = None
    due: date | None = None


def open_one(
    case: Case,
    step: str,
    *,
    party: Any,
    permission: str,
    due: date | None = None,
    subject: int | None = None,
    person: int | None = None,
    task: Any = None,
) -> Assignment:
    """Open one row. The database refuses a second open row for the same step, party and subject."""
    row = Assignment.objects.create(
        case_id=case.pk,
        step=step,
        party_id=getattr(party, "pk", party),
        permission=permission,
        due=due,
        subject=subject,
        person_id=person,
        task=task,
        opened_at=clock.now(),
    )
    outbox.announce(case, [row])
    return row


def open_many(case: Case, step: str, openings: Iterable[Opening], *, permission: str) -> list[Assignment]:
    """Open a row for each party in one statement, whatever their number."""
    now = clock.now()
    rows = Assignment.objects.bulk_create(
        Assignment(
            case_id=case.pk,
            step=step,
            party_id=getattr(opening.party, "pk", opening.party),
            permission=permission,
            subject=opening.subject,
            person_id=opening.person,
            due=opening.due,
            opened_at=now,
        )
        for opening in openings
    )
    outbox.announce(case, rows)
    return rows


def _open(case: Case, step: str | None, party: Any, subject: int | None) -> Any:
    rows = Assignment.objects.filter(case_id=case.pk, state=Assignment.State.OPEN)
    if step is not None:
        rows = rows.filter(step=step)
    if party is not None:
        rows = rows.filter(party_id=getattr(party, "pk", party))
    if subject is not None:
        rows = rows.filter(subject=subject)
    return rows


def closing(state: str, by: Actor) -> dict[str, Any]:
    """What is written into a row that is closed: how, when, by whom, and in which run."""
    return {"state": state, "closed_at": clock.now(), "closed_by_id": by.user_id, "closed_run": ThisRun()}


CLOSE = f"""
    UPDATE workflow_assignment SET state = %(state)s, closed_at = %(now)s, closed_by_id = %(by)s,
        closed_run = {SETTING}
    WHERE case_id = %(case)s AND state = 'open'
        AND (%(step)s::text IS NULL OR step = %(step)s)
        AND (%(party)s::bigint IS NULL OR party_id = %(party)s)
        AND (%(subject)s::bigint IS NULL OR subject = %(subject)s)
"""  # noqa: S608


def _close(
    case: Case, state: str, by: Actor, step: str | None = None, party: Any = None, subject: int | None = None
) -> int:
    values = {
        "state": str(state),
        "now": clock.now(),
        "by": by.user_id,
        "case": case.pk,
        "step": step,
        "party": getattr(party, "pk", party),
        "subject": subject,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, values)
        return cursor.rowcount


def close_step(case: Case, step: str, *, by: Actor, party: Any = None, subject: int | None = None) -> int:
    """Mark the open rows of a step as done. Returns how many."""
    return _close(case, Assignment.State.DONE, by, step, party, subject)


def withdraw_step(case: Case, step: str, *, by: Actor, party: Any = None, subject: int | None = None) -> int:
    """Take back the open rows of a step that need no longer be done. Returns how many."""
    return _close(case, Assignment.State.WITHDRAWN, by, step, party, subject)


def withdraw_all(case: Case, *, by: Actor) -> int:
    """Take back everything that is open in a case. Returns how many."""
    return _close(case, Assignment.State.WITHDRAWN, by)


def withdraw_flow_steps(case: Case, *, by: Actor) -> int:
    """Take back the open steps of a case's flow, and leave the child records' own. Returns how many."""
    return _open(case, None, None, None).filter(task__isnull=False).update(**closing(Assignment.State.WITHDRAWN, by))


def move_deadline(case: Case, step: str, due: date, *, party: Any = None) -> int:
    """Give the open rows of a step another last day, also where the clock closes it. Returns how many."""
    tokens.move_deadline(case, step, due)
    return _open(case, step, party, None).update(due=due, escalated_at=None)


def late(last_day_before: date) -> Any:
    """The open rows whose last day lies before a day and of which nobody above has been told.

    Cases on hold are left in peace, and what waits for a political body is never silence.
    """
    return (
        Assignment.objects.filter(
            state=Assignment.State.OPEN,
            due__lt=last_day_before,
            escalated_at__isnull=True,
            waits_for_meeting=False,
            case__on_hold_since__isnull=True,
        )
        .select_related("party")
        .order_by("case_id", "pk")
    )


def overdue(step: str, last_day_before: date) -> Any:
    """The late rows of a step, each with its case."""
    return late(last_day_before).filter(step=step).select_related("case", "party")


def mark_escalated(row: Assignment) -> None:
    """Note that somebody above has been told; another last day opens for it again."""
    row.escalated_at = clock.now()
    row.save(update_fields=["escalated_at"])
