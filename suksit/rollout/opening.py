"""How a roll-out begins: for one party when its contract is signed, for all when nothing was to be bought."""

from collections.abc import Iterable
from datetime import date

from suksit.cases.models import ChangeCase
from suksit.rollout.models import ChecklistItem, Rollout
from workflow import assignments, clock
from workflow.actors import SYSTEM
from workflow.assignments import Opening
from workflow.deadlines import working_deadline
from workflow.models import Case
from workflow.transitions import change_state, write_down

CHECKLIST = ("training", "routines", "data_protection", "risk_analysis", "data_migrated", "operations_agreed")


def open_rollouts(case: Case, parties: Iterable[int]) -> list[Rollout]:
    """Open a roll-out with its checklist for each party that has none, and ask the party to plan it."""
    had = set(case.rollouts.values_list("party_id", flat=True))
    rows = Rollout.objects.bulk_create(
        Rollout(case_id=case.pk, party_id=party) for party in parties if party not in had
    )
    ChecklistItem.objects.bulk_create(ChecklistItem(rollout=row, item=item) for row in rows for item in CHECKLIST)
    due: date = working_deadline(clock.today(), 15)
    assignments.open_many(
        case,
        "plan_rollout",
        [Opening(party=row.party_id, subject=row.pk, due=due) for row in rows],
        permission="plan_rollout",
    )
    for row in rows:
        write_down(
            case, "open_rollout", by=SYSTEM, permission="", party=row.party_id, data={"checklist": list(CHECKLIST)}
        )
    return rows


def start_rollout(case: Case) -> None:
    """The machine's deed when contracting is over: everyone bound who has no roll-out yet gets one."""
    change = ChangeCase.objects.get(pk=case.pk)
    change_state(change, "start_rollout", by=SYSTEM, permission="", party=None)
    bound = change.authorisations.filter(state="given", as_option=False).values_list("party_id", flat=True)
    if change.plan.route == "none":
        open_rollouts(change, bound)
    else:
        open_rollouts(change, change.contracts.filter(state="signed").values_list("party_id", flat=True))
