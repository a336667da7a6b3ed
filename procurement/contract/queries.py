"""Reading the contracts: who has signed, and who is left."""

from datetime import date, timedelta
from decimal import Decimal

from procurement.cases import ProcurementCase
from procurement.contract.models import Contract
from workflow import clock, participants
from workflow.models import Party, PartyKind


def contracts_of(case: ProcurementCase) -> list[Contract]:
    """The contracts of a case, by the parties' names in Norwegian order. One query."""
    return list(case.contracts.select_related("party", "signed_by").order_by("party__sort_key"))


def bound_and_signed(contracts: list[Contract]) -> tuple[int, int]:
    """How many have signed, of how many that are to: bound participants, and option holders who have signed."""
    counted = [row for row in contracts if row.state != "withdrawn" and (not row.as_option or row.state == "signed")]
    return sum(row.state == "signed" for row in counted), len(counted)


def yearly_estimate(contracts: list[Contract]) -> Decimal:
    """What the parties that sign have said that they buy for a year, NOK excl. VAT."""
    return sum((row.estimated_annual_value or Decimal(0) for row in contracts if row.state != "withdrawn"), Decimal(0))


def usual_period(contract: Contract, years: int) -> tuple[date, date]:
    """When a contract would start and end, to be put right: from the day said or the first of next month."""
    today = clock.today()
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    starts = contract.starts_on or first
    return starts, add_years(starts, years) - timedelta(days=1)


def add_years(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def who_could_ask(case: ProcurementCase) -> list[Party]:
    """The organisations of the case that are not bound by it: option holders, and those who are not in at all."""
    known = {party for _case, party in participants.grades([case])}
    bound = case.authorisations.filter(state="given", as_option=False).values_list("party_id", flat=True)
    signed = case.contracts.filter(state="signed").values_list("party_id", flat=True)
    rows = Party.objects.filter(pk__in=known, kind=PartyKind.ORGANISATION).exclude(pk__in=bound).exclude(pk__in=signed)
    return list(rows.order_by("sort_key"))
