"""The pages of the competition."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from procurement.competition import actions, forms, queries, rules
from procurement.competition.impartiality import declare_impartiality as declare
from procurement.competition.pages import before_fixing, open_page


def publish_notice(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note that the notice is published. It fixes the participants."""
    page = open_page(request, case_id, "publish_notice")

    def act(form: Form) -> None:
        values = form.cleaned_data
        try:
            actions.publish_notice(page.case, by=page.actor, **{**values, "notice_id": values["notice_id"].strip()})
        except actions.TooShort as short:
            words = _("The tenderers must have at least %(days)s days (%(rule)s). The first lawful day is %(day)s.")
            said = {"days": short.days, "rule": short.citation, "day": date_format(short.earliest, "j. F Y")}
            raise ValidationError({"tender_deadline": words % said}) from short

    return page.show(
        form=forms.NoticeForm,
        act=act,
        template="competition/publish_notice.html",
        context=before_fixing(page),
        done=_("The notice is noted. The list is locked."),
    )


def invite_tenders(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note that the invitation to tender is sent. It fixes the participants."""
    page = open_page(request, case_id, "invite_tenders")
    return page.show(
        form=forms.InvitationToTenderForm,
        act=lambda form: actions.invite_tenders(page.case, by=page.actor, **form.cleaned_data),
        template="competition/invite_tenders.html",
        context=before_fixing(page),
        done=_("The invitation is noted. The list is locked."),
    )


def register_tender(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Register the tenders of the opening record, one by one."""
    page = open_page(request, case_id, "register_tender")
    competition = queries.last_competition(page.case)

    def act(form: Form) -> None:
        try:
            actions.register_tender(page.case, by=page.actor, **form.cleaned_data)
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

    return page.show(
        form=forms.TenderForm,
        act=act,
        template="competition/register_tender.html",
        context={
            "tenders": queries.tenders_of(page.case, page.actor),
            "too_early": page.allowed and not rules.is_over(competition),
            "closes": queries.closes_at(competition) if competition else None,
            "registered": competition is not None and competition.opened_on is not None,
            "cancel_url": reverse("cancel_competition", args=[case_id]),
        },
        done=_("The tender is registered. Register the next, or go back to the case."),
        then=reverse("register_tender", args=[case_id]),
    )


def declare_impartiality(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Declare oneself impartial towards the tenderers, or step out."""
    page = open_page(request, case_id, "declare_impartiality", right=rules.is_evaluator)
    return page.show(
        form=forms.ImpartialityForm,
        act=lambda form: declare(page.case, by=page.actor, **form.cleaned_data),
        template="competition/declare_impartiality.html",
        context={"tenders": queries.tenders_of(page.case, page.actor), "button": _("Send the declaration")},
        done=_("Thank you. Your declaration is kept in the case."),
    )


def cancel_competition(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Cancel the competition; the case goes back to planning."""
    page = open_page(request, case_id, "cancel_competition")
    rows = page.case.authorisations.filter(state="given").order_by("party__sort_key")
    joined = rows.values_list("party__name", flat=True)
    return page.show(
        form=forms.CancelForm,
        act=lambda form: actions.cancel_competition(page.case, by=page.actor, **form.cleaned_data),
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
