"""The pages of taking into use: plan, checklist, operations, confirm."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.planning.actions import GateClosed
from suksit.cases.models import ChangeCase
from suksit.regions.queries import operations_party
from suksit.rollout import actions, forms, rules, words
from suksit.rollout.models import Rollout
from suksit.templatetags.form_of import distance
from workflow import clock, people
from workflow.loading import load_case, load_part
from workflow.pages import deed_page


def load(request: HttpRequest, case_id: UUID, subject: int, permission: str) -> tuple[ChangeCase, Rollout]:
    """A roll-out of a case that the actor sees. Raises PermissionDenied to one without the right at its party."""
    case = load_case(request, case_id, ChangeCase)
    rollout = load_part(case, Rollout, subject)
    party = operations_party(case.region_id) if permission == "accept_operations" else rollout.party_id
    if not request.actor.may(permission, party):
        raise PermissionDenied
    return case, rollout


def plan_rollout(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Plan the go-live, or move it."""
    case, rollout = load(request, case_id, subject, "plan_rollout")
    known = people.with_permission("plan_rollout", [rollout.party_id], case.region_id)

    def act(form: forms.PlanForm) -> None:
        try:
            actions.plan_rollout(rollout, by=request.actor, **form.cleaned_data)
        except ValueError as error:
            raise ValidationError(_("A later day needs a cause.")) from error

    planned = rollout.planned_on is not None
    return deed_page(
        request,
        case,
        "plan_rollout",
        allowed=rules.can_plan_rollout(rollout, request.actor),
        form=lambda **given: forms.PlanForm(before=rollout.planned_on, people=known, **given),
        act=act,
        initial={
            "planned_on": rollout.planned_on,
            "local_lead": rollout.local_lead_id or request.actor.user_id,
        },
        context={
            "title": (_("Move the go-live of %(party)s") if planned else _("When does %(party)s take it into use?"))
            % {"party": rollout.party.name},
            "lead": words.delay(rollout),
            "button": _("Save the day"),
            "facts": contract_facts(case, rollout),
        },
        done=_("The day is saved."),
        mends=Q(party=rollout.party_id),
    )


def contract_facts(case: ChangeCase, rollout: Rollout) -> list[dict[str, Any]]:
    """What one should know when planning: when the own contract begins."""
    contract = case.contracts.filter(party_id=rollout.party_id, starts_on__isnull=False).first()
    return [{"label": _("Your contract begins"), "value": distance(contract.starts_on)}] if contract else []


def check_off(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Tick off the checklist."""
    case, rollout = load(request, case_id, subject, "check_off")
    done = set(rollout.checklist.filter(done_on__isnull=False).values_list("item", flat=True))
    return deed_page(
        request,
        case,
        "check_off",
        allowed=rules.can_check_off(rollout, request.actor),
        form=forms.ChecklistForm,
        act=lambda form: actions.check_off(
            rollout,
            form.cleaned_data["items"],
            by=request.actor,
            undo=done - set(form.cleaned_data["items"]),
        ),
        initial={"items": sorted(done)},
        context={
            "title": _("The checklist of %(party)s") % {"party": rollout.party.name},
            "lead": _("Tick off as you go. All six must be done before you go live."),
            "button": _("Save the checklist"),
        },
        done=_("The checklist is saved."),
        mends=Q(party=rollout.party_id),
    )


def accept_operations(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Operations take over for a municipality."""
    case, rollout = load(request, case_id, subject, "accept_operations")
    is_planned = rollout.state != "to_plan"
    undone = rules.missing_before_go_live(rollout)
    facts = [{"label": _("Planned go-live"), "value": distance(rollout.planned_on)}] if is_planned else []
    if undone:
        facts.append(
            {"label": _("Not ticked off yet"), "value": ", ".join(words.item(name).lower() for name in undone)}
        )
    not_planned = _("%(party)s has not planned its go-live yet.") % {"party": rollout.party.name}
    return deed_page(
        request,
        case,
        "accept_operations",
        allowed=rules.can_accept_operations(rollout, request.actor) or not is_planned,
        form=forms.AcceptForm,
        act=gate(
            lambda form: actions.accept_operations(rollout, by=request.actor, note=form.cleaned_data["note"]),
            [] if is_planned else [not_planned],
        ),
        template="rollout/gate.html",
        context={
            "title": _("Take over operations for %(party)s") % {"party": rollout.party.name},
            "lead": _("From now on you answer for running the solution there, and %(party)s may go live.")
            % {"party": rollout.party.name},
            "facts": facts,
            "missing": [] if is_planned else [{"words": not_planned}],
            "missing_title": _("This is missing first"),
        },
        done=_("You have taken over. %(party)s is told.") % {"party": rollout.party.name},
    )


def gate(act: Any, missing: list[str]) -> Any:
    """Do it, or say what is missing beside the form."""

    def checked(form: Any) -> None:
        if missing:
            raise ValidationError(missing)
        act(form)

    return checked


def confirm_go_live(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Confirm that the municipality uses the solution; or see what is missing."""
    case, rollout = load(request, case_id, subject, "confirm_go_live")
    links = {name: reverse(name, args=[case.pk, subject]) for name in ("plan_rollout", "check_off")}
    missing = words.what_is_missing(rollout, rules.missing_before_go_live(rollout), links)

    def act(form: forms.GoLiveForm) -> None:
        try:
            actions.confirm_go_live(rollout, by=request.actor, **form.cleaned_data)
        except GateClosed as closed:
            raise ValidationError([row["words"] for row in missing] or closed.missing) from closed
        except ValueError as error:
            raise ValidationError(_("That day has not come yet.")) from error

    return deed_page(
        request,
        case,
        "confirm_go_live",
        allowed=rules.is_under_way(rollout),
        form=forms.GoLiveForm,
        act=gate(act, [row["words"] for row in missing]),
        initial={"went_live_on": clock.today()},
        template="rollout/gate.html",
        context={
            "title": _("Confirm that %(party)s uses the solution") % {"party": rollout.party.name},
            "lead": "" if missing else _("Everything on the checklist is done, and operations have taken over."),
            "missing": missing,
            "missing_title": _("This is missing before you can go live"),
        },
        done=_("The go-live is confirmed. Well done."),
    )


def withdraw_rollout(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Say that the municipality does not take it into use after all; by itself, or by the coordinator on its behalf."""
    case = load_case(request, case_id, ChangeCase)
    rollout = load_part(case, Rollout, subject)
    if not rules.may_withdraw_rollout(rollout, request.actor):
        raise PermissionDenied
    party = {"party": rollout.party.name}
    return deed_page(
        request,
        case,
        "withdraw_rollout",
        allowed=rules.can_withdraw_rollout(rollout, request.actor),
        form=forms.WithdrawForm,
        act=lambda form: actions.withdraw_rollout(rollout, by=request.actor, reason=form.cleaned_data["reason"]),
        template="confirm.html",
        context={
            "title": _("%(party)s does not take it into use") % party,
            "consequences": [
                _("Nobody waits for %(party)s any more, and it is not asked to measure benefits.") % party,
                _("A contract that is signed stands. Talk to the supplier yourselves."),
                _("The coordinator and operations are told, with your reason."),
            ],
            "danger": True,
        },
        done=_("It is noted that %(party)s does not take it into use.") % party,
    )
