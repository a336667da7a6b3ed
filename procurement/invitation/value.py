"""The value of a joint procurement: the sum over all participants, options included (FOA § 5-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from procurement.cases import ProcurementCase
from procurement.invitation.models import Answer

COUNTED = (Answer.Choice.YES, Answer.Choice.OPTION)


@dataclass(frozen=True)
class Value:
    """A sum in NOK excl. VAT over the contract years, of how many parties, and who has not said a value."""

    total: Decimal
    counted: int
    without_value: tuple[int, ...]


def contract_value(answer: Answer, years: int) -> Decimal:
    """What one answer adds: the one-off part and the yearly part over the contract years, NOK excl. VAT."""
    return (answer.one_off_value or Decimal(0)) + (answer.annual_value or Decimal(0)) * years


def joint_value(answers: Iterable[Answer], years: int) -> Value:
    """The sum over those who said yes or option and are not released. Silence and no add nothing."""
    counted = [row for row in answers if row.choice in COUNTED and row.state == "answered"]
    missing = tuple(row.party_id for row in counted if row.annual_value is None and row.one_off_value is None)
    return Value(sum((contract_value(row, years) for row in counted), Decimal(0)), len(counted), missing)


def value_of(case: ProcurementCase) -> Value:
    """The value of a case as its answers stand now."""
    return joint_value(case.answers.all(), case.plan.years)
