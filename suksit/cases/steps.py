"""The step bar of a case: what is done and when, where it is, and what follows. Nothing is invented for the future."""

from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from suksit.cases.models import ENDED_STATES, ChangeCase
from suksit.cases.stages import BY_STATE, Stage, stage_of, steps_of_route
from suksit.templatetags.form_of import as_date, day_month, month_year
from workflow.models import Assignment, HistoryEntry

CASE_DEEDS = sorted({move.name for move in ChangeCase().get_all_state_transitions()})

NEXT = {
    "reported": gettext_lazy("The coordinator weighs whether the project is to be started."),
    "assessment": gettext_lazy("If the project is to be started, the municipalities are asked whether they join."),
    "accepted": gettext_lazy("The municipalities are asked, and those who join give their authorisation."),
    "invitation": gettext_lazy(
        "When the deadline is out, the coordinator closes the list of those who join. "
        "Then each municipality gives its authorisation."
    ),
    "commitment": gettext_lazy("When the authorisations are in, the purchaser plans how to buy."),
    "competition": gettext_lazy("A supplier is chosen. After the standstill the contracts can be signed."),
    "award": gettext_lazy("When the standstill is over, each municipality signs its own contract."),
    "contract": gettext_lazy("Those who have signed take the solution into use, each in its own time."),
    "procured": gettext_lazy("Each municipality takes the solution into use, in its own time."),
    "rollout": gettext_lazy("When the solution is in use, what was gained is measured, for some years."),
    "benefits": gettext_lazy("When the last round is measured, the case is closed, and the lessons are written down."),
}
AFTER_PLANNING = {
    "competition": gettext_lazy("The competition is announced. From then on it is settled who takes part."),
    "contract": gettext_lazy("Each municipality gets its own contract to sign."),
    "rollout": gettext_lazy("Nothing is to be bought. Each municipality takes the solution into use."),
}


def route_of(case: ChangeCase) -> str:
    """The route of a case; empty before one is chosen."""
    return getattr(getattr(case, "plan", None), "route", "")


def moves_of(case: ChangeCase) -> list[HistoryEntry]:
    """The entries that moved the case itself, the oldest first. One query."""
    return list(
        HistoryEntry.objects.filter(Q(deed__in=CASE_DEEDS) | Q(deed="undo_step", data__of="case"), case_id=case.pk)
        .exclude(to_state="")
        .order_by("sequence")
    )


def bar(case: ChangeCase, moves: list[HistoryEntry], waiting: list[Assignment]) -> dict[str, Any]:
    """Context for `step_bar.html`. `moves` are from `moves_of`, `waiting` the open assignments."""
    stages = steps_of_route(route_of(case))
    ended = case.state in ENDED_STATES
    here = stage_of(case.state) or (None if case.state == "closed" else last_stage(moves))
    place = stages.index(here) if here in stages else len(stages)
    planned = {} if ended else planned_notes(case)
    left = left_on(moves)
    rows = []
    for number, stage in enumerate(stages, start=1):
        state = "done" if number - 1 < place else "now" if number - 1 == place else "todo"
        if state == "done":
            note = day_month(left[stage.name]) if stage.name in left else ""
        elif state == "now":
            note = ended_note(moves) if ended else until_note(case, waiting) or planned.get(stage.name, "")
        else:
            note = planned.get(stage.name, "")
        rows.append({"number": number, "label": stage.label, "note": note, "state": state})
    following = rows[place + 1] if not ended and place + 1 < len(rows) else None
    return {"steps": rows, "current": rows[place] if place < len(rows) else None, "next_step": following}


def last_stage(moves: list[HistoryEntry]) -> Stage | None:
    """Where a case was before it ended."""
    known = [BY_STATE[move.to_state] for move in moves if move.to_state in BY_STATE]
    return known[-1] if known else None


def left_on(moves: list[HistoryEntry]) -> dict[str, datetime]:
    """When each step was last passed. A report is passed on the day that it is sent."""
    found = {}
    for move in moves:
        stage = BY_STATE.get(move.from_state)
        if stage is not None and BY_STATE.get(move.to_state) is not stage:
            found[stage.name] = move.happened_at
        if move.deed == "report_change":
            sent = move.happened_at
            found["report"] = sent
        elif stage is not None and stage.name == "report":
            found["report"] = sent
    return found


def until_note(case: ChangeCase, waiting: list[Assignment]) -> str:
    """The last day of the step that is now: that of the flow's own open step."""
    if case.on_hold_since:
        return _("on hold")
    due = max((row.due for row in waiting if row.task_id and row.due), default=None)
    return _("until %(day)s") % {"day": day_month(due)} if due else ""


def ended_note(moves: list[HistoryEntry]) -> str:
    """The day that the case ended."""
    return _("ended %(day)s") % {"day": day_month(moves[-1].happened_at)} if moves else ""


def planned_notes(case: ChangeCase) -> dict[str, str]:
    """What is planned for steps to come, by their names; only what somebody has planned. Two queries."""
    notes = {}
    starts: date | None = getattr(getattr(case, "plan", None), "competition_starts", None)
    if starts:
        notes["competition"] = _("planned %(month)s") % {"month": month_year(starts).lower()}
    live = case.rollouts.filter(went_live_on__isnull=True).aggregate(last=Max("planned_on"))["last"]
    if live:
        notes["rollout"] = _("planned %(month)s") % {"month": month_year(live).lower()}
    measured = case.measurements.aggregate(last=Max("due"))["last"]
    if measured:
        notes["benefits"] = _("followed until %(year)s") % {"year": as_date(measured).year}
    return notes


def what_comes(case: ChangeCase, following: dict[str, Any] | None) -> dict[str, Any] | None:
    """The card on the next step: one sentence, and the planned day if there is one."""
    if case.state in ENDED_STATES or case.on_hold_since:
        return None
    if case.state == "planning" and following:
        name = next(stage.name for stage in steps_of_route(route_of(case)) if stage.label == following["label"])
        body = AFTER_PLANNING[name]
    else:
        body = NEXT[case.state]
    title = (
        _("Next step: %(step)s") % {"step": following["label"]} if following else pgettext("next step", "What remains")
    )
    note = following["note"].capitalize() if following and following["note"] else ""
    return {"title": title, "body": body, "note": note}
