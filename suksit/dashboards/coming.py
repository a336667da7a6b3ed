"""The deadlines of the next ninety days, by month."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from procurement.models import Authorisation, Competition
from suksit.cases.models import OPEN_STATES
from suksit.cases.words import listed
from suksit.dashboards.scope import Scope, case_url, task_title, task_url
from suksit.models import Agreement, Measurement, Rollout
from workflow import clock
from workflow.models import Assignment, Grade, Participant

DAYS = 90
SOON = 30
SHOWN = 7
NAMED = 2


@dataclass(frozen=True)
class Coming:
    """One day with what happens on it."""

    on: date
    what: str
    url: str
    who: str = ""
    mine: bool = False

    @property
    def day(self) -> int:
        """The day of the month."""
        return self.on.day


def coming(scope: Scope, days: int = DAYS) -> list[Coming]:
    """What is due from today on, the nearest first. Six queries."""
    first = clock.today()
    span = (first, first + timedelta(days=days))
    sources = (tasks, meetings, rollouts, measurements, tenders, agreements)
    return sorted((row for source in sources for row in source(scope, span)), key=lambda row: (row.on, row.what))


def months(rows: list[Coming], days: int = DAYS) -> list[dict[str, Any]]:
    """The months from now on, also those in which nothing is due; at most seven days each, and how many more."""
    first = clock.today()
    last = first + timedelta(days=days)
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        own = together(row for row in rows if (row.on.year, row.on.month) == (year, month))
        found.append({"label": str(MONTHS[month]).capitalize(), "days": own[:SHOWN], "more": len(own[SHOWN:])})
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def together(rows: Iterable[Coming]) -> list[Coming]:
    """What falls due for many on the same day, as one row: the names, or how many when they are more than two."""
    same: dict[tuple[date, str, bool], list[Coming]] = {}
    for row in rows:
        same.setdefault((row.on, row.what, row.mine), []).append(row)
    return [
        replace(first, who=listed((row.who for row in (first, *others)), NAMED)) for first, *others in same.values()
    ]


def soon(rows: list[Coming]) -> int:
    """How many are due within thirty days."""
    last = clock.today() + timedelta(days=SOON)
    return sum(row.on <= last for row in rows)


Span = tuple[date, date]


def tasks(scope: Scope, span: Span) -> list[Coming]:
    """What somebody of one's own is to do."""
    rows = (
        Assignment.objects.filter(
            state=Assignment.State.OPEN,
            due__range=span,
            waits_for_meeting=False,
            case__region_id=scope.region_id,
            case__on_hold_since__isnull=True,
            **scope.parties,
        )
        .exclude(step="confirm_go_live")
        .select_related("case", "party", "person")
    )
    return [
        Coming(row.due, task_title(row), task_url(row, scope.actor), scope.holder(row), scope.is_mine(row))
        for row in rows
        if row.due
    ]


def meetings(scope: Scope, span: Span) -> list[Coming]:
    """The meetings of political bodies that an authorisation waits for."""
    rows = Authorisation.objects.filter(
        state="with_council", meeting_on__range=span, case__region_id=scope.region_id, **scope.parties
    ).select_related("case", "party")
    return [
        Coming(
            row.meeting_on,
            _("%(case)s before %(body)s") % {"case": row.case.title, "body": row.political_body},
            case_url(row.case_id),
            row.party.name,
        )
        for row in rows
        if row.meeting_on
    ]


def rollouts(scope: Scope, span: Span) -> list[Coming]:
    """What is taken into use."""
    rows = Rollout.objects.filter(
        state__in=["planned", "accepted"], planned_on__range=span, case__region_id=scope.region_id, **scope.parties
    ).select_related("case", "party", "local_lead")
    return [
        Coming(
            row.planned_on,
            _("%(case)s is taken into use in %(party)s") % {"case": row.case.title, "party": row.party.name},
            case_url(row.case_id),
            row.local_lead.display_name if row.local_lead else "",
        )
        for row in rows
        if row.planned_on
    ]


def measurements(scope: Scope, span: Span) -> list[Coming]:
    """What is to be measured."""
    of_party = {"harvest__party_id": scope.own.pk} if scope.own else {}
    rows = Measurement.objects.filter(
        state="planned", due__range=span, case__region_id=scope.region_id, case__state__in=OPEN_STATES, **of_party
    ).select_related("harvest__benefit", "harvest__owner", "harvest__party")
    return [
        Coming(
            row.due,
            _("Measure: %(benefit)s") % {"benefit": row.harvest.benefit.title},
            case_url(row.case_id),
            row.harvest.owner.display_name if row.harvest.owner else row.harvest.party.name,
        )
        for row in rows
    ]


def tenders(scope: Scope, span: Span) -> list[Coming]:
    """The tender deadlines of the cases that one takes part in."""
    rows = Competition.objects.filter(
        tender_deadline__range=span, cancelled_on__isnull=True, case__region_id=scope.region_id
    ).select_related("case")
    if scope.own:
        rows = rows.filter(
            Exists(
                Participant.objects.filter(case=OuterRef("case"), party_id=scope.own.pk, grade__gte=Grade.TAKES_PART)
            )
        )
    return [
        Coming(row.tender_deadline, _("Tender deadline for %(case)s") % {"case": row.case.title}, case_url(row.case_id))
        for row in rows
    ]


def agreements(scope: Scope, span: Span) -> list[Coming]:
    """The agreements that end."""
    rows = Agreement.objects.filter(region_id=scope.region_id, ends_on__range=span, **scope.parties).select_related(
        "party"
    )
    return [
        Coming(
            row.ends_on,
            _("The agreement on %(system)s ends") % {"system": row.system},
            f"{reverse('solution_list')}?kommune={row.party_id}",
            "" if scope.own else row.party.name,
        )
        for row in rows
        if row.ends_on
    ]
