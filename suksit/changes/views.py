"""The pages of the one who reports: three short steps, and afterwards filling in, joining and taking back."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from suksit.cases.actions import attach_document
from suksit.cases.models import ChangeCase
from suksit.changes import actions, forms, queries, rules, steps
from suksit.changes.alike import own_agreement
from workflow import clock, pages, people
from workflow.actors import Actor
from workflow.loading import load_case
from workflow.models import Channel, Party
from workflow.transitions import Stale, require

URGENT = timedelta(days=182)


def reporter(request: HttpRequest) -> list[Party]:
    """The municipalities that the person may report for. Raises Http404 for one without a role."""
    if request.actor is None:
        raise Http404
    return queries.may_report_for(request.actor)


def report_new(request: HttpRequest) -> HttpResponse:
    """Step 1, empty; posting it makes the draft."""
    places = reporter(request)
    if not places:
        return not_a_reporter(request)
    later = "save" in request.POST
    form = forms.WhatForm(data=request.POST or None, places=places, later=later)
    if request.method != "POST" or not form.is_valid():
        return steps.what_page(request, form, places)
    values = dict(form.cleaned_data)
    municipality = values.pop("municipality", places[0].pk)
    if values["agreement_ends"] is None and "fetched" not in request.POST and values["kind"] != "new":
        own = own_agreement(values["title"], request.actor.region_id, municipality)
        values["agreement_ends"] = own.ends_on if own else None
    case = actions.start_draft(
        municipality, by=request.actor, title=values.pop("title"), kind=values.pop("kind"), values=values
    )
    return onwards(request, case, 2)


def not_a_reporter(request: HttpRequest) -> HttpResponse:
    """Who reports for one's party, for the one who may not."""
    actor = request.actor
    who = people.with_permission("report_change", actor.parties, actor.region_id)
    coordinators = people.with_permission("report_on_behalf", [actor.region_id], actor.region_id)
    unique = {person.user_id: person for person in [*who, *coordinators]}
    return render(request, "changes/not_a_reporter.html", {"people": list(unique.values())}, status=403)


def onwards(request: HttpRequest, case: ChangeCase, step: int) -> HttpResponse:
    """The next step; or the front page, when the rest is for later."""
    if "save" in request.POST:
        messages.success(request, _("The draft is saved. You find it again under “Report a change”."))
        return redirect("my_tasks")
    return redirect("report_edit", case.pk, step)


def report_edit(request: HttpRequest, case_id: UUID, step: int) -> HttpResponse:
    """Step 1 or 2 of one's own draft. One that is sent is shown as the case it has become."""
    case = load_case(request, case_id, ChangeCase)
    if step not in (1, 2):
        raise Http404
    places = reporter(request)
    form = edit_form(request, case, step, places)
    if case.state != "draft":
        require_own(request, case)
        if request.method == "POST":
            return pages.moved_on(request, case, "report_change", form)
        return redirect("case", case.pk)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                save(request, case, step, dict(form.cleaned_data))
        except Stale:
            return pages.moved_on(request, case, "report_change", form)
        return onwards(request, case, step + 1)
    page = steps.what_page if step == 1 else steps.why_page
    return page(request, form, places, case)


def require_own(request: HttpRequest, case: ChangeCase) -> None:
    """Only who wrote a report sends it or throws it away; to read it is another page. Raises PermissionDenied."""
    require(request.method != "POST" or case.created_by_id == request.actor.user_id)


def edit_form(request: HttpRequest, case: ChangeCase, step: int, places: list[Party]) -> Form:
    """The form of a step with what has been written, or what was just posted."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    if step == 1:
        initial = {
            "title": case.title,
            "kind": case.kind,
            "agreement_ends": case.report.agreement_ends,
            "municipality": case.report.municipality_id,
        }
        return forms.WhatForm(data=data, initial=initial, places=places, later="save" in request.POST)
    return forms.WhyForm(data=data, files=files, initial=steps.why_initial(case), kind=case.kind)


def save(request: HttpRequest, case: ChangeCase, step: int, values: dict[str, Any]) -> None:
    """Keep a step, with what was attached."""
    attached = values.pop("attachments", [])
    if "municipality" in values:
        values["municipality_id"] = values.pop("municipality")
    later = "save" in request.POST
    actions.save_draft(case, by=request.actor, values=values, step_reached=step if later else step + 1)
    for checked, file in attached:
        attach_document(case, checked, file, by=request.actor)


def report_change(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Step 3: look it over; posting sends it, once however often it is pressed."""
    case = load_case(request, case_id, ChangeCase)
    if case.state == "draft" and not (case.kind and case.title.strip()):
        return redirect("report_edit", case.pk, 1)
    require_own(request, case)
    if request.method == "POST":
        if case.state == "draft":
            try:
                with transaction.atomic():
                    case = actions.report_change(case, by=request.actor)
            except Stale:
                case = load_case(request, case_id, ChangeCase)
        messages.success(request, _("The report is sent. It is case %(number)s.") % {"number": case.number})
        return redirect("case", case.pk)
    if case.state != "draft":
        return redirect("case", case.pk)
    return steps.look_over_page(request, case, urgent=is_urgent(case))


