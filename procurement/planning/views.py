"""The pages of planning."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.cases import ProcurementCase
from procurement.law.models import LegalDeadline, Threshold
from procurement.law.thresholds import LADDER
from procurement.planning import actions, forms, rules, words
from procurement.planning.models import Plan
from procurement.planning.queries import evaluators, possible_evaluators
from procurement.planning.value import law_day, value_of, verdict_on
from workflow import pages
from workflow.actors import Actor
from workflow.loading import load_case
from workflow.transitions import require


def require_purchaser(case: ProcurementCase, actor: Actor, permission: str) -> None:
    """Refuse one who is not the lead buyer's purchaser, whatever the state. Raises PermissionDenied."""
    plan = Plan.objects.filter(case_id=case.pk).first()
    require(actor.may(permission, (plan and plan.lead_buyer_id) or case.region_id))


def choose_route(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose how it is to be bought, with a reason."""
    case = load_case(request, case_id, ProcurementCase)
    require_purchaser(case, request.actor, "choose_route")
    allowed = rules.can_choose_route(case, request.actor)
    return pages.deed_page(
        request,
        case,
        "choose_route",
        allowed=allowed,
        form=forms.RouteForm,
        act=lambda form: act_on_route(request, case, form),
        initial={"route": case.plan.route, "reason": case.plan.route_reason} if allowed else {},
        template="planning/route.html",
        context=suggestion(case) if allowed else {},
        done=_("The route is chosen."),
    )


def act_on_route(request: HttpRequest, case: ProcurementCase, form: Form) -> None:
    """Choose; a wrong route lands in the form."""
    try:
        actions.choose_route(case, form.cleaned_data["route"], by=request.actor, reason=form.cleaned_data["reason"])
    except ValueError as error:
        raise ValidationError({"route": _("Choose one.")}) from error


def suggestion(case: ProcurementCase) -> dict[str, Any]:
    """The route that the value suggests, with the rule it rests on and its day. None when a threshold is missing."""
    value, law = value_of(case), law_day(case.plan)
    verdict = verdict_on(value, law)
    route = words.SUGGESTED.get(verdict.regime) if verdict.regime else None
    return {
        "value": value,
        "years": case.plan.years,
        "verdict": verdict,
        "law_day": law,
        "suggested": route,
        "national": next((row for row in verdict.thresholds if row.kind == "national"), None),
        "law_url": reverse("law_rows", args=[case.pk]),
    }


def plan_procurement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Fill in the plan, bit by bit."""
    case = load_case(request, case_id, ProcurementCase)
    require_purchaser(case, request.actor, "plan_procurement")
    allowed = rules.can_plan_procurement(case, request.actor)
    plan = case.plan if allowed else None
    saved = _("The plan is saved.")
    years = request.POST.get("years", "")[:3]
    if plan and years.isdecimal() and int(years) > plan.years:
        asked = _("Over more years the value is higher: those who gave their authorisation for less are asked anew.")
        saved = f"{saved} {asked}"
    return pages.deed_page(
        request,
        case,
        "plan_procurement",
        allowed=allowed,
        form=partial(forms.PlanForm, route=plan.route if plan else ""),
        act=lambda form: actions.plan_procurement(case, by=request.actor, values=form.cleaned_data),
        initial={name: getattr(plan, name) for name in actions.PLAN_FIELDS} if plan else {},
        context={
            "lead": _("You can save half a plan. The case says what is still missing."),
            "button": _("Save the plan"),
        },
        done=saved,
        mends=Q(),
    )


def name_evaluators(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Name the evaluation group."""
    case = load_case(request, case_id, ProcurementCase)
    require_purchaser(case, request.actor, "name_evaluators")
    allowed = rules.can_name_evaluators(case, request.actor)
    named = [forms.key_of(row.person_id, row.party_id) for row in evaluators(case)] if allowed else []
    return pages.deed_page(
        request,
        case,
        "name_evaluators",
        allowed=allowed,
        form=partial(forms.EvaluatorsForm, people=possible_evaluators(case) if allowed else []),
        act=lambda form: actions.name_evaluators(case, form.chosen(), by=request.actor),
        initial={"people": named},
        context={
            "lead": _("People of the municipalities that take part, of the lead buyer, and the coordinator."),
            "button": _("Name the group"),
        },
        done=_("The evaluation group is named."),
        mends=Q(),
    )


def law_rows(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The law's figures that the case rests on: each with its dates, its rule and its source."""
    case = load_case(request, case_id, ProcurementCase)
    thresholds = sorted(Threshold.objects.all(), key=lambda row: (row.kind not in LADDER, row.kind, row.valid_from))
    context = {
        "case": case,
        "back": reverse("case", args=[case.pk]),
        "thresholds": thresholds,
        "deadlines": LegalDeadline.objects.all(),
    }
    return render(request, "law/rows.html", context)
