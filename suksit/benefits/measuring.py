"""The pages of measuring: one number, "we did not get to measure", and handing the task to a colleague."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from suksit.benefits import actions, rules, showing
from suksit.benefits.loading import load_own
from suksit.benefits.measuring_forms import MeasureForm, PassOnForm, SkipForm
from suksit.benefits.models import Measurement
from suksit.benefits.queries import Line, lines_of
from suksit.benefits.units import question_for, unit_of
from suksit.cases.models import ChangeCase
from suksit.templatetags.form_of import day_month, in_words, long_date, number
from workflow import clock, people
from workflow.models import Assignment, Channel
from workflow.pages import deed_page


def enter_measurement(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """One number: give it, mend it, or say that it could not be measured."""
    case, measurement, line = load_own(request, case_id, Measurement, subject, "enter_measurement")
    if rules.correction_is_over(measurement):
        return stands(request, case, measurement, line)
    benefit = line.harvest.benefit
    unit = unit_of(benefit)
    others = [row for row in line.numbers if row.pk != measurement.pk]
    earlier = [row for row in others if row.due < measurement.due]
    last = earlier[-1].value if earlier else line.harvest.baseline
    plan = [value for value in (line.harvest.baseline, line.harvest.target) if value is not None]
    known: list[Decimal] = [*(row.value for row in others if row.value is not None), *plan]

    def act(form: MeasureForm) -> None:
        try:
            if form.is_skip:
                reason = form.cleaned_data["reason"]
                actions.skip_measurement(measurement, by=request.actor, reason=reason)
            else:
                actions.enter_measurement(measurement, by=request.actor, value=form.cleaned_data["value"])
        except actions.TooLate as late:
            raise ValidationError(_("The number can no longer be mended.")) from late

    is_skip = "skip" in request.POST
    may_skip = rules.can_skip_measurement(measurement, request.actor)
    may_pass = rules.can_pass_measurement_on(measurement, request.actor) or request.actor.channel == Channel.LINK
    return deed_page(
        request,
        case,
        "enter_measurement",
        allowed=may_skip if is_skip else rules.can_enter_measurement(measurement, request.actor),
        form=lambda **given: MeasureForm(unit=unit, known=known, last=last, **given),
        act=act,
        initial={"value": measurement.value},
        template="benefits/measure.html",
        context={
            "question": question_for(benefit, line.harvest.party.name),
            "period": benefit.explained,
            "known": showing.known_numbers(line, measurement),
            "where": benefit.where_to_find,
            "unit": unit,
            "may_skip": may_skip,
            "delegate_url": reverse("pass_measurement_on", args=[case.pk, subject])
            if may_pass and measurement.state == "asked"
            else "",
            "note": note(case, measurement, line),
            "crumbs": []
            if request.actor.channel == Channel.LINK
            else [{"label": _("My tasks"), "url": reverse("my_tasks")}],
        },
        done=_("Noted: not measured this time.") if is_skip else _("The number is saved. Thank you."),
        then=reverse("benefit", args=[benefit.pk]),
    )


def note(case: ChangeCase, measurement: Measurement, line: Line) -> str:
    """Until when it can be mended, and who sees it."""
    given = measurement.measured_on if measurement.state == "measured" else None
    last = (given or clock.today()) + timedelta(days=rules.CORRECTION_DAYS)
    mend = _("You may mend the number until %(day)s.") % {"day": day_month(last)}
    count = len(lines_of([line.harvest.benefit])[line.harvest.benefit_id])
    seen = (
        _("It is shown to the %(count)s municipalities, beside your own target.") % {"count": in_words(count)}
        if count > 1
        else _("It is shown to the region, beside your own target.")
    )
    return f"{mend} {seen}"


def stands(request: HttpRequest, case: ChangeCase, measurement: Measurement, line: Line) -> HttpResponse:
    """The correction date is over: say so, and what is possible."""
    last = rules.correct_until(measurement)
    context: dict[str, Any] = {
        "case": case,
        "title": _("The number stands"),
        "body": _(
            "%(party)s gave %(number)s %(unit)s. It could be mended until %(day)s, and is now part of the reports."
        )
        % {
            "party": line.harvest.party.name,
            "number": number(measurement.value),
            "unit": unit_of(line.harvest.benefit),
            "day": long_date(last),
        },
        "typed": request.POST.get("value", "")[:40],
        "url": reverse("benefit", args=[line.harvest.benefit_id]),
    }
    return render(request, "benefits/stands.html", context, status=409 if request.method == "POST" else 200)


def skip_measurement(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Say that it could not be measured this time."""
    case, measurement, line = load_own(request, case_id, Measurement, subject, "skip_measurement")
    return deed_page(
        request,
        case,
        "skip_measurement",
        allowed=rules.can_skip_measurement(measurement, request.actor),
        form=SkipForm,
        act=lambda form: actions.skip_measurement(measurement, by=request.actor, **form.cleaned_data),
        context={
            "lead": _(
                "That is an answer. It is shown as not measured, never as zero, and you may give the number later."
            ),
            "facts": [{"label": line.harvest.party.name, "value": line.harvest.benefit.title}],
        },
        done=_("Noted: not measured this time."),
        then=reverse("benefit", args=[line.harvest.benefit_id]),
    )


def pass_measurement_on(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Hand the task to a colleague of the own municipality."""
    case, measurement, line = load_own(request, case_id, Measurement, subject, "pass_measurement_on")
    task = Assignment.objects.filter(
        case_id=case.pk, step="enter_measurement", subject=measurement.pk, state=Assignment.State.OPEN
    ).first()
    found = people.with_permission("enter_measurement", [line.harvest.party_id], case.region_id)
    others = [row for row in found if task is None or row.user_id != task.person_id]

    def act(form: PassOnForm) -> None:
        try:
            actions.pass_measurement_on(measurement, form.cleaned_data["person"], by=request.actor)
        except ValueError as error:
            raise ValidationError(_("That person cannot enter the number for the municipality.")) from error

    return deed_page(
        request,
        case,
        "pass_measurement_on",
        allowed=rules.can_pass_measurement_on(measurement, request.actor),
        form=lambda **given: PassOnForm(people=others, **given),
        act=act,
        context={
            "lead": _("The one you choose gets a mail, and the task stands on that person's page."),
            "facts": [
                {"label": line.harvest.party.name, "value": line.harvest.benefit.title},
                {"label": _("Answer by"), "value": long_date(task.due if task else clock.today())},
            ],
        },
        done=_("The task is passed on."),
        then=reverse("benefit", args=[line.harvest.benefit_id]),
    )
