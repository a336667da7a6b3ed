"""Who may plan, and what a gate still lacks. A gate says in words what is missing; the words are on the page."""

from procurement.cases import ProcurementCase
from procurement.planning.models import Route
from workflow.actors import Actor


def is_purchaser(case: ProcurementCase, actor: Actor, permission: str) -> bool:
    """Whether the actor holds a permission at the lead buyer; at the region until a lead buyer is named."""
    return actor.may(permission, case.plan.lead_buyer_id or case.region_id)


def can_choose_route(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's purchaser chooses the route, with a reason."""
    return case.state == "planning" and is_purchaser(case, actor, "choose_route")


def can_plan_procurement(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's purchaser fills in the plan."""
    return case.state == "planning" and case.plan.route != "" and is_purchaser(case, actor, "plan_procurement")


def can_name_evaluators(case: ProcurementCase, actor: Actor) -> bool:
    """The lead buyer's purchaser names the evaluation group."""
    return case.state in ("planning", "competition") and is_purchaser(case, actor, "name_evaluators")


def missing_authorisations(case: ProcurementCase) -> list[int]:
    """The parties that said yes or option and have not bound themselves. The gate stays closed for them."""
    return list(case.authorisations.filter(state__in=["requested", "with_council"]).values_list("party_id", flat=True))


def missing_before_freeze(case: ProcurementCase) -> list[str]:
    """What the plan lacks before the participants can be fixed, as names of fields."""
    plan = case.plan
    missing = []
    if plan.lead_buyer_id is None:
        missing.append("lead_buyer")
    if missing_authorisations(case):
        missing.append("authorisations")
    if not case.authorisations.filter(state="given").exists():
        missing.append("participants")
    if plan.route in (Route.FULL, Route.SIMPLIFIED):
        missing += [name for name in ("procedure", "standard_contract", "environment") if not getattr(plan, name)]
        if not case.responsibles.filter(task="evaluator").exists():
            missing.append("evaluators")
    if plan.route == Route.FULL and not plan.cpv:
        missing.append("cpv")
    if plan.route in (Route.CALL_OFF, Route.RENEGOTIATION) and not plan.existing_agreement:
        missing.append("existing_agreement")
    return missing
