"""What is delayed, told with its cause and with whom it is. Nobody is blamed, and nothing is scored."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from suksit.cases.models import OPEN_STATES
from suksit.dashboards.scope import Scope, case_url, task_title, task_url
from suksit.models import Measurement, Rollout
from suksit.templatetags.form_of import day_month
from workflow import clock
from workflow.models import Assignment

TOLD_ELSEWHERE = ("give_authorisation", "sign_contract", "enter_measurement", "confirm_go_live")


@dataclass(frozen=True)
class Late:
    """One thing that slipped. `since` is the day that it should have been done."""

    title: str
    url: str
    state: str
    words: str
    cause: str
    holder: str
    since: date


def late(scope: Scope, decided_on_desk: set[int]) -> list[Late]:
    """Everything that slipped, the oldest first. Three queries.

    `decided_on_desk` are the assignments that the desk already shows as decisions.
    """
    rows = [*tasks(scope, decided_on_desk), *rollouts(scope), *measurements(scope)]
    return sorted(rows, key=lambda row: (row.since, row.title))


def with_party(scope: Scope, title: str, party: Any) -> str:
    """On the region's desk it must also be said which municipality it is about."""
    return title if scope.own else _("%(title)s in %(party)s") % {"title": title, "party": party.name}


def tasks(scope: Scope, decided_on_desk: set[int]) -> list[Late]:
    """Tasks whose last day has passed. What waits for a political meeting is never late."""
    rows = (
        Assignment.objects.filter(
            state=Assignment.State.OPEN,
            due__lt=clock.today(),
            waits_for_meeting=False,
            case__region_id=scope.region_id,
            case__on_hold_since__isnull=True,
            **scope.parties,
        )
        .exclude(step__in=TOLD_ELSEWHERE if scope.own else TOLD_ELSEWHERE[2:])
        .exclude(pk__in=decided_on_desk)
        .select_related("case", "party", "person")
    )
    return [
        Late(
            task_title(row),
            task_url(row, scope.actor),
            "late",
            _("Should have been done by %(day)s.") % {"day": day_month(row.due)},
            "",
            scope.holder(row),
            row.due,
        )
        for row in rows
        if row.due
    ]


def rollouts(scope: Scope) -> list[Late]:
    """Roll-outs that were moved, or whose day has passed."""
    rows = Rollout.objects.filter(
        state__in=["planned", "accepted"],
        planned_on__isnull=False,
        case__region_id=scope.region_id,
        case__state__in=OPEN_STATES,
        case__on_hold_since__isnull=True,
        **scope.parties,
    ).select_related("case", "party", "local_lead")
    today = clock.today()
    found = []
    for row in rows:
        first = row.first_planned_on or row.planned_on
        moved, passed = row.planned_on > first, row.planned_on < today
        if not (moved or passed):
            continue
        now = _("A new date is not set.") if passed else _("New date: %(day)s.") % {"day": day_month(row.planned_on)}
        lead = row.local_lead.display_name if scope.own and row.local_lead else row.party.name
        found.append(
            Late(
                with_party(scope, _("Taking into use: %(case)s") % {"case": row.case.title}, row.party),
                case_url(row.case_id),
                "late",
                f"{_('Should have been in use by %(day)s.') % {'day': day_month(first)}} {now}",
                row.delay_cause,
                lead,
                first,
            )
        )
    return found


def measurements(scope: Scope) -> list[Late]:
    """Benefits whose newest round was not measured: asked for and not given in time, or said to be impossible."""
    asked_in_vain = Assignment.objects.filter(
        step="enter_measurement", subject=OuterRef("pk"), state=Assignment.State.OPEN, due__lt=clock.today()
    )
    measured = (
        Measurement.objects.filter(harvest=OuterRef("harvest"), state="measured")
        .order_by()
        .values("harvest")
        .annotate(last=Max("measured_on"))
    )
    of_party = {"harvest__party_id": scope.own.pk} if scope.own else {}
    rows = (
        Measurement.objects.filter(
            due__lte=clock.today(),
            state__in=["asked", "measured", "not_measured"],
            case__region_id=scope.region_id,
            case__state__in=OPEN_STATES,
            case__on_hold_since__isnull=True,
            **of_party,
        )
        .annotate(in_vain=Exists(asked_in_vain), last_measured=Subquery(measured.values("last")))
        .select_related("case", "harvest__benefit", "harvest__party", "harvest__owner")
        .order_by("harvest_id", F("due").desc())
        .distinct("harvest_id")
    )
    return [
        Late(
            with_party(scope, row.harvest.benefit.title, row.harvest.party),
            case_url(row.case_id),
            "not_measured",
            not_measured(row),
            row.note,
            row.harvest.owner.display_name if scope.own and row.harvest.owner else row.harvest.party.name,
            row.due,
        )
        for row in rows
        if row.state == "not_measured" or (row.state == "asked" and row.in_vain)
    ]


def not_measured(row: Any) -> str:
    """Since when it is not measured, and when it should have been."""
    should = _("Should have been measured on %(day)s.") % {"day": day_month(row.due)}
    if row.last_measured:
        return f"{_('Not measured since %(day)s.') % {'day': day_month(row.last_measured)}} {should}"
    return f"{_('Not measured yet.')} {should}"
