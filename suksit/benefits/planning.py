"""The pages of planning benefits, turning to them, telling what worked, and closing the case."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from suksit.benefits import actions, forms, rules
from suksit.benefits.loading import load_own
from suksit.benefits.models import Harvest
from suksit.benefits.queries import Line
from suksit.benefits.units import unit_of
from suksit.cases.models import ChangeCase
from suksit.regions.queries import member_parties
from suksit.rollout.views import gate
from suksit.templatetags.form_of import long_date
from workflow import clock, participants, people
from workflow.loading import load_case
from workflow.models import Grade
from workflow.pages import deed_page

# The measuring days of the common benefits method: midway after go-live, and when two years have passed.
MONTHS_AFTER = (3, 6, 12, 24)


def plan_benefit(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Describe a benefit once, for all who take part."""
    case = load_case(request, case_id, ChangeCase)
    members = member_parties(case.region_id)
    grades = participants.grades([case])
    joined = [row.pk for row in members if grades.get((case.pk, row.pk), 0) >= Grade.TAKES_PART]
    taken = set(case.benefits.values_list("title", flat=True))

    def act(form: forms.BenefitForm) -> None:
        values = dict(form.cleaned_data)
        actions.plan_benefit(case, values.pop("parties"), by=request.actor, **values)

    return deed_page(
        request,
        case,
        "plan_benefit",
        allowed=allowed(request, "plan_benefit", case, rules.can_plan_benefit(case, request.actor)),
        form=lambda **given: forms.BenefitForm(members=members, taken=taken, **given),
        act=act,
        initial={"parties": joined},
        context={
            "title": pgettext("benefits", "Describe a benefit"),
            "lead": _("Once, for all. Each municipality sets its own baseline and target."),
            "button": pgettext("benefits", "Save the benefit"),
        },
        done=pgettext("benefits", "The benefit is saved. Each municipality is asked for its baseline and target."),
    )


def allowed(request: HttpRequest, permission: str, case: ChangeCase, rule: bool) -> bool:
    """The rule's answer. Raises PermissionDenied to one who never has the right in the region."""
    if not request.actor.may(permission, case.region_id):
        raise PermissionDenied
    return rule


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def proposed_days(line: Line) -> list[tuple[date, str]]:
    """The days to come that the method proposes, counted from the go-live; and those that are planned already."""
    rollout = line.rollout
    start = (rollout.went_live_on or rollout.planned_on) if rollout else None
    found: dict[date, str] = {}
    if start:
        for months in MONTHS_AFTER:
            day = months_after(start, months)
            words = ngettext("%(months)s month after go-live", "%(months)s months after go-live", months)
            found[day] = f"{long_date(day)} – {words % {'months': months}}"
    for row in line.rounds:
        if row.state == "planned":
            found.setdefault(row.due, long_date(row.due))
    return sorted((day, words) for day, words in found.items() if day > clock.today())


