"""How the engine's own deeds change what was known of a case: who has a task, going on, moving to another version.

An undone step has no fold: it is left out, so that whatever rested on it falls back by itself. More time for a task and
telling of a late one change nothing that the record holds.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from workflow import versions
from workflow.models import HistoryEntry

if TYPE_CHECKING:
    from workflow.as_of import Seen


def handed(seen: "Seen", entry: HistoryEntry) -> None:
    """claim_task, give_back_task, pass_task_on, return_task: another has it, or nobody."""
    data = entry.data
    seen.hand(
        data["step"],
        party=entry.party_id,
        subject=data.get("subject"),
        person=data.get("to"),
        held_by=data["from"],
    )


def went_on(seen: "Seen", entry: HistoryEntry) -> None:
    """reopen_case: what waited when it ended waits again, and it rests no more."""
    seen.on_hold = False
    seen.go_on_from(entry.data["ended"])


def step_reopened(seen: "Seen", entry: HistoryEntry) -> None:
    """reopen_step: nobody had the turn."""
    seen.reopen_at(entry.data["step"], keep_parts=True)


def moved(seen: "Seen", entry: HistoryEntry) -> None:
    """move_flow: what waited in the flow waits where the new version has it, for the party that it says."""
    data = entry.data
    seen.flow = versions.VERSIONS.get(f"{data['flow']}:{data['to']}", seen.flow)
    for old, new in seen.flow.moves_from.get(data["from"], {}).items():
        seen.deeds[new] = {old, *seen.deeds.get(old, ())}
    for old, new in data["steps"].items():
        seen.land(old, new)


FOLDS: dict[str, Callable[["Seen", HistoryEntry], None]] = {
    "claim_task": handed,
    "give_back_task": handed,
    "pass_task_on": handed,
    "return_task": handed,
    "reopen_case": went_on,
    "reopen_step": step_reopened,
    "move_flow": moved,
}