def is_urgent(case: ChangeCase) -> bool:
    """Whether the present agreement ends within half a year."""
    ends = case.report.agreement_ends
    return bool(ends and ends < clock.today() + URGENT)


def report_alike(request: HttpRequest) -> HttpResponse:
    """What others have that looks alike, as a fragment, while the title is typed."""
    places = reporter(request)
    if not places:
        raise PermissionDenied
    return steps.alike_answer(request, places)


def discard_draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Throw one's own draft away, after a question."""
    case = load_case(request, case_id, ChangeCase)
    require_own(request, case)
    if case.state != "draft":
        return redirect("case", case.pk)
    if request.method == "POST":
        try:
            with transaction.atomic():
                actions.discard_draft(case, by=request.actor)
        except Stale:
            return redirect("case", case.pk)
        messages.success(request, _("The draft is thrown away."))
        return redirect("report_new")
    context = {
        "title": _("Throw the draft away?"),
        "case": case,
        "consequences": [_("What you have written is deleted."), _("Nobody else has seen it.")],
        "button": _("Throw it away"),
        "danger": True,
        "back": reverse("report_edit", args=[case.pk, min(case.report.step_reached, 2)]),
    }
    return render(request, "confirm.html", context)


def complete_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Fill in what is missing, or mend it, also by the coordinator on behalf."""
    case = load_case(request, case_id, ChangeCase)
    own = request.actor.may("complete_report", case.report.municipality_id)
    require(own or request.actor.may("mend_case", case.region_id))
    question = queries.latest_text(case, "ask_for_more", "question")
    return pages.deed_page(
        request,
        case,
        "complete_report",
        allowed=rules.can_complete_report(case, request.actor),
        form=partial(forms.CompleteForm, kind=case.kind, with_files=request.actor.channel == Channel.WEB),
        act=lambda form: complete(case, request.actor, dict(form.cleaned_data)),
        initial=steps.whole_initial(case),
        context={
            "lead": completing_words(case, own=own),
            "button": _("Save"),
            "facts": [{"label": _("The coordinator asks"), "value": question}] if question else [],
        },
        done=_("The report is filled in."),
        mends=Q(),
    )


def complete(case: ChangeCase, actor: Actor, values: dict[str, Any]) -> None:
    """Keep what was filled in, with what was attached."""
    attached = values.pop("attachments", [])
    actions.complete_report(case, by=actor, values=values)
    for checked, file in attached:
        attach_document(case, checked, file, by=actor)


def completing_words(case: ChangeCase, *, own: bool) -> str:
    """For whom it is filled in, and that the rest may wait."""
    if not own:
        return _("You mend the report on behalf of %(municipality)s. Both names stand in the history.") % {
            "municipality": case.report.municipality.name
        }
    return _("Fill in what you know now. The need and one benefit must be there before the project can start.")


def withdraw_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take one's own report back."""
    case = load_case(request, case_id, ChangeCase)
    require(request.actor.may("withdraw_report", case.report.municipality_id))
    return pages.deed_page(
        request,
        case,
        "withdraw_report",
        allowed=rules.can_withdraw_report(case, request.actor),
        form=partial(forms.ReasonForm, label=_("Why do you take it back?")),
        act=lambda form: actions.withdraw_report(case, by=request.actor, reason=form.cleaned_data["reason"]),
        template="confirm.html",
        context={
            "consequences": [
                _("The case ends here, and nobody is asked anything."),
                _("It can still be read by those who could read it before."),
                _("You may report the same again at any time."),
            ],
            "danger": True,
        },
        done=_("The report is taken back."),
    )


def join_report(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say that one's own municipality has the same need."""
    case = load_case(request, case_id, ChangeCase)
    require(request.actor.may_anywhere("join_report"))
    places = list(Party.objects.filter(pk__in=rules.may_join_for(case, request.actor)).order_by("sort_key"))
    who = places[0].name if len(places) == 1 else _("The municipality")
    return pages.deed_page(
        request,
        case,
        "join_report",
        allowed=rules.can_join_report(case, request.actor),
        form=partial(forms.JoinForm, places=places),
        act=lambda form: actions.join_report(
            case, form.cleaned_data.get("municipality", places[0].pk), by=request.actor
        ),
        template="confirm.html",
        context={
            "title": _("Join %(name)s to this case") % {"name": who} if len(places) == 1 else _("Join this case"),
            "consequences": [
                _("%(name)s stands as a reporter together with the others.") % {"name": who},
                _("You need not report it yourselves."),
                _("It binds nobody: you are asked before anything is bought."),
            ],
        },
        done=_("%(name)s is in on the case.") % {"name": who},
    )