def plan_harvest(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """One's own owner, baseline, target and measuring days."""
    case, harvest, line = load_own(request, case_id, Harvest, subject, "plan_harvest")
    benefit = harvest.benefit
    known = people.with_permission("enter_measurement", [harvest.party_id], case.region_id)
    proposed = proposed_days(line)
    planned = [row.due.isoformat() for row in line.rounds if row.state == "planned"]
    fixed = [row.due for row in line.rounds if row.state != "planned"]

    def act(form: forms.HarvestForm) -> None:
        values = form.cleaned_data
        try:
            actions.plan_harvest(
                harvest,
                by=request.actor,
                owner=values["owner"],
                baseline=values["baseline"],
                baseline_on=values["baseline_on"],
                target=values["target"],
                rounds=values["days"],
            )
        except ValueError as error:
            raise ValidationError(_("The target must differ from the number today.")) from error

    facts = [{"label": _("The number"), "value": benefit.explained}] if benefit.explained else []
    if benefit.where_to_find:
        facts.append({"label": _("Where it is found"), "value": benefit.where_to_find})
    if benefit.assumption:
        facts.append({"label": _("What must be in place"), "value": benefit.assumption})
    if fixed:
        facts.append({"label": _("Measuring days that have been"), "value": ", ".join(long_date(day) for day in fixed)})
    return deed_page(
        request,
        case,
        "plan_harvest",
        allowed=rules.can_plan_harvest(harvest, request.actor),
        form=lambda **given: forms.HarvestForm(
            people=known, proposed=proposed, fixed=fixed, unit=unit_of(benefit), **given
        ),
        act=act,
        initial={
            "owner": harvest.owner_id or request.actor.user_id,
            "baseline": harvest.baseline,
            "baseline_on": harvest.baseline_on or clock.today(),
            "target": harvest.target,
            "rounds": planned or [day.isoformat() for day, _words in proposed],
        },
        context={
            "title": _("Baseline and target for %(party)s") % {"party": harvest.party.name},
            "lead": benefit.title,
            "button": _("Save the plan"),
            "facts": facts,
        },
        done=_("Your plan is saved. We ask for the number when the day comes."),
        then=reverse("harvest", args=[benefit.pk, harvest.pk]),
    )


def tell_story(request: HttpRequest, case_id: UUID, subject: int) -> HttpResponse:
    """Tell the others what worked."""
    case, harvest, _line = load_own(request, case_id, Harvest, subject, "tell_story")
    return deed_page(
        request,
        case,
        "tell_story",
        allowed=rules.can_tell_story(harvest, request.actor),
        form=forms.StoryForm,
        act=lambda form: actions.tell_story(harvest, by=request.actor, **form.cleaned_data),
        initial={"title": harvest.story_title, "story": harvest.story},
        context={
            "title": _("What worked in %(party)s?") % {"party": harvest.party.name},
            "lead": _("The others see it beside the numbers, and whom to call."),
            "button": _("Tell the others"),
        },
        done=_("Thank you. The others see it now."),
        then=reverse("benefit", args=[harvest.benefit_id]),
    )


def start_harvest(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """BP5: turn from taking into use to the benefits."""
    case = load_case(request, case_id, ChangeCase)
    rollouts = case.rollouts.exclude(state="withdrawn").select_related("party").order_by("party__sort_key")
    live = [row.party.name for row in rollouts if row.state == "live"]
    waiting = [row.party.name for row in rollouts if row.state != "live"]
    missing = [] if live else [_("Nobody has confirmed that the solution is in use.")]
    facts = [{"label": _("Use it now"), "value": ", ".join(live)}] if live else []
    if live and waiting:
        facts.append({"label": _("Not yet, and go on with it afterwards"), "value": ", ".join(waiting)})
    if not case.benefits.exists():
        nothing = pgettext("benefits", "No benefit is described yet. You may do it afterwards.")
        facts.append({"label": pgettext("benefits", "Benefits"), "value": nothing})
    return deed_page(
        request,
        case,
        "start_harvest",
        allowed=allowed(request, "start_harvest", case, case.state == "rollout"),
        form=forms.StartForm,
        act=gate(lambda form: actions.start_harvest(case, by=request.actor), missing),
        template="rollout/gate.html",
        context={
            "title": pgettext("benefits", "Go on to the benefits"),
            "lead": pgettext("benefits", "The project part ends here (BP5). From now on the benefits are measured."),
            "facts": facts,
            "missing": [{"words": words} for words in missing],
            "missing_title": _("This is missing first"),
            "button": pgettext("benefits", "Go on to the benefits"),
        },
    )


def close_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """BP6: close the case, with what others may learn."""
    case = load_case(request, case_id, ChangeCase)
    missing = rounds_missing(case) if case.state == "benefits" else []
    return deed_page(
        request,
        case,
        "close_case",
        allowed=allowed(request, "close_case", case, case.state == "benefits"),
        form=forms.CloseForm,
        act=gate(
            lambda form: actions.close_case(case, by=request.actor, **form.cleaned_data),
            [row["words"] for row in missing],
        ),
        template="rollout/gate.html",
        context={
            "title": _("Close the case"),
            "lead": "" if missing else _("The last round is measured (BP6). Write down what you learned."),
            "missing": missing,
            "missing_title": _("These numbers are still to come"),
            "button": _("Close the case"),
        },
        done=_("The case is closed."),
    )


def rounds_missing(case: ChangeCase) -> list[dict[str, Any]]:
    """The rounds that keep the case open, in words: which benefit, who, when."""
    rows = (
        rules.rounds_to_come(case)
        .select_related("harvest__benefit", "harvest__party")
        .order_by("due", "harvest__party__sort_key")
    )
    return [
        {
            "words": _("%(party)s: %(benefit)s, %(day)s.")
            % {
                "party": row.harvest.party.name,
                "benefit": row.harvest.benefit.title,
                "day": date_format(row.due, "j. F Y"),
            },
            "url": reverse("benefit", args=[row.harvest.benefit_id]),
            "label": _("See it"),
        }
        for row in rows
    ]
