"""The coordinator's pages on a report: ask for more, assess, and decide whether it is to be started (BP1)."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from suksit.cases.models import ChangeCase
from suksit.changes import actions, alike, assessment, forms, panels, queries, rules, words
from suksit.changes.assessment_form import AssessForm, filled_in
from suksit.changes.template_data import template_on
from workflow import clock, pages
from workflow.loading import load_case
from workflow.transitions import require


def load_for(request: HttpRequest, case_id: UUID, deed: str) -> ChangeCase:
    """A case for one who has the right to the deed in the region. Raises PermissionDenied for others who see it."""
    case = load_case(request, case_id, ChangeCase)
    require(request.actor.may(deed, case.region_id))
    return case


def ask_for_more(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask the reporter for more."""
    case = load_for(request, case_id, "ask_for_more")
    label = _("What do you want to know from %(municipality)s?") % {"municipality": case.report.municipality.name}
    return pages.deed_page(
        request,
        case,
        "ask_for_more",
        allowed=rules.can_ask_for_more(case, request.actor),
        form=partial(
            forms.ReasonForm, label=label, help_text=_("They get it by mail, with a link straight to the report.")
        ),
        act=lambda form: actions.ask_for_more(case, by=request.actor, question=form.cleaned_data["reason"]),
        context={"button": _("Send the question"), "facts": words.facts_of(case, but=("title",))},
        done=_("The question is sent. The case waits for %(municipality)s.")
        % {"municipality": case.report.municipality.name},
    )


def assess_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Fill in the project assessment."""
    case = load_for(request, case_id, "assess_report")
    return pages.deed_page(
        request,
        case,
        "assess_report",
        allowed=rules.can_assess_report(case, request.actor),
        form=partial(AssessForm, template=template_on(clock.today())),
        act=lambda form: assess(request, case, form),
        initial=filled_in(queries.assessment_of(case)),
        context={
            "lead": _("Choose the sentence that fits best. What you do not know yet may wait."),
            "button": _("Save the assessment"),
            "facts": words.facts_of(case, but=("title",)),
        },
        done=_("The assessment is saved."),
        then=reverse("accept_report", args=[case.pk]),
        mends=Q(),
    )


def assess(request: HttpRequest, case: ChangeCase, form: AssessForm) -> None:
    """Save what was filled in."""
    given = ("principles", "required_by_law", "law_reference", "recommendation")
    values = {name: form.cleaned_data[name] for name in given}
    assessment.assess_report(case, by=request.actor, scores=form.scores(), **values)


def accept_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """BP1: decide that the project is to be started; the page says in words what is missing first."""
    case = load_for(request, case_id, "accept_report")
    missing = missing_words(case)
    return pages.deed_page(
        request,
        case,
        "accept_report",
        allowed=rules.can_accept_report(case, request.actor),
        form=partial(
            forms.ReasonForm,
            label=_("Anything to say with the decision?"),
            help_text=_("For example a condition. Everyone in the region may read it."),
            required=False,
        ),
        act=lambda form: accept(request, case, form.cleaned_data["reason"]),
        template="changes/accept_report.html",
        context={
            "lead": _("Decision point BP1. Yes means that the other municipalities are asked whether they join."),
            "button": _("Start the project"),
            "missing": missing,
            "first": missing[-1]["links"].pop(0) if missing else None,
            **assessed(case),
            "facts": words.facts_of(case, but=("title",)),
            "others": [
                {"label": label, "url": reverse(name, args=[case.pk])}
                for name, label in (
                    ("merge_report", _("Join with another report")),
                    ("handle_locally", _("Leave it to the municipality")),
                    ("reject_report", _("Say no to the report")),
                )
            ],
        },
        done=_("The project is to be started. Now the other municipalities can be asked."),
    )


def assessed(case: ChangeCase) -> dict[str, Any]:
    """The assessment to decide by, if there is one."""
    found = queries.assessment_of(case)
    return {"assessed": True, **panels.assessment_context(case, found)} if found else {}


def accept(request: HttpRequest, case: ChangeCase, reason: str) -> None:
    """Decide. Raises ValidationError when something is missing."""
    try:
        assessment.accept_report(case, by=request.actor, reason=reason)
    except assessment.NotReady as error:
        raise ValidationError(_("Something must be there before the project can start.")) from error


def missing_words(case: ChangeCase) -> list[dict[str, Any]]:
    """What is missing before BP1, each with the ways to get it."""
    who = {"municipality": case.report.municipality.name}
    ask = {"label": _("Ask %(municipality)s") % who, "url": reverse("ask_for_more", args=[case.pk])}
    mend = {"label": _("Fill it in on behalf"), "url": reverse("complete_report", args=[case.pk])}
    known = {
        "needs": (_("A description of the need. %(municipality)s can give it.") % who, [ask, mend]),
        "draft_benefits": (_("At least one benefit. %(municipality)s can give it.") % who, [ask, mend]),
        "assessment": (
            _("The project assessment. You fill it in."),
            [{"label": _("Assess the report"), "url": reverse("assess_report", args=[case.pk])}],
        ),
    }
    return [{"words": known[name][0], "links": known[name][1]} for name in assessment.missing_before_bp1(case)]


def reject_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say no, with a reason."""
    return end_with_reason(
        request,
        case_id,
        "reject_report",
        allowed=rules.can_reject_report,
        act=actions.reject_report,
        label=_("Why is it not to be started?"),
        consequences=[
            _("The case ends here. Those who reported it are told, with your reason."),
            _("Everyone in the region may read the reason."),
        ],
        done=_("The report is answered with a no."),
    )


