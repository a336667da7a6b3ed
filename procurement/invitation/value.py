"""The value of a joint procurement: the sum over all participants, options included (FOA § 5-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from procurement.cases import ProcurementCase
from procurement.invitation.models import Answer

COUNTED = (Answer.Choice.YES, Answer.Choice.OPTION)
NOT_BOUND = ("declined", "released")
ROUND_TO = Decimal(10_000)


@dataclass(frozen=True)
class Value:
    """A sum in NOK excl. VAT over the contract years, of how many parties, and who has not said a value."""

    total: Decimal
    counted: int
    without_value: tuple[int, ...]


def contract_value(answer: Answer, years: int) -> Decimal:
    """What one answer adds: the one-off part and the yearly part over the contract years, NOK excl. VAT."""
    return (answer.one_off_value or Decimal(0)) + (answer.annual_value or Decimal(0)) * years


def has_value(answer: Answer) -> bool:
    """Whether the party has said a value; zero is one."""
    return answer.annual_value is not None or answer.one_off_value is not None


def counts(answer: Answer) -> bool:
    """Whether an answer counts: yes or option, and not released."""
    return answer.choice in COUNTED and answer.state == "answered"


def joint_value(answers: Iterable[Answer], years: int) -> Value:
    """The sum over those who said yes or option and are not released. Silence and no add nothing."""
    counted = [row for row in answers if counts(row)]
    missing = tuple(row.party_id for row in counted if not has_value(row))
    return Value(sum((contract_value(row, years) for row in counted), Decimal(0)), len(counted), missing)


def if_open_also_join(answers: Iterable[Answer], years: int) -> Decimal | None:
    """What the sum would be about, if those who have not decided also say yes: NOK excl. VAT, to the nearest 10 000.

    One that has not said a value is reckoned as the median of those that have. None when nobody is undecided or nobody
    has said a value.
    """
    rows = list(answers)
    said = [contract_value(row, years) for row in rows if counts(row) and has_value(row)]
    undecided = [row for row in rows if is_undecided(row)]
    if not said or not undecided:
        return None
    middle = median(said)
    more = sum((contract_value(row, years) if has_value(row) else middle for row in undecided), Decimal(0))
    total = joint_value(rows, years).total + more
    return (total / ROUND_TO).quantize(Decimal(1)) * ROUND_TO


def is_undecided(answer: Answer) -> bool:
    """Whether a party has neither said yes, option nor no, and is still asked."""
    return answer.state == "asked" or (answer.state == "answered" and answer.choice == Answer.Choice.NEED_MORE)


def not_bound(case: ProcurementCase) -> set[int]:
    """The parties that said they join and then did not bind themselves. One query."""
    return set(case.authorisations.filter(state__in=NOT_BOUND).values_list("party_id", flat=True))


def value_of(case: ProcurementCase) -> Value:
    """The value of a case as its answers and authorisations stand now. Three queries."""
    declined = not_bound(case)
    return joint_value([row for row in case.answers.all() if row.party_id not in declined], case.plan.years)
