"""The page that gives an open task more time."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from procurement.invitation.forms import ExtendForm
from suksit.cases.forms import ReasonForm
from suksit.cases.models import ChangeCase
from suksit.cases.more_time import name_of
from suksit.templatetags.form_of import long_date
from workflow import extending, pages
from workflow.loading import load_case, load_part
from workflow.models import Assignment
from workflow.transitions import require


class MoreTimeForm(ExtendForm):
    """A later day, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].help_text = _("Everyone in the region can read it.")


def give_more_time(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Give one open task a later last day."""
    case = load_case(request, case_id, ChangeCase)
    row = load_part(case, Assignment, subject)
    require(request.actor.may(extending.PERMISSION, case.region_id))
    allowed = extending.can_give_more_time(row, request.actor)

    def act(form: MoreTimeForm) -> None:
        values = form.cleaned_data
        try:
            extending.give_more_time(case, row.pk, values["deadline"], reason=values["reason"], by=request.actor)
        except ValueError as error:
            raise ValidationError(_("The last day has been moved meanwhile. Look at it again.")) from error

    return pages.deed_page(
        request,
        case,
        "give_more_time",
        allowed=allowed,
        form=partial(MoreTimeForm, after=extending.earliest(row)) if allowed else ReasonForm,
        act=act,
        context={
            "title": _("Give more time: %(task)s") % {"task": name_of(row)},
            "lead": _("The last day is %(day)s. A day that is no working day becomes the next one.")
            % {"day": long_date(row.due)},
        },
        done=_("The new day is set, and those who are to do it are told."),
    )
