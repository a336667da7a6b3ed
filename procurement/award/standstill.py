"""The standstill (karens): how many days nobody may sign after the letters, and which rule says so."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from procurement.award.models import Award
from procurement.cases import ProcurementCase
from procurement.competition.regime import regime_of_case
from procurement.law.models import DeadlineKind
from procurement.law.thresholds import Regime, deadline_on
from workflow import clock
from workflow.deadlines import calendar_deadline


@dataclass(frozen=True)
class Standstill:
    """So many days that nobody may sign, by a rule; no days where the law fixes none."""

    days: int | None
    citation: str


def standstill_days(case: ProcurementCase) -> Standstill:
    """The standstill of a case by the law's rows: fixed in part III, of one's own choice below the EEA threshold.

    Where the regime is not known the fixed one is kept, to be on the safe side.
    """
    regime = regime_of_case(case)
    if regime in (Regime.OUTSIDE, Regime.PART_I):
        return Standstill(None, _("No fixed standstill below the national threshold"))
    if regime == Regime.PART_II:
        return Standstill(None, _("A reasonable time, but no fixed standstill, below the EEA threshold"))
    row = deadline_on(DeadlineKind.STANDSTILL, clock.today())
    return Standstill(row.amount, row.citation) if row else Standstill(None, _("No row of the law says how long"))


def suggested_end(case: ProcurementCase) -> date | None:
    """A last day to suggest where none is fixed but the contract was announced: as long as the fixed one."""
    row = deadline_on(DeadlineKind.STANDSTILL, clock.today())
    if row is None or regime_of_case(case) != Regime.PART_II:
        return None
    return calendar_deadline(clock.today(), row.amount)


def ends_on(standstill: Standstill, sent: date) -> date | None:
    """The last day on which nobody may sign; the day that the letters are sent is not counted."""
    return calendar_deadline(sent, standstill.days) if standstill.days else None


def first_day_to_sign(award: Award) -> date | None:
    """The first day on which signing is lawful: the day after the standstill. None without a fixed one."""
    return award.standstill_ends + timedelta(days=1) if award.standstill_ends else None


def is_running(award: Award) -> bool:
    """Whether the standstill still runs."""
    return award.standstill_ends is not None and clock.today() <= award.standstill_ends
