"""Who may plan benefits and enter numbers: named predicates, readable as policy."""

from suksit.benefits.models import Harvest, Measurement
from suksit.cases.models import ENDED_STATES, ChangeCase
from workflow.actors import Actor


def can_plan_benefit(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator describes a benefit once for all, from planning on."""
    return case.state not in ("draft", "reported", *ENDED_STATES) and actor.may("plan_benefit", case.region_id)


def can_plan_harvest(harvest: Harvest, actor: Actor) -> bool:
    """Each party sets its own owner, baseline and target."""
    return harvest.case.state not in ENDED_STATES and actor.may("plan_harvest", harvest.party_id)


def can_enter_measurement(measurement: Measurement, actor: Actor) -> bool:
    """The party's own people enter the number."""
    return measurement.state in ("asked", "measured", "not_measured") and actor.may(
        "enter_measurement", measurement.harvest.party_id
    )


def can_skip_measurement(measurement: Measurement, actor: Actor) -> bool:
    """The party's own people say that it could not be measured this time."""
    return measurement.state == "asked" and actor.may("skip_measurement", measurement.harvest.party_id)


def can_start_harvest(case: ChangeCase, actor: Actor) -> bool:
    """The coordinator turns from taking into use to benefits, when somebody uses the solution."""
    return (
        case.state == "rollout"
        and actor.may("start_harvest", case.region_id)
        and case.rollouts.filter(state="live").exists()
    )


def can_close_case(case: ChangeCase, actor: Actor) -> bool:
    """BP6: the coordinator closes the case when no measurement is still to come."""
    return (
        case.state == "benefits"
        and actor.may("close_case", case.region_id)
        and not case.measurements.filter(state__in=["planned", "asked"]).exists()
    )
