"""The page on which one takes back one's own last step."""

from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from workflow import undoing
from workflow.deeds import told_of
from workflow.inbox.rows import doer
from workflow.loading import load_case, load_part
from workflow.models import Case, HistoryEntry
from workflow.pages import deed_page


def undo_step(request: HttpRequest, case_id: UUID, entry_id: int) -> HttpResponse:
    """Take back one's own last step. Whoever comes too late is told who has built on it, or why it stands."""
    case = load_case(request, case_id, Case)
    entry: HistoryEntry = load_part(case, HistoryEntry, entry_id)
    if entry.actor_id != request.actor.user_id or not undoing.may_be_tried(entry, request.actor):
        raise PermissionDenied
    try:
        undoing.examine(case, entry)
    except undoing.StandsFast as reason:
        return stands(request, case, entry, reason)

    def act(form: forms.Form) -> None:
        try:
            undoing.undo_step(entry, by=request.actor)
        except undoing.StandsFast as reason:
            raise ValidationError(why(case, reason)) from reason

    told = undoing.recipients(case, entry.run)
    consequences = [
        _("The case, and whose turn it is, go back to where they were before you did it."),
        _("The history keeps both: what you did, and that you took it back."),
        _("Mails about it that have not left are not sent."),
    ]
    if told:
        consequences.append(_("Those who have got a mail about it are told that it was taken back."))
    return deed_page(
        request,
        case,
        "undo_step",
        allowed=True,
        form=forms.Form,
        act=act,
        template="confirm.html",
        context={
            "facts": [{"label": _("What is taken back"), "value": f"{doer(entry, case.region_id)} {told_of(entry)}"}],
            "consequences": consequences,
        },
        done=_("It is taken back."),
    )


def why(case: Case, reason: undoing.StandsFast) -> str:
    """Why a step stands, in words: who has built on it, or what the deed says of itself."""
    if reason.entry is not None:
        name = reason.entry.actor.display_name if reason.entry.actor else "SuksIT"
        told = told_of(reason.entry) or _("did something in the case")
        return _("Something has been done after it: %(who)s %(told)s (%(name)s).") % {
            "who": doer(reason.entry, case.region_id),
            "told": told,
            "name": name,
        }
    return reason.words or _("What followed from it cannot be taken back.")


def stands(request: HttpRequest, case: Case, entry: HistoryEntry, reason: undoing.StandsFast) -> HttpResponse:
    """The page that says why, and where to go."""
    context = {"case": case, "why": why(case, reason), "back": reverse("case", args=[case.pk])}
    return render(request, "inbox/undo_stands.html", context, status=409)
