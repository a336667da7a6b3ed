"""The assessment of a report, and BP1: whether the project is to be started."""

from collections.abc import Mapping, Sequence

from suksit.cases.models import ChangeCase
from suksit.changes import rules
from suksit.changes.actions import still
from suksit.changes.models import Assessment, AssessmentScore, DecisionRecord
from workflow import clock
from workflow.actors import Actor
from workflow.history import Text
from workflow.transitions import change_state, locked, require, step_done, write_down


def assess_report(
    case: ChangeCase,
    *,
    by: Actor,
    scores: Mapping[str, tuple[int, int]],
    principles: Sequence[int] = (),
    required_by_law: bool = False,
    law_reference: str = "",
    recommendation: str = "",
) -> ChangeCase:
    """Fill in the project assessment. `scores` maps a criterion to its score (1–5) and weight."""
    with locked(case) as case:
        still(case)
        require(rules.can_assess_report(case, by))
        assessment, _ = Assessment.objects.update_or_create(
            case=case,
            defaults={
                "principles": sorted(principles),
                "required_by_law": required_by_law,
                "law_reference": law_reference,
                "recommendation": recommendation,
                "assessed_on": clock.today(),
                "assessed_by_id": by.user_id,
            },
        )
        assessment.scores.all().delete()
        AssessmentScore.objects.bulk_create(
            AssessmentScore(assessment=assessment, criterion=criterion, score=score, weight=weight)
            for criterion, (score, weight) in scores.items()
        )
        data = {"scores": {criterion: score for criterion, (score, _) in sorted(scores.items())}}
        if case.state == "reported":
            change_state(case, "assess_report", by=by, permission="assess_report", party=case.region_id, data=data)
        else:
            write_down(case, "assess_report", by=by, permission="assess_report", party=case.region_id, data=data)
        return case


def missing_before_bp1(case: ChangeCase) -> list[str]:
    """What the report lacks before BP1, by field name. An early report is welcome; the decision needs the rest."""
    report = case.report
    missing = [name for name in ("needs", "draft_benefits") if not getattr(report, name).strip()]
    if not hasattr(case, "assessment"):
        missing.append("assessment")
    return missing


class NotReady(Exception):
    """Something is missing before the decision point. Carries the names of what."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__(", ".join(missing))


def accept_report(case: ChangeCase, *, by: Actor, reason: str = "") -> ChangeCase:
    """BP1: the project is to be started. The partners are to be asked.

    Raises NotReady when needs, draft benefits or the assessment are missing.
    """
    with locked(case) as case:
        still(case)
        require(rules.can_accept_report(case, by))
        missing = missing_before_bp1(case)
        if missing:
            raise NotReady(missing)
        decided = DecisionRecord.objects.create(
            case=case,
            point="BP1",
            outcome=DecisionRecord.Outcome.GO,
            conditions=reason,
            decided_on=clock.today(),
            decided_by_id=by.user_id,
        )
        change_state(
            case,
            "accept_report",
            by=by,
            permission="accept_report",
            party=case.region_id,
            data={"point": "BP1", "outcome": "go", "decided_on": decided.decided_on.isoformat()},
            texts={"reason": Text(reason)},
        )
        step_done(case, "accept_report", by=by)
        return case
