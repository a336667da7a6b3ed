"""What a joint procurement knew at a moment: the answers, who was bound, the plan, the competition, the contracts."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from procurement.cases import ProcurementCase
from procurement.invitation.models import Invitation
from procurement.invitation.value import NOT_BOUND, Value, joint_value
from procurement.planning.models import Plan, Responsible

Words = str | None  # None where it was erased
Kind = TypeVar("Kind")


@dataclass
class AnswerAsOf:
    """What a party had answered. Money in NOK excl. VAT."""

    party_id: int
    state: str = "asked"
    choice: str = ""
    annual_value: Decimal | None = None
    one_off_value: Decimal | None = None
    agreement_ends: date | None = None
    joins_on: date | None = None
    answered_on: date | None = None
    remark: Words = ""
    private_reason: Words = ""


@dataclass
class AuthorisationAsOf:
    """Whether a party was bound. `value` in NOK excl. VAT over the contract years."""

    state: str = "requested"
    as_option: bool = False
    value: Decimal | None = None
    decided_on: date | None = None
    meeting_on: date | None = None
    political_case_number: str = ""
    political_body: Words = ""
    reason: Words = ""


@dataclass
class PlanAsOf:
    """How it was to be bought. `total_value` in NOK excl. VAT, as fixed with the participants."""

    lead_buyer_id: int | None = None
    route: str = ""
    route_reason: Words = ""
    years: int = 4
    procedure: str = ""
    cpv: str = ""
    standard_contract: str = ""
    environment_route: str = ""
    environment: Words = ""
    existing_agreement: Words = ""
    competition_starts: date | None = None
    total_value: Decimal | None = None


@dataclass
class AwardAsOf:
    """What was decided. The supplier is empty until it was; who was recommended is the evaluation group's own."""

    supplier: Words = ""
    reason: Words = ""
    decided_on: date | None = None
    letters_sent_on: date | None = None
    standstill_ends: date | None = None
    standstill_rule: str = ""
    complaint_on: date | None = None
    complaint_settled_on: date | None = None


@dataclass
class CompetitionAsOf:
    """One run of the competition: of the tenders only their number."""

    notice_id: str = ""
    started_on: date | None = None
    tender_deadline: date | None = None
    opened_on: date | None = None
    cancelled_on: date | None = None
    cancel_code: str = ""
    tenders: int = 0
    award: AwardAsOf | None = None


@dataclass
class ContractAsOf:
    """A party's own contract. Money in NOK excl. VAT a year."""

    state: str = "to_sign"
    as_option: bool = False
    supplier: Words = ""
    annual_value: Decimal | None = None
    estimated_annual_value: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    option_months: int = 0
    notice_months: int | None = None
    signed_on: date | None = None


@dataclass
class BuyingAsOf:
    """All of it. By party: answers, authorisations, contracts; by run: competitions.

    `group` is the evaluation group: the party of each person, and whether the person had declared to be impartial.
    """

    questions: Words = ""
    asked_on: date | None = None
    deadline: date | None = None
    closed_on: date | None = None
    frozen_on: date | None = None
    plan: PlanAsOf | None = None
    answers: dict[int, AnswerAsOf] = field(default_factory=dict)
    authorisations: dict[int, AuthorisationAsOf] = field(default_factory=dict)
    group: dict[int, tuple[int, bool]] = field(default_factory=dict)
    competitions: dict[int, CompetitionAsOf] = field(default_factory=dict)
    contracts: dict[int, ContractAsOf] = field(default_factory=dict)

    @property
    def value(self) -> Value:
        """The sum of the answers as they stood, without those that had declined or were let go of."""
        unbound = {party for party, row in self.authorisations.items() if row.state in NOT_BOUND}
        rows = [row for party, row in self.answers.items() if party not in unbound]
        return joint_value(rows, self.plan.years if self.plan else 0)

    @property
    def run(self) -> CompetitionAsOf | None:
        """The last run of the competition."""
        return self.competitions[max(self.competitions)] if self.competitions else None


def live(case: ProcurementCase) -> BuyingAsOf:
    """The same, from the tables as they are now. The actor must see the tenders."""
    invitation = Invitation.objects.filter(case_id=case.pk).first()
    plan = Plan.objects.filter(case_id=case.pk).first()
    known = BuyingAsOf()
    if invitation is not None:
        known.questions = invitation.questions
        for name in ("asked_on", "deadline", "closed_on", "frozen_on"):
            setattr(known, name, getattr(invitation, name))
    known.plan = copied(plan, PlanAsOf()) if plan else None
    known.answers = {row.party_id: copied(row, AnswerAsOf(row.party_id)) for row in case.answers.all()}
    known.authorisations = {row.party_id: copied(row, AuthorisationAsOf()) for row in case.authorisations.all()}
    group = case.responsibles.filter(task=Responsible.Task.EVALUATOR)
    known.group = {row.person_id: (row.party_id, row.impartial_on is not None) for row in group}
    for row in case.competitions.all():
        known.competitions[row.run] = run = copied(row, CompetitionAsOf(), but=("tenders", "award"))
        run.tenders = row.tenders.count()
    for row in case.awards.select_related("winner", "competition"):
        award = copied(row, AwardAsOf(), but=("supplier",))
        award.supplier = row.winner.supplier if row.winner else ""
        known.competitions[row.competition.run].award = award
    known.contracts = {row.party_id: copied(row, ContractAsOf()) for row in case.contracts.all()}
    return known


def copied(row: object, into: Kind, but: tuple[str, ...] = ()) -> Kind:
    """A record filled from the row's fields of the same names."""
    for name in vars(into):
        if name not in but:
            setattr(into, name, getattr(row, name))
    return into


def day(text: str | None) -> date | None:
    """A day of an entry; none where it says none."""
    return date.fromisoformat(text) if text else None


def money(text: str | None) -> Decimal | None:
    """A sum of an entry; none where it says none."""
    return Decimal(text) if text else None