def handle_locally(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let the municipality go on alone."""
    return end_with_reason(
        request,
        case_id,
        "handle_locally",
        allowed=rules.can_handle_locally,
        act=actions.handle_locally,
        label=_("Why does the municipality go on alone?"),
        consequences=[
            _("The municipality solves it by itself, and is told so, with your reason."),
            _("The case ends here, and can be found again by those who look for the same."),
        ],
        done=_("It is left to the municipality."),
    )


def end_with_reason(
    request: HttpRequest,
    case_id: UUID,
    deed: str,
    *,
    allowed: Callable[..., bool],
    act: Callable[..., Any],
    label: str,
    consequences: list[str],
    done: str,
) -> HttpResponse:
    """A page that ends a report with a reason."""
    case = load_for(request, case_id, deed)
    return pages.deed_page(
        request,
        case,
        deed,
        allowed=allowed(case, request.actor),
        form=partial(forms.ReasonForm, label=label),
        act=lambda form: act(case, by=request.actor, reason=form.cleaned_data["reason"]),
        template="confirm.html",
        context={"consequences": consequences, "danger": True},
        done=done,
    )


def merge_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Join the report with another of the same need; both municipalities remain reporters."""
    case = load_for(request, case_id, "merge_report")
    rows = list(queries.open_for_merging(case))
    close = {row.pk for row in alike.cases_like(case.title, request.actor, but=case)}
    return pages.deed_page(
        request,
        case,
        "merge_report",
        allowed=rules.can_merge_report(case, request.actor),
        form=partial(
            forms.MergeForm,
            alike=[row for row in rows if row.pk in close],
            others=[row for row in rows if row.pk not in close],
        ),
        act=lambda form: merge(request, case, next(r for r in rows if str(r.pk) == form.cleaned_data["into"])),
        template="confirm.html",
        context={
            "consequences": [
                _("This case ends, and goes on in the one you choose."),
                _("Everyone who has reported either of them stands as a reporter, and is told."),
            ]
            if rows
            else [_("There is no other open report to join it with now.")],
        },
        done=_("The reports are joined."),
    )


def merge(request: HttpRequest, case: ChangeCase, into: ChangeCase) -> None:
    """Join the two. Raises ValidationError when the other has moved on."""
    try:
        actions.merge_report(case, into, by=request.actor)
    except ValueError as error:
        raise ValidationError(_("That report is no longer open. Choose another.")) from error
