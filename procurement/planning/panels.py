"""What a case shows of planning: the value against the thresholds, the plan, and what the gate still lacks."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.cases import ProcurementCase
from procurement.invitation import rules as invitation_rules
from procurement.invitation.value import if_open_also_join, is_undecided, joint_value, not_bound
from procurement.invitation.words import listed
from procurement.law.thresholds import thresholds_on, verdict_of
from procurement.planning import gate, words
from procurement.planning.models import Plan
from procurement.planning.queries import evaluators
from procurement.planning.value import law_day
from workflow import panels
from workflow.actors import Actor
from workflow.panels import Panel

VALUED = ("invitation", "commitment", "planning", "competition", "award")
PLANNED = ("planning", "competition", "award", "contract", "procured", "rollout", "benefits", "closed")
ROOM = Decimal("0.18")
MARGIN = (Decimal("0.12"), Decimal("0.9"))


def value(case: ProcurementCase, actor: Actor) -> Iterator[Panel]:
    """The sum against the thresholds of the day that counts. Six queries, whatever the number of parties."""
    plan = Plan.objects.filter(case_id=case.pk).first() if case.state in VALUED else None
    if plan is None:
        return
    unbound = not_bound(case)
    answers = case.answers.select_related("party").order_by("party__sort_key")
    rows = [row for row in answers if row.party_id not in unbound]
    summed = joint_value(rows, plan.years)
    total = plan.total_value if case.state in ("competition", "award") and plan.total_value else summed.total
    thresholds = thresholds_on(law_day(plan))
    verdict = verdict_of(total, thresholds)
    more = if_open_also_join(rows, plan.years) if case.state == "invitation" else None
    yield Panel(
        "planning/value.html",
        {
            "sees_amount": invitation_rules.sees_all_values(case, actor),
            "amount": total,
            "counted": summed.counted,
            "without_value": listed(row.party.name for row in rows if row.party_id in summed.without_value),
            "years": plan.years,
            "verdict": verdict,
            "law_day": law_day(plan),
            "drawn": drawn(verdict.thresholds, total),
            "open_names": listed(row.party.name for row in rows if is_undecided(row)) if more is not None else "",
            "more": more,
            "more_verdict": verdict_of(more, thresholds) if more is not None else None,
            "law_url": reverse("law_rows", args=[case.pk]),
        },
        side=True,
        rank=20,
    )


def drawn(thresholds: Any, total: Decimal) -> dict[str, Any] | None:
    """The thresholds worth drawing beside a sum, and the amount at the right end; None when none is known."""
    above = [row for row in thresholds if row.amount > total]
    below = [row for row in thresholds if row.amount <= total]
    near = sorted({row.pk: row for row in (below[-1:] + above)[:2]}.values(), key=lambda row: row.amount)
    if not near:
        return None
    scale = max(total, near[-1].amount) * Decimal("1.2")
    low, high = MARGIN
    shown: list[Any] = []
    for row in reversed(near):
        share = row.amount / scale
        room = not shown or shown[-1].amount / scale - share >= ROOM
        if low <= share <= high and room:
            shown.append(row)
    return {"scale": scale, "thresholds": shown[::-1]}


def plan(case: ProcurementCase, actor: Actor) -> Iterator[Panel]:
    """How it is to be bought, and who evaluates. Two queries."""
    found = Plan.objects.filter(case_id=case.pk).select_related("lead_buyer").first() if case.state in PLANNED else None
    if found is None or not found.route:
        return
    yield Panel(
        "planning/plan.html",
        {
            "plan": found,
            "procedure": words.procedure_words(found.procedure),
            "contract": words.contract_words(found.standard_contract),
            "environment": words.environment_words(found.environment_route),
            "evaluators": evaluators(case),
        },
        rank=40,
        earlier=case.state != "planning",
        title=_("How it is to be bought"),
        line=found.get_route_display(),
    )


def before_notice(case: ProcurementCase, actor: Actor) -> Iterator[Panel]:
    """What is missing before those who take part can be fixed, and who can give it."""
    if case.state != "planning":
        return
    missing = gate.missing_in_words(case, actor)
    yield Panel(
        "planning/gate.html",
        {"missing": missing, "opener": gate.opener(case, actor) if not missing else None, "route": case.plan.route},
        rank=10,
    )


panels.register(value)
panels.register(plan)
panels.register(before_notice)
