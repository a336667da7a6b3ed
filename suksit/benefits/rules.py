"""Who may plan benefits and enter numbers: named predicates, readable as policy."""

from datetime import date, timedelta

from django.db.models import QuerySet

from suksit.benefits.models import Harvest, Measurement
from suksit.cases.models import ENDED_STATES, ChangeCase
from workflow import clock
from workflow.actors import Actor

# Long enough to find a slip when the numbers are read together, short enough for what was reported to stand.
CORRECTION_DAYS = 30


def correct_until(measurement: Measurement) -> date | None:
    """The last day on which a number may be mended, that day included; nothing before there is a number."""
    return measurement.measured_on + timedelta(days=CORRECTION_DAYS) if measurement.measured_on else None


def correction_is_over(measurement: Measurement) -> bool:
    """Whether a number stands for good. One that was never given may always be given."""
    last = correct_until(measurement)
    return measurement.state == "measured" and last is not None and clock.today() > last


def can_plan_benefit(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator describes a benefit once for all, from planning on."""
    return case.state not in ("draft", "reported", *ENDED_STATES) and actor.may("plan_benefit", case.region_id)


def can_plan_harvest(harvest: Harvest, actor: Actor) -> bool:
    """Each party sets its own owner, baseline and target."""
    return (
        harvest.case.state not in ENDED_STATES
        and actor.may("plan_harvest", harvest.party_id)
        and not harvest.case.rollouts.filter(party_id=harvest.party_id, state="withdrawn").exists()
    )


def can_tell_story(harvest: Harvest, actor: Actor) -> bool:
    """Each party tells what worked, also after the case is closed."""
    return actor.may("tell_story", harvest.party_id)


def can_enter_measurement(measurement: Measurement, actor: Actor) -> bool:
    """The party's own people enter the number, and mend it before the correction date."""
    return (
        measurement.state in ("asked", "measured", "not_measured")
        and measurement.case.state not in ENDED_STATES
        and not correction_is_over(measurement)
        and actor.may("enter_measurement", measurement.harvest.party_id)
    )


def is_asked(measurement: Measurement) -> bool:
    """Whether a number is asked for, in a case that is open."""
    return measurement.state == "asked" and measurement.case.state not in ENDED_STATES


def can_skip_measurement(measurement: Measurement, actor: Actor) -> bool:
    """The party's own people say that it could not be measured this time."""
    return is_asked(measurement) and actor.may("skip_measurement", measurement.harvest.party_id)


def can_pass_measurement_on(measurement: Measurement, actor: Actor) -> bool:
    """The party's own people hand the task to a colleague."""
    return is_asked(measurement) and actor.may("pass_measurement_on", measurement.harvest.party_id)


def can_start_harvest(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator turns from taking into use to benefits, when somebody uses the solution."""
    return (
        case.state == "rollout"
        and actor.may("start_harvest", case.region_id)
        and case.rollouts.filter(state="live").exists()
    )


def can_close_case(case: ChangeCase, actor: Actor) -> bool:
    """BP6: the coordinator closes the case when no measurement is still to come."""
    return case.state == "benefits" and actor.may("close_case", case.region_id) and not rounds_to_come(case).exists()


def rounds_to_come(case: ChangeCase) -> QuerySet[Measurement]:
    """The rounds that keep a case from being closed: planned, or asked for and not answered."""
    return Measurement.objects.filter(case_id=case.pk, state__in=["planned", "asked"])
