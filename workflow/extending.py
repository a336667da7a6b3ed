"""More time for one open task, given by a person, with the reason; and where another deed keeps the last day."""

from datetime import date, timedelta

from django.db.models import QuerySet

from workflow import clock
from workflow.actors import Actor
from workflow.deadlines import next_working_day
from workflow.history import Text
from workflow.models import Assignment, Case
from workflow.transitions import OnHold, Stale, locked, require, write_down

PERMISSION = "extend_deadline"
LONGEST = timedelta(days=366)

_kept: set[str] = set()


def keep_out(*steps: str) -> None:
    """Name steps whose last day is not one task's own: another deed moves it, for all at once."""
    _kept.update(steps)


def can_give_more_time(row: Assignment, actor: Actor) -> bool:
    """The one who routes the case, for an open task with a last day of its own."""
    mine = actor.may(PERMISSION, row.case.region_id)
    return mine and row.state == Assignment.State.OPEN and row.due is not None and row.step not in _kept


def extendable(case: Case) -> QuerySet[Assignment]:
    """The open tasks of a case that may be given more time, the first last day first."""
    rows = Assignment.objects.filter(case_id=case.pk, state=Assignment.State.OPEN, due__isnull=False)
    return (
        rows.exclude(step__in=sorted(_kept)).select_related("party", "person").order_by("due", "party__sort_key", "pk")
    )


def earliest(row: Assignment) -> date:
    """The day that a new last day must be later than: the old one, or today when that has passed."""
    return max(row.due, clock.today())


def give_more_time(case: Case, key: int, until: date, *, reason: str, by: Actor) -> Assignment:
    """Give an open task a later last day, with the reason in the history.

    A day that is no working day becomes the next one. Those whose turn it is are reminded of the new day as of any
    other, and nobody above is told before it has passed. Raises Stale when the task is no longer open, ValueError for a
    day that is not later or more than a year ahead.
    """
    with locked(case) as case:
        row = Assignment.objects.filter(case_id=case.pk).select_related("party").get(pk=key)
        row.case = case
        require(by.may(PERMISSION, case.region_id))
        if case.on_hold_since:
            raise OnHold(case)
        if not can_give_more_time(row, by):
            raise Stale(case)
        before, after = row.due, next_working_day(until)
        if not earliest(row) < until <= earliest(row) + LONGEST:
            raise ValueError("the new last day must be later, and within a year")
        row.due, row.escalated_at = after, None
        row.save(update_fields=["due", "escalated_at"])
        write_down(
            case,
            "give_more_time",
            by=by,
            permission=PERMISSION,
            party=case.region_id,
            data={
                "step": row.step,
                "assignment": row.pk,
                "party": row.party_id,
                "permission": row.permission,
                "from": before.isoformat(),
                "to": after.isoformat(),
            },
            texts={"reason": Text(reason)},
        )
        return row
