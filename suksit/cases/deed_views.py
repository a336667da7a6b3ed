"""The pages of the deeds that a case allows at any open step."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from suksit.cases import actions, forms, reopening, rules
from suksit.cases.models import ChangeCase
from workflow import pages
from workflow.actors import Actor
from workflow.loading import load_case
from workflow.models import Participant
from workflow.transitions import require
from workflow.visibility import eyes_of


def comment_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say something on the case, to those who may read it."""
    case = load_case(request, case_id, ChangeCase)
    actor = request.actor
    require(actor.may_anywhere("comment_case"))
    return pages.deed_page(
        request,
        case,
        "comment_case",
        allowed=rules.can_comment_case(case, actor),
        form=partial(forms.CommentForm, in_group=eyes_of(case, actor).in_group),
        act=lambda form: actions.comment_case(case, by=actor, **form.cleaned_data),
        done=_("Your comment stands in the case."),
    )


def attach_document(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Attach a file to the case."""
    case = load_case(request, case_id, ChangeCase)
    actor = request.actor
    require(case.state == "draft" or actor.may_anywhere("attach_document"))

    def act(form: Any) -> None:
        values = form.cleaned_data
        actions.attach_document(case, form.checked, values["file"], by=actor, visibility=values["visibility"])

    return pages.deed_page(
        request,
        case,
        "attach_document",
        allowed=rules.can_attach_document(case, actor),
        form=partial(forms.DocumentForm, in_group=eyes_of(case, actor).in_group),
        act=act,
        done=_("The document is attached."),
    )


def hold_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Put the case on hold, with the reason."""
    return with_reason(
        request,
        case_id,
        "hold_case",
        consequences=[
            _("Nothing can be done in the case before it is taken up again."),
            _("Nobody is reminded, and no deadline is counted as passed."),
            _("Those who are asked or take part are told, with your reason."),
        ],
        done=_("The case is on hold."),
    )


def resume_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take the case up again."""
    return with_reason(
        request,
        case_id,
        "resume_case",
        form=forms.OptionalReasonForm,
        consequences=[
            _("The case goes on where it was. What waited then, waits again."),
            _("Look at the deadlines: those that passed meanwhile are as they were."),
        ],
        done=_("The case goes on."),
    )


def cancel_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """End the case before its goal, with the reason."""
    return with_reason(
        request,
        case_id,
        "cancel_case",
        consequences=[
            _("Everything that waits for somebody in the case is taken back."),
            _("Those who are asked or take part are told, with your reason."),
            _("The case can still be read and found. It goes on only if you open it again, with a reason."),
        ],
        done=_("The case is cancelled."),
        danger=True,
    )


def reopen_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let a case that has ended go on, with the reason."""
    case = load_case(request, case_id, ChangeCase)
    ended = reopening.ending_of(case)
    consequences = [
        _("What waited for somebody when the case ended waits again, with the last days that it had."),
        _("Those who are asked or take part are told, with your reason."),
    ]
    if ended is not None and ended.from_state in reopening.IN_COMPETITION:
        consequences.insert(
            0,
            _("The competition that ran stays cancelled: the suppliers rely on it. A new one starts from planning."),
        )
    elif ended is not None and ended.from_state == "contract":
        consequences.insert(0, _("Check that the tender still stands before anybody signs."))
    return with_reason(
        request,
        case_id,
        "reopen_case",
        act=reopening.reopen_case,
        consequences=consequences,
        done=_("The case is open again."),
    )


def with_reason(
    request: HttpRequest,
    case_id: UUID,
    deed: str,
    *,
    consequences: list[str],
    done: str,
    form: type[Form] = forms.ReasonForm,
    danger: bool = False,
    act: Callable[..., Any] | None = None,
) -> HttpResponse:
    """The page of a deed with consequences and a reason."""
    case = load_case(request, case_id, ChangeCase)
    require(request.actor.may(deed, case.region_id))
    action = act or getattr(actions, deed)
    return pages.deed_page(
        request,
        case,
        deed,
        allowed=getattr(rules, f"can_{deed}")(case, request.actor),
        form=form,
        act=lambda filled: action(case, by=request.actor, reason=filled.cleaned_data["reason"]),
        template="confirm.html",
        context={"consequences": consequences, "danger": danger},
        done=done,
    )


def set_archive_number(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Note the number of the own archive."""
    case = load_case(request, case_id, ChangeCase)
    actor = request.actor
    party = archive_party(case, actor)
    require(party is not None)
    return pages.deed_page(
        request,
        case,
        "set_archive_number",
        allowed=rules.can_set_archive_number(case, actor),
        form=forms.ArchiveNumberForm,
        initial={"number": number_of(case, party)},
        act=lambda form: actions.set_archive_number(case, party, form.cleaned_data["number"], by=actor),
        context={"lead": _("The number that the case has in your own case and archive system.")},
        done=_("The number is noted."),
    )


def archive_party(case: ChangeCase, actor: Actor) -> int | None:
    """Whose archive number the actor notes: the region's for those who coordinate, else the own municipality's."""
    parties = actor.parties_with("set_archive_number")
    return case.region_id if case.region_id in parties else min(parties, default=None)


def number_of(case: ChangeCase, party: int | None) -> str:
    """The number that is noted now."""
    if party == case.region_id:
        return case.archive_number
    return Participant.objects.filter(case=case, party_id=party).values_list("archive_number", flat=True).first() or ""
