"""Which regime a competition falls under, and how long the tenderers must have: by the law's rows."""

from datetime import date

from procurement.cases import ProcurementCase
from procurement.law.models import DeadlineKind, LegalDeadline
from procurement.law.thresholds import Regime, deadline_on, regime_of, thresholds_on
from procurement.planning.value import value_of
from workflow import clock
from workflow.deadlines import calendar_deadline

AT_LEAST = {
    ("open", False): DeadlineKind.TENDER_OPEN,
    ("open", True): DeadlineKind.TENDER_OPEN_SHORT,
    ("restricted", False): DeadlineKind.REQUEST_RESTRICTED,
    ("restricted", True): DeadlineKind.REQUEST_RESTRICTED_SHORT,
}


def regime_of_case(case: ProcurementCase) -> Regime | None:
    """The regime by the start of the competition and the value: the fixed one, or as it stands. None when not known."""
    value = case.plan.total_value if case.invitation.frozen_on else None
    if value is None:
        value = value_of(case).total
    return regime_of(value, thresholds_on(case.plan.competition_starts or clock.today()))


def shortest(case: ProcurementCase, *, is_shortened: bool = False) -> tuple[LegalDeadline, date] | None:
    """The row on how long the tenderers must have, and the first lawful last day when the notice is out today.

    None where no number of days is fixed: below the EEA threshold, or by another procedure.
    """
    if regime_of_case(case) != Regime.PART_III:
        return None
    kind = AT_LEAST.get((case.plan.procedure, is_shortened))
    row = deadline_on(kind, clock.today()) if kind else None
    return (row, calendar_deadline(clock.today(), row.amount)) if row else None
