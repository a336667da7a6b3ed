"""The pages of the question to the partners."""

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
from django.utils.translation import gettext_lazy

from procurement.cases import ProcurementCase
from procurement.invitation import actions, commitment, directory, forms, queries, rules
from procurement.invitation.models import Answer
from procurement.invitation.words import listed
from workflow import pages
from workflow.loading import load_case, load_part
from workflow.transitions import require

DONE = {
    Answer.Choice.YES: gettext_lazy("Thank you. It is noted that you join."),
    Answer.Choice.OPTION: gettext_lazy("Thank you. It is noted that you may join later."),
    Answer.Choice.NEED_MORE: gettext_lazy("It is noted. The coordinator replies, and then you are asked again."),
    Answer.Choice.NO: gettext_lazy("Thank you. It is noted that you do not join."),
}
VALUE_MISSING = gettext_lazy("The value is missing. You can add it until the competition is announced.")


def ask_partners(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask the partners."""
    case = load_case(request, case_id, ProcurementCase)
    require(request.actor.may("ask_partners", case.region_id))
    return pages.deed_page(
        request,
        case,
        "ask_partners",
        allowed=rules.can_ask_partners(case, request.actor),
        form=partial(forms.AskForm, parties=directory.partners(case.region_id)),
        act=lambda form: actions.ask_partners(
            case,
            list(form.cleaned_data["parties"]),
            by=request.actor,
            questions=form.cleaned_data["questions"],
            working_days=form.cleaned_data["working_days"],
        ),
        context={
            "lead": _("Each municipality gets a mail with a link to one page. You see the answers here as they come."),
        },
        done=_("The municipalities are asked."),
    )


def answer_invitation(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Answer for one's own municipality; or the coordinator mends, and both names are kept."""
    case = load_case(request, case_id, ProcurementCase)
    answer = load_part(case, Answer, subject)
    own = rules.can_answer_invitation(answer, request.actor)
    allowed = own or rules.can_answer_on_behalf(answer, request.actor)
    if not allowed:
        require(may_ever_answer(answer, request))
        return locked_page(request, answer)
    name = answer.party.name
    return pages.deed_page(
        request,
        case,
        "answer_invitation",
        allowed=True,
        form=partial(forms.AnswerForm, choices=actions.open_choices(case)),
        act=lambda form: act_on_answer(request, answer, form),
        initial=initial_answer(answer, request.actor.name if own else ""),
        template="invitation/answer.html",
        context={
            "title": _("Does %(party)s join?") % {"party": name},
            "button": _("Send the answer") if not answer.choice else _("Change the answer"),
            "invitation": case.invitation,
            "answer": answer,
            "on_behalf": not own,
            "opened": more_is_open(request.POST),
        },
        done=done_words(request, answer),
        mends=Q(data__party=answer.party_id),
    )


def act_on_answer(request: HttpRequest, answer: Answer, form: Form) -> None:
    """Answer; a choice that is no longer open lands in the form."""
    values = dict(form.cleaned_data)
    try:
        actions.answer_invitation(answer, by=request.actor, choice=values.pop("choice"), **values)
    except ValueError as error:
        raise ValidationError({"choice": _("That answer can no longer be given. Choose another.")}) from error


def done_words(request: HttpRequest, answer: Answer) -> str:
    """What is said afterwards; that the value is missing, when it is."""
    choice = request.POST.get("choice", "")
    words = str(DONE.get(choice, ""))
    missing = not request.POST.get("annual_value") and not request.POST.get("one_off_value")
    return f"{words} {VALUE_MISSING}" if missing and choice in (Answer.Choice.YES, Answer.Choice.OPTION) else words


def initial_answer(answer: Answer, contact: str) -> dict[str, Any]:
    """What stands in the form when it opens: the answer as it is."""
    known = {name: getattr(answer, name) for name in actions.VALUES}
    return {**known, "choice": answer.choice, "contact": answer.contact or contact}


def more_is_open(typed: Any) -> bool:
    """Whether the questions that lie folded were answered, so that they stand open when the form comes back."""
    return any(typed.get(name) for name in ("one_off_value", "volume", "agreement_ends", "joins_on", "private_reason"))


def may_ever_answer(answer: Answer, request: HttpRequest) -> bool:
    """Whether it is the time that is wrong, not the person."""
    return request.actor.may("answer_invitation", answer.party_id) or request.actor.may(
        "answer_on_behalf", answer.case.region_id
    )


def locked_page(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The answers cannot be changed any more: why, and what is possible instead."""
    case = answer.case
    context = {
        "case": case,
        "answer": answer,
        "frozen_on": case.invitation.frozen_on,
        "is_option": answer.choice == Answer.Choice.OPTION and answer.state == "answered",
        "joins": answer.choice == Answer.Choice.YES and answer.state == "answered",
        "back": reverse("case", args=[case.pk]),
        "typed": [value for name in ("remark", "private_reason") if (value := request.POST.get(name))],
    }
    return render(request, "invitation/locked.html", context, status=409)


def reply_to_question(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Reply to the one who needs more."""
    case = load_case(request, case_id, ProcurementCase)
    answer = load_part(case, Answer, subject)
    require(request.actor.may("close_invitation", case.region_id))
    return pages.deed_page(
        request,
        case,
        "reply_to_question",
        allowed=rules.can_reply_to_question(answer, request.actor),
        form=forms.ReplyForm,
        act=lambda form: actions.reply_to_question(answer, by=request.actor, reply=form.cleaned_data["reply"]),
        context={
            "title": _("Reply to %(party)s") % {"party": answer.party.name},
            "facts": [{"label": _("They wonder"), "value": answer.remark or _("Nothing is written.")}],
            "button": _("Send the reply"),
        },
        done=_("The reply is sent. %(party)s has the turn again.") % {"party": answer.party.name},
    )


def release_party(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Let a municipality go before the participants are fixed."""
    case = load_case(request, case_id, ProcurementCase)
    answer = load_part(case, Answer, subject)
    require(request.actor.may("release_party", case.region_id))
    name = answer.party.name
    return pages.deed_page(
        request,
        case,
        "release_party",
        allowed=rules.can_release_answer(answer, request.actor),
        form=forms.ReasonForm,
        act=lambda form: commitment.release_party(
            case, answer.party_id, by=request.actor, reason=form.cleaned_data["reason"]
        ),
        template="confirm.html",
        context={
            "title": _("Let %(party)s go") % {"party": name},
            "consequences": [
                _("%(party)s is not named when it is announced, and cannot join later.") % {"party": name},
                _("The value is summed without %(party)s.") % {"party": name},
                _("%(party)s is told, with your reason.") % {"party": name},
            ],
            "button": _("Let %(party)s go") % {"party": name},
        },
        done=_("%(party)s is let go.") % {"party": name},
    )


def extend_deadline(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give more time."""
    case = load_case(request, case_id, ProcurementCase)
    require(request.actor.may("extend_deadline", case.region_id))
    allowed = rules.can_extend_deadline(case, request.actor)
    return pages.deed_page(
        request,
        case,
        "extend_deadline",
        allowed=allowed,
        form=partial(forms.ExtendForm, after=case.invitation.deadline) if allowed else forms.ReasonForm,
        act=lambda form: actions.extend_deadline(
            case, form.cleaned_data["deadline"], by=request.actor, reason=form.cleaned_data["reason"]
        ),
        context={"lead": _("Everyone who is asked is told of the new day.")},
        done=_("The new day is set."),
    )


def close_invitation(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close the question, with or without the silent ones."""
    case = load_case(request, case_id, ProcurementCase)
    require(request.actor.may("close_invitation", case.region_id))
    names = queries.answer_names(case)
    return pages.deed_page(
        request,
        case,
        "close_invitation",
        allowed=rules.can_close_invitation(case, request.actor),
        form=Form,
        act=lambda form: actions.close_invitation(case, by=request.actor),
        template="confirm.html",
        context={"consequences": consequences_of_closing(names)},
        done=_("The question is closed. The chief executives are asked for their authorisation."),
    )


def consequences_of_closing(names: dict[str, list[str]]) -> list[str]:
    """What closing means, with names: who joins, who is silent, who is still waiting for more."""
    joining = names["yes"] + names["option"]
    told = []
    if joining:
        told.append(_("These are asked for an authorisation: %(names)s.") % {"names": listed(joining)})
    else:
        told.append(_("Nobody has said yes or option. Then there is nobody to buy for: consider ending the case."))
    if names["silent"]:
        told.append(
            _("These have not answered: %(names)s. Silence is counted neither as yes nor as no.")
            % {"names": listed(names["silent"])}
        )
    if names["need_more"]:
        told.append(
            _("These wait for more information: %(names)s. They are not counted.")
            % {"names": listed(names["need_more"])}
        )
    told.append(_("Everyone can still change the answer until the competition is announced."))
    return told
