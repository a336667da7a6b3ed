"""Telling all who are asked when an answer brings the sum under another regime, and which threshold was crossed."""

from procurement.cases import ProcurementCase
from procurement.invitation.value import Value
from procurement.law.models import Threshold
from procurement.law.thresholds import STRICTNESS, Verdict, thresholds_on, verdict_of
from workflow import clock, outbox, people
from workflow.models import HistoryEntry

KIND = "invitation/regime_changed"


def crossed(before: Verdict, after: Verdict) -> Threshold | None:
    """The threshold that was crossed: the highest one upwards, the lowest one downwards; None when none was."""
    if before.regime is None or after.regime is None or before.regime == after.regime:
        return None
    if STRICTNESS.index(after.regime) > STRICTNESS.index(before.regime):
        return [row for row in after.crossed if row not in before.crossed][-1]
    return next(row for row in before.crossed if row not in after.crossed)


def tell_of_change(case: ProcurementCase, entry: HistoryEntry, before: Value, after: Value) -> int:
    """Tell those who are asked that another regime applies now. Returns how many are told.

    The first answer of all is no change: before it there was no sum.
    """
    if not before.counted or before.total == after.total:
        return 0
    thresholds = thresholds_on(case.plan.competition_starts or clock.today())
    old, new = verdict_of(before.total, thresholds), verdict_of(after.total, thresholds)
    threshold = crossed(old, new)
    if threshold is None:
        return 0
    asked = list(case.answers.exclude(state="released").values_list("party_id", flat=True))
    lead = case.plan.lead_buyer_id or case.region_id
    told = [
        *people.with_permission("answer_invitation", asked, case.region_id),
        *people.with_permission("close_invitation", [case.region_id], case.region_id),
        *people.with_permission("plan_procurement", [lead], case.region_id),
    ]
    return outbox.tell(
        case,
        [person.user_id for person in told if person.user_id != entry.actor_id],
        kind=KIND,
        fact=f"regime:{entry.pk}",
        context={
            "regime": str(new.regime),
            "regime_before": str(old.regime),
            "threshold": threshold.kind,
            "amount": str(threshold.amount),
            "citation": threshold.citation,
            "verified": threshold.verified,
            "upwards": threshold.amount <= after.total,
        },
    )
