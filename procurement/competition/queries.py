"""Reading the competition: the list that is fixed, the tenders for those who may, and the sheet for the notice."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from procurement.cases import ProcurementCase
from procurement.competition import rules
from procurement.competition.models import Competition, Tender
from procurement.invitation.models import Answer
from procurement.invitation.value import COUNTED, contract_value
from workflow.actors import Actor
from workflow.models import Party


@dataclass(frozen=True)
class Joining:
    """A party that has authorised, and what it adds to the value (NOK excl. VAT over the contract with options)."""

    party: Party
    as_option: bool
    value: Decimal | None
    answer: Answer | None


@dataclass(frozen=True)
class FixedList:
    """Who is bound, who holds an option, and what it is worth together."""

    bound: list[Joining]
    options: list[Joining]

    @property
    def everyone(self) -> list[Joining]:
        """All of them, in Norwegian order."""
        return sorted([*self.bound, *self.options], key=lambda row: row.party.sort_key)

    @property
    def total(self) -> Decimal:
        """The sum in NOK excl. VAT, options included."""
        return sum((row.value or Decimal(0) for row in self.everyone), Decimal(0))

    @property
    def options_total(self) -> Decimal:
        """The part of the sum that is options, NOK excl. VAT."""
        return sum((row.value or Decimal(0) for row in self.options), Decimal(0))


def fixed_list(case: ProcurementCase) -> FixedList:
    """Those who have authorised, as the list stands now. Two queries."""
    answers = {row.party_id: row for row in case.answers.filter(state="answered", choice__in=COUNTED)}
    rows = case.authorisations.filter(state="given").select_related("party").order_by("party__sort_key")
    joining = []
    for row in rows:
        answer = answers.get(row.party_id)
        value = contract_value(answer, case.plan.years) if answer else None
        joining.append(Joining(row.party, row.as_option, value, answer))
    return FixedList([row for row in joining if not row.as_option], [row for row in joining if row.as_option])


def last_competition(case: ProcurementCase) -> Competition | None:
    """The competition that runs or ran last, cancelled or not."""
    return case.competitions.order_by("-run").first()


def tenders_of(case: ProcurementCase, actor: Actor) -> QuerySet[Tender]:
    """The tenders of the competition that runs, cheapest first; none for those who may not see them."""
    if not rules.can_see_tenders(case, actor):
        return Tender.objects.none()
    return Tender.objects.filter(case_id=case.pk, competition__cancelled_on__isnull=True).order_by(
        "price", "supplier", "pk"
    )


def closes_at(competition: Competition) -> datetime:
    """The tender deadline as day and time, for a page to write out."""
    return datetime.combine(competition.tender_deadline, competition.tender_time)
