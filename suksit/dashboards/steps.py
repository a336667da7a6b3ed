"""Where the cases are: how many stand at each step, one's own beside the region's."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from suksit.cases.models import OPEN_STATES
from suksit.cases.stages import STAGES, Stage
from suksit.dashboards.scope import Scope, cases_url
from workflow.models import Grade, Participant


@dataclass(frozen=True)
class StepCount:
    """The cases at one step."""

    stage: Stage | None
    count: int
    region_count: int

    @property
    def label(self) -> str:
        """The step in words."""
        return str(self.stage or "")

    @property
    def url(self) -> str:
        """The list of one's own."""
        return cases_url(mine=True, stage=self.stage)

    @property
    def region_url(self) -> str:
        """The list of all."""
        return cases_url(mine=False, stage=self.stage)


def by_step(scope: Scope) -> tuple[list[StepCount], StepCount]:
    """The open cases at each step, and in all; one's own are those that one takes part in. One query."""
    own = Participant.objects.filter(
        case=OuterRef("case"), party_id=scope.own.pk if scope.own else None, grade__gte=Grade.TAKES_PART
    )
    rows = (
        Participant.objects.filter(
            party_id__in=scope.actor.parties, region_id=scope.region_id, case__state__in=OPEN_STATES
        )
        .annotate(own=Exists(own))
        .values("case__state")
        .annotate(
            count=Count("case", distinct=True, filter=Q(own=True)),
            region_count=Count("case", distinct=True),
        )
    )
    found = {row["case__state"]: (row["count"], row["region_count"]) for row in rows}
    steps = [
        StepCount(
            stage,
            sum(found.get(state, (0, 0))[0] for state in stage.states),
            sum(found.get(state, (0, 0))[1] for state in stage.states),
        )
        for stage in STAGES
    ]
    total = StepCount(None, sum(step.count for step in steps), sum(step.region_count for step in steps))
    return steps, total
