"""What the clock makes due: reminders, escalations, and whatever the product adds. Each may be repeated."""

from collections.abc import Callable

from workflow import clock, outbox
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deadlines import working_deadline
from workflow.escalating import escalate_overdue
from workflow.models import Assignment
from workflow.timers import wake_due

REMIND_WORKING_DAYS_BEFORE = 3

_chores: list[Callable[[], int]] = []


def register(chore: Callable[[], int]) -> None:
    """Add a chore. It is called at every tick, finds what is due by a query, and returns how much it did."""
    _chores.append(chore)


def run_all() -> int:
    """Do everything that is due now. Returns how much was done.

    A chore that fails does not keep the others from theirs. Raises ExceptionGroup afterwards when any did.
    """
    done, errors = 0, []
    for chore in (wake_due, remind_due, escalate_overdue, *_chores):
        try:
            done += chore()
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("chores that failed", errors)
    return done


def remind_due() -> int:
    """Remind those whose last day is near, and once more when it has passed. Cases on hold are left in peace."""
    today = clock.today()
    near = working_deadline(today, REMIND_WORKING_DAYS_BEFORE)
    with acting_as(SYSTEM):
        rows = (
            Assignment.objects.filter(state=Assignment.State.OPEN, due__lte=near, case__on_hold_since__isnull=True)
            .select_related("case")
            .order_by("case_id", "pk")
        )
        wanted = [(row, "late" if row.due < today else "near") for row in rows if row.opened_at.date() != today]
        return sum(outbox.remind(row.case, row, when) for row, when in outbox.not_reminded(wanted))
