"""Reading benefits: each party's line with its rounds and whether it uses the solution."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from suksit.benefits.figures import achieved
from suksit.benefits.models import Benefit, Harvest, Measurement
from suksit.rollout.models import Rollout
from workflow import people
from workflow.actors import Actor
from workflow.models import Assignment

ROUNDS = Measurement.objects.exclude(state="withdrawn").select_related("measured_by").order_by("due")
STATES = ("reached", "on_way", "measured", "not_measured", "not_in_use")
MEASURED = ("reached", "on_way", "measured")


@dataclass(frozen=True)
class Line:
    """One party's share of a benefit: its own plan, its rounds by day, its roll-out (None when it has none)."""

    harvest: Harvest
    rounds: list[Measurement]
    rollout: Rollout | None
    case_state: str

    @property
    def numbers(self) -> list[Measurement]:
        """The rounds that were measured, oldest first."""
        return [row for row in self.rounds if row.value is not None]

    @property
    def newest(self) -> Measurement | None:
        """The last number."""
        return self.numbers[-1] if self.numbers else None

    @property
    def in_use(self) -> bool:
        """Whether the party uses the solution."""
        if self.rollout is None:
            return self.case_state in ("benefits", "closed")
        return self.rollout.state == "live"

    @property
    def share(self) -> Decimal | None:
        """How much of the way to the target is gone, in per cent."""
        newest = self.newest
        return achieved(self.harvest.baseline, self.harvest.target, newest.value if newest else None)

    @property
    def state(self) -> str:
        """One of STATES. A party that has never measured is not measured, whatever its plan; it is never at zero."""
        if self.newest is None:
            return "not_measured" if self.in_use else "not_in_use"
        if self.share is None:
            return "measured"
        return "reached" if self.share >= 100 else "on_way"

    @property
    def is_worse(self) -> bool:
        """Whether the last number is on the wrong side of the baseline."""
        return self.share is not None and self.share < 0


def visible_benefits(actor: Actor) -> QuerySet[Benefit]:
    """The benefits of the region's cases that the actor's parties take part in or know of."""
    return (
        Benefit.objects.filter(case__region_id=actor.region_id, case__participants__party_id__in=actor.parties)
        .select_related("case")
        .distinct()
        .order_by("title", "pk")
    )


def lines_of(benefits: Iterable[Benefit]) -> dict[int, list[Line]]:
    """Every party's line by benefit, the parties in alphabetical order. Three queries whatever the number."""
    benefits = {row.pk: row for row in benefits}
    cases = {row.case_id for row in benefits.values()}
    rollouts = {(row.case_id, row.party_id): row for row in Rollout.objects.filter(case_id__in=cases)}
    harvests = (
        Harvest.objects.filter(benefit_id__in=benefits)
        .select_related("party", "owner")
        .prefetch_related(Prefetch("measurements", queryset=ROUNDS, to_attr="rounds"))
        .order_by("party__sort_key")
    )
    found: dict[int, list[Line]] = defaultdict(list)
    for row in harvests:
        rollout = rollouts.get((row.case_id, row.party_id))
        line = Line(row, row.rounds, rollout, benefits[row.benefit_id].case.state)
        if line.numbers or rollout is None or rollout.state != "withdrawn":
            found[row.benefit_id].append(line)
    return found


def open_tasks(actor: Actor, measurements: Iterable[Measurement]) -> dict[int, Assignment]:
    """The open measuring tasks of the actor's own parties, by measurement. One query."""
    rows = Assignment.objects.filter(
        step="enter_measurement",
        state=Assignment.State.OPEN,
        subject__in=[row.pk for row in measurements],
        party_id__in=actor.parties_with("enter_measurement"),
    ).select_related("person", "party")
    return {row.subject: row for row in rows}


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """How many lines there are in each state. They add up to all of them."""
    found: dict[str, Any] = dict.fromkeys(STATES, 0)
    for line in lines:
        found[line.state] += 1
    return found


def owner_of(harvest: Harvest) -> int | None:
    """The owner, while that person can enter the number for the party; None when the party's own people are asked."""
    known = people.with_permission("enter_measurement", [harvest.party_id], harvest.case.region_id)
    return harvest.owner_id if harvest.owner_id in {person.user_id for person in known} else None
