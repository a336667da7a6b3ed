"""The pages on which a party's people share out its tasks: take one, give it back, hand it to a colleague."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflow import claiming
from workflow.deeds import REGISTRY
from workflow.inbox.deeds import can_claim_task, can_give_back_task, may_do
from workflow.inbox.rows import worded
from workflow.loading import load_case, load_part
from workflow.models import Assignment, Case
from workflow.pages import deed_page
from workflow.people import Person


class ClaimForm(forms.Form):
    """Who had the task when the page was opened: nobody, or the colleague whom it is taken over from."""

    held_by = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_held_by(self) -> int:
        """Nobody, when it is left out."""
        return self.cleaned_data["held_by"] or claiming.NOBODY


class ColleagueForm(forms.Form):
    """Who takes it."""

    person = forms.TypedChoiceField(label=gettext_lazy("Who takes it?"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = list({person.user_id: person.name for person in people}.items())


def load_task(request: HttpRequest, case_id: UUID, task_id: int) -> tuple[Case, Assignment]:
    """A task of a case that the actor sees. Raises Http404, and PermissionDenied to one who may not do the task."""
    case = load_case(request, case_id, Case)
    task: Assignment = load_part(case, Assignment, task_id)
    if task.step not in REGISTRY or not request.actor.may(task.permission, task.party_id):
        raise PermissionDenied
    return case, task


def claim_task(request: HttpRequest, case_id: UUID, task_id: int) -> HttpResponse:
    """Take a task, or take it over from a colleague."""
    case, task = load_task(request, case_id, task_id)
    holder = task.person

    def act(form: forms.Form) -> None:
        try:
            claiming.claim_task(task, by=request.actor, seen=form.cleaned_data["held_by"])
        except claiming.HeldByAnother as other:
            raise ValidationError(now_held(other.name)) from other

    return deed_page(
        request,
        case,
        "claim_task",
        allowed=can_claim_task(task, request.actor),
        form=ClaimForm,
        initial={"held_by": task.person_id or claiming.NOBODY},
        act=act,
        template="confirm.html",
        context={
            **about(case, task),
            "title": _("Take over the task from %(name)s") % {"name": holder.display_name}
            if holder
            else _("Take the task"),
            "button": _("I take it over") if holder else _("I take it"),
            "consequences": [
                _("%(name)s is told that you have it now.") % {"name": holder.display_name}
                if holder
                else _("The task leaves your colleagues' lists, and stands in yours alone."),
                _("Reminders come to you."),
                _("Your colleagues can still see it in the case, and take it over."),
            ],
        },
        done=_("The task is yours."),
    )


def now_held(name: str) -> str:
    """What somebody is told who came second."""
    if not name:
        return _("The one who had the task has given it back meanwhile. Open the page again to take it.")
    return _("%(name)s has taken the task meanwhile. Open the page again if you are to take it over.") % {"name": name}


def give_back_task(request: HttpRequest, case_id: UUID, task_id: int) -> HttpResponse:
    """Let a task be anybody's at the party again."""
    case, task = load_task(request, case_id, task_id)
    return deed_page(
        request,
        case,
        "give_back_task",
        allowed=can_give_back_task(task, request.actor),
        form=forms.Form,
        act=lambda form: claiming.give_back_task(task, by=request.actor),
        template="confirm.html",
        context={
            **about(case, task),
            "consequences": [
                _("The task stands in the list of everybody at %(party)s who may do it.") % {"party": task.party.name},
                _("They are told by mail that it is open again."),
            ],
        },
        done=_("The task is given back."),
    )


def pass_task_on(request: HttpRequest, case_id: UUID, task_id: int) -> HttpResponse:
    """Hand a task to a colleague of the same party."""
    case, task = load_task(request, case_id, task_id)
    others = [
        one for one in claiming.colleagues(case, task) if one.user_id not in (task.person_id, request.actor.user_id)
    ]

    def act(form: forms.Form) -> None:
        try:
            claiming.pass_task_on(task, form.cleaned_data["person"], by=request.actor)
        except ValueError as error:
            raise ValidationError(_("That person may not do the task.")) from error

    lead = (
        _("The one you choose gets a mail, and the task stands on that person's page.")
        if others
        else _("Nobody else at %(party)s may do this task today.") % {"party": task.party.name}
    )
    return deed_page(
        request,
        case,
        "pass_task_on",
        allowed=may_do(task, request.actor),
        form=lambda **given: ColleagueForm(people=others, **given),
        act=act,
        context={**about(case, task), "lead": lead},
        done=_("The task is passed on."),
    )


def about(case: Case, task: Assignment) -> dict[str, Any]:
    """Which task it is, until when, and who has it."""
    deed = REGISTRY[task.step]
    words = {"party": task.party.name, "case": case.title}
    facts = [{"label": _("Task"), "value": worded(deed.title or deed.label, words)}]
    if task.due:
        facts.append({"label": _("Answer by"), "value": date_format(task.due, "j. F Y")})
    if task.person:
        facts.append({"label": _("Has it now"), "value": task.person.display_name})
    return {"facts": facts, "back": reverse("case", args=[case.pk])}
