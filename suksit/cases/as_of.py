"""What a change knew at a moment beside the buying: the report, the decisions, the roll-outs, what was measured."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from procurement.as_of import Words, copied
from suksit.cases.models import ChangeCase
from suksit.changes.models import Assessment, ChangeReport


@dataclass
class RolloutAsOf:
    """A party's roll-out. `undone` are the things of its checklist that were still to do."""

    state: str = "to_plan"
    local_lead_id: int | None = None
    planned_on: date | None = None
    first_planned_on: date | None = None
    delay_cause: Words = ""
    accepted_on: date | None = None
    went_live_on: date | None = None
    undone: set[str] = field(default_factory=set)


@dataclass
class BenefitAsOf:
    """A benefit, described once."""

    title: Words
    kind: str


@dataclass
class HarvestAsOf:
    """A party's own share of a benefit."""

    benefit_id: int
    party_id: int
    owner_id: int | None = None
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None


@dataclass
class MeasurementAsOf:
    """One round of measuring. `value` is none where it was not measured; never zero for that."""

    harvest_id: int
    due: date
    state: str = "planned"
    value: Decimal | None = None
    measured_on: date | None = None


@dataclass
class ChangeAsOf:
    """All of it. By party: roll-outs; by key: benefits, harvests, measurements. Decisions as (point, outcome, day)."""

    kind: str = ""
    municipality: int | None = None
    reporters: set[int] = field(default_factory=set)
    scores: dict[str, int] = field(default_factory=dict)
    decisions: list[tuple[str, str, date | None]] = field(default_factory=list)
    rollouts: dict[int, RolloutAsOf] = field(default_factory=dict)
    benefits: dict[int, BenefitAsOf] = field(default_factory=dict)
    harvests: dict[int, HarvestAsOf] = field(default_factory=dict)
    measurements: dict[int, MeasurementAsOf] = field(default_factory=dict)


def live(case: ChangeCase) -> ChangeAsOf:
    """The same, from the tables as they are now. Of a draft nothing is known yet: nobody has been told."""
    known = ChangeAsOf()
    report = ChangeReport.objects.filter(case_id=case.pk).first()
    if report is not None and report.reported_on is not None:
        known.kind, known.municipality = case.kind, report.municipality_id
    known.reporters = set(case.reporters.values_list("municipality_id", flat=True))
    assessment = Assessment.objects.filter(case_id=case.pk).first()
    if assessment is not None:
        known.scores = dict(assessment.scores.values_list("criterion", "score"))
    known.decisions = list(case.decisions.order_by("pk").values_list("point", "outcome", "decided_on"))
    for row in case.rollouts.all():
        known.rollouts[row.party_id] = rollout = copied(row, RolloutAsOf(), but=("undone",))
        rollout.undone = set(row.checklist.filter(done_on__isnull=True).values_list("item", flat=True))
    known.benefits = {row.pk: BenefitAsOf(row.title, row.kind) for row in case.benefits.all()}
    for row in case.harvests.all():
        known.harvests[row.pk] = copied(row, HarvestAsOf(row.benefit_id, row.party_id))
    for row in case.measurements.all():
        known.measurements[row.pk] = copied(row, MeasurementAsOf(row.harvest_id, row.due))
    return known
