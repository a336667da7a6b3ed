"""The pages of contracting."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.cases import ProcurementCase
from procurement.competition import gates
from procurement.competition.pages import before_fixing, open_page, router_of
from procurement.competition.queries import fixed_list, tenders_of
from procurement.contract import actions, forms, queries, rules
from procurement.contract.models import Contract
from workflow import pages
from workflow.loading import load_case, load_part


def call_off(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Call off an existing agreement, for those named in it."""
    page = open_page(request, case_id, "call_off")
    return page.show(
        form=forms.CallOffForm,
        act=lambda form: actions.call_off(page.case, by=page.actor, **form.cleaned_data),
        template="contract/call_off.html",
        context=before_fixing(page),
        done=_("The call-off is noted. The contracts are open for signing."),
    )


def agree_renegotiation(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note new terms in an existing agreement, after the check that the change is not material."""
    page = open_page(request, case_id, "agree_renegotiation")

    def act(form: forms.RenegotiationForm) -> None:
        values = form.cleaned_data
        try:
            actions.agree_renegotiation(
                page.case, by=page.actor, supplier=values["supplier"], note=values["note"], checked=form.checked()
            )
        except actions.MaterialChange as material:
            words = _("This makes the change material. It needs a new competition: choose another route.")
            raise ValidationError(dict.fromkeys(material.which, words)) from material

    return page.show(
        form=forms.RenegotiationForm,
        act=act,
        template="contract/agree_renegotiation.html",
        context=before_fixing(page),
        done=_("The new terms are noted. The contracts are open for signing."),
    )


def proceed_without_procurement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go straight to taking into use."""
    page = open_page(request, case_id, "proceed_without_procurement")
    return page.show(
        form=forms.NothingToBuyForm,
        act=lambda form: actions.proceed_without_procurement(page.case, by=page.actor, **form.cleaned_data),
        template="contract/proceed_without_procurement.html",
        context=before_fixing(page),
        done=_("The case goes on to taking into use."),
    )


def own_contract(request: HttpRequest, case: ProcurementCase, key: int, permission: str) -> Contract:
    """A contract of a case, for one who may do something with it. Raises PermissionDenied to others."""
    contract: Contract = load_part(case, Contract, key)
    if not request.actor.may(permission, contract.party_id):
        raise PermissionDenied
    return contract


def sign_contract(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Sign one's own municipality's contract."""
    case = load_case(request, case_id, ProcurementCase)
    contract = own_contract(request, case, subject, "sign_contract")
    starts, ends = queries.usual_period(contract, case.plan.years)
    award = case.awards.filter(winner__isnull=False).order_by("-pk").first()

    def act(form: Form) -> None:
        actions.sign_contract(contract, by=request.actor, **form.cleaned_data)

    return pages.deed_page(
        request,
        case,
        "sign_contract",
        allowed=rules.can_sign_contract(contract, request.actor),
        form=forms.SignForm,
        act=act,
        initial={
            "starts_on": starts,
            "ends_on": ends,
            "annual_value": contract.estimated_annual_value,
            "option_months": contract.option_months,
        },
        template="contract/sign_contract.html",
        context={
            "title": _("Sign the contract for %(party)s") % {"party": contract.party.name},
            "contract": contract,
            "award": award,
            "tender": tenders_of(case, request.actor).filter(pk=award.winner_id).first() if award else None,
            "more": [
                {"label": _("Do not sign after all"), "url": reverse("withdraw_contract", args=[case.pk, contract.pk])}
            ],
        },
        done=_("The contract for %(party)s is signed. The roll-out can begin.") % {"party": contract.party.name},
    )


def withdraw_contract(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Do not sign after all. The page says what follows."""
    case = load_case(request, case_id, ProcurementCase)
    contract = own_contract(request, case, subject, "withdraw_contract")
    contracts = queries.contracts_of(case)
    left = [row for row in contracts if row.pk != contract.pk]
    return pages.deed_page(
        request,
        case,
        "withdraw_contract",
        allowed=rules.can_withdraw_contract(contract, request.actor),
        form=forms.ReasonForm,
        act=lambda form: actions.withdraw_contract(contract, by=request.actor, reason=form.cleaned_data["reason"]),
        template="contract/withdraw_contract.html",
        context={
            "title": _("%(party)s does not sign after all") % {"party": contract.party.name},
            "contract": contract,
            "before": queries.yearly_estimate(contracts),
            "after": queries.yearly_estimate(left),
            "danger": True,
        },
        done=_("It is noted that %(party)s does not sign. The record is kept.") % {"party": contract.party.name},
    )


def admit_option_holder(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let a named option holder sign. Who is not named is refused, with the reason and another way."""
    page = open_page(request, case_id, "admit_option_holder", right=router_of("admit_option_holder"))
    refused: dict[str, Any] = {}

    def act(form: Form) -> None:
        party = form.cleaned_data["party"]
        try:
            actions.admit_option_holder(page.case, party, by=page.actor)
        except actions.NotNamed as not_named:
            refused["not_named"] = True
            raise ValidationError({"party": _("Not named with an option. It cannot join this procurement.")}) from (
                not_named
            )
        except actions.NotYet as early:
            words = _("It is named with an option, and may sign when the contracts are open.")
            raise ValidationError({"party": words}) from early

    return page.show(
        form=partial(forms.OptionHolderForm, parties=queries.who_could_ask(page.case) if page.allowed else []),
        act=act,
        template="contract/admit_option_holder.html",
        context={
            "refused": refused,
            "report_url": reverse("report_new"),
            "fixed": fixed_list(page.case) if page.allowed else None,
        },
        done=_("The option holder is asked to sign its own contract."),
    )


def close_contracting(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go on to taking into use, also when somebody has not signed."""
    page = open_page(request, case_id, "close_contracting", right=router_of("close_contracting"))
    contracts = queries.contracts_of(page.case)
    signed, of = queries.bound_and_signed(contracts)
    waiting = [row.party.name for row in contracts if row.state == "to_sign" and not row.as_option]
    options = [row.party.name for row in contracts if row.state == "to_sign" and row.as_option]
    consequences = [_("%(signed)s of %(all)s have signed.") % {"signed": signed, "all": of}]
    if waiting:
        words = _("Not signed yet: %(names)s. They may still sign later; their tasks stay open.")
        consequences.append(words % {"names": gates.names_in_text(waiting)})
    if options:
        words = _("With an option, may join later: %(names)s.")
        consequences.append(words % {"names": gates.names_in_text(options)})
    consequences.append(_("The case goes on to taking into use. Each municipality has its own pace."))
    return page.show(
        form=Form,
        act=lambda form: actions.close_contracting(page.case, by=page.actor),
        template="confirm.html",
        context={"consequences": consequences},
    )
