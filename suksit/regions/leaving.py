"""What is left when somebody goes: tasks of a person who no longer acts for the party go back to the party."""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from suksit.regions.engagements import coordinator_is_missing, holding
from suksit.regions.models import Engagement
from suksit.regions.roles import ROLES, SECRETARIAT, STANDS_IN_FOR_COORDINATOR
from workflow import claiming, clock
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.models import Assignment, Substitution


def return_tasks_of_leavers() -> int:
    """The chore of each day: an engagement or the time of a stand-in may be over. Returns how many tasks."""
    with acting_as(SYSTEM):
        return return_tasks()


def return_tasks(**of: int) -> int:
    """Give back what persons have who no longer hold the right at the party, and tell the party's own people.

    `of` narrows it to a `region_id` or a `person_id`. One who is merely away keeps the task, and a stand-in has it for
    as long as the other is away. Returns how many tasks.
    """
    names = {"region_id": "case__region_id", "person_id": "person_id"}
    rows = Assignment.objects.filter(state=Assignment.State.OPEN, person__isnull=False).select_related("case")
    rows = rows.filter(**{names[name]: key for name, key in of.items()}).order_by("case_id", "pk")
    return sum(claiming.return_task(row, from_person=row.person_id) for row in list(left(rows)))


def left(rows: Iterable[Assignment]) -> Iterator[Assignment]:
    """Of tasks, those whose person has the right today neither oneself nor for another. Few queries, however many."""
    rows, day = list(rows), clock.today()
    people = {row.person_id for row in rows}
    away = Substitution.objects.filter(stand_in_id__in=people, from_date__lte=day, to_date__gte=day)
    covers = [(row.absent_id, row.region_id, row.stand_in_id) for row in away]
    engaged = Engagement.objects.filter(
        holding(day), Q(person_id__in=people) | Q(person_id__in={absent for absent, _region, _stand_in in covers})
    )
    held = set()
    for one in engaged:
        persons = {one.person_id} | {
            stand_in for absent, region, stand_in in covers if (absent, region) == (one.person_id, one.region_id)
        }
        held |= {
            (person, one.party_id, one.region_id, permission)
            for person in persons
            for permission in permissions_of(one)
        }
    for row in rows:
        if (row.person_id, row.party_id, row.case.region_id, row.permission) not in held:
            yield row


def permissions_of(engagement: Engagement) -> tuple[str, ...]:
    """What an engagement lets a person do today: the secretariat has the coordinator's while there is none at hand."""
    covers = engagement.role == SECRETARIAT and coordinator_is_missing(engagement.region_id)
    return ROLES[engagement.role].permissions + (STANDS_IN_FOR_COORDINATOR if covers else ())
