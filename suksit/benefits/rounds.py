"""When a round of measuring has come: ask for the number, and tell the coordinator when none comes."""

from contextlib import suppress

from django.db.models import Exists, OuterRef

from suksit.benefits.actions import ask_measurement
from suksit.benefits.models import Measurement
from suksit.cases.models import ChangeCase
from suksit.rollout.models import Rollout
from workflow import assignments, clock, escalating, outbox, people
from workflow.actors import SYSTEM
from workflow.context import acting_as
from workflow.deadlines import working_days_before
from workflow.transitions import Stale, change_state, locked

IN_USE = ("rollout", "benefits")
GRACE_WORKING_DAYS = 5  # the late reminder comes first; a talk with the coordinator a week after it

escalating.leave_out("enter_measurement")


def ask_due_measurements() -> int:
    """Ask for every number whose day has come, of parties that use the solution. Returns how many.

    A party that has not gone live has nothing to measure: its round waits until it has. When several rounds of one
    share have come meanwhile, only the latest is asked for: nobody can measure what is past. The others are withdrawn.
    """
    live = Rollout.objects.filter(case_id=OuterRef("case_id"), party_id=OuterRef("harvest__party_id"), state="live")
    with acting_as(SYSTEM):
        due = list(
            Measurement.objects.filter(
                Exists(live),
                state="planned",
                due__lte=clock.today(),
                case__state__in=IN_USE,
                case__on_hold_since__isnull=True,
            ).order_by("case_id", "due", "pk")
        )
        latest = {measurement.harvest_id: measurement.pk for measurement in due}
        return sum(
            asked(measurement) if measurement.pk == latest[measurement.harvest_id] else passed_by(measurement)
            for measurement in due
        )


def passed_by(measurement: Measurement) -> int:
    """Withdraw a round whose time went by before it could be asked for. Returns 0: nobody is asked."""
    with suppress(Stale):
        withdraw_measurement(measurement)
    return 0


def withdraw_measurement(measurement: Measurement) -> Measurement:
    """The machine's deed when a round went by before it could be asked for: it is not measured, and not asked for."""
    with locked(ChangeCase(pk=measurement.case_id)) as case:
        measurement = Measurement.objects.select_related("harvest").get(pk=measurement.pk)
        change_state(
            measurement,
            "withdraw_measurement",
            case=case,
            by=SYSTEM,
            permission="",
            party=measurement.harvest.party_id,
            data={"measurement": measurement.pk, "due": measurement.due.isoformat()},
        )
        return measurement


def asked(measurement: Measurement) -> int:
    """Ask for one number. Returns 0 when somebody was first, or the case has been put on hold since."""
    try:
        ask_measurement(measurement)
    except Stale:
        return 0
    return 1


def tell_of_overdue_numbers() -> int:
    """Tell the coordinator, once for each last day, of a number that has not come. Returns how many numbers.

    The party has been reminded twice by then. Until the number comes it stands as not measured, never as zero.
    """
    told = 0
    with acting_as(SYSTEM):
        limit = working_days_before(clock.today(), GRACE_WORKING_DAYS)
        for row in assignments.overdue("enter_measurement", limit).filter(case__state__in=IN_USE):
            coordinators = people.with_permission("plan_benefit", [row.case.region_id], row.case.region_id)
            outbox.tell(
                row.case,
                [person.user_id for person in coordinators],
                kind=outbox.OVERDUE,
                fact=f"{row.step}:{row.pk}:{row.due.isoformat()}",
                context={"party": row.party.name, "due": row.due.isoformat()},
            )
            assignments.mark_escalated(row)
            told += 1
    return told
