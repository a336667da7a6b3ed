"""Who may open a competition and see tenders: named predicates, readable as policy."""

from procurement.cases import ProcurementCase
from procurement.planning.models import Responsible, Route
from procurement.planning.rules import is_purchaser
from workflow.actors import Actor


def can_publish_notice(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's purchaser publishes the notice, on the full route."""
    return case.state == "planning" and case.plan.route == Route.FULL and is_purchaser(case, actor, "publish_notice")


def can_invite_tenders(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's purchaser sends the invitation to tender, on the simplified route."""
    return (
        case.state == "planning" and case.plan.route == Route.SIMPLIFIED and is_purchaser(case, actor, "invite_tenders")
    )


def is_evaluator(case: ProcurementCase, actor: Actor) -> bool:
    """Whether the actor is named in the case's evaluation group."""
    return case.responsibles.filter(task=Responsible.Task.EVALUATOR, person_id=actor.user_id).exists()


def can_register_tender(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser registers the tenders from the opening record, after the deadline."""
    return case.state == "competition" and is_purchaser(case, actor, "register_tender")


def can_see_tenders(case: ProcurementCase, actor: Actor) -> bool:
    """Before the award the evaluation group and the purchaser alone; after it all participants of the case."""
    if actor.is_system:
        return True
    awarded = case.awards.filter(decided_on__isnull=False, competition__cancelled_on__isnull=True).exists()
    if awarded:
        return actor.may_anywhere("read_cases")
    return is_evaluator(case, actor) or is_purchaser(case, actor, "register_tender")


def can_cancel_competition(case: ProcurementCase, actor: Actor) -> bool:
    """The purchaser cancels the competition, with a reason; the case goes back to planning."""
    return case.state in ("competition", "award") and is_purchaser(case, actor, "cancel_competition")
