"""Who may plan, accept and confirm a roll-out: named predicates, readable as policy."""

from suksit.cases.models import ENDED_STATES
from suksit.regions.queries import operations_party
from suksit.rollout.models import Rollout
from workflow.actors import Actor

UNDER_WAY = ("to_plan", "planned", "accepted")


def is_under_way(rollout: Rollout) -> bool:
    """Whether it is still to come, in a case that is open."""
    return rollout.state in UNDER_WAY and rollout.case.state not in ENDED_STATES


def can_plan_rollout(rollout: Rollout, actor: Actor) -> bool:
    """The party plans its own go-live, and moves it with a cause."""
    return is_under_way(rollout) and actor.may("plan_rollout", rollout.party_id)


def can_check_off(rollout: Rollout, actor: Actor) -> bool:
    """The party ticks off its own checklist."""
    return is_under_way(rollout) and actor.may("check_off", rollout.party_id)


def can_accept_operations(rollout: Rollout, actor: Actor) -> bool:
    """The operations body takes the solution into operation."""
    body = operations_party(rollout.case.region_id)
    return is_under_way(rollout) and rollout.state == "planned" and actor.may("accept_operations", body)


def missing_before_go_live(rollout: Rollout) -> list[str]:
    """The checklist items that are not done."""
    return list(rollout.checklist.filter(done_on__isnull=True).order_by("pk").values_list("item", flat=True))


def can_confirm_go_live(rollout: Rollout, actor: Actor) -> bool:
    """The party confirms that it uses the solution."""
    return is_under_way(rollout) and rollout.state == "accepted" and actor.may("confirm_go_live", rollout.party_id)


def can_withdraw_rollout(rollout: Rollout, actor: Actor) -> bool:
    """The party says that it does not take it into use after all; or the one who routes the case, on its behalf."""
    return is_under_way(rollout) and may_withdraw_rollout(rollout, actor)


def may_withdraw_rollout(rollout: Rollout, actor: Actor) -> bool:
    """Whether the actor speaks for the party in this, or routes the case."""
    return actor.may("withdraw_rollout", rollout.party_id) or actor.may("withdraw_rollout", rollout.case.region_id)
