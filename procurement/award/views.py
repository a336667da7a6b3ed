"""The pages of the award."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from procurement.award import actions, forms, rules
from procurement.award.standstill import ends_on, first_day_to_sign, standstill_days, suggested_end
from procurement.cases import ProcurementCase
from procurement.competition import gates, queries
from procurement.competition.rules import require_purchaser
from procurement.planning.actions import GateClosed
from workflow import clock, pages
from workflow.loading import load_case
from workflow.transitions import require


def recommend_award(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Recommend a supplier, for the evaluation group."""
    case = load_case(request, case_id, ProcurementCase)
    require(hasattr(case, "plan") and rules.recommends_as(case, request.actor) is not None)
    allowed = rules.can_recommend_award(case, request.actor)
    tenders = queries.tenders_of(case, request.actor)

    def act(form: Form) -> None:
        values = form.cleaned_data
        try:
            actions.recommend_award(case, values["tender"], by=request.actor, reason=values["reason"])
        except GateClosed as closed:
            raise gates.as_error(case, closed.missing, request.actor) from closed

    return pages.deed_page(
        request,
        case,
        "recommend_award",
        allowed=allowed,
        form=partial(forms.ChoiceOfSupplierForm, tenders=tenders),
        act=act,
        template="award/recommend_award.html",
        context={
            "tenders": tenders,
            "missing": gates.in_words(case, rules.missing_before_recommendation(case), request.actor)
            if allowed
            else [],
        },
        done=_("The recommendation is sent to the one who decides."),
    )


def decide_award(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose the supplier, for the lead buyer."""
    case = load_case(request, case_id, ProcurementCase)
    require_purchaser(case, request.actor, "decide_award")
    award = rules.current_award(case)

    def act(form: Form) -> None:
        values = form.cleaned_data
        actions.decide_award(case, values["tender"], by=request.actor, reason=values["reason"])

    return pages.deed_page(
        request,
        case,
        "decide_award",
        allowed=rules.can_decide_award(case, request.actor),
        form=partial(forms.ChoiceOfSupplierForm, tenders=queries.tenders_of(case, request.actor)),
        act=act,
        initial={"tender": award.recommended_id, "reason": award.recommendation} if award else {},
        template="award/decide_award.html",
        context={"tenders": queries.tenders_of(case, request.actor), "award": award},
        done=_("The supplier is chosen. Those who take part are told."),
    )


def send_letters(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note that the award letters are sent; the standstill runs from then."""
    case = load_case(request, case_id, ProcurementCase)
    require_purchaser(case, request.actor, "send_letters")
    allowed = rules.can_send_letters(case, request.actor)
    rule = standstill_days(case) if allowed else None
    ends = ends_on(rule, clock.today()) if rule else None

    def act(form: Form) -> None:
        chosen = ends or form.cleaned_data.get("standstill_ends")
        actions.send_letters(case, by=request.actor, standstill_ends=chosen, rule=rule.citation)

    return pages.deed_page(
        request,
        case,
        "send_letters",
        allowed=allowed,
        form=partial(forms.LettersForm, is_fixed=ends is not None),
        act=act,
        initial={"standstill_ends": suggested_end(case)} if allowed else {},
        template="award/send_letters.html",
        context={"standstill": rule, "ends": ends, "today": clock.today()},
        done=_("The letters are noted."),
    )


def register_complaint(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note a complaint: nobody may sign until it is settled."""
    case = load_case(request, case_id, ProcurementCase)
    require_purchaser(case, request.actor, "register_complaint")
    return pages.deed_page(
        request,
        case,
        "register_complaint",
        allowed=rules.can_register_complaint(case, request.actor),
        form=forms.ComplaintForm,
        act=lambda form: actions.register_complaint(case, by=request.actor, note=form.cleaned_data["note"]),
        context={
            "lead": _("From now on nobody may sign, also when the standstill is over, until the complaint is settled."),
            "button": _("Register the complaint"),
        },
    )


def settle_complaint(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note how a complaint ended."""
    case = load_case(request, case_id, ProcurementCase)
    require_purchaser(case, request.actor, "settle_complaint")

    def act(form: Form) -> None:
        values = form.cleaned_data
        actions.settle_complaint(case, by=request.actor, note=values["note"], upheld=values["outcome"] == "upheld")

    return pages.deed_page(
        request,
        case,
        "settle_complaint",
        allowed=rules.can_settle_complaint(case, request.actor),
        form=forms.SettleForm,
        act=act,
        context={
            "notes": [
                {
                    "title": _("If the choice is made anew"),
                    "body": _(
                        "The lead buyer decides again, new letters are sent, and a new standstill runs from that day. "
                        "If the fault cannot be mended, cancel the competition instead."
                    ),
                }
            ]
        },
        done=_("The complaint is settled."),
    )


def open_contracts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let each participant sign. Before the standstill is over the page says in words why it must wait."""
    case = load_case(request, case_id, ProcurementCase)
    require_purchaser(case, request.actor, "open_contracts")
    allowed = rules.opens_contracts(case, request.actor)
    award = rules.current_award(case)

    def act(form: Form) -> None:
        try:
            actions.open_contracts(case, by=request.actor)
        except GateClosed as closed:
            raise ValidationError(_("Nobody may sign yet. See why above.")) from closed

    context: dict[str, Any] = {}
    if allowed:
        joined = case.authorisations.filter(state="given").order_by("party__sort_key").select_related("party")
        names = gates.names_in_text(row.party.name for row in joined if not row.as_option)
        context = {
            "missing": rules.missing_before_contracts(case),
            "award": award,
            "first_day": first_day_to_sign(award),
            "consequences": [
                _("These are asked to sign, each its own contract with %(supplier)s: %(names)s.")
                % {"supplier": award.winner.supplier, "names": names},
                _("Each may sign when it is ready, and starts to take the solution into use as soon as it has."),
            ],
        }
    return pages.deed_page(
        request,
        case,
        "open_contracts",
        allowed=allowed,
        form=Form,
        act=act,
        template="award/open_contracts.html",
        context=context,
        done=_("The contracts are open for signing."),
    )
