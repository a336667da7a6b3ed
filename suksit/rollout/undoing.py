"""How a tick on the checklist is undone."""

from suksit.rollout.models import Rollout
from workflow import undoing
from workflow.actors import Actor
from workflow.models import Case, HistoryEntry
from workflow.undoing import Undo


def turn_ticks(case: Case, entry: HistoryEntry, by: Actor) -> None:
    """What was ticked is open, and what was opened is done again, on the day of the tick that stood before."""
    rollout = Rollout.objects.get(case=case, party_id=entry.party_id)
    rollout.checklist.filter(item__in=entry.data["items"]).update(done_on=None, done_by=None)
    for item in entry.data["undone"]:
        ticked = case.history.filter(
            deed="check_off", party_id=entry.party_id, data__items__contains=item, sequence__lt=entry.sequence
        )
        row = ticked.order_by("-sequence").first()
        if row is not None:
            rollout.checklist.filter(item=item).update(done_on=row.happened_at.date(), done_by_id=row.actor_id)


undoing.register(check_off=Undo(restore=turn_ticks))
