"""Letting a case that has ended go on: where from, and what the law does not bring back."""

from procurement.models import Competition
from suksit.cases import rules
from suksit.cases.models import ChangeCase
from workflow import flows, undoing
from workflow.actors import Actor
from workflow.history import Text
from workflow.models import HistoryEntry
from workflow.transitions import Stale, change_state, locked, require

IN_COMPETITION = ("competition", "award")
NO_LONGER_NEEDED = "no-need"  # eForms, non-award justification: the buyer no longer needed it when the case ended


def ending_of(case: ChangeCase) -> HistoryEntry | None:
    """The entry by which a case ended: it holds the state that it ended from. One query."""
    return case.history.filter(to_state=case.state).exclude(from_state="").order_by("-sequence").first()


def goes_on_in(ended: HistoryEntry) -> str:
    """The state that a case goes on in: the one that it ended from, but a competition does not come to life again.

    Suppliers who were told that a competition is cancelled rely on it; whoever wants to buy after all starts a new one.
    """
    return "planning" if ended.from_state in IN_COMPETITION else ended.from_state


def reopen_case(case: ChangeCase, *, by: Actor, reason: str) -> ChangeCase:
    """Let a case that has ended go on, with a reason. What waited when it ended waits again."""
    with locked(case) as case:
        require(by.may("reopen_case", case.region_id))
        ended = ending_of(case)
        if not rules.can_reopen_case(case, by) or ended is None:
            raise Stale(case)
        case.goes_on_in = goes_on_in(ended)
        change_state(
            case,
            "reopen_case",
            by=by,
            permission="reopen_case",
            party=case.region_id,
            data={"ended": ended.sequence},
            texts={"reason": Text(reason)},
            while_on_hold=True,
        )
        if case.on_hold_since:
            case.on_hold_since = None
            case.save(update_fields=["on_hold_since"])
        undoing.let_go_on(case, ended, by=by)
        if ended.from_state in IN_COMPETITION:
            lose_competition(case, ended, by=by)
        return case


def lose_competition(case: ChangeCase, ended: HistoryEntry, *, by: Actor) -> None:
    """The competition that ran was cancelled with the case; its participants are open until the next run."""
    Competition.objects.filter(case=case, cancelled_on__isnull=True).update(
        cancelled_on=ended.happened_at.date(), cancel_code=NO_LONGER_NEEDED
    )
    case.invitation.frozen_on = None
    case.invitation.save(update_fields=["frozen_on"])
    flows.reopen_at(case, "choose_route", by=by)
