"""The deeds of planning: the route with its reason, the plan, the evaluation group."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from procurement.cases import ProcurementCase
from procurement.invitation import regime
from procurement.invitation.commitment import revalue
from procurement.invitation.value import value_of
from procurement.planning import rules
from procurement.planning.models import Plan, Responsible, Route
from workflow import clock, flows
from workflow.actors import Actor
from workflow.history import Text
from workflow.transitions import locked, require, step_done, write_down

PLAN_FIELDS = frozenset(
    {
        "procedure",
        "years",
        "cpv",
        "standard_contract",
        "environment_route",
        "environment",
        "existing_agreement",
        "competition_starts",
    }
)
PLAN_WORDS = frozenset({"environment", "existing_agreement"})


class GateClosed(Exception):
    """The gate of a stage is closed. Carries the names of what is missing, for the page to say in words."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__(", ".join(missing))


def figures(plan: Plan, names: Sequence[str]) -> dict[str, Any]:
    """What the history keeps of the plan's own fields: all but the words, which lie beside it."""
    kept = {name: getattr(plan, name) for name in names if name not in PLAN_WORDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


def lead(case: ProcurementCase) -> int:
    """The party that purchasing rights are held at in a case."""
    return case.plan.lead_buyer_id or case.region_id


def choose_route(case: ProcurementCase, route: str, *, by: Actor, reason: str) -> ProcurementCase:
    """Choose how it is to be bought, or choose again before the notice. The step bar shows this route's steps only.

    Raises ValueError for a route that is none, or without a reason.
    """
    if route not in Route.values or not reason.strip():
        raise ValueError("a route needs its name and a reason")
    with locked(case) as case:
        require(rules.can_choose_route(case, by))
        if not flows.waits_at(case, "choose_route"):
            flows.reopen_at(case, "choose_route", by=by, keep_parts=True)
        before = case.plan.route
        case.plan.route = route
        case.plan.route_reason = reason
        case.plan.save(update_fields=["route", "route_reason"])
        write_down(
            case,
            "choose_route",
            by=by,
            permission="choose_route",
            party=lead(case),
            data={"route": route, "before": before},
            texts={"reason": Text(reason)},
        )
        step_done(case, "choose_route", by=by)
        return case


def plan_procurement(case: ProcurementCase, *, by: Actor, values: Mapping[str, Any]) -> ProcurementCase:
    """Fill in the plan. Raises ValueError for a field that is not the plan's."""
    with locked(case) as case:
        require(rules.can_plan_procurement(case, by))
        unknown = set(values) - PLAN_FIELDS
        if unknown:
            raise ValueError(f"not fields of the plan: {sorted(unknown)}")
        changed = sorted(name for name, value in values.items() if getattr(case.plan, name) != value)
        value_before = value_of(case)
        for name, value in values.items():
            setattr(case.plan, name, value)
        case.plan.save()
        if "years" in changed:
            revalue(case, by=by, right=("plan_procurement", lead(case)))
        entry = write_down(
            case,
            "plan_procurement",
            by=by,
            permission="plan_procurement",
            party=lead(case),
            data={"fields": changed, "values": figures(case.plan, changed)},
            texts={name: Text(getattr(case.plan, name)) for name in PLAN_WORDS.intersection(changed)},
        )
        regime.tell_of_change(case, entry, value_before, value_of(case))
        return case


def name_evaluators(case: ProcurementCase, people: Sequence[tuple[int, int]], *, by: Actor) -> ProcurementCase:
    """Name the evaluation group, as (person, party). They alone see the tenders until the award."""
    with locked(case) as case:
        require(rules.can_name_evaluators(case, by))
        group = case.responsibles.filter(task=Responsible.Task.EVALUATOR)
        group.exclude(person_id__in=[person for person, _ in people]).delete()
        named = set(group.values_list("person_id", flat=True))
        Responsible.objects.bulk_create(
            Responsible(
                case=case, person_id=person, party_id=party, task=Responsible.Task.EVALUATOR, named_on=clock.today()
            )
            for person, party in people
            if person not in named
        )
        write_down(
            case,
            "name_evaluators",
            by=by,
            permission="name_evaluators",
            party=lead(case),
            data={
                "people": sorted(person for person, _ in people),
                "parties": [party for _, party in sorted(people)],
            },
        )
        flows.part_done(case, "name_evaluators", case.plan, by=by)
        return case
