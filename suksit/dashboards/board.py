"""The coordinator's board: every open case at its step, with whom it is, and what has waited longer than usual."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q

from procurement.models import Competition
from suksit.cases.models import OPEN_STATES, ChangeCase
from suksit.cases.stages import STAGES, Stage, stage_of
from suksit.dashboards.scope import Holders, bodies_of
from suksit.dashboards.usual import Pace, pace_of
from suksit.models import Harvest, Measurement, Rollout
from workflow import clock, gathering
from workflow.actors import Actor
from workflow.inbox.queries import is_mine
from workflow.models import Assignment

BY_ITS_DEADLINES = ("competition", "rollout", "benefits")


@dataclass
class OnBoard:
    """One case on the board. `turns` are the open assignments that somebody can do something about now."""

    case: ChangeCase
    stage: Stage
    days: int
    usual: int | None
    turns: list[Assignment] = field(default_factory=list)
    mine: bool = False
    tender_deadline: date | None = None
    live: tuple[int, int, date | None] = (0, 0, None)
    measured: tuple[int, int] = (0, 0)
    next_round: date | None = None

    @property
    def on_hold(self) -> bool:
        """Whether nothing moves."""
        return self.case.on_hold_since is not None

    @property
    def days_over(self) -> int:
        """How many days the oldest deadline is past; 0 when none is."""
        if self.on_hold:
            return 0
        today = clock.today()
        return max(((today - row.due).days for row in self.turns if is_late(row, today)), default=0)

    @property
    def beyond(self) -> int:
        """How many days the case is beyond what is usual, or past its deadline; 0 when it is neither."""
        if self.on_hold:
            return 0
        return max(self.days_over, self.days - self.usual if self.usual is not None else 0, 0)

    @property
    def due_this_week(self) -> bool:
        """Whether something is due between today and Sunday."""
        today = clock.today()
        sunday = today + timedelta(days=6 - today.weekday())
        return not self.on_hold and any(row.due and today <= row.due <= sunday for row in self.turns)


def is_late(row: Assignment, today: date) -> bool:
    """Whether a last day has passed that counts: a political meeting is waited for, not late."""
    return bool(row.due and row.due < today and not row.waits_for_meeting)


FILTERS = {
    "meg": lambda row: row.mine,
    "lenge": lambda row: row.beyond > 0,
    "uke": lambda row: row.due_this_week,
}


@dataclass
class Board:
    """Everything on it, and what is needed to say it in words."""

    actor: Actor
    cases: list[OnBoard]
    pace: Pace
    holders: Holders
    first: Assignment | None

    def count(self, name: str) -> int:
        """How many cases a filter shows."""
        return sum(FILTERS[name](row) for row in self.cases)

    def lanes(self, chosen: str = "") -> dict[Stage, list[OnBoard]]:
        """The cases of each step, the longest beyond the usual first; what is on hold stands last."""
        found: dict[Stage, list[OnBoard]] = {stage: [] for stage in STAGES}
        for row in self.cases:
            if not chosen or FILTERS[chosen](row):
                found[row.stage].append(row)
        for rows in found.values():
            rows.sort(key=lambda row: (row.on_hold, -row.beyond, -row.days, row.case.title))
        return found


def board_of(actor: Actor) -> Board:
    """The board of the actor's region. A fixed number of queries, whatever the number of cases."""
    region_id = actor.region_id or 0
    pace = pace_of(region_id)
    cases = [row for row in (on_board(case, pace) for case in open_cases(region_id)) if row]
    by_case = {row.case.pk: row for row in cases}
    add_figures(region_id, by_case)
    mine = []
    for case_id, rows in open_assignments(region_id).items():
        if case_id in by_case:
            row = by_case[case_id]
            row.turns = rows
            own = [turn for turn in row.turns if is_mine(turn, actor)]
            row.mine = bool(own) and not row.on_hold
            mine += own if row.mine else []
    first = min(mine, key=lambda row: (row.due is None, row.due or date.max, row.opened_at), default=None)
    return Board(actor, cases, pace, Holders(bodies_of(region_id), region_id), first)


def open_cases(region_id: int) -> Iterable[ChangeCase]:
    """The region's open cases, each seen because the region takes part in it. One query."""
    return ChangeCase.objects.filter(participants__party_id=region_id, region_id=region_id, state__in=OPEN_STATES).only(
        "pk", "title", "state", "state_since", "on_hold_since"
    )


def on_board(case: ChangeCase, pace: Pace) -> OnBoard | None:
    """A case with how long it has been at its step."""
    stage = stage_of(case.state)
    if stage is None:
        return None
    since = pace.entered.get(case.pk) or case.state_since.date()
    usual = None if stage.name in BY_ITS_DEADLINES else pace.usual(stage)
    return OnBoard(case, stage, (clock.today() - since).days, usual)


def open_assignments(region_id: int) -> dict[Any, list[Assignment]]:
    """What somebody can do something about, by case: a step that gathers waits for what it gathers. One query."""
    found = defaultdict(list)
    rows = Assignment.objects.filter(gathering.ready(), state=Assignment.State.OPEN, case__region_id=region_id)
    for row in rows.select_related("case", "party", "person").order_by("opened_at", "pk"):
        found[row.case_id].append(row)
    return found


def add_figures(region_id: int, by_case: dict[Any, OnBoard]) -> None:
    """Tender deadlines, go-lives and measurements of the cases. Four queries."""
    for case_id, deadline in Competition.objects.filter(
        case__region_id=region_id, cancelled_on__isnull=True, tender_deadline__gte=clock.today()
    ).values_list("case_id", "tender_deadline"):
        if case_id in by_case:
            by_case[case_id].tender_deadline = deadline
    for row in (
        Rollout.objects.filter(case__region_id=region_id)
        .exclude(state="withdrawn")
        .values("case_id")
        .annotate(all=Count("pk"), planned=Count("pk", filter=Q(planned_on__isnull=False)), last=Max("planned_on"))
    ):
        if row["case_id"] in by_case:
            by_case[row["case_id"]].live = (row["planned"], row["all"], row["last"])
    for row in (
        Harvest.objects.filter(case__region_id=region_id)
        .values("case_id")
        .annotate(
            all=Count("party", distinct=True),
            measured=Count("party", distinct=True, filter=Q(measurements__state="measured")),
        )
    ):
        if row["case_id"] in by_case:
            by_case[row["case_id"]].measured = (row["measured"], row["all"])
    for row in (
        Measurement.objects.filter(case__region_id=region_id, state__in=["planned", "asked"])
        .values("case_id")
        .annotate(next=Min("due"))
    ):
        if row["case_id"] in by_case:
            by_case[row["case_id"]].next_round = row["next"]
