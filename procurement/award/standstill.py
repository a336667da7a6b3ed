"""The standstill (karens): how many days nobody may sign after the letters, and which rule says so."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.utils.translation import gettext as _

from procurement.award.models import Award
from procurement.cases import ProcurementCase
from procurement.planning.models import Route
from workflow import clock
from workflow.deadlines import calendar_deadline

USUAL_DAYS = 10
CITATION = "FOA § 25-2"


@dataclass(frozen=True)
class Standstill:
    """So many days that nobody may sign, by a rule; no days where the law fixes none."""

    days: int | None
    citation: str


def standstill_days(case: ProcurementCase) -> Standstill:
    """The standstill of a case, by the rows of the law where they say it, else the usual ten days.

    A simplified competition has no fixed one. The rows are asked by `procurement.law.standstill_days(case)`, which
    gives (days or None, citation).
    """
    if case.plan.route == Route.SIMPLIFIED:
        return Standstill(None, _("No fixed standstill below the national threshold"))
    if find_spec("procurement.law") is not None:
        asked = getattr(import_module("procurement.law"), "standstill_days", None)
        if asked is not None:
            return Standstill(*asked(case))
    return Standstill(USUAL_DAYS, CITATION)


def ends_on(standstill: Standstill, sent: date) -> date | None:
    """The last day on which nobody may sign; the day that the letters are sent is not counted."""
    return calendar_deadline(sent, standstill.days) if standstill.days else None


def first_day_to_sign(award: Award) -> date | None:
    """The first day on which signing is lawful: the day after the standstill. None without a fixed one."""
    return award.standstill_ends + timedelta(days=1) if award.standstill_ends else None


def is_running(award: Award) -> bool:
    """Whether the standstill still runs."""
    return award.standstill_ends is not None and clock.today() <= award.standstill_ends
