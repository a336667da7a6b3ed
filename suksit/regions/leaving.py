"""What is left when somebody goes: tasks named to a person who no longer acts for the party go back to the party."""

from collections.abc import Iterator

from suksit.regions.engagements import holding
from suksit.regions.models import Engagement
from suksit.regions.roles import ROLES
from workflow import clock, outbox, turns
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment
from workflow.transitions import write_down


def return_tasks_of_leavers() -> int:
    """The chore of each day: the last day of an engagement may have passed since yesterday. Returns how many tasks."""
    with acting_as(SYSTEM):
        return return_tasks()


def return_tasks(**of: int) -> int:
    """Give back what is named to persons who no longer hold the right at the party, and tell the party's own people.

    `of` narrows it to a `region_id` or a `person_id`. One who is merely away keeps the task. Returns how many tasks.
    """
    names = {"region_id": "case__region_id", "person_id": "person_id"}
    rows = Assignment.objects.filter(state=Assignment.State.OPEN, person__isnull=False).select_related("case")
    rows = rows.filter(**{names[name]: key for name, key in of.items()})
    returned = list(left(rows))
    for row in returned:
        person = row.person_id
        row.person = None
        row.save(update_fields=["person"])
        data = {"step": row.step, "subject": row.subject, "from": person}
        entry = write_down(row.case, "return_task", by=SYSTEM, permission="", party=row.party_id, data=data)
        ((_, holders),) = turns.holders_of([row], row.case.region_id)
        outbox.tell(row.case, holders, kind=outbox.ASKED, fact=f"returned:{entry.pk}", assignment=row)
    return len(returned)


def left(rows: object) -> Iterator[Assignment]:
    """Of tasks, those whose person has no engagement today that gives the right. Two queries, whatever their number."""
    rows = list(rows)
    engaged = Engagement.objects.filter(holding(clock.today()), person_id__in={row.person_id for row in rows})
    held = {
        (one.person_id, one.party_id, one.region_id, permission)
        for one in engaged
        for permission in ROLES[one.role].permissions
    }
    for row in rows:
        if (row.person_id, row.party_id, row.case.region_id, row.permission) not in held:
            yield row
