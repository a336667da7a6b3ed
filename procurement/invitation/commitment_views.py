"""The pages of the commitment: authorisation, no, political decision, who leads, and on to planning."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from procurement.cases import ProcurementCase
from procurement.invitation import commitment, directory, forms, queries, rules
from procurement.invitation.directory import Delegation
from procurement.invitation.models import Answer, Authorisation
from procurement.invitation.words import listed
from workflow import pages
from workflow.actors import Actor
from workflow.loading import load_case, load_part
from workflow.transitions import require


def delegation_of(actor: Actor, party_id: int, region_id: int) -> Delegation | None:
    """How far the actor may bind a party: as oneself, or as the one stood in for."""
    if not actor.may("give_authorisation", party_id):
        return None
    absent = actor.grant_for("give_authorisation", party_id).on_behalf_of
    return directory.delegation(absent or actor.user_id, party_id, region_id)


def is_beyond(authorisation: Authorisation, known: Delegation | None) -> bool:
    """Whether the value is more than the person may bind for without the council."""
    limit = known.limit if known else None
    return limit is not None and authorisation.value is not None and authorisation.value > limit


def give_authorisation(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Bind one's own municipality."""
    case = load_case(request, case_id, ProcurementCase)
    authorisation = load_part(case, Authorisation, subject)
    require(request.actor.may("give_authorisation", authorisation.party_id))
    name = authorisation.party.name
    known = delegation_of(request.actor, authorisation.party_id, case.region_id)
    from_council = authorisation.state == "with_council"
    return pages.deed_page(
        request,
        case,
        "give_authorisation",
        allowed=rules.can_give_authorisation(authorisation, request.actor),
        form=partial(forms.AuthorisationForm, from_council=from_council),
        act=lambda form: commitment.give_authorisation(
            authorisation,
            by=request.actor,
            title=known.title if known else "",
            delegation_limit=known.limit if known else None,
            **form.cleaned_data,
        ),
        template="invitation/authorisation.html",
        context={
            "title": _("Does %(party)s bind itself?") % {"party": name},
            "authorisation": authorisation,
            "answer": Answer.objects.filter(case_id=case.pk, party_id=authorisation.party_id).first(),
            "years": case.plan.years,
            "delegation": known,
            "beyond": is_beyond(authorisation, known) and not from_council,
            "from_council": from_council,
            "decline_url": reverse("decline_authorisation", args=[case.pk, subject]),
            "council_url": None if from_council else reverse("send_to_council", args=[case.pk, subject]),
        },
        done=_("The authorisation of %(party)s is given.") % {"party": name},
    )


def decline_authorisation(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Say no for one's own municipality."""
    case = load_case(request, case_id, ProcurementCase)
    authorisation = load_part(case, Authorisation, subject)
    require(request.actor.may("decline_authorisation", authorisation.party_id))
    name = authorisation.party.name
    return pages.deed_page(
        request,
        case,
        "decline_authorisation",
        allowed=rules.can_decline_authorisation(authorisation, request.actor),
        form=forms.ReasonForm,
        act=lambda form: commitment.decline_authorisation(
            authorisation, by=request.actor, reason=form.cleaned_data["reason"]
        ),
        template="confirm.html",
        context={
            "consequences": [
                _("%(party)s is not named when it is announced, and cannot join later.") % {"party": name},
                _("The coordinator and your own member are told, with your reason."),
            ],
            "back": reverse("give_authorisation", args=[case.pk, subject]),
        },
        done=_("It is noted that %(party)s does not take part.") % {"party": name},
    )


def send_to_council(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Leave it to a political body."""
    case = load_case(request, case_id, ProcurementCase)
    authorisation = load_part(case, Authorisation, subject)
    require(request.actor.may("send_to_council", authorisation.party_id))
    return pages.deed_page(
        request,
        case,
        "send_to_council",
        allowed=rules.can_send_to_council(authorisation, request.actor),
        form=forms.CouncilForm,
        act=lambda form: commitment.send_to_council(authorisation, by=request.actor, **form.cleaned_data),
        initial={"body": _("The municipal council")},
        context={
            "lead": _("You come back here after the meeting, with the case number. Until then nobody is reminded."),
            "back": reverse("give_authorisation", args=[case.pk, subject]),
        },
        done=_("It is noted. The case waits for the meeting."),
    )


def name_lead_buyer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Name who leads the buying."""
    case = load_case(request, case_id, ProcurementCase)
    require(request.actor.may("name_lead_buyer", case.region_id))
    allowed = rules.can_name_lead_buyer(case, request.actor)
    return pages.deed_page(
        request,
        case,
        "name_lead_buyer",
        allowed=allowed,
        form=partial(forms.LeadBuyerForm, parties=directory.lead_buyers(case.region_id)),
        act=lambda form: commitment.name_lead_buyer(case, form.cleaned_data["party"].pk, by=request.actor),
        initial={"party": case.plan.lead_buyer_id} if allowed else {},
        context={
            "lead": _("Its purchaser does the work from planning to award. Each municipality signs its own contract."),
            "button": _("Name"),
        },
        done=_("It is noted who leads the buying."),
    )


def close_commitment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """BP2: on to planning."""
    case = load_case(request, case_id, ProcurementCase)
    require(request.actor.may("close_commitment", case.region_id))
    allowed = rules.can_close_commitment(case, request.actor)
    return pages.deed_page(
        request,
        case,
        "close_commitment",
        allowed=allowed,
        form=Form,
        act=lambda form: go_on(case, request.actor),
        template="invitation/close_commitment.html",
        context=at_the_point(case) if allowed else {},
        done=_("The case is in planning."),
    )


def go_on(case: ProcurementCase, actor: Actor) -> None:
    """On to planning, when somebody has it there. Raises ValidationError when nobody leads the buying."""
    if case.plan.lead_buyer_id is None:
        raise ValidationError(_("Name who leads the buying first. Else nobody has the turn in planning."))
    commitment.close_commitment(case, by=actor)


def at_the_point(case: ProcurementCase) -> dict[str, Any]:
    """How it stands at BP2: what follows, and whether somebody leads."""
    waiting = queries.waiting_parties(case)
    given = list(
        case.authorisations.filter(state="given").order_by("party__sort_key").values_list("party__name", flat=True)
    )
    told = []
    if given:
        told.append(_("These have given their authorisation: %(names)s.") % {"names": listed(given)})
    else:
        told.append(_("Nobody has given an authorisation yet."))
    if waiting["requested"]:
        told.append(
            _("These have not answered: %(names)s. They can still answer until the competition is announced.")
            % {"names": listed(waiting["requested"])}
        )
    if waiting["with_council"]:
        told.append(_("These wait for a political decision: %(names)s.") % {"names": listed(waiting["with_council"])})
    if waiting["requested"] or waiting["with_council"]:
        told.append(_("Nothing is announced before each of them has answered, or is let go."))
    lead_buyer = case.plan.lead_buyer
    if lead_buyer:
        told.append(_("%(party)s leads the buying, and has the turn.") % {"party": lead_buyer.name})
    return {
        "consequences": told,
        "lead_buyer_url": None if lead_buyer else reverse("name_lead_buyer", args=[case.pk]),
    }
