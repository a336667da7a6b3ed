"""When a task is late although it was reminded of, those who keep the region are told: once for each last day."""

from django.db.models import QuerySet

from workflow import assignments, clock, gathering, outbox, people
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deadlines import working_days_before
from workflow.models import Assignment, Case
from workflow.transitions import locked, write_down
from workflow.turns import holders_of

WORKING_DAYS_AFTER = 2  # the reminder of a day that has passed comes on the first; then there is a day to do it

_by_themselves: set[str] = set()


def leave_out(*steps: str) -> None:
    """Name steps whose own package tells somebody else, in words of its own."""
    _by_themselves.update(steps)


def overdue() -> QuerySet[Assignment]:
    """The tasks that are late and of which nobody has been told, the oldest case first.

    What waits for others to act first is not late.
    """
    limit = working_days_before(clock.today(), WORKING_DAYS_AFTER - 1)
    return assignments.late(limit).filter(gathering.ready()).exclude(step__in=sorted(_by_themselves))


def escalate_overdue() -> int:
    """Tell those who keep the region of each task that is late. Returns how many tasks.

    Of their own tasks they have been reminded already: nobody is above them.
    """
    with acting_as(SYSTEM):
        found = list(overdue().values_list("case_id", "pk"))
        return sum(escalate_one(case_id, key) for case_id, key in found)


def escalate_one(case_id: object, key: int) -> int:
    """The machine's deed for one task, with the case locked. Returns 0 when somebody was first, or nobody is above."""
    with locked(Case(pk=case_id)) as case:
        row = overdue().filter(pk=key).first()
        if row is None:
            return 0
        ((_, holders),) = holders_of([row], case.region_id)
        keepers = [person.user_id for person in people.keepers(case.region_id) if person.user_id not in holders]
        assignments.mark_escalated(row)
        if not keepers:
            return 0
        due = row.due.isoformat()
        context = {"party": row.party.name, "step": row.step, "due": due}
        outbox.tell(case, keepers, kind=outbox.LATE, fact=f"{row.step}:{row.pk}:{due}", context=context)
        data = {"step": row.step, "party": row.party_id, "deadline": due, "told": len(keepers)}
        write_down(case, "escalate_task", by=SYSTEM, permission="", party=row.party_id, data=data)
        return 1
