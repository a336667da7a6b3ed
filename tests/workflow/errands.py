"""Errands for tests of moving: made on version 1, walked to a step, looked at."""

from typing import Any

from viewflow.workflow.models import Task

from tests.errand import actions
from tests.errand.models import Errand, Reply
from tests.personas import Cast
from workflow.actors import SYSTEM, Actor
from workflow.context import acting_as
from workflow.models import Assignment
from workflow.transitions import change_state, locked, step_done

TOWNS = ("Kongsberg", "Notodden", "Rollag", "Tinn")
WALK = ("triage_errand", "ask_errand", "decide_errand", "end_errand", "over")


def errand_at(cast: Cast, step: str, title: str = "Nytt ærend") -> Errand:
    """An errand whose flow waits at a step."""
    errand = cast.do("kari", actions.start_errand, cast.region.party, title)
    deeds = {
        "triage_errand": lambda: cast.do("kari", actions.triage_errand, errand),
        "ask_errand": lambda: cast.do("kari", actions.ask_errand, errand, [cast.party(name).pk for name in TOWNS]),
        "decide_errand": lambda: cast.do("kari", actions.decide_errand, errand),
        "end_errand": lambda: cast.do("kari", actions.end_errand, errand),
    }
    for deed in WALK[: WALK.index(step)]:
        deeds[deed]()
    return afresh(errand)


def reply(cast: Cast, errand: Errand, who: str, town: str) -> None:
    """One town replies."""
    with acting_as(SYSTEM):
        row = Reply.objects.get(case=errand, party=cast.party(town))
    cast.do(who, actions.reply_errand, row, "yes")


def assess(errand: Errand, *, by: Actor) -> Errand:
    """The triage, by the name that version 2 has for its step."""
    with locked(errand) as errand:
        change_state(errand, "triage_errand", by=by, permission="accept_report", party=errand.region_id)
        step_done(errand, "assess_errand", by=by)
        return errand


def afresh(errand: Errand) -> Errand:
    """The errand as the database has it."""
    with acting_as(SYSTEM):
        return Errand.objects.select_related("process").get(pk=errand.pk)


def inbox(errand: Errand) -> list[tuple[str, str]]:
    """The open rows: step and party."""
    with acting_as(SYSTEM):
        rows = Assignment.objects.filter(case=errand, state="open").order_by("step", "party__name")
        return list(rows.values_list("step", "party__name"))


def row_of(errand: Errand, step: str) -> Assignment:
    """The open row of a step."""
    with acting_as(SYSTEM):
        return Assignment.objects.get(case=errand, step=step, state="open")


def everything(errand: Errand) -> dict[str, Any]:
    """All that a move may change, to be compared."""
    with acting_as(SYSTEM):
        case = Errand.objects.get(pk=errand.pk)
        return {
            "case": (case.flow, case.flow_version, case.state, case.version),
            "process": list(type(case.process).objects.filter(pk=case.process_id).values()),
            "tasks": [(row.pk, str(row.flow_task), row.status) for row in Task.objects.filter(process=case.process)],
            "rows": list(Assignment.objects.filter(case=case).order_by("pk").values()),
            "history": list(case.history.order_by("sequence").values_list("deed", "hash")),
            "replies": list(Reply.objects.filter(case=case).order_by("pk").values()),
        }
