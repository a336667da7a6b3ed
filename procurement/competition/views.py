"""The pages of the competition."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from procurement.cases import ProcurementCase
from procurement.competition import actions, forms, gates, queries, rules
from procurement.competition.impartiality import declare_impartiality as declare
from procurement.planning.actions import GateClosed
from procurement.planning.rules import missing_before_freeze
from workflow import pages
from workflow.loading import load_case
from workflow.transitions import require


def fixing(request: HttpRequest, case: ProcurementCase) -> dict[str, Any]:
    """What a page shows before it fixes the participants: the list, the value, and what is missing."""
    if case.state != "planning":
        return {}
    return {
        "missing": gates.in_words(case, missing_before_freeze(case), request.actor),
        "fixed": queries.fixed_list(case),
        "years": case.plan.years,
    }


def publish_notice(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note that the notice is published. It fixes the participants."""
    case = load_case(request, case_id, ProcurementCase)
    rules.require_purchaser(case, request.actor, "publish_notice")

    def act(form: Form) -> None:
        values = form.cleaned_data
        try:
            actions.publish_notice(case, by=request.actor, **{**values, "notice_id": values["notice_id"].strip()})
        except GateClosed as closed:
            raise gates.as_error(case, closed.missing, request.actor) from closed
        except actions.TooShort as short:
            words = _("The tenderers must have at least %(days)s days (%(rule)s). The first lawful day is %(day)s.")
            said = {"days": short.days, "rule": short.citation, "day": date_format(short.earliest, "j. F Y")}
            raise ValidationError({"tender_deadline": words % said}) from short

    return pages.deed_page(
        request,
        case,
        "publish_notice",
        allowed=rules.can_publish_notice(case, request.actor),
        form=forms.NoticeForm,
        act=act,
        template="competition/publish_notice.html",
        context=fixing(request, case),
        done=_("The notice is noted. The list is locked."),
    )


def invite_tenders(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note that the invitation to tender is sent. It fixes the participants."""
    case = load_case(request, case_id, ProcurementCase)
    rules.require_purchaser(case, request.actor, "invite_tenders")

    def act(form: Form) -> None:
        try:
            actions.invite_tenders(case, by=request.actor, **form.cleaned_data)
        except GateClosed as closed:
            raise gates.as_error(case, closed.missing, request.actor) from closed

    return pages.deed_page(
        request,
        case,
        "invite_tenders",
        allowed=rules.can_invite_tenders(case, request.actor),
        form=forms.InvitationToTenderForm,
        act=act,
        template="competition/invite_tenders.html",
        context=fixing(request, case),
        done=_("The invitation is noted. The list is locked."),
    )


def register_tender(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Register the tenders of the opening record, one by one."""
    case = load_case(request, case_id, ProcurementCase)
    rules.require_purchaser(case, request.actor, "register_tender")
    allowed = rules.can_register_tender(case, request.actor)
    competition = queries.last_competition(case)

    def act(form: Form) -> None:
        try:
            actions.register_tender(case, by=request.actor, **form.cleaned_data)
        except actions.TooEarly as early:
            words = _("The tenders are opened on %(day)s at %(time)s, when the deadline is over.")
            raise ValidationError(
                words
                % {
                    "day": date_format(early.earliest, "j. F Y"),
                    "time": date_format(queries.closes_at(competition), "H:i"),
                }
            ) from early
        except actions.AlreadyRegistered as twice:
            raise ValidationError({"supplier": _("A tender from this supplier is registered already.")}) from twice

    return pages.deed_page(
        request,
        case,
        "register_tender",
        allowed=allowed,
        form=forms.TenderForm,
        act=act,
        template="competition/register_tender.html",
        context={
            "tenders": queries.tenders_of(case, request.actor),
            "too_early": allowed and not rules.is_over(competition),
            "closes": queries.closes_at(competition) if competition else None,
            "registered": competition is not None and competition.opened_on is not None,
            "cancel_url": reverse("cancel_competition", args=[case.pk]),
        },
        done=_("The tender is registered. Register the next, or go back to the case."),
        then=reverse("register_tender", args=[case.pk]),
    )


def declare_impartiality(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Declare oneself impartial towards the tenderers, or step out."""
    case = load_case(request, case_id, ProcurementCase)
    require(rules.is_evaluator(case, request.actor))
    return pages.deed_page(
        request,
        case,
        "declare_impartiality",
        allowed=rules.can_declare_impartiality(case, request.actor),
        form=forms.ImpartialityForm,
        act=lambda form: declare(case, by=request.actor, **form.cleaned_data),
        template="competition/declare_impartiality.html",
        context={"tenders": queries.tenders_of(case, request.actor), "button": _("Send the declaration")},
        done=_("Thank you. Your declaration is kept in the case."),
    )


def cancel_competition(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Cancel the competition; the case goes back to planning."""
    case = load_case(request, case_id, ProcurementCase)
    rules.require_purchaser(case, request.actor, "cancel_competition")
    joined = case.authorisations.filter(state="given").order_by("party__sort_key").values_list("party__name", flat=True)
    return pages.deed_page(
        request,
        case,
        "cancel_competition",
        allowed=rules.can_cancel_competition(case, request.actor),
        form=forms.CancelForm,
        act=lambda form: actions.cancel_competition(case, by=request.actor, **form.cleaned_data),
        template="confirm.html",
        context={
            "consequences": [
                _("Nobody is given the contract. Everything that is registered is kept."),
                _("The case goes back to planning, where you can plan a new competition from what is there."),
                _("The list of participants is open again until the next notice."),
                _("These are told by mail: %(names)s and the coordinator.") % {"names": ", ".join(joined)},
                _("Those who sent tenders are told by you, in the KGV, with the reason."),
            ],
            "danger": True,
        },
        done=_("The competition is cancelled. The case is back in planning."),
    )
