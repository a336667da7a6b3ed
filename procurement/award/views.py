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
from procurement.competition.pages import open_page
from procurement.planning.actions import GateClosed
from workflow import clock
from workflow.actors import Actor


def may_recommend(case: ProcurementCase, actor: Actor) -> bool:
    """Whether the actor is the purchaser, or named in the evaluation group."""
    return hasattr(case, "plan") and rules.recommends_as(case, actor) is not None


def recommend_award(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Recommend a supplier, for the evaluation group."""
    page = open_page(request, case_id, "recommend_award", right=may_recommend)
    tenders = queries.tenders_of(page.case, page.actor)

    def act(form: Form) -> None:
        values = form.cleaned_data
        actions.recommend_award(page.case, values["tender"], by=page.actor, reason=values["reason"])

    return page.show(
        form=partial(forms.ChoiceOfSupplierForm, tenders=tenders),
        act=act,
        template="award/recommend_award.html",
        context={
            "tenders": tenders,
            "missing": gates.in_words(page.case, rules.missing_before_recommendation(page.case), page.actor)
            if page.allowed
            else [],
        },
        done=_("The recommendation is sent to the one who decides."),
    )


def decide_award(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Choose the supplier, for the lead buyer."""
    page = open_page(request, case_id, "decide_award")
    award = rules.current_award(page.case)

    def act(form: Form) -> None:
        values = form.cleaned_data
        actions.decide_award(page.case, values["tender"], by=page.actor, reason=values["reason"])

    return page.show(
        form=partial(forms.ChoiceOfSupplierForm, tenders=queries.tenders_of(page.case, page.actor)),
        act=act,
        initial={"tender": award.recommended_id, "reason": award.recommendation} if award else {},
        template="award/decide_award.html",
        context={"tenders": queries.tenders_of(page.case, page.actor), "award": award},
        done=_("The supplier is chosen. Those who take part are told."),
    )


def send_letters(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note that the award letters are sent; the standstill runs from then."""
    page = open_page(request, case_id, "send_letters")
    rule = standstill_days(page.case) if page.allowed else None
    ends = ends_on(rule, clock.today()) if rule else None

    def act(form: Form) -> None:
        chosen = ends or form.cleaned_data.get("standstill_ends")
        actions.send_letters(page.case, by=page.actor, standstill_ends=chosen, rule=rule.citation)

    return page.show(
        form=partial(forms.LettersForm, is_fixed=ends is not None),
        act=act,
        initial={"standstill_ends": suggested_end(page.case)} if page.allowed else {},
        template="award/send_letters.html",
        context={"standstill": rule, "ends": ends, "today": clock.today()},
        done=_("The letters are noted."),
    )


def register_complaint(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note a complaint: nobody may sign until it is settled."""
    page = open_page(request, case_id, "register_complaint")
    return page.show(
        form=forms.ComplaintForm,
        act=lambda form: actions.register_complaint(page.case, by=page.actor, note=form.cleaned_data["note"]),
        context={
            "lead": _("From now on nobody may sign, also when the standstill is over, until the complaint is settled."),
            "button": _("Register the complaint"),
        },
    )


def settle_complaint(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note how a complaint ended."""
    page = open_page(request, case_id, "settle_complaint")

    def act(form: Form) -> None:
        values = form.cleaned_data
        actions.settle_complaint(page.case, by=page.actor, note=values["note"], upheld=values["outcome"] == "upheld")

    return page.show(
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
    page = open_page(request, case_id, "open_contracts", rule=rules.opens_contracts)
    award = rules.current_award(page.case)

    def act(form: Form) -> None:
        try:
            actions.open_contracts(page.case, by=page.actor)
        except GateClosed as closed:
            raise ValidationError(_("Nobody may sign yet. See why above.")) from closed

    context: dict[str, Any] = {}
    if page.allowed:
        joined = page.case.authorisations.filter(state="given").order_by("party__sort_key").select_related("party")
        names = gates.names_in_text(row.party.name for row in joined if not row.as_option)
        context = {
            "missing": rules.missing_before_contracts(page.case),
            "award": award,
            "first_day": first_day_to_sign(award),
            "consequences": [
                _("These are asked to sign, each its own contract with %(supplier)s: %(names)s.")
                % {"supplier": award.winner.supplier, "names": names},
                _("Each may sign when it is ready, and starts to take the solution into use as soon as it has."),
            ],
        }
    return page.show(
        form=Form,
        act=act,
        template="award/open_contracts.html",
        context=context,
        done=_("The contracts are open for signing."),
    )
