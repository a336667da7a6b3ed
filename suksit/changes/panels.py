"""What a case shows of its report and its assessment."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from suksit.cases.models import ChangeCase
from suksit.changes import queries, rules, words
from suksit.changes.models import Assessment, DecisionRecord
from suksit.changes.template_data import template_on, weighted
from suksit.templatetags.form_of import long_date, number
from workflow.actors import Actor
from workflow.models import Grade
from workflow.panels import Panel, register

FIRST = 20


def of_report(case: ChangeCase, actor: Actor) -> Iterable[Panel]:
    """The report, and the assessment for those who take part; for everyone once it is decided."""
    if case.state == "draft" or not hasattr(case, "report"):
        return
    grade = queries.grade_of(case, actor)
    is_open = case.state in rules.BEFORE_DECISION
    report = report_context(case, actor, grade)
    yield Panel(
        "changes/report_panel.html",
        report,
        rank=FIRST,
        earlier=not is_open,
        title=_("The report"),
        line="; ".join(report["reporters"]),
    )
    assessment = queries.assessment_of(case)
    if assessment is not None and (grade >= Grade.TAKES_PART or not is_open):
        context = assessment_context(case, assessment)
        yield Panel(
            "changes/assessment_panel.html",
            context,
            rank=FIRST + 1,
            earlier=not is_open,
            title=_("Assessment"),
            line=context["decision"],
        )


def report_context(case: ChangeCase, actor: Actor, grade: int) -> dict[str, Any]:
    """The report as facts, who reported it, and what is still open."""
    hidden = ("title",) if queries.sees_figures(grade) else ("title", "rough_value")
    reporters = sorted(
        case.reporters.select_related("municipality", "person"), key=lambda row: row.municipality.sort_key
    )
    mend = queries.last_mend(case)
    may_complete = rules.can_complete_report(case, actor)
    return {
        "report_facts": words.facts_of(case, but=hidden),
        "reporters": [
            _("%(person)s, %(municipality)s, %(day)s")
            % {
                "person": row.person.display_name,
                "municipality": row.municipality.name,
                "day": long_date(row.reported_on),
            }
            for row in reporters
        ],
        "mended": _("Last filled in by %(person)s, %(day)s.")
        % {"person": mend.actor.display_name, "day": long_date(mend.happened_at)}
        if mend and mend.actor
        else "",
        "incomplete": case.report.is_incomplete and case.state in rules.BEFORE_DECISION,
        "complete_url": reverse("complete_report", args=[case.pk]) if may_complete else "",
        "merged": merged(case),
    }


def merged(case: ChangeCase) -> dict[str, str] | None:
    """The case that this report was joined with."""
    into = case.report.merged_into
    return {"url": reverse("case", args=[into.pk]), "label": f"{into.number} {into.title}"} if into else None


def assessment_context(case: ChangeCase, assessment: Assessment) -> dict[str, Any]:
    """The scores with their anchors, the weighted score, the principles, and what was decided."""
    template = template_on(assessment.assessed_on)
    scored = {row.criterion: row for row in assessment.scores.all()}
    total = weighted((row.score, row.weight) for row in scored.values())
    decision = next((row for row in case.decisions.all() if row.point == "BP1"), None)
    return {
        "scores": [
            {
                "label": row.label,
                "score": scored[row.key].score if row.key in scored else None,
                "anchor": row.anchors[scored[row.key].score] if row.key in scored else "",
                "weight": scored[row.key].weight if row.key in scored else row.weight,
            }
            for row in template.criteria
        ],
        "total": number(total) if total is not None else "",
        "scored": len(scored),
        "count": len(template.criteria),
        "principles": [row.label for row in template.principles if row.number in assessment.principles],
        "law": assessment.law_reference if assessment.required_by_law else "",
        "recommendation": assessment.recommendation,
        "by": _("%(person)s, %(day)s")
        % {"person": assessment.assessed_by.display_name, "day": long_date(assessment.assessed_on)},
        "decision": decision_words(decision),
        "conditions": decision.conditions if decision else "",
    }


def decision_words(decision: DecisionRecord | None) -> str:
    """What was decided at BP1, and when; empty before that."""
    if decision is None:
        return ""
    words_of = {
        DecisionRecord.Outcome.GO: _("It is to be started. Decided %(day)s."),
        DecisionRecord.Outcome.NO_GO: _("It is not to be started. Decided %(day)s."),
        DecisionRecord.Outcome.HOLD: _("It waits. Decided %(day)s."),
    }
    return words_of[DecisionRecord.Outcome(decision.outcome)] % {"day": long_date(decision.decided_on)}


register(of_report)
